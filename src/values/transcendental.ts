// Exponentials, logarithms and trigonometry: flonums, but exact where the argument is exact and the result too.

import { bitLength, Flonum, isReal, parts, type Real, signOf, toNumber } from "./numbers.ts";
import { divisionByZero, notNumber, notReal } from "./numeric-errors.ts";
import type { Value } from "./types.ts";

export const exp = (x: Value): Real => (x === 0 ? 1 : new Flonum(Math.exp(num("exp", 1, x))));
export const sin = (x: Value): Real => (x === 0 ? 0 : new Flonum(Math.sin(num("sin", 1, x))));
export const cos = (x: Value): Real => (x === 0 ? 1 : new Flonum(Math.cos(num("cos", 1, x))));
export const tan = (x: Value): Real => (x === 0 ? 0 : new Flonum(Math.tan(num("tan", 1, x))));
export const asin = (x: Value): Real => (x === 0 ? 0 : new Flonum(within("asin", x, Math.asin)));
export const acos = (x: Value): Real => (x === 1 ? 0 : new Flonum(within("acos", x, Math.acos)));

/** One argument: natural. Two: to that base. */
export function log(x: Value, base?: Value): Real {
  if (base === undefined) return naturalLog(x, 1);
  const b = num("log", 2, base);
  const n = num("log", 1, x);
  if (n > 0 && Number.isFinite(n)) {
    // Exact at the powers of the base, which a quotient of logarithms is not.
    if (b === 2) return new Flonum(Math.log2(n));
    if (b === 10) return new Flonum(Math.log10(n));
  }
  const bottom = toNumber(naturalLog(base, 2));
  if (bottom === 0 && base === 1) divisionByZero("log");
  return new Flonum(toNumber(naturalLog(x, 1)) / bottom);
}

function naturalLog(x: Value, index: number): Real {
  if (!isReal(x)) return notNumber("log", index, x);
  if (x === 1) return 0;
  if (x === 0) divisionByZero("log");
  if (signOf(x) < 0) notReal("log");
  const n = toNumber(x);
  if (x instanceof Flonum || (n > 0 && Number.isFinite(n))) return new Flonum(Math.log(n));
  // An exact number outside the range of doubles: leading bits and the rest as powers of two.
  const [top, bottom] = parts(x);
  return new Flonum(bigLog(top) - bigLog(bottom));
}

function bigLog(x: bigint): number {
  const shift = Math.max(0, bitLength(x) - 64);
  return Math.log(Number(x >> BigInt(shift))) + shift * Math.LN2;
}

/** One argument: the arc tangent. Two: the angle of the point (x, y), in the right quadrant. */
export function atan(y: Value, x?: Value): Real {
  if (x === undefined) return y === 0 ? 0 : new Flonum(Math.atan(num("atan", 1, y)));
  const above = num("atan", 1, y);
  const right = num("atan", 2, x);
  if (y === 0 && x === 0) divisionByZero("atan");
  if (y === 0 && !(x instanceof Flonum) && right > 0) return 0;
  return new Flonum(Math.atan2(above, right));
}

function within(name: string, x: Value, f: (n: number) => number): number {
  const n = num(name, 1, x);
  if (n < -1 || n > 1) notReal(name);
  return f(n);
}

function num(name: string, index: number, x: Value): number {
  return isReal(x) ? toNumber(x) : notNumber(name, index, x);
}
