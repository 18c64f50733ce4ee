// JS throws become Scheme conditions here: what builtins raise, what V8 refuses, and our own mistakes.
import { ErrorObject, Raised, WrongArgument } from "../values/error.ts";
import { printShort } from "../values/printer.ts";

/** The condition for anything that was thrown through emitted code or a builtin. */
export function toRaised(error: unknown): Raised {
  if (error instanceof Raised) return error;
  const raised = new Raised(conditionOf(error));
  // The throw's own stack names the site.
  if (error instanceof Error && error.stack !== undefined) raised.stack = error.stack;
  return raised;
}

function conditionOf(error: unknown): ErrorObject {
  // From a part of a builtin that runs later, outside of the wrapper that knows its name.
  if (error instanceof WrongArgument)
    return new ErrorObject("wrong-type", `expected ${error.wanted}, got ${printShort(error.got)}`);
  if (error instanceof RangeError) {
    if (/call stack/.test(error.message)) return new ErrorObject("limit", "the native stack is full");
    return new ErrorObject("limit", `too large: ${error.message.toLowerCase()}`);
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new ErrorObject("internal", `internal error: ${text}`, [], "this is a mistake in Skein, not in the script");
}
