// From a Scheme key to what a JS Map or a trie can look up: an exact JS stand-in, or a hash with a comparison.
import { isEqual } from "./equality.ts";
import { Flonum, Rational } from "./numbers.ts";
import { Pair } from "./pair.ts";
import { Record } from "./record.ts";
import { MString } from "./string.ts";
import { Structured } from "./structured.ts";
import { Sym } from "./symbol.ts";
import type { Value } from "./types.ts";

/** Which equivalence a table uses. */
export type HashKind = "equal" | "eqv" | "eq";

/** Given in place of a stand-in when a key must be hashed and compared by `isEqual`. */
export const COMPOUND: unique symbol = Symbol("compound");

const NEGATIVE_ZERO = { toString: () => "-0.0" };

/**
 * A JS value that is the same (for a Map) exactly when the keys are the same in a table of this kind, or `COMPOUND`.
 * Strings stand for strings; exact integers for themselves; flonums for a JS number or bigint that no exact integer
 * uses: those outside the safe range as numbers, those within it as bigints.
 */
export function standIn(key: Value, kind: HashKind, foreign: boolean): unknown {
  if (typeof key !== "object") return key;
  if (foreign && key instanceof Sym && key.interned) return key.name;
  if (kind === "eq") return foreign && key instanceof MString ? key.toString() : key;
  if (key instanceof Flonum) {
    const { n } = key;
    if (!Number.isSafeInteger(n)) return n;
    return Object.is(n, -0) ? NEGATIVE_ZERO : BigInt(n);
  }
  if (key instanceof Rational) return COMPOUND;
  if (kind === "eqv") return foreign && key instanceof MString ? key.toString() : key;
  if (key instanceof MString) return key.toString();
  if (key instanceof Pair || key instanceof Structured || Array.isArray(key) || key instanceof Uint8Array)
    return COMPOUND;
  if (key instanceof Record) return key.type.transparent ? COMPOUND : key;
  return key;
}

/** The hash of a stand-in, or of the key itself when that is `COMPOUND`; a 32-bit integer. */
export function hashOf(standIn: unknown, key: Value): number {
  switch (typeof standIn) {
    case "string":
      return hashText(standIn);
    case "number":
      return hashNumber(standIn);
    case "bigint":
      return hashText(standIn.toString(36)) ^ 1;
    case "boolean":
      return standIn ? 3 : 5;
    default:
      return standIn === COMPOUND ? hashValue(key) : identityHash(standIn as object);
  }
}

/** Nodes that are looked at: bounds deep and circular keys, and hashes lists of thousands in full. */
const NODE_BUDGET = 4096;

/** A hash that is the same for `equal?` values. */
export function hashValue(value: Value): number {
  let hash = 17;
  const todo: Value[] = [value];
  for (let budget = NODE_BUDGET; todo.length > 0 && budget > 0; budget--) {
    const x = todo.pop() as Value;
    if (x instanceof Pair) {
      hash = mix(hash, 1);
      todo.push(x.cdr, x.car);
    } else if (Array.isArray(x)) {
      hash = mix(hash, x.length);
      for (let i = Math.min(x.length, budget) - 1; i >= 0; i--) todo.push(x[i]);
    } else if (x instanceof Uint8Array) {
      hash = mix(hash, x.length);
      for (let i = 0; i < Math.min(x.length, NODE_BUDGET); i++) hash = mix(hash, x[i]);
    } else if (x instanceof Record && x.type.transparent) {
      hash = mix(hash, identityHash(x.type));
      for (let i = x.values.length - 1; i >= 0; i--) todo.push(x.values[i]);
    } else if (x instanceof Structured) {
      hash = mix(hash, x.hashSeed());
    } else if (x instanceof Rational) {
      hash = mix(mix(hash, hashText(x.num.toString(36))), hashText(x.den.toString(36)));
    } else {
      hash = mix(hash, hashOf(standIn(x, "equal", false), x));
    }
  }
  return hash;
}

/** Whether two keys without a stand-in are the same. */
export function sameCompound(a: Value, b: Value): boolean {
  return isEqual(a, b);
}

function mix(hash: number, part: number): number {
  return (Math.imul(hash, 0x01000193) ^ Math.imul(part ^ (part >>> 15), 0x2c1b3c6d)) | 0;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

function hashNumber(n: number): number {
  const high = Math.floor(n / 0x100000000);
  return mix(n | 0, (Number.isFinite(high) ? high : 0) ^ (Number.isInteger(n) ? 0 : hashText(String(n))));
}

// Identity hashes are never shown and decide no order, so engines can not notice that they share the counter.
const identities = new WeakMap<object, number>();
let nextIdentity = 1;

function identityHash(x: object): number {
  let id = identities.get(x);
  if (id === undefined) {
    id = Math.imul(nextIdentity++, 0x9e3779b1);
    identities.set(x, id);
  }
  return id;
}
