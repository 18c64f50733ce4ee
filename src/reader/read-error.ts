// What the reader throws: what is wrong, where, and what to do.
import type { Span } from "../values/types.ts";

export class ReadError extends Error {
  readonly span: Span;
  readonly hint: string | undefined;
  /** True when more text could make it right: the REPL asks for another line. */
  readonly incomplete: boolean;
  constructor(message: string, span: Span, hint?: string, incomplete = false) {
    super(message);
    this.name = "ReadError";
    this.span = span;
    this.hint = hint;
    this.incomplete = incomplete;
  }
}

/** Thrown while one token is looked at; the builder knows the place and makes a `ReadError` of it. */
export class TokenError extends Error {
  readonly hint: string | undefined;
  /** Offset of the mistake from the beginning of the token. */
  readonly at: number;
  constructor(message: string, hint?: string, at = 0) {
    super(message);
    this.hint = hint;
    this.at = at;
  }
}
