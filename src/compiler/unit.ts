// A unit on its way to a backend: its code, and the tables that the code refers to by index.

import type { Cell } from "../values/cell.ts";
import type { Site } from "../values/error.ts";
import type { Value } from "../values/types.ts";
import type { UnitIR } from "./ir.ts";

export interface CompiledUnit {
  readonly ir: UnitIR;
  readonly constants: Value[];
  /** Names that are not values: keyword names and procedure names, by the same index space as nothing else. */
  readonly names: string[];
  readonly cells: Cell[];
  readonly sites: Site[];
}

/** Fills the tables, each entry once. */
export class UnitTables {
  readonly constants: Value[] = [];
  readonly names: string[] = [];
  readonly cells: Cell[] = [];
  readonly sites: Site[] = [];
  readonly #constantIndex = new Map<Value, number>();
  readonly #nameIndex = new Map<string, number>();
  readonly #cellIndex = new Map<Cell, number>();

  constant(value: Value): number {
    return indexOf(this.#constantIndex, this.constants, value);
  }
  name(name: string): number {
    return indexOf(this.#nameIndex, this.names, name);
  }
  cell(cell: Cell): number {
    return indexOf(this.#cellIndex, this.cells, cell);
  }
  site(site: Site): number {
    return this.sites.push(site) - 1;
  }
}

function indexOf<T>(index: Map<T, number>, table: T[], item: T): number {
  let i = index.get(item);
  if (i === undefined) {
    i = table.push(item) - 1;
    index.set(item, i);
  }
  return i;
}
