// Runs rows of builtins without an engine: the machine's driver, a host that denies, and what was displayed.

import type { Section } from "../../../src/builtins/row.ts";
import type { Services } from "../../../src/builtins/services.ts";
import type { Builtin } from "../../../src/builtins/wrap.ts";
import { wrap } from "../../../src/builtins/wrap.ts";
import type { Result } from "../../../src/machine/frame.ts";
import { Machine } from "../../../src/machine/machine.ts";
import { ErrorObject } from "../../../src/values/error.ts";
import { display, write } from "../../../src/values/printer.ts";
import { MString } from "../../../src/values/string.ts";
import type { Value } from "../../../src/values/types.ts";

export interface Bench {
  readonly m: Machine;
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** Calls a builtin; JS strings become Scheme strings. The result as `write` shows it, or `error: …`. */
  show(name: string, ...args: unknown[]): string;
  call(name: string, ...args: unknown[]): Value;
  callWith(name: string, keywords: { [name: string]: unknown }, ...args: unknown[]): Value;
  readonly output: string[];
}

export const toValue = (x: unknown): Value => (typeof x === "string" ? new MString(x) : (x as Value));

export class SchemeFailure extends Error {
  readonly payload: Value;
  constructor(payload: Value) {
    super(payload instanceof ErrorObject ? display(payload) : write(payload));
    this.payload = payload;
  }
}

export function bench(sections: readonly Section[], services: Partial<Services> = {}, fuelPerTurn?: number): Bench {
  const m = new Machine({ fuelPerTurn });
  const output: string[] = [];
  const all = {
    output: (text: string) => output.push(text),
    ...services,
  } as Services;
  const rows = sections.flatMap((section) => section(m, all));
  const builtins = new Map(rows.map((row) => wrap(row)).map((builtin) => [builtin.name, builtin]));
  const find = (name: string): Builtin => {
    const builtin = builtins.get(name);
    if (builtin === undefined) throw new Error(`no builtin ${name}`);
    return builtin;
  };
  const run = (action: () => Result): Value => {
    m.pending = action;
    for (;;) {
      const outcome = m.run();
      if (outcome.type === "done") return outcome.value;
      if (outcome.type === "failed") throw new SchemeFailure(outcome.payload);
      if (outcome.type === "parked") throw new Error("parked");
    }
  };
  const call = (name: string, ...args: unknown[]): Value => run(() => m.apply(find(name).procedure, args.map(toValue)));
  return {
    m,
    builtins,
    output,
    call,
    callWith: (name, keywords, ...args) => {
      const map = new Map(Object.entries(keywords).map(([key, value]) => [key, toValue(value)]));
      return run(() => m.applyKeywords(find(name).procedure, map, args.map(toValue)));
    },
    show(name, ...args) {
      try {
        return write(call(name, ...args));
      } catch (error) {
        if (error instanceof SchemeFailure) return `error: ${error.message}`;
        throw error;
      }
    },
  };
}
