// What tokens cost: the bundled data of a maintained package under the user's own prices, matched by name without guessing.
import { toPico } from "./money.ts";
import { namesOf } from "./price-names.ts";

/** Dollars per million tokens. */
export interface Price {
  input: number;
  output: number;
  /** Input that the provider served from its cache. */
  cachedInput?: number;
  /** Share of the price that a batch costs (OpenAI: 0.5). */
  batchShare?: number;
  /** Tokens of prompt and reply together. */
  context?: number;
  /** Above this many input tokens, everything costs `above`. */
  threshold?: number;
  above?: { input: number; output: number; cachedInput?: number };
}

/** The user's prices by model name; `name*` is a family. Read from `--prices`. */
export type PriceOverlay = { [model: string]: Price };

export interface PricedUsage {
  promptTokens: number;
  completionTokens: number;
  cachedTokens?: number;
}

/** The picodollars of a usage at a price. */
export function costOf(price: Price, usage: PricedUsage, batch = false): number {
  const dear = price.threshold !== undefined && usage.promptTokens > price.threshold && price.above;
  const { input, output, cachedInput } = dear || price;
  const cached = Math.min(usage.cachedTokens ?? 0, usage.promptTokens);
  const perToken =
    toPico((usage.promptTokens - cached) * (input / 1e6)) + toPico(usage.completionTokens * (output / 1e6));
  const total = perToken + toPico(cached * ((cachedInput ?? input) / 1e6));
  return batch ? Math.ceil(total * (price.batchShare ?? 0.5)) : total;
}

export class PriceList {
  readonly #overlay: PriceOverlay;
  readonly #wall: () => number;
  /** What was found, or is being looked for: ten thousand calls at once look once. */
  readonly #known = new Map<string, Price | undefined | Promise<Price | undefined>>();
  #bundled: ((model: string, wall: number) => Price | undefined) | undefined;

  constructor(overlay: PriceOverlay | undefined, wall: () => number) {
    this.#overlay = checkOverlay(overlay ?? {});
    this.#wall = wall;
  }

  /** The price of a model, or undefined when nobody knows it. Loads the bundled data on first need. */
  find(model: string): Price | undefined | Promise<Price | undefined> {
    if (this.#known.has(model)) return this.#known.get(model);
    const looking = this.#look(model);
    this.#known.set(model, looking);
    return looking;
  }

  async #look(model: string): Promise<Price | undefined> {
    const own = matchOverlay(this.#overlay, model);
    if (!own) this.#bundled ??= (await import("./prices-bundled.ts")).bundledPrice;
    const price = own ?? this.#bundled?.(model, this.#wall());
    this.#known.set(model, price);
    return price;
  }
}

function matchOverlay(overlay: PriceOverlay, model: string): Price | undefined {
  const entries = Object.entries(overlay).map(([name, price]) => [name.toLowerCase(), price] as const);
  for (const name of namesOf(model)) {
    const exact = entries.find(([known]) => known === name);
    if (exact) return exact[1];
  }
  const families = entries.filter(
    ([known]) => known.endsWith("*") && model.toLowerCase().startsWith(known.slice(0, -1)),
  );
  return families.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}

const optional = ["cachedInput", "batchShare", "context", "threshold"] as const;

/** The overlay as given, or a TypeError that names the entry. */
export function checkOverlay(overlay: unknown): PriceOverlay {
  if (overlay === null || typeof overlay !== "object" || Array.isArray(overlay))
    throw new TypeError(`prices: expected ${shape}`);
  for (const [model, price] of Object.entries(overlay as { [name: string]: { [name: string]: unknown } | null })) {
    const isAmount = (value: unknown) => typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY;
    const bad =
      ["input", "output"].find((name) => !isAmount(price?.[name])) ??
      optional.find((name) => price?.[name] !== undefined && !isAmount(price[name]));
    if (bad)
      throw new TypeError(`prices: ${JSON.stringify(model)} has no valid ${JSON.stringify(bad)}; expected ${shape}`);
  }
  return overlay as PriceOverlay;
}

const shape = '{"model": {"input": 0.15, "output": 0.6}, …} in dollars per million tokens';

/** The line to add for a model without a price. */
export function priceLine(model: string): string {
  return `${JSON.stringify(model)}: {"input": DOLLARS, "output": DOLLARS}`;
}
