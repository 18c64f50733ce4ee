// Powers and roots: expt, square, sqrt, exact-integer-sqrt. Giant results are refused before they are computed.
import { mul } from "./arithmetic.ts";
import {
  bitLength,
  type Exact,
  type ExactInteger,
  Flonum,
  isExactInteger,
  isReal,
  normalise,
  parts,
  Rational,
  type Real,
  ratio,
  signOf,
  toBig,
  toNumber,
} from "./numbers.ts";
import { checkBits, divisionByZero, notA, notNumber, notReal } from "./numeric-errors.ts";
import type { Value } from "./types.ts";

export function expt(base: Value, exponent: Value): Real {
  if (!isReal(base)) return notNumber("expt", 1, base);
  if (!isReal(exponent)) return notNumber("expt", 2, exponent);
  if (isExactInteger(exponent) && !(base instanceof Flonum)) return exactPower(base, exponent);
  if (exponent instanceof Rational && exponent.den === 2n && !(base instanceof Flonum)) {
    const root = sqrt(base);
    if (!(root instanceof Flonum)) return exactPower(root, normalise(exponent.num));
  }
  const b = toNumber(base);
  const e = toNumber(exponent);
  if (b < 0 && Number.isFinite(b) && Number.isFinite(e) && !Number.isInteger(e)) notReal("expt");
  // JS gives NaN for 1 and −1 to an infinite power; IEEE 754 and every Scheme give 1.
  if ((b === 1 || b === -1) && !Number.isNaN(e))
    return new Flonum(b === 1 || !Number.isFinite(e) || e % 2 === 0 ? 1 : -1);
  return new Flonum(b ** e);
}

function exactPower(base: Exact, exponent: ExactInteger): Real {
  if (exponent === 0 || base === 1) return 1;
  if (base === -1)
    return typeof exponent === "number" ? (exponent % 2 === 0 ? 1 : -1) : (exponent & 1n) === 0n ? 1 : -1;
  const negative = exponent < 0;
  if (base === 0) return negative ? divisionByZero("expt") : 0;
  const [num, den] = parts(base);
  const count = Math.abs(Number(exponent));
  checkBits("expt", Math.max(bitLength(num), bitLength(den)) * count - count);
  const power = BigInt(count);
  const n = num ** power;
  // Powers of numbers without a common divisor have none either.
  const d = den === 1n ? 1n : den ** power;
  if (!negative) return d === 1n ? normalise(n) : new Rational(n, d);
  const [inverse, under] = n < 0n ? [-d, -n] : [d, n];
  return under === 1n ? normalise(inverse) : new Rational(inverse, under);
}

export function square(x: Value): Real {
  return isReal(x) ? mul(x, x) : notNumber("square", 1, x);
}

/** Exact for squares of exact numbers, a flonum otherwise; refused for negative numbers. */
export function sqrt(x: Value): Real {
  if (!isReal(x)) return notNumber("sqrt", 1, x);
  if (x instanceof Flonum) return x.n < 0 ? notReal("sqrt") : new Flonum(Math.sqrt(x.n));
  if (signOf(x) < 0) notReal("sqrt");
  if (typeof x === "number") {
    const root = Math.sqrt(x);
    return Number.isInteger(root) && root * root === x ? root : new Flonum(root);
  }
  const [num, den] = parts(x);
  const top = integerRoot(num);
  const bottom = den === 1n ? 1n : integerRoot(den);
  if (top * top === num && bottom * bottom === den) return ratio(top, bottom);
  const approximate = toNumber(x);
  if (Number.isFinite(approximate) && approximate > 1e-300) return new Flonum(Math.sqrt(approximate));
  // Beyond the range of doubles the root may still be within it.
  return new Flonum(toNumber(den === 1n ? normalise(top) : scaledRoot(num, den)));
}

/** √(num/den) to 64 bits or more. */
function scaledRoot(num: bigint, den: bigint): Exact {
  const scale = BigInt(Math.max(0, 2 * bitLength(den) - bitLength(num) + 128) & ~1);
  return ratio(integerRoot((num << scale) / den), 1n << (scale / 2n));
}

/** The largest s with s² ≤ n, and n − s². */
export function exactIntegerSqrt(n: Value): [ExactInteger, ExactInteger] {
  if (!isExactInteger(n) || n < 0) return notA("an exact non-negative integer", "exact-integer-sqrt", 1, n);
  const big = toBig(n);
  const root = integerRoot(big);
  return [normalise(root), normalise(big - root * root)];
}

/** The floor of the square root: the root of the upper half of the bits, then one step of Newton's method. */
function integerRoot(n: bigint): bigint {
  if (n < 0x20000000000000n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  const shift = BigInt(Math.floor((bitLength(n) - 1) / 4));
  const high = integerRoot(n >> (2n * shift));
  let root = ((high << shift) + n / (high << shift)) >> 1n;
  while (root * root > n) root--;
  while ((root + 1n) * (root + 1n) <= n) root++;
  return root;
}
