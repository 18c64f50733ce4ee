// What a Scheme value is: the union that every room uses, and the constants that are one of a kind.

/**
 * Any Scheme value. Exact integers are numbers within ±(2^53−1) and bigints outside (always normalised); flonums are
 * `Flonum`, ratios `Rational`, strings `MString`, characters `Char`, vectors plain arrays, bytevectors `Uint8Array`,
 * procedures JS functions. Never `undefined`, `null`, or a JS string: those are absence, and the world outside.
 */
export type Value = number | bigint | boolean | object;

/** A Scheme procedure: see machine/README for the calling convention. */
// biome-ignore lint/complexity/noBannedTypes: the calling convention varies the arity, so no narrower type is true
export type Procedure = Function & ProcedureExtras;

/** Entries that some procedures have beside the plain one. */
export interface ProcedureExtras {
  /** Entry for calls with keywords: `kw(keywords, ...positional)`. Absent when the procedure takes none. */
  kw?: (keywords: Keywords, ...args: Value[]) => unknown;
  /** Entry for calls with any number of arguments as one array; present on every procedure with a rest argument. */
  many?: (args: Value[]) => unknown;
  /** What is known of a builtin, parameter, continuation …; emitted closures are looked up by their JS name instead. */
  info?: ProcedureInfo;
}

/** Keyword arguments of one call, by name without `#:`. */
export type Keywords = ReadonlyMap<string, Value>;

/** What errors and `,doc` say of a procedure. */
export interface ProcedureInfo {
  name: string;
  /** Fewest positional arguments. */
  min: number;
  /** Most positional arguments; Infinity with a rest argument. */
  max: number;
  /** Keyword names without `#:`, in order of declaration. */
  keywords?: readonly string[];
  /** Those of `keywords` that must be given. */
  required?: readonly string[];
  /** Hands on all keywords, as `apply` does. */
  anyKeywords?: boolean;
  /** As shown to people: `(vector-map f vector …)`. */
  signature?: string;
  doc?: string;
  /** Marks procedures that are also something else. */
  /** A builtin that never calls a procedure, so its result needs no check for the sentinel. */
  leaf?: boolean;
  kind?: "builtin" | "parameter" | "continuation" | "host" | "record" | "lambda";
}

export class Singleton {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** The empty list. */
export const NIL = new Singleton("()");
/** What expressions without a useful value give; prints as nothing at the end of a script. */
export const UNSPECIFIED = new Singleton("#<void>");
/** The end-of-file object. */
export const EOF = new Singleton("#<eof>");

/** Several values at once: what `(values a b)` returns to `call-with-values`. Never held in a variable. */
export class MultipleValues {
  readonly items: Value[];
  constructor(items: Value[]) {
    this.items = items;
  }
}

/** A place in a source text; `start` and `end` are offsets in UTF-16 units, line and column count from 1. */
export interface Span {
  file: string;
  start: number;
  end: number;
  line: number;
  column: number;
}

export const isProcedure = (x: unknown): x is Procedure => typeof x === "function";
