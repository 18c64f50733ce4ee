// What a class of values offers so that `equal?` and hashing can look inside it without knowing the class.
import type { Value } from "./types.ts";

/** Compound values other than pairs, vectors, bytevectors and records: hash tables, boxes, regexps. */
export abstract class Structured {
  /**
   * Whether the two may be equal as far as can be told without comparing parts; pairs of parts that must be equal too
   * go to `later`, never through recursion: nesting may be deeper than the JS stack.
   */
  abstract equalParts(other: Structured, later: (a: Value, b: Value) => void): boolean;
  /** A number that is the same for equal values. */
  abstract hashSeed(): number;
}
