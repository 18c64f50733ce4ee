// The value that a pattern compiles to, and the errors that show where a pattern is wrong.
import { ErrorObject, fail, Raised, wrongArgument } from "../../values/error.ts";
import { RegexpLiteral } from "../../values/regexp-literal.ts";
import { MString } from "../../values/string.ts";
import type { Structured } from "../../values/structured.ts";
import type { Value } from "../../values/types.ts";
import { compilePattern, type Program } from "./compile.ts";
import { PatternError, parsePattern } from "./parse.ts";

/** A compiled pattern. It prints as, and is `equal?` to, the literal with its source. */
export class Regexp extends RegexpLiteral {
  readonly program: Program;
  /** Matches bytes, each standing for the character of its value (`byte-regexp`). */
  readonly bytes: boolean;
  constructor(kind: "rx" | "px", source: string, bytes: boolean) {
    super(kind, source);
    this.bytes = bytes;
    this.program = compilePattern(parsePattern(source, kind === "px"));
  }
  override equalParts(other: Structured): boolean {
    return super.equalParts(other) && (other instanceof Regexp && other.bytes) === this.bytes;
  }
}

/** Compiles a pattern; what is wrong with it is raised with its place. Engine and expander use this for literals. */
export function makeRegexp(kind: "rx" | "px", source: string, bytes = false): Regexp {
  try {
    return new Regexp(kind, source, bytes);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const condition = new ErrorObject("regexp", `${error.message}, at ${place(source, error.at)}`, [], error.hint);
    condition.details = { pattern: new MString(source), position: error.at };
    throw new Raised(condition);
  }
}

/** `character 3 of "ab(c"`, or of an excerpt of a long pattern, with a mark at the place. */
function place(source: string, at: number): string {
  const from = Math.max(0, at - 20);
  const to = Math.min(source.length, at + 20);
  const before = `${from > 0 ? "…" : ""}${source.slice(from, at)}`;
  const after = `${source.slice(at, to)}${to < source.length ? "…" : ""}`;
  return `character ${at + 1} of the pattern: ${before} «here» ${after}`;
}

const CACHE_SIZE = 64;

/** The patterns of one engine: strings and literals used as patterns are compiled once. */
export class Patterns {
  readonly #strings = new Map<string, Regexp>();
  readonly #literals = new WeakMap<RegexpLiteral, Regexp>();

  /** Argument 1 of the matching procedures: a regexp, or a string or bytevector with the source of one. */
  of(pattern: Value): Regexp {
    if (pattern instanceof Regexp) return pattern;
    if (pattern instanceof RegexpLiteral) return this.#literal(pattern);
    if (pattern instanceof MString) return this.#string(pattern.toString());
    if (pattern instanceof Uint8Array) return makeRegexp("rx", latin1(pattern), true);
    return wrongArgument(1, "a regexp or a string", pattern);
  }

  #literal(literal: RegexpLiteral): Regexp {
    const known = this.#literals.get(literal);
    if (known !== undefined) return known;
    const fresh = makeRegexp(literal.kind, literal.source);
    this.#literals.set(literal, fresh);
    return fresh;
  }

  #string(source: string): Regexp {
    const known = this.#strings.get(source);
    if (known !== undefined) return known;
    if (this.#strings.size >= CACHE_SIZE) this.#strings.delete(this.#strings.keys().next().value as string);
    const fresh = makeRegexp("rx", source);
    this.#strings.set(source, fresh);
    return fresh;
  }
}

/** A text with one character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

/** Raised when a match needs more memory than it may have. */
export function matchTooLarge(): never {
  fail(
    "limit",
    "the text is too long for this pattern: it would have to remember too much",
    [],
    "match line by line, or use a simpler pattern",
  );
}
