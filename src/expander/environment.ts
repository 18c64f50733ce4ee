// Top-level environments: what names mean outside of all bodies, and the cells of a program's own variables.
import { Cell } from "../values/cell.ts";
import type { Span, Value } from "../values/types.ts";
import type { Binding, GlobalBinding } from "./bindings.ts";
import type { NameTable, Scope } from "./scopes.ts";

/** Where a name is looked for that an environment does not have itself. */
export interface Base extends NameTable {
  names(): Iterable<string>;
}

/** A reference to a name that nothing had defined when it was expanded. */
export interface OpenReference {
  readonly cell: Cell;
  readonly span: Span | undefined;
}

export class TopLevel implements Base {
  readonly name: string;
  readonly scope: Scope;
  /** What is visible besides the environment's own names; none in a library or after an explicit `import`. */
  base: Base | undefined;
  /** True in environments that only name what a library offers: `(environment '(scheme base))`. */
  readonly frozen: boolean;
  readonly #table = new Map<string, Binding>();
  readonly #own = new Map<string, Cell>();
  readonly #introduced = new Map<string, GlobalBinding>();
  /** Cells of the environment that no definition was met for: forward references, or mistakes. */
  readonly #undefined = new Set<Cell>();
  #open: OpenReference[] = [];

  constructor(name: string, scope: (table: NameTable) => Scope, base: Base | undefined, frozen = false) {
    this.name = name;
    this.scope = scope(this);
    this.base = base;
    this.frozen = frozen;
  }

  lookup(name: string): Binding | undefined {
    return this.#table.get(name) ?? this.base?.lookup(name) ?? this.#introduced.get(name);
  }

  /**
   * Notes a variable that a macro defined under a name of its own. Hygiene keeps it apart from the program's variables; a
   * program that means it all the same gets it where the name is nothing else.
   */
  introduce(name: string, binding: GlobalBinding): void {
    this.#introduced.set(name, binding);
  }

  /** Puts a binding from elsewhere under a name: an import, a macro. */
  bind(name: string, binding: Binding): void {
    this.#table.set(name, binding);
  }

  /** The program's own variable of a name, made if need be. It shadows whatever the base has. */
  own(name: string): GlobalBinding {
    const known = this.#table.get(name);
    const cell = this.#own.get(name) ?? new Cell(name);
    if (known?.kind === "global" && known.cell === cell) return known;
    this.#own.set(name, cell);
    const binding: GlobalBinding = { kind: "global", cell, owner: this };
    this.#table.set(name, binding);
    return binding;
  }

  /** Defines a variable from outside: an input, a host function. */
  define(name: string, value: Value): Cell {
    const { cell } = this.own(name);
    this.defined(cell);
    cell.value = value;
    return cell;
  }

  /** Notes that a definition of the cell has been expanded. */
  defined(cell: Cell): void {
    if (this.#undefined.delete(cell)) this.#open = this.#open.filter((reference) => reference.cell !== cell);
  }

  /** A variable that may be defined later; until then, using it is an error at run time. */
  refer(name: string, span: Span | undefined): GlobalBinding {
    const known = this.#own.get(name);
    const binding = this.own(name);
    if (known === undefined) this.#undefined.add(binding.cell);
    this.#open.push({ cell: binding.cell, span });
    return binding;
  }

  /** Notes one more reference to a variable that is not defined so far. */
  noteReference(cell: Cell, span: Span | undefined): void {
    if (this.#undefined.has(cell) && cell.value === undefined) this.#open.push({ cell, span });
  }

  /** References to names that are still not defined. */
  openReferences(): OpenReference[] {
    return this.#open.filter(({ cell }) => this.#undefined.has(cell) && cell.value === undefined);
  }

  /** The cell that a name is, for hosts: undefined for syntax and for what is not bound. */
  cell(name: string): Cell | undefined {
    const binding = this.lookup(name);
    if (binding?.kind === "global") return binding.cell;
    return binding?.kind === "struct" && binding.value.kind === "global" ? binding.value.cell : undefined;
  }

  /** Whether the environment itself has the name, not only its base. */
  has(name: string): boolean {
    return this.#table.has(name);
  }

  /** The program's own variables. */
  ownCells(): ReadonlyMap<string, Cell> {
    return this.#own;
  }

  /** Every name that means something, but not those that are only referred to. */
  *names(): Iterable<string> {
    for (const [name, binding] of this.#table) {
      if (binding.kind !== "global" || !this.#undefined.has(binding.cell) || binding.cell.value !== undefined)
        yield name;
    }
    if (this.base === undefined) return;
    for (const name of this.base.names()) if (!this.#table.has(name)) yield name;
  }
}
