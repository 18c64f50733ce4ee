// What a file defines, found in its text before anything is expanded, so that a name is the file's own from its beginning.
import { Pair } from "../values/pair.ts";
import { print } from "../values/printer.ts";
import { syntaxToDatum } from "../values/strip-syntax.ts";
import { Keyword, Sym } from "../values/symbol.ts";
import { Syntax } from "../values/syntax.ts";
import type { Value } from "../values/types.ts";

/** The variables that the forms define at top level, in order, each once. Definitions made by macros are not seen. */
export function definedNames(forms: readonly Syntax[]): string[] {
  const names = new Set<string>();
  for (const form of topLevelForms(forms)) for (const name of namesOf(form)) names.add(name);
  return [...names];
}

/** The variable that a closing definition is about: its value is the script's. */
export function definedNameOf(form: Syntax): string | undefined {
  let last: Syntax | undefined;
  for (const each of topLevelForms([form])) last = each;
  if (last === undefined) return undefined;
  const [head, target] = partsOf(last);
  return symbolName(head) === "define" && target !== undefined ? procedureName(target) : undefined;
}

/** Names of syntax that top-level forms define, with how often each is. */
export function definedSyntax(forms: readonly Syntax[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const form of topLevelForms(forms)) {
    const [head, target] = partsOf(form);
    const kind = symbolName(head);
    if ((kind !== "define-syntax" && kind !== "define-syntax-rule") || target === undefined) continue;
    const name = procedureName(target);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What a form that defines syntax, or imports, is about, as text; undefined for all others. */
export function syntaxNamed(form: Syntax): string | undefined {
  const [head, target] = partsOf(form);
  const kind = symbolName(head);
  if (kind === undefined || !SYNTAX_FORMS.has(kind)) return undefined;
  const name = kind === "import" || kind === "define-library" ? undefined : procedureName(target as Value);
  return `${kind} ${name ?? print(syntaxToDatum(form))}`;
}

const SYNTAX_FORMS: ReadonlySet<string> = new Set([
  "begin",
  "define-library",
  "define-syntax",
  "define-syntax-rule",
  "import",
]);

/** Names that a `set!` anywhere in the forms may assign. */
export function assignedNames(forms: readonly Syntax[]): string[] {
  const names = new Set<string>();
  const todo: Value[] = [...forms];
  const seen = new Set<Value>();
  for (let x = todo.pop(); x !== undefined; x = todo.pop()) {
    if (x instanceof Syntax) x = x.datum;
    if (Array.isArray(x)) {
      // Only vectors and pairs can be part of a cycle, and a cycle passes through a syntax object's datum.
      if (!seen.has(x)) todo.push(...x);
      seen.add(x);
    }
    if (!(x instanceof Pair) || seen.has(x)) continue;
    seen.add(x);
    if (symbolName(x.car) === "set!") {
      const [, target] = partsOf(x);
      const name = target === undefined ? undefined : symbolName(target);
      if (name !== undefined) names.add(name);
    }
    for (let rest: Value = x; ; rest = rest.cdr) {
      if (!(rest instanceof Pair)) {
        if (rest instanceof Syntax) todo.push(rest);
        break;
      }
      todo.push(rest.car);
    }
  }
  return [...names];
}

/** The forms, with `begin` opened up. */
function* topLevelForms(forms: readonly Syntax[]): Iterable<Syntax> {
  const todo: Value[] = [...forms].reverse();
  for (let form = todo.pop(); form !== undefined; form = todo.pop()) {
    if (!(form instanceof Syntax)) continue;
    const parts = partsOf(form);
    if (symbolName(parts[0]) === "begin") todo.push(...parts.slice(1).reverse());
    else yield form;
  }
}

function namesOf(form: Syntax): string[] {
  const [head, target, ...rest] = partsOf(form);
  if (target === undefined) return [];
  switch (symbolName(head)) {
    case "define":
      return present([procedureName(target)]);
    case "define-values":
      return symbolName(target) === undefined
        ? present([...partsOf(target), tailOf(target)].map(symbolName))
        : present([symbolName(target)]);
    case "define-record-type":
      return recordNames(target, rest);
    case "struct":
    case "define-struct":
      return structNames(target, rest, symbolName(head) === "define-struct");
    default:
      return [];
  }
}

function recordNames(target: Value, [maker, predicate, ...fields]: Value[]): string[] {
  const type = symbolName(target) ?? symbolName(partsOf(target)[0]);
  const plain = type?.replace(/^<(.+)>$/, "$1");
  const named = (spec: Value | undefined, derived: string): string | undefined =>
    datumOf(spec) === true ? derived : (symbolName(spec) ?? symbolName(partsOf(spec)[0]));
  const accessors = fields.flatMap((field) => partsOf(field).slice(1).map(symbolName));
  return present([type, named(maker, `make-${plain}`), named(predicate, `${plain}?`), ...accessors]);
}

function structNames(target: Value, rest: Value[], old: boolean): string[] {
  const name = symbolName(target) ?? symbolName(partsOf(target)[0]);
  if (name === undefined) return [];
  const [fields, ...options] = symbolName(rest[0]) === undefined ? rest : rest.slice(1);
  const keywords = options.map((option) => {
    const datum = datumOf(option);
    return datum instanceof Keyword ? datum.name : undefined;
  });
  const names: (string | undefined)[] = [name, `${name}?`, `struct:${name}`, old ? `make-${name}` : undefined];
  for (const option of ["constructor-name", "extra-constructor-name"]) {
    const at = keywords.indexOf(option);
    if (at >= 0) names.push(symbolName(options[at + 1]));
  }
  for (const field of partsOf(fields)) {
    const [id, ...more] = symbolName(field) === undefined ? partsOf(field) : [field];
    const mutable = keywords.includes("mutable") || more.some((m) => (datumOf(m) as Keyword).name === "mutable");
    names.push(`${name}-${symbolName(id)}`, mutable ? `set-${name}-${symbolName(id)}!` : undefined);
  }
  return present(names);
}

// — data, looked at without regard to scopes —

const present = (names: (string | undefined)[]): string[] => names.filter((name) => name !== undefined);

const datumOf = (x: Value | undefined): Value | undefined => (x instanceof Syntax ? x.datum : x);

function symbolName(x: Value | undefined): string | undefined {
  const datum = datumOf(x);
  return datum instanceof Sym ? datum.name : undefined;
}

/** The elements of a list, up to its dot; none for an atom. Cut where a circular list comes back. */
function partsOf(x: Value | undefined): Value[] {
  const parts: Value[] = [];
  const first = datumOf(x);
  for (let rest = first; rest instanceof Pair; rest = datumOf(rest.cdr)) {
    if (rest === first && parts.length > 0) break;
    parts.push(rest.car);
  }
  return parts;
}

function tailOf(x: Value): Value | undefined {
  let rest = datumOf(x);
  while (rest instanceof Pair) rest = datumOf(rest.cdr);
  return rest;
}

/** The name in `name`, `(name parameter …)` or `((name a) b)`. */
function procedureName(target: Value): string | undefined {
  let at: Value | undefined = target;
  while (datumOf(at) instanceof Pair) at = partsOf(at)[0];
  return symbolName(at);
}
