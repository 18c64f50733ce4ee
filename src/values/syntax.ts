// Syntax objects: a datum with its place in the source and, once the expander has seen it, its scopes.
import type { Span, Value } from "./types.ts";

/**
 * What the reader makes and the expander consumes. Compound datums hold syntax: a list is a chain of pairs whose cars
 * are `Syntax` (and whose last cdr is NIL or, in a dotted list, a `Syntax`); a vector is an array of `Syntax`. Strip with
 * `syntax->datum` before a script sees it.
 */
export class Syntax {
  readonly datum: Value;
  readonly span: Span | undefined;
  /** The expander's: opaque to everybody else, undefined as the reader makes it. */
  readonly scopes: object | undefined;
  constructor(datum: Value, span?: Span, scopes?: object) {
    this.datum = datum;
    this.span = span;
    this.scopes = scopes;
  }
}
