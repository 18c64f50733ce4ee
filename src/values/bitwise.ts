// Bits of exact integers, as two's complement of unlimited width.

import { bitLength, type ExactInteger, isExactInteger, normalise, toBig } from "./numbers.ts";
import { checkBits, notA } from "./numeric-errors.ts";
import type { Value } from "./types.ts";

export const bitwiseAnd = (a: Value, b: Value): ExactInteger =>
  binary(
    "bitwise-and",
    a,
    b,
    (x, y) => x & y,
    (x, y) => x & y,
  );
export const bitwiseOr = (a: Value, b: Value): ExactInteger =>
  binary(
    "bitwise-ior",
    a,
    b,
    (x, y) => x | y,
    (x, y) => x | y,
  );
export const bitwiseXor = (a: Value, b: Value): ExactInteger =>
  binary(
    "bitwise-xor",
    a,
    b,
    (x, y) => x ^ y,
    (x, y) => x ^ y,
  );

export function bitwiseNot(x: Value): ExactInteger {
  return normalise(~toBig(integer("bitwise-not", 1, x)));
}

/** Left for positive `count`, right for negative. */
export function arithmeticShift(x: Value, count: Value): ExactInteger {
  const n = integer("arithmetic-shift", 1, x);
  const by = integer("arithmetic-shift", 2, count);
  if (n === 0 || by === 0) return n;
  // A shift by more than any number has bits leaves only the sign.
  if (typeof by === "bigint" && by < 0n) return n < 0 ? -1 : 0;
  if (by > 0) checkBits("arithmetic-shift", bitLength(n) + Number(by));
  return normalise(by > 0 ? toBig(n) << BigInt(by) : toBig(n) >> -BigInt(by));
}

/** Bits needed, without the sign: `(integer-length 255)` is 8, and so is that of −256. */
export function integerLength(x: Value): number {
  const n = integer("integer-length", 1, x);
  return bitLength(n < 0 ? normalise(~toBig(n)) : n);
}

/** Ones in a non-negative number; of a negative one, ones in its complement. */
export function bitCount(x: Value): number {
  const n = toBig(integer("bit-count", 1, x));
  let ones = 0;
  for (const digit of (n < 0n ? ~n : n).toString(16))
    ones += [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4][Number.parseInt(digit, 16)];
  return ones;
}

/** Whether a bit is one; bits beyond the number repeat its sign. */
export function isBitSet(index: Value, x: Value): boolean {
  const at = integer("bitwise-bit-set?", 1, index);
  const n = integer("bitwise-bit-set?", 2, x);
  if (at < 0) notA("an exact non-negative integer", "bitwise-bit-set?", 1, index);
  if (at > bitLength(n)) return n < 0;
  return ((toBig(n) >> BigInt(at)) & 1n) === 1n;
}

function binary(
  name: string,
  a: Value,
  b: Value,
  small: (x: number, y: number) => number,
  big: (x: bigint, y: bigint) => bigint,
): ExactInteger {
  const x = integer(name, 1, a);
  const y = integer(name, 2, b);
  if (typeof x === "number" && typeof y === "number" && (x | 0) === x && (y | 0) === y) return small(x, y);
  return normalise(big(toBig(x), toBig(y)));
}

function integer(name: string, index: number, x: Value): ExactInteger {
  return isExactInteger(x) ? x : notA("an exact integer", name, index, x);
}
