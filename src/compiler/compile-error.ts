// What the compiler refuses: programs beyond its limits.
import type { Span } from "../values/types.ts";

export class CompileError extends Error {
  readonly span: Span | undefined;
  constructor(message: string, span: Span | undefined) {
    super(message);
    this.span = span;
  }
}
