// What a part of a script has asked of models: the meters behind with-usage.
import { Meter, type Metered } from "../llm/meter.ts";
import type { Machine } from "../machine/machine.ts";
import { HashTable } from "../values/hash-table.ts";
import { Flonum } from "../values/numbers.ts";
import { str } from "../values/string.ts";
import { intern } from "../values/symbol.ts";
import type { Procedure, Value } from "../values/types.ts";
import { makeParameter } from "./parameters.ts";
import type { Row } from "./row.ts";
import type { Services } from "./services.ts";

/** A meter counts the calls of everything that runs while it is the value of the parameter `%meter`, fibers included. */
export class Meters {
  readonly #m: Machine;
  readonly #services: Services;
  readonly #current: Procedure;

  constructor(m: Machine, services: Services) {
    this.#m = m;
    this.#services = services;
    this.#current = makeParameter(m, false, undefined, "%meter");
  }

  /** All that are in force here, a child's parent's included. */
  current(): Meter[] {
    const meters = [...this.#services.llm.meters];
    for (let at = this.#m.parameters; at !== undefined; at = at.next) {
      if (at.parameter === this.#current && at.value instanceof Meter) meters.push(at.value);
    }
    return meters;
  }

  rows(): Row[] {
    const { scheduler, llm } = this.#services;
    return [
      {
        signature: "(%meter)",
        doc: "A parameter: what counts the calls to models, #f for nothing.",
        example: "(%meter) => #f",
        run: this.#current as Row["run"],
        procedure: this.#current,
      },
      {
        signature: "(%make-meter)",
        doc: "A meter that has counted nothing.",
        example: "(hash-ref (%meter-usage (%make-meter)) 'calls) => 0",
        run: () => new Meter(),
      },
      {
        signature: "(%meter-usage meter:meter)",
        doc: "What a meter has counted: calls, cached, prompt_tokens, completion_tokens, cost, list-cost, by-model.",
        example: "(hash-ref (%meter-usage (%make-meter)) 'cost) => 0.0",
        kind: "calls",
        run: (meter: Meter) =>
          scheduler.wait(scheduler.open("usage", async () => usageTable(await meter.read(llm.client().prices)))),
      },
    ];
  }
}

function usageTable(models: readonly Metered[]): HashTable {
  const sum = (of: (model: Metered) => number): number => models.reduce((total, model) => total + of(model), 0);
  const byModel = new HashTable("equal", { foreign: true });
  for (const model of models) byModel.set(str(model.model), countsTable(model));
  const all = countsTable({
    calls: sum((model) => model.calls),
    cached: sum((model) => model.cached),
    promptTokens: sum((model) => model.promptTokens),
    completionTokens: sum((model) => model.completionTokens),
    cost: sum((model) => model.cost),
    listCost: sum((model) => model.listCost),
  });
  all.set(intern("by-model"), byModel);
  return all;
}

function countsTable(counts: Omit<Metered, "model">): HashTable {
  const table = new HashTable("equal", { foreign: true });
  const entries: [string, Value][] = [
    ["calls", counts.calls],
    ["cached", counts.cached],
    ["prompt_tokens", counts.promptTokens],
    ["completion_tokens", counts.completionTokens],
    ["cost", new Flonum(counts.cost)],
    ["list-cost", new Flonum(counts.listCost)],
  ];
  for (const [name, value] of entries) table.set(intern(name), value);
  return table;
}
