// What the expander's tests share: an expander over a library in which every listed name exists.

import type { Core } from "../../src/core/ast.ts";
import { showCore } from "../../src/core/show.ts";
import type { TopLevel } from "../../src/expander/environment.ts";
import { Expander, type ExpanderOptions } from "../../src/expander/expander.ts";
import { RUNTIME_NAMES } from "../../src/expander/runtime-names.ts";
import { createReader } from "../../src/reader/create-reader.ts";
import { Cell } from "../../src/values/cell.ts";
import { intern } from "../../src/values/symbol.ts";
import type { Syntax } from "../../src/values/syntax.ts";
import { SyntaxFailure } from "../../src/values/syntax-failure.ts";

const reader = createReader();
export const read = (text: string, file = "test.scm"): Syntax[] => reader.readAll(text, file);

const NAMES = [
  ...RUNTIME_NAMES,
  ...["display", "newline", "filter", "map", "for-each", "string-append", "set-car!", "cadr", "zero?", "even?", "odd?"],
  ...["exn:fail?", "symbol?", "number?", "string?", "range", "in-range", "in-list", "hash-update!", "eof-object?"],
];

export function makeExpander(options: Partial<ExpanderOptions> = {}): Expander {
  const cells = new Map(NAMES.map((name) => [name, new Cell(name, intern(name), true)]));
  return new Expander({ builtin: (name) => cells.get(name), builtinNames: () => cells.keys(), ...options });
}

/** Expands a program; gives the text of each form's core, those that do nothing left out. */
export function expandText(text: string, expander = makeExpander(), env: TopLevel = expander.topLevel()): string {
  const cores = expander.expandProgram(read(text), env);
  return cores
    .flatMap((core): Core[] => (core.type === "seq" ? core.body : [core]))
    .map(showCore)
    .filter((shown) => shown !== "(void)")
    .join("\n");
}

/** The failure that a program ends in. */
export function failureOf(text: string, expander = makeExpander()): SyntaxFailure {
  try {
    expandText(text, expander);
  } catch (error) {
    if (error instanceof SyntaxFailure) return error;
    throw error;
  }
  throw new Error(`no failure: ${text}`);
}

/** The source text at a failure's place. */
export const placeOf = (text: string, failure: SyntaxFailure): string =>
  failure.span === undefined ? "nowhere" : text.slice(failure.span.start, failure.span.end);
