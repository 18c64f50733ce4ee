// Integer division (R7RS 6.2.6): floor and truncate, gcd and lcm, on exact integers and on flonums without fractions.
import { gcdBig } from "./gcd.ts";
import {
  bitLength,
  type ExactInteger,
  exactFromNumber,
  Flonum,
  isInteger,
  normalise,
  type Real,
  toBig,
  toNumber,
} from "./numbers.ts";
import { checkBits, divisionByZero, notA } from "./numeric-errors.ts";
import type { Value } from "./types.ts";

/** `quotient`: toward zero. */
export function quotient(a: Value, b: Value, name = "quotient"): Real {
  // `a % b` is exact, so the division is exact too; a rounded `a / b` could reach the next integer.
  if (typeof a === "number" && typeof b === "number" && b !== 0) return (a - (a % b)) / b + 0;
  return divide(name, a, b, (x, y) => x / y);
}

/** `remainder`: the sign of the dividend. */
export function remainder(a: Value, b: Value, name = "remainder"): Real {
  if (typeof a === "number" && typeof b === "number" && b !== 0) return (a % b) + 0;
  return divide(name, a, b, (x, y) => x % y);
}

/** `modulo`: the sign of the divisor. */
export function modulo(a: Value, b: Value, name = "modulo"): Real {
  if (typeof a === "number" && typeof b === "number" && b !== 0) {
    const rest = a % b;
    return (rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest) + 0;
  }
  return divide(name, a, b, floorRest);
}

export function floorQuotient(a: Value, b: Value, name = "floor-quotient"): Real {
  if (typeof a === "number" && typeof b === "number" && b !== 0) {
    const rest = a % b;
    // Not `(a - modulo) / b`: that difference may leave the safe range.
    return (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0) + 0;
  }
  return divide(name, a, b, (x, y) => (x - floorRest(x, y)) / y);
}

export const floorRemainder = (a: Value, b: Value): Real => modulo(a, b, "floor-remainder");
export const truncateQuotient = (a: Value, b: Value): Real => quotient(a, b, "truncate-quotient");
export const truncateRemainder = (a: Value, b: Value): Real => remainder(a, b, "truncate-remainder");

/** `floor/`: quotient and remainder. */
export const floorDivide = (a: Value, b: Value): [Real, Real] => [
  floorQuotient(a, b, "floor/"),
  modulo(a, b, "floor/"),
];
/** `truncate/`: quotient and remainder. */
export const truncateDivide = (a: Value, b: Value): [Real, Real] => [
  quotient(a, b, "truncate/"),
  remainder(a, b, "truncate/"),
];

export function gcd(a: Value, b: Value): Real {
  if (typeof a === "number" && typeof b === "number") {
    let x = Math.abs(a);
    let y = Math.abs(b);
    while (y !== 0) [x, y] = [y, x % y];
    return x;
  }
  return integers("gcd", a, b, (x, y) => gcdBig(magnitude(x), magnitude(y)));
}

export function lcm(a: Value, b: Value): Real {
  return integers("lcm", a, b, (x, y) => {
    if (x === 0n || y === 0n) return 0n;
    const rest = magnitude(x) / gcdBig(magnitude(x), magnitude(y));
    checkBits("lcm", bitLength(rest) + bitLength(y));
    return rest * magnitude(y);
  });
}

export function isEven(x: Value): boolean {
  return parity("even?", x) === 0;
}

export function isOdd(x: Value): boolean {
  return parity("odd?", x) !== 0;
}

function parity(name: string, x: Value): number {
  if (typeof x === "number") return x % 2;
  if (!isInteger(x)) notA("an integer", name, 1, x);
  return x instanceof Flonum ? x.n % 2 : Number(toBig(x) & 1n);
}

function divide(name: string, a: Value, b: Value, op: (x: bigint, y: bigint) => bigint): Real {
  return integers(name, a, b, (x, y) => (y === 0n ? divisionByZero(name) : op(x, y)));
}

/** Computes on exact integers; the result is inexact when an argument was. */
function integers(name: string, a: Value, b: Value, op: (x: bigint, y: bigint) => bigint): Real {
  if (!isInteger(a)) notA("an integer", name, 1, a);
  if (!isInteger(b)) notA("an integer", name, 2, b);
  const result = normalise(op(bigOf(a), bigOf(b)));
  return a instanceof Flonum || b instanceof Flonum ? new Flonum(toNumber(result)) : result;
}

const bigOf = (x: ExactInteger | Flonum): bigint =>
  toBig(x instanceof Flonum ? (exactFromNumber(x.n) as ExactInteger) : x);

function floorRest(x: bigint, y: bigint): bigint {
  const rest = x % y;
  return rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest;
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);
