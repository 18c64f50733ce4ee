// The argument types that a builtin's signature may name, each with its check and the words that an error uses.
import { Handle } from "../fibers/handle.ts";
import { Results } from "../fibers/results.ts";
import { Scope } from "../fibers/scope.ts";
import { Meter } from "../llm/meter.ts";
import { Char } from "../values/char.ts";
import { HashTable } from "../values/hash-table.ts";
import { isExactInteger, isNumber, isReal } from "../values/numbers.ts";
import { isList, Pair } from "../values/pair.ts";
import { MString } from "../values/string.ts";
import { Keyword, Sym } from "../values/symbol.ts";
import { isProcedure, type Value } from "../values/types.ts";

export interface ArgumentType {
  /** Completes "expected …". */
  readonly wanted: string;
  readonly check: (x: Value) => boolean;
}

const isIndex = (x: Value): boolean => typeof x === "number" && x >= 0;

/** By the name used in signatures: `(vector-ref vector:vector k:index)`. A parameter without a type takes anything. */
export const ARGUMENT_TYPES: { readonly [name: string]: ArgumentType } = {
  pair: { wanted: "a pair", check: (x) => x instanceof Pair },
  list: { wanted: "a list", check: isList },
  string: { wanted: "a string", check: (x) => x instanceof MString },
  symbol: { wanted: "a symbol", check: (x) => x instanceof Sym },
  keyword: { wanted: "a keyword", check: (x) => x instanceof Keyword },
  char: { wanted: "a character", check: (x) => x instanceof Char },
  number: { wanted: "a number", check: isNumber },
  real: { wanted: "a real number", check: isReal },
  integer: { wanted: "an exact integer", check: isExactInteger },
  index: { wanted: "an exact non-negative integer", check: isIndex },
  byte: { wanted: "a byte (an exact integer from 0 to 255)", check: (x) => isIndex(x) && (x as number) < 256 },
  boolean: { wanted: "a boolean", check: (x) => typeof x === "boolean" },
  procedure: { wanted: "a procedure", check: isProcedure },
  vector: { wanted: "a vector", check: Array.isArray },
  bytevector: { wanted: "a bytevector", check: (x) => x instanceof Uint8Array },
  hash: { wanted: "a hash table", check: (x) => x instanceof HashTable },
  handle: { wanted: "a handle (what llm-query-async and spawn give)", check: (x) => x instanceof Handle },
  scope: { wanted: "a scope", check: (x) => x instanceof Scope },
  results: { wanted: "a place for results", check: (x) => x instanceof Results },
  meter: { wanted: "a meter", check: (x) => x instanceof Meter },
  "real-or-false": { wanted: "a real number or #f", check: (x) => x === false || isReal(x) },
};
