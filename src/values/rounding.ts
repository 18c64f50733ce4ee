// Between exact and inexact, and from fractions to integers: exact, inexact, floor … round, numerator, rationalize.
import { abs, add, lt, negate, sub } from "./arithmetic.ts";
import { fail } from "./error.ts";
import {
  type Exact,
  exactFromNumber,
  Flonum,
  isExact,
  isReal,
  normalise,
  parts,
  Rational,
  type Real,
  ratio,
  signOf,
  toNumber,
} from "./numbers.ts";
import { notA, notNumber } from "./numeric-errors.ts";
import { printShort } from "./printer.ts";
import type { Value } from "./types.ts";

export function exact(x: Value): Exact {
  if (isExact(x)) return x;
  if (!(x instanceof Flonum)) return notNumber("exact", 1, x);
  if (!Number.isFinite(x.n)) fail("wrong-type", `exact: ${printShort(x)} has no exact value`);
  return exactFromNumber(x.n);
}

export function inexact(x: Value): Flonum {
  if (x instanceof Flonum) return x;
  if (!isExact(x)) return notNumber("inexact", 1, x);
  return new Flonum(toNumber(x));
}

export const floor = (x: Value): Real => rounded("floor", x, Math.floor, floorRatio);
export const ceiling = (x: Value): Real => rounded("ceiling", x, Math.ceil, (r) => floorRatio(r) + 1n);
export const truncate = (x: Value): Real => rounded("truncate", x, Math.trunc, ({ num, den }) => num / den);
/** To the nearest integer, ties to even. */
export const round = (x: Value): Real => rounded("round", x, roundNumber, roundRatio);

function rounded(name: string, x: Value, small: (n: number) => number, ofRatio: (r: Rational) => bigint): Real {
  if (typeof x === "number" || typeof x === "bigint") return x;
  if (x instanceof Flonum) return new Flonum(small(x.n));
  if (x instanceof Rational) return normalise(ofRatio(x));
  return notA("a real number", name, 1, x);
}

function floorRatio({ num, den }: Rational): bigint {
  const quotient = num / den;
  return num < 0n ? quotient - 1n : quotient;
}

function roundNumber(n: number): number {
  const low = Math.floor(n);
  const above = n - low;
  if (above === 0.5) return low % 2 === 0 ? low : Math.ceil(n);
  // Math.ceil keeps the sign of -0.3.
  return above < 0.5 ? (low === 0 ? n * 0 : low) : Math.ceil(n);
}

function roundRatio(r: Rational): bigint {
  const low = floorRatio(r);
  const twice = 2n * (r.num - low * r.den);
  if (twice === r.den) return (low & 1n) === 0n ? low : low + 1n;
  return twice < r.den ? low : low + 1n;
}

export function numerator(x: Value): Real {
  return part("numerator", x, 0);
}

export function denominator(x: Value): Real {
  return part("denominator", x, 1);
}

function part(name: string, x: Value, which: 0 | 1): Real {
  if (!isReal(x)) return notA("a rational number", name, 1, x);
  if (x instanceof Flonum) {
    if (!Number.isFinite(x.n)) return notA("a rational number", name, 1, x);
    return new Flonum(toNumber(normalise(parts(exactFromNumber(x.n))[which])));
  }
  return normalise(parts(x)[which]);
}

/** The simplest rational within `tolerance` of `x`. */
export function rationalize(x: Value, tolerance: Value): Real {
  if (!isReal(x)) return notNumber("rationalize", 1, x);
  if (!isReal(tolerance)) return notNumber("rationalize", 2, tolerance);
  if (!(x instanceof Flonum || tolerance instanceof Flonum)) return simplestAround(x, tolerance);
  const n = toNumber(x);
  const t = Math.abs(toNumber(tolerance));
  if (Number.isNaN(n) || Number.isNaN(t)) return new Flonum(NaN);
  if (t === Infinity) return new Flonum(Number.isFinite(n) ? 0 : NaN);
  if (!Number.isFinite(n)) return new Flonum(n);
  return new Flonum(toNumber(simplestAround(exactFromNumber(n), exactFromNumber(t))));
}

function simplestAround(x: Exact, tolerance: Exact): Exact {
  const t = abs(tolerance);
  const low = sub(x, t) as Exact;
  const high = add(x, t) as Exact;
  if (signOf(low) > 0) return simplestBetween(low, high);
  if (lt(high, 0)) return negate(simplestBetween(negate(high) as Exact, negate(low) as Exact)) as Exact;
  return 0;
}

/** By continued fractions: the terms that both bounds share, then the smallest that lies between. Both are positive. */
function simplestBetween(low: Exact, high: Exact): Exact {
  let [ln, ld] = parts(low);
  let [hn, hd] = parts(high);
  const terms: bigint[] = [];
  for (;;) {
    const term = ln / ld;
    if (term * ld === ln) {
      terms.push(term);
      break;
    }
    if (term < hn / hd) {
      terms.push(term + 1n);
      break;
    }
    terms.push(term);
    [ln, ld, hn, hd] = [hd, hn - term * hd, ld, ln - term * ld];
  }
  let [num, den] = [terms[terms.length - 1], 1n];
  for (let i = terms.length - 2; i >= 0; i--) [num, den] = [terms[i] * num + den, num];
  return ratio(num, den);
}
