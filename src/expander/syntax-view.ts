// Looking into syntax objects: lists as arrays, scopes pushed inwards only where somebody looks.
import { listFrom, Pair } from "../values/pair.ts";
import { syntaxToDatum } from "../values/strip-syntax.ts";
import { Keyword, Sym } from "../values/symbol.ts";
import { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import { NIL, type Span, type Value } from "../values/types.ts";
import { NO_SCOPES, ScopeSet } from "./scopes.ts";

/** The scopes of compound syntax: what its parts still have to get. */
class Pending {
  readonly set: ScopeSet;
  view: ListView | undefined;
  elements: Syntax[] | undefined;
  constructor(set: ScopeSet) {
    this.set = set;
  }
}

/** The elements of a list, and what stands after its dot. */
export interface ListView {
  readonly items: readonly Syntax[];
  readonly tail: Syntax | undefined;
}

export type Identifier = Syntax & { readonly datum: Sym };

export const isIdentifier = (stx: Syntax): stx is Identifier => stx.datum instanceof Sym;
export const isPairSyntax = (stx: Syntax): boolean => stx.datum instanceof Pair;
export const keywordOf = (stx: Syntax): string | undefined =>
  stx.datum instanceof Keyword ? stx.datum.name : undefined;

export const scopesOf = (id: Syntax): ScopeSet => (id.scopes instanceof ScopeSet ? id.scopes : NO_SCOPES);

/** `stx` with further scopes on every identifier inside. */
export function addScopes(stx: Syntax, set: ScopeSet): Syntax {
  const { datum } = stx;
  if (datum instanceof Sym) {
    const before = scopesOf(stx);
    const after = before.union(set);
    return after === before ? stx : new Syntax(datum, stx.span, after);
  }
  if (datum instanceof Pair || Array.isArray(datum)) {
    const pending = stx.scopes instanceof Pending ? stx.scopes.set.union(set) : set;
    return new Syntax(datum, stx.span, new Pending(pending));
  }
  return stx;
}

/** The list that `stx` is, or undefined if it is an atom. */
export function viewOf(stx: Syntax): ListView | undefined {
  const { datum, scopes } = stx;
  if (datum !== NIL && !(datum instanceof Pair)) return undefined;
  if (!(scopes instanceof Pending)) return spine(datum, NO_SCOPES, stx.span);
  scopes.view ??= spine(datum, scopes.set, stx.span);
  return scopes.view;
}

/** The elements of a proper list, or undefined. */
export function itemsOf(stx: Syntax): readonly Syntax[] | undefined {
  const view = viewOf(stx);
  return view?.tail === undefined ? view?.items : undefined;
}

/** The first element if it is an identifier: what decides how a form is read. */
export function headOf(stx: Syntax): Identifier | undefined {
  const { datum, scopes } = stx;
  if (!(datum instanceof Pair)) return undefined;
  const head = asSyntax(datum.car, stx.span);
  if (!(head.datum instanceof Sym)) return undefined;
  return (scopes instanceof Pending ? addScopes(head, scopes.set) : head) as Identifier;
}

/** The elements of a vector literal, or undefined. */
export function elementsOf(stx: Syntax): readonly Syntax[] | undefined {
  const { datum, scopes } = stx;
  if (!Array.isArray(datum)) return undefined;
  if (!(scopes instanceof Pending)) return datum.map((x: Value) => asSyntax(x, stx.span));
  scopes.elements ??= datum.map((x: Value) => addScopes(asSyntax(x, stx.span), scopes.set));
  return scopes.elements;
}

/** Lists written with a dot may continue in a syntax object that is a list: the view is the whole. */
function spine(datum: Value, set: ScopeSet, span: Span | undefined): ListView {
  const items: Syntax[] = [];
  let seen: Set<Value> | undefined;
  let rest = datum;
  for (;;) {
    while (rest instanceof Pair) {
      items.push(addScopes(asSyntax(rest.car, span), set));
      rest = rest.cdr;
    }
    if (rest === NIL) return { items, tail: undefined };
    const tail = asSyntax(rest, span);
    if (!(tail.datum instanceof Pair || tail.datum === NIL)) return { items, tail: addScopes(tail, set) };
    if (tail.scopes instanceof Pending) set = set.union(tail.scopes.set);
    rest = tail.datum;
    seen ??= new Set();
    if (seen.has(rest)) throw new SyntaxFailure("a circular list is not a program", span);
    seen.add(rest);
  }
}

const asSyntax = (x: Value, span: Span | undefined): Syntax => (x instanceof Syntax ? x : new Syntax(x, span));

/** The datum that a script sees. */
export function datumOf(stx: Syntax): Value {
  const { datum } = stx;
  if (!(datum instanceof Pair || Array.isArray(datum))) return datum;
  // Data given to `eval` is no syntax inside, and a quoted part of it must stay the same object.
  const first = datum instanceof Pair ? datum.car : datum[0];
  return first instanceof Syntax || Array.isArray(datum) ? syntaxToDatum(datum) : datum;
}

/** A list of syntax objects as one. */
export const makeList = (items: readonly Syntax[], span: Span | undefined, tail?: Syntax): Syntax =>
  items.length === 0 && tail !== undefined ? tail : new Syntax(listFrom(items, 0, tail ?? NIL), span);

/** Data as syntax, every part with the given place and scopes: what `eval` gets. Sharing and cycles are kept as they are. */
export function datumToSyntax(datum: Value, span?: Span, scopes: ScopeSet = NO_SCOPES): Syntax {
  if (datum instanceof Syntax) return addScopes(datum, scopes);
  return addScopes(new Syntax(datum, span), scopes);
}

/** Whether two identifiers are the same name with the same scopes: whether binding one would capture the other. */
export const sameIdentifier = (a: Identifier, b: Identifier): boolean =>
  a.datum === b.datum && scopesOf(a).equals(scopesOf(b));
