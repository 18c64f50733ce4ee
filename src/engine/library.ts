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
import type { Prelude, PreludeDoc } from "./prelude.ts";

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

  /** Loads every unit and makes what it defines constant. Nothing in the prelude waits. */
  installPrelude(prelude: Prelude, backend: Backend, m: Machine): void {
    for (const { unit, emitted } of prelude.units) {
      const thunk = backend.load(
        fromPortable(unit, (name) => this.#reserve(name)),
        emitted,
      );
      runNow(m, thunk);
    }
    for (const cell of this.#cells.values()) cell.constant = true;
    for (const doc of prelude.docs) this.#docs.set(doc.name, doc);
  }

  cell(name: string): Cell | undefined {
    return this.#cells.get(name);
  }

  names(): Iterable<string> {
    return this.#cells.keys();
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

  #reserve(name: string): Cell {
    const cell = this.#cells.get(name) ?? new Cell(name);
    this.#cells.set(name, cell);
    return cell;
  }
}

/** Runs a thunk that does not wait, on a machine that runs nothing else. */
function runNow(m: Machine, thunk: Procedure): void {
  m.k = undefined;
  m.pending = () => thunk() as Result;
  const poll = m.poll;
  m.poll = () => false;
  const outcome = m.run();
  m.poll = poll;
  if (outcome.type === "done") return;
  const payload = outcome.type === "failed" ? outcome.payload : undefined;
  throw new Error(`the prelude does not load: ${payload instanceof ErrorObject ? payload.message : outcome.type}`);
}
