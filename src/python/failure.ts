// How a Python call fails: one error class, with what scripts and people want to know.

export interface FailureFacts {
  /** Python's exception class, without its module. */
  readonly type?: string;
  /** As Python prints it, with the user's lines and carets. */
  readonly traceback?: string;
  /** Line in the code that was given. */
  readonly line?: number;
  readonly hint?: string;
  /** The interpreter was stopped: its variables and objects are gone. */
  readonly restarted?: boolean;
}

/** What a call printed before it ended. */
export interface Printed {
  /** stdout */
  readonly text: string;
  /** stderr */
  readonly errorText: string;
}

/**
 * - `exception`: Python raised; the message begins with the type.
 * - `deadline`: it ran too long. - `interrupted`: the host asked it to stop.
 * - `stopped`: the interpreter ended (its own doing, memory, a forbidden act). - `closed`: after `close`.
 */
export type FailureCode = "exception" | "deadline" | "interrupted" | "stopped" | "closed";

export class PythonError extends Error {
  readonly code: FailureCode;
  readonly facts: FailureFacts;
  printed: Printed = { text: "", errorText: "" };
  constructor(code: FailureCode, message: string, facts: FailureFacts = {}) {
    super(message);
    this.name = "PythonError";
    this.code = code;
    this.facts = facts;
  }
}
