// The library of one engine: the cells of all builtins and of the prelude, which scripts see and can not change.
import { SECTIONS } from "../builtins/sections.ts";
import type { Services } from "../builtins/services.ts";
import { type Builtin, wrap } from "../builtins/wrap.ts";
import type { Backend } from "../compiler/backend.ts";
import { fromPortable } from "../compiler/portable.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { Cell } from "../values/cell.ts";
import { ErrorObject } from "../values/error.ts";
import type { Procedure } from "../values/types.ts";
import type { Prelude, PreludeDoc, PreludeUnit } from "./prelude.ts";

export interface Description {
  name: string;
  signature: string;
  doc: string;
  examples: readonly string[];
  /** `builtin`, or the file of `lib/` that defines it. */
  source: string;
}

export class Library {
  readonly #cells = new Map<string, Cell>();
  readonly #builtins = new Map<string, Builtin>();
  readonly #docs = new Map<string, PreludeDoc>();
  /** Units that are not loaded yet, by each name that they define. */
  readonly #lazy = new Map<string, PreludeUnit>();
  #load: (unit: PreludeUnit) => void = () => {};

  installBuiltins(m: Machine, services: Services): void {
    for (const section of SECTIONS) {
      for (const row of section(m, services)) {
        const builtin = wrap(row);
        if (this.#builtins.has(builtin.name)) throw new Error(`two builtins are named ${builtin.name}`);
        this.#builtins.set(builtin.name, builtin);
        this.#cells.set(builtin.name, new Cell(builtin.name, builtin.procedure, true));
      }
    }
  }

  /** Loads the units, lazy ones when a name of theirs is used, and makes what they define constant. None of them waits. */
  installPrelude(prelude: Prelude, backend: Backend, m: Machine): void {
    this.#load = (unit) => {
      const { unit: portable, emitted } = unit.code();
      const compiled = fromPortable(portable, (name) => this.#reserve(name));
      runNow(m, backend.load(compiled, emitted));
      for (const name of unit.defines) this.#reserve(name).constant = true;
    };
    for (const unit of prelude.units) {
      if (unit.lazy) for (const name of unit.defines) this.#lazy.set(name, unit);
      else this.#load(unit);
    }
    for (const doc of prelude.docs) this.#docs.set(doc.name, doc);
  }

  cell(name: string): Cell | undefined {
    this.#demand(name);
    return this.#cells.get(name);
  }

  *names(): Iterable<string> {
    yield* this.#cells.keys();
    yield* this.#lazy.keys();
  }

  describe(name: string): Description | undefined {
    const builtin = this.#builtins.get(name);
    if (builtin !== undefined) {
      const { doc, example } = builtin.row;
      return { name, signature: builtin.signature.text, doc, examples: example.split("\n"), source: "builtin" };
    }
    const known = this.#docs.get(name);
    return known === undefined ? undefined : { ...known, source: known.file };
  }

  #demand(name: string): void {
    const unit = this.#lazy.get(name);
    if (unit === undefined) return;
    for (const defined of unit.defines) this.#lazy.delete(defined);
    this.#load(unit);
  }

  #reserve(name: string): Cell {
    this.#demand(name);
    const cell = this.#cells.get(name) ?? new Cell(name);
    this.#cells.set(name, cell);
    return cell;
  }
}

/** Runs a thunk that does not wait, apart from what the machine is running: a script's `eval` may be what needs a unit. */
function runNow(m: Machine, thunk: Procedure): void {
  const { k, winders, handlers, parameters, pending, fuel, site, poll } = m;
  const alone = { k: undefined, winders: undefined, handlers: undefined, parameters: undefined, poll: () => false };
  Object.assign(m, alone, { pending: () => thunk() as Result });
  const outcome = m.run();
  Object.assign(m, { k, winders, handlers, parameters, pending, fuel, site, poll });
  if (outcome.type === "done") return;
  const payload = outcome.type === "failed" ? outcome.payload : undefined;
  throw new Error(`the prelude does not load: ${payload instanceof ErrorObject ? payload.message : outcome.type}`);
}
