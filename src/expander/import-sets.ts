// Import sets: R7RS's only, except, prefix and rename, and Racket's ways of writing them in `require`.
import type { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Span } from "../values/types.ts";
import type { Binding } from "./bindings.ts";
import { showForm } from "./expand.ts";
import { type Identifier, isIdentifier, itemsOf } from "./syntax-view.ts";

/** What an import brings: names with their bindings, or all of the language. */
export type Imports = {
  readonly names: ReadonlyMap<string, Binding>;
  readonly whole: boolean;
  readonly standard: boolean;
};

/** Finds a library's exports; throws where there is none. */
export type FindExports = (name: readonly string[], span: Span | undefined) => Imports;

const USAGE =
  "an import is written (library name), (only set name …), (except set name …), (prefix set p), (rename set (a b) …)";

/** The names of `(scheme base)`: symbols and numbers; undefined for what is no library name. */
export function libraryName(stx: Syntax): string[] | undefined {
  const items = itemsOf(stx);
  if (items === undefined || items.length === 0) return undefined;
  const parts = items.map((item) => {
    if (isIdentifier(item)) return item.datum.name.replace(/^:(?=\d)/, "");
    return typeof item.datum === "number" && item.datum >= 0 ? String(item.datum) : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** One import set of R7RS. */
export function readImportSet(stx: Syntax, find: FindExports): Imports {
  const items = itemsOf(stx);
  const head = items?.[0];
  if (items === undefined || head === undefined || !isIdentifier(head)) return wrong(stx);
  const inner = items[1];
  if (inner !== undefined && itemsOf(inner) !== undefined && MODIFIERS.has(head.datum.name)) {
    return modify(head.datum.name, readImportSet(inner, find), items.slice(2), stx);
  }
  const name = libraryName(stx);
  return name === undefined ? wrong(stx) : find(name, stx.span);
}

const MODIFIERS = new Set(["only", "except", "prefix", "rename"]);
const RACKET_MODIFIERS: ReadonlyMap<string, string> = new Map([
  ["only-in", "only"],
  ["except-in", "except"],
  ["rename-in", "rename"],
]);

/** One specification of Racket's `require`. */
export function readRequire(stx: Syntax, find: FindExports): Imports {
  if (isIdentifier(stx)) return find(stx.datum.name.split("/"), stx.span);
  const [head, ...args] = itemsOf(stx) ?? [];
  if (head === undefined || !isIdentifier(head)) {
    throw new SyntaxFailure(
      `require: expected a library, got ${showForm(stx)}`,
      stx.span,
      'to run another file here, write (include "file")',
    );
  }
  const { name } = head.datum;
  if (name === "for-syntax" || name === "for-label") return { names: new Map(), whole: false, standard: true };
  if (name === "prefix-in" && args.length === 2) return modify("prefix", readRequire(args[1], find), [args[0]], stx);
  const modifier = RACKET_MODIFIERS.get(name);
  if (modifier !== undefined && args.length > 0)
    return modify(modifier, readRequire(args[0], find), args.slice(1), stx);
  return readImportSet(stx, find);
}

function modify(modifier: string, imports: Imports, args: readonly Syntax[], stx: Syntax): Imports {
  const { names, standard } = imports;
  const get = (id: Identifier): Binding => {
    const binding = names.get(id.datum.name);
    if (binding !== undefined) return binding;
    throw new SyntaxFailure(`import: the library has no ${id.datum.name}`, id.span);
  };
  const result = new Map<string, Binding>(modifier === "only" ? [] : names);
  if (modifier === "prefix") {
    const [prefix] = args;
    if (args.length !== 1 || !isIdentifier(prefix)) return wrong(stx);
    const prefixed = [...names].map(([name, binding]): [string, Binding] => [prefix.datum.name + name, binding]);
    return { names: new Map(prefixed), whole: false, standard };
  }
  const added = new Map<string, Binding>();
  for (const arg of args) {
    const pair = itemsOf(arg);
    if (isIdentifier(arg) && modifier !== "rename") {
      if (modifier === "only") result.set(arg.datum.name, get(arg));
      else if (get(arg) !== undefined) result.delete(arg.datum.name);
    } else if (pair?.length === 2 && isIdentifier(pair[0]) && isIdentifier(pair[1]) && modifier !== "except") {
      added.set(pair[1].datum.name, get(pair[0]));
      if (modifier === "rename") result.delete(pair[0].datum.name);
    } else wrong(arg);
  }
  for (const [name, binding] of added) result.set(name, binding);
  return { names: result, whole: false, standard };
}

function wrong(stx: Syntax): never {
  throw new SyntaxFailure(`import: ${showForm(stx)} is no import set`, stx.span, USAGE);
}
