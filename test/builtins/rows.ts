// Runs rows of builtins without an engine: a machine, their procedures by name, and a driver.
import type { Section } from "../../src/builtins/row.ts";
import type { Services } from "../../src/builtins/services.ts";
import { wrap } from "../../src/builtins/wrap.ts";
import { Machine, type MachineOptions } from "../../src/machine/machine.ts";
import type { Procedure, Value } from "../../src/values/types.ts";

export interface Rows {
  readonly m: Machine;
  /** The procedure of a row. */
  of(name: string): Procedure;
  /** Runs `thunk` on the machine to its end; what a script raised is thrown as it is. */
  run(thunk: () => unknown): Value;
  /** Calls a row's procedure and runs it to its end. */
  call(name: string, ...args: Value[]): Value;
}

/** The pseudo-random numbers of Park and Miller: the same in each run. */
function repeatable(): { next(): number } {
  let state = 1;
  return {
    next() {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    },
  };
}

export function rows(sections: readonly Section[], options?: MachineOptions): Rows {
  const m = new Machine(options);
  const services = { random: repeatable(), output: () => {} } as unknown as Services;
  const procedures = new Map<string, Procedure>();
  for (const section of sections)
    for (const row of section(m, services)) procedures.set(wrap(row).name, wrap(row).procedure);
  const of = (name: string): Procedure => {
    const f = procedures.get(name);
    if (f === undefined) throw new Error(`no row ${name}`);
    return f;
  };
  const run = (thunk: () => unknown): Value => {
    m.k = undefined;
    m.pending = thunk as never;
    for (;;) {
      const outcome = m.run();
      if (outcome.type === "done") return outcome.value;
      if (outcome.type === "failed") throw outcome.payload;
      if (outcome.type === "parked") throw new Error("parked");
    }
  };
  return { m, of, run, call: (name, ...args) => run(() => of(name)(...args)) };
}
