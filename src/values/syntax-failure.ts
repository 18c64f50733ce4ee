// What the expander throws: a form that is not what its syntax asks for, with its place and what to do about it.
import type { Span } from "./types.ts";

export class SyntaxFailure extends Error {
  readonly span: Span | undefined;
  readonly hint: string | undefined;
  constructor(message: string, span?: Span, hint?: string) {
    super(message);
    this.name = "SyntaxFailure";
    this.span = span;
    this.hint = hint;
  }
}
