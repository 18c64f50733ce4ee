// What a program without imports sees: the forms of the language, its auxiliary keywords, and the library's procedures.
import type { Cell } from "../values/cell.ts";
import type { Binding, FormBinding } from "./bindings.ts";
import type { Base } from "./environment.ts";
import { FORMS } from "./forms/all.ts";

const AUXILIARIES = [
  ...["else", "=>", "...", "_", "unquote", "unquote-splicing", "unsyntax", "unsyntax-splicing"],
  ...["<>", "<...>", "on-error"],
];

/** The library as the engine has it. */
export interface Library {
  builtin(name: string): Cell | undefined;
  builtinNames(): Iterable<string>;
}

export class LanguageBase implements Base {
  readonly #library: Library;
  readonly #table = new Map<string, Binding>();
  readonly #forms = new Map<string, FormBinding>();

  constructor(library: Library) {
    this.#library = library;
    for (const form of FORMS) this.#forms.set(form.name, form);
    for (const [name, form] of this.#forms) this.#table.set(name, form);
    for (const name of AUXILIARIES) this.#table.set(name, { kind: "auxiliary", name });
  }

  lookup(name: string): Binding | undefined {
    const known = this.#table.get(name);
    if (known !== undefined) return known;
    const cell = this.#library.builtin(name);
    if (cell === undefined) return undefined;
    const binding: Binding = { kind: "global", cell, owner: undefined };
    this.#table.set(name, binding);
    return binding;
  }

  /** Adds syntax that the library defines in Scheme. */
  addSyntax(name: string, binding: Binding): void {
    this.#table.set(name, binding);
  }

  form(name: string): FormBinding | undefined {
    return this.#forms.get(name);
  }

  *names(): Iterable<string> {
    yield* this.#table.keys();
    for (const name of this.#library.builtinNames()) if (!this.#table.has(name)) yield name;
  }
}
