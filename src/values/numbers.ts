// The number classes, their invariants, and the predicates and crossings that everything numeric is made of.
import { bitLengthBig, gcdBig } from "./gcd.ts";
import type { Value } from "./types.ts";

/** An inexact real: a double. A class of its own, so that `1.0` and `1` stay apart. */
export class Flonum {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

/** An exact ratio in lowest terms; `den` is at least 2. Made by `ratio`, never directly. */
export class Rational {
  readonly num: bigint;
  readonly den: bigint;
  constructor(num: bigint, den: bigint) {
    this.num = num;
    this.den = den;
  }
}

/** A safe JS integer, or a bigint outside that range. */
export type ExactInteger = number | bigint;
export type Exact = ExactInteger | Rational;
export type Real = Exact | Flonum;

export const MAX_SAFE = Number.MAX_SAFE_INTEGER;
export const MIN_SAFE = Number.MIN_SAFE_INTEGER;
const MAX_SAFE_BIG = BigInt(MAX_SAFE);
const MIN_SAFE_BIG = BigInt(MIN_SAFE);

export const flonum = (n: number): Flonum => new Flonum(n);

/** The one representation of an exact integer. */
export function normalise(x: bigint): ExactInteger {
  return x <= MAX_SAFE_BIG && x >= MIN_SAFE_BIG ? Number(x) : x;
}

/** An exact integer from a JS number that is an integer of any magnitude. */
export function integerFromNumber(x: number): ExactInteger {
  return x <= MAX_SAFE && x >= MIN_SAFE ? x + 0 : BigInt(x);
}

/** `num / den` in lowest terms; `den` is not zero. */
export function ratio(num: bigint, den: bigint): Exact {
  if (den < 0n) {
    num = -num;
    den = -den;
  }
  if (den !== 1n) {
    const g = gcdBig(num < 0n ? -num : num, den);
    if (g !== 1n) {
      num /= g;
      den /= g;
    }
  }
  return den === 1n ? normalise(num) : new Rational(num, den);
}

export const isExactInteger = (x: unknown): x is ExactInteger => typeof x === "number" || typeof x === "bigint";
export const isFlonum = (x: unknown): x is Flonum => x instanceof Flonum;
export const isExact = (x: unknown): x is Exact => isExactInteger(x) || x instanceof Rational;
/** All numbers are real here: other complex numbers are refused where they would arise. */
export const isReal = (x: unknown): x is Real => isExactInteger(x) || x instanceof Flonum || x instanceof Rational;
export const isNumber = isReal;
/** Whether `rational?`: any number but the infinities and NaN. */
export const isRational = (x: unknown): x is Real => (x instanceof Flonum ? Number.isFinite(x.n) : isExact(x));
/** Whether `integer?`: exact, or a flonum without a fraction. */
export const isInteger = (x: unknown): x is ExactInteger | Flonum =>
  isExactInteger(x) || (x instanceof Flonum && Number.isInteger(x.n));
export const isNaNValue = (x: unknown): boolean => x instanceof Flonum && Number.isNaN(x.n);
export const isInfinite = (x: unknown): boolean => x instanceof Flonum && (x.n === Infinity || x.n === -Infinity);
/** An exact integer from 0 to 2^53−1: what sizes and indices are. */
export const isIndex = (x: Value): x is number => typeof x === "number" && x >= 0;

/** −1, 0 or 1; NaN for NaN. */
export function signOf(x: Real): number {
  if (typeof x === "number") return Math.sign(x);
  if (typeof x === "bigint") return x < 0n ? -1 : 1;
  if (x instanceof Flonum) return Math.sign(x.n);
  return x.num < 0n ? -1 : 1;
}

/** The nearest double, ties to even. */
export function toNumber(x: Real): number {
  if (typeof x === "number") return x;
  if (x instanceof Flonum) return x.n;
  if (typeof x === "bigint") return Number(x);
  return ratioToNumber(x.num, x.den);
}

/** Exact integers as bigint. */
export const toBig = (x: ExactInteger): bigint => (typeof x === "bigint" ? x : BigInt(x));

/** Numerator and denominator of any exact number. */
export function parts(x: Exact): [bigint, bigint] {
  return x instanceof Rational ? [x.num, x.den] : [toBig(x), 1n];
}

/** Bits of the magnitude of an exact integer. */
export function bitLength(x: ExactInteger): number {
  if (typeof x === "number") {
    const a = Math.abs(x);
    return a < 0x100000000 ? 32 - Math.clz32(a) : 64 - Math.clz32(Math.floor(a / 0x100000000));
  }
  return bitLengthBig(x);
}

/** The double nearest to `num / den`: rounded once, also among the subnormals. `den` is positive. */
export function ratioToNumber(num: bigint, den: bigint): number {
  if (num === 0n) return 0;
  const negative = num < 0n;
  const n = negative ? -num : num;
  // 2^(exponent−1) < n/den < 2^(exponent+1)
  const exponent = bitLength(n) - bitLength(den);
  if (exponent > 1025) return negative ? -Infinity : Infinity;
  if (exponent < -1080) return negative ? -0 : 0;
  // Two bits more than a double holds, but none below the smallest subnormal.
  const unit = Math.max(exponent - 54, -1074);
  const scaledNum = unit < 0 ? n << BigInt(-unit) : n;
  const scaledDen = unit > 0 ? den << BigInt(unit) : den;
  let quotient = scaledNum / scaledDen;
  const rest = scaledNum % scaledDen;
  let result: number;
  if (quotient < 1n << 53n) {
    // Subnormal or nearly so: the quotient is the final mantissa, and its rounding is decided here.
    const twice = rest * 2n;
    if (twice > scaledDen || (twice === scaledDen && (quotient & 1n) === 1n)) quotient++;
    result = Number(quotient) * 2 ** unit;
  } else {
    // A sticky bit below lets Number() round correctly.
    const sticky = (quotient << 1n) | (rest === 0n ? 0n : 1n);
    result = (Number(sticky) / 2) * 2 ** unit;
  }
  return negative ? -result : result;
}

const scratch = new DataView(new ArrayBuffer(8));

/** The exact value of a finite double. */
export function exactFromNumber(x: number): Exact {
  if (Number.isInteger(x)) return integerFromNumber(x);
  scratch.setFloat64(0, x);
  const bits = scratch.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = Math.max(biased, 1) - 1075;
  return ratio(x < 0 ? -mantissa : mantissa, 1n << BigInt(-exponent));
}
