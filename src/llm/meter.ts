// What some of the calls of a client have used: a count beside the client's own, for who wants to know of a part.
import { fromPico } from "./money.ts";
import { costOf, type PriceList } from "./prices.ts";
import type { CallResult } from "./types.ts";

export interface Metered {
  model: string;
  /** Calls answered, by the provider or by the store. */
  calls: number;
  cached: number;
  promptTokens: number;
  completionTokens: number;
  /** Dollars spent now. */
  cost: number;
  /** Dollars, had every reply been paid: what came from the store or from a local model at the list price of its model. */
  listCost: number;
}

interface Counts extends Omit<Metered, "model" | "cost" | "listCost"> {
  pico: number;
  /** Tokens of replies that cost nothing this time. */
  unpaid: { promptTokens: number; completionTokens: number };
}

export class Meter {
  readonly #models = new Map<string, Counts>();

  answered(model: string, { cached, usage }: CallResult, pico: number | undefined): void {
    const counts = this.#of(model);
    counts.calls++;
    if (cached) counts.cached++;
    counts.promptTokens += usage?.promptTokens ?? 0;
    counts.completionTokens += usage?.completionTokens ?? 0;
    if (pico) counts.pico += pico;
    else {
      counts.unpaid.promptTokens += usage?.promptTokens ?? 0;
      counts.unpaid.completionTokens += usage?.completionTokens ?? 0;
    }
  }

  /** A call without a usable reply may have been billed all the same. */
  failed(model: string, pico: number): void {
    this.#of(model).pico += pico;
  }

  /** By model, in the order in which each was first used. */
  async read(prices: PriceList): Promise<Metered[]> {
    const models = [...this.#models].map(async ([model, { pico, unpaid, ...counts }]) => {
      const free = unpaid.promptTokens + unpaid.completionTokens === 0;
      const price = free ? undefined : await prices.find(model);
      const list = price === undefined ? pico : pico + costOf(price, unpaid);
      return { model, ...counts, cost: fromPico(pico), listCost: fromPico(list) };
    });
    return await Promise.all(models);
  }

  #of(model: string): Counts {
    let counts = this.#models.get(model);
    if (!counts) {
      const unpaid = { promptTokens: 0, completionTokens: 0 };
      counts = { calls: 0, cached: 0, promptTokens: 0, completionTokens: 0, pico: 0, unpaid };
      this.#models.set(model, counts);
    }
    return counts;
  }
}
