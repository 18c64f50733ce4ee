// The generic operations that compiled code calls when its inline guard for small integers fails: + - * / and comparison.

import {
  type Exact,
  type ExactInteger,
  exactFromNumber,
  Flonum,
  isExactInteger,
  isReal,
  MAX_SAFE,
  MIN_SAFE,
  normalise,
  parts,
  Rational,
  type Real,
  ratio,
  toBig,
  toNumber,
} from "./numbers.ts";
import { divisionByZero, notNumber, tooBig } from "./numeric-errors.ts";
import { MAX_BITS } from "./numeric-limits.ts";
import type { Value } from "./types.ts";

export function add(a: Value, b: Value): Real {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    return sum <= MAX_SAFE && sum >= MIN_SAFE ? sum : BigInt(a) + BigInt(b);
  }
  if (a instanceof Flonum && b instanceof Flonum) return new Flonum(a.n + b.n);
  checkBoth("+", a, b);
  // An exact zero changes nothing, not even the sign of -0.0.
  if (a === 0) return b as Real;
  if (b === 0) return a as Real;
  if (a instanceof Flonum || b instanceof Flonum) return new Flonum(toNumber(a as Real) + toNumber(b as Real));
  return addExact(a as Exact, b as Exact);
}

export function sub(a: Value, b: Value): Real {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    return difference <= MAX_SAFE && difference >= MIN_SAFE ? difference : BigInt(a) - BigInt(b);
  }
  if (a instanceof Flonum && b instanceof Flonum) return new Flonum(a.n - b.n);
  checkBoth("-", a, b);
  if (b === 0) return a as Real;
  if (a instanceof Flonum || b instanceof Flonum) return new Flonum(toNumber(a as Real) - toNumber(b as Real));
  return addExact(a as Exact, negate(b) as Exact);
}

export function mul(a: Value, b: Value): Real {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // `+ 0`: 0 * -5 is -0 in JS, which is no exact integer.
    return product <= MAX_SAFE && product >= MIN_SAFE ? product + 0 : BigInt(a) * BigInt(b);
  }
  if (a instanceof Flonum && b instanceof Flonum) return new Flonum(a.n * b.n);
  checkBoth("*", a, b);
  // Exact zero is zero whatever it multiplies, as in Racket, Chez and Chibi.
  if (a === 0 || b === 0) return 0;
  if (a instanceof Flonum || b instanceof Flonum) return new Flonum(toNumber(a as Real) * toNumber(b as Real));
  if (isExactInteger(a) && isExactInteger(b)) return normalise(capped("*", toBig(a) * toBig(b)));
  const [an, ad] = parts(a as Exact);
  const [bn, bd] = parts(b as Exact);
  return ratio(capped("*", an * bn), capped("*", ad * bd));
}

export function div(a: Value, b: Value): Real {
  if (b === 0) {
    if (!isReal(a)) notNumber("/", 1, a);
    divisionByZero("/");
  }
  if (typeof a === "number" && typeof b === "number") {
    if (a % b === 0) return a / b + 0;
    return ratio(BigInt(a), BigInt(b));
  }
  if (a instanceof Flonum && b instanceof Flonum) return new Flonum(a.n / b.n);
  checkBoth("/", a, b);
  if (b instanceof Flonum)
    return a === 0 && b.n !== 0 && !Number.isNaN(b.n) ? 0 : new Flonum(toNumber(a as Real) / b.n);
  if (a instanceof Flonum) return new Flonum(a.n / toNumber(b as Real));
  const [an, ad] = parts(a as Exact);
  const [bn, bd] = parts(b as Exact);
  return ratio(capped("/", an * bd), capped("/", ad * bn));
}

export function negate(x: Value): Real {
  if (typeof x === "number") return 0 - x;
  if (x instanceof Flonum) return new Flonum(-x.n);
  if (typeof x === "bigint") return -x;
  if (x instanceof Rational) return new Rational(-x.num, x.den);
  return notNumber("-", 1, x);
}

export function abs(x: Value): Real {
  if (typeof x === "number") return Math.abs(x);
  if (x instanceof Flonum) return new Flonum(Math.abs(x.n));
  if (typeof x === "bigint") return x < 0n ? -x : x;
  if (x instanceof Rational) return x.num < 0n ? new Rational(-x.num, x.den) : x;
  return notNumber("abs", 1, x);
}

export function numEq(a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b;
  return compare("=", a, b) === 0;
}

export function lt(a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number") return a < b;
  return compare("<", a, b) < 0;
}

export function gt(a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number") return a > b;
  return compare(">", a, b) > 0;
}

export function le(a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number") return a <= b;
  return compare("<=", a, b) <= 0;
}

export function ge(a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number") return a >= b;
  return compare(">=", a, b) >= 0;
}

export const max = (a: Value, b: Value): Real => extreme("max", a, b, 1);
export const min = (a: Value, b: Value): Real => extreme("min", a, b, -1);

/** Negative, 0 or positive; NaN when either is NaN. Exact between flonums and exact numbers, so `=` is transitive. */
export function compareReals(a: Real, b: Real): number {
  if (a instanceof Flonum) {
    if (b instanceof Flonum) return order(a.n, b.n);
    // JS compares a number and a bigint by their mathematical values.
    if (!(b instanceof Rational)) return order(a.n, b);
    return compareRatio(b, a.n) * -1;
  }
  if (b instanceof Flonum) return a instanceof Rational ? compareRatio(a, b.n) : order(a, b.n);
  if (a instanceof Rational || b instanceof Rational) {
    const [an, ad] = parts(a);
    const [bn, bd] = parts(b);
    return order(an * bd, bn * ad);
  }
  return order(a, b);
}

function compare(name: string, a: Value, b: Value): number {
  checkBoth(name, a, b);
  return compareReals(a as Real, b as Real);
}

function order(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : a === b || a <= b ? 0 : Number.NaN;
}

function compareRatio(a: Rational, b: number): number {
  if (!Number.isFinite(b)) return order(0, b);
  const [bn, bd] = parts(exactFromNumber(b));
  return order(a.num * bd, bn * a.den);
}

/** `max` and `min` are inexact when any argument is, and NaN when any is. */
function extreme(name: string, a: Value, b: Value, sign: number): Real {
  if (typeof a === "number" && typeof b === "number") return sign * a >= sign * b ? a : b;
  const c = compare(name, a, b) * sign;
  const chosen = (Number.isNaN(c) ? (a instanceof Flonum && Number.isNaN(a.n) ? a : b) : c >= 0 ? a : b) as Real;
  const inexact = a instanceof Flonum || b instanceof Flonum;
  return inexact && !(chosen instanceof Flonum) ? new Flonum(toNumber(chosen)) : chosen;
}

function addExact(a: Exact, b: Exact): Exact {
  if (isExactInteger(a) && isExactInteger(b)) return normalise(toBig(a) + toBig(b));
  const [an, ad] = parts(a);
  const [bn, bd] = parts(b);
  if (ad === bd) return ratio(an + bn, ad);
  return ratio(capped("+", an * bd) + capped("+", bn * ad), capped("+", ad * bd));
}

function checkBoth(name: string, a: Value, b: Value): asserts a is Real {
  if (!isReal(a)) notNumber(name, 1, a);
  if (!isReal(b)) notNumber(name, 2, b);
}

/** Made when first needed, both: negating a number of that size at each product would take longer than the product. */
let bounds: { ceiling: bigint; floor: bigint } | undefined;

function makeBounds() {
  const ceiling = 1n << BigInt(MAX_BITS);
  return { ceiling, floor: -ceiling };
}

/** The product of two permitted integers is small enough to make and too large to keep: comparing lengths is O(1). */
function capped(name: string, x: ExactInteger & bigint): bigint {
  if (x < 0x10000000000000000n && x > -0x10000000000000000n) return x;
  bounds ??= makeBounds();
  if (x >= bounds.ceiling || x <= bounds.floor) tooBig(name);
  return x;
}
