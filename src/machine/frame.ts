// Heap frames: what is left of a native call when the stack is unwound, and the sentinel that unwinds it.
import type { Value } from "../values/types.ts";

/** "The stack is being unwound": returned in place of a value. A branded unique symbol, so the checker sees it. */
export const S: unique symbol = Symbol("unwinding");

export type Result = Value | typeof S;

/** How a frame continues once the value it waits for is there. One object per call site or builtin loop. */
export interface Resume {
  run(frame: Frame, value: Value): Result;
  /** The call site, for backtraces; undefined for frames of builtins. */
  site?: { procedure: string | undefined; span: import("../values/types.ts").Span | undefined };
}

/**
 * An immutable record once linked: continuations are multi-shot. `next` is set exactly once, by the driver. State that
 * changes between two resumptions goes into a fresh frame, never into this one.
 */
export class Frame {
  readonly resume: Resume;
  /** Saved values: whatever `resume` expects. */
  readonly a: unknown;
  readonly b: unknown;
  readonly c: unknown;
  next: Frame | undefined;
  constructor(resume: Resume, a?: unknown, b?: unknown, c?: unknown) {
    this.resume = resume;
    this.a = a;
    this.b = b;
    this.c = c;
    this.next = undefined;
  }
}
