// Scheme conditions, and the one way a builtin raises one.
import type { Span, Value } from "./types.ts";

/** Where an error happened: the call's place and the procedure that holds it. */
export interface Site {
  procedure: string | undefined;
  span: Span | undefined;
}

/**
 * What `error` and every builtin raise: `error-object?` and `exn:fail?` are true of it. Irritants stay values; they are
 * rendered late, in `engine`.
 */
export class ErrorObject {
  /** A stable name for programs: `error`, `wrong-type`, `arity`, `unbound`, `python`, `provider`, `limit` … */
  readonly code: string;
  /** A lower-case sentence: who, wanted, where, got. */
  message: string;
  irritants: Value[];
  /** What to do about it, when that is known. */
  hint: string | undefined;
  /** Where it happened, when the raiser knows better than the machine (syntax errors, a reader's place). */
  site: Site | undefined;
  /** Facts for programs (a Python traceback, an HTTP status, an index): values by name. */
  details: { [name: string]: Value } | undefined;
  /** The machine's: where the raise happened, from which site and backtrace are made when somebody asks. */
  origin: { raised: Raised; k: object | undefined } | undefined;
  constructor(code: string, message: string, irritants: Value[] = [], hint?: string) {
    this.code = code;
    this.message = message;
    this.irritants = irritants;
    this.hint = hint;
  }
}

/**
 * A Scheme raise on its way through JS frames to the driver. Builtins throw it; scripts never see it, only its payload.
 * The JS stack is kept because emitted code has one call site a line: the machine reads the sites from it.
 */
export class Raised extends Error {
  readonly payload: Value;
  /** The call site, where the stack can not tell it (closure backend). */
  site: Site | undefined;
  constructor(payload: Value) {
    // V8 keeps ten frames, but a leaf called by `sort` stands thirteen above the emitted line; each costs 0.7 µs.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 20;
    super("a Scheme condition");
    Error.stackTraceLimit = stackTraceLimit;
    this.payload = payload;
  }
}

/** Raises an error object. `who` is added in front of the message by the caller of a builtin, never by the builtin. */
export function fail(code: string, message: string, irritants: Value[] = [], hint?: string): never {
  throw new Raised(new ErrorObject(code, message, irritants, hint));
}

/**
 * Raised inside a builtin for a wrong argument that its signature could not express (`index` counts from 1). The row's
 * wrapper puts the procedure's name in front: `list-ref: expected an index below 3 as argument 2, got 7`.
 */
export function wrongArgument(index: number, wanted: string, got: Value): never {
  throw new WrongArgument(index, wanted, got);
}

/** Turned into `Raised` by the wrapper of the builtin's row, which knows the name. */
export class WrongArgument extends Error {
  readonly index: number;
  readonly wanted: string;
  readonly got: Value;
  constructor(index: number, wanted: string, got: Value) {
    super("wrong argument");
    this.index = index;
    this.wanted = wanted;
    this.got = got;
  }
}
