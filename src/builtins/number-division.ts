// Integer division, rounding and exactness (R7RS 6.2.6).
import type { Machine } from "../machine/machine.ts";
import * as division from "../values/division.ts";
import { bitLength, isRational, Rational, type Real } from "../values/numbers.ts";
import { notA } from "../values/numeric-errors.ts";
import * as rounding from "../values/rounding.ts";
import { MultipleValues, type Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import type { Row } from "./row.ts";

/** Big numbers take time; a charge for those keeps loops of them within their slices. */
export function charged<T extends Value>(m: Machine, x: T): T {
  if (typeof x === "bigint") m.fuel -= bitLength(x) >> 12;
  else if (x instanceof Rational) {
    // Lowest terms are found by Euclid's algorithm, in the square of the size: 45 ms at 65,536 bits.
    const bits = bitLength(x.den);
    m.fuel -= bits * (bits >> 11);
  }
  return x;
}

export function divisions(m: Machine): Row[] {
  const two = (name: string, doc: string, example: string, f: (a: Value, b: Value) => Real): Row =>
    leaf(`(${name} n m)`, doc, example, (a: Value, b: Value) => charged(m, f(a, b)));
  const both = (name: string, doc: string, example: string, f: (a: Value, b: Value) => [Real, Real]): Row =>
    leaf(`(${name} n m)`, doc, example, (a: Value, b: Value) => new MultipleValues(f(a, b)));
  return [
    two("quotient", "Integer division toward zero.", "(quotient -7 2) => -3", (a, b) => division.quotient(a, b)),
    two("remainder", "What integer division toward zero leaves.", "(remainder -7 2) => -1", (a, b) =>
      division.remainder(a, b),
    ),
    two("modulo", "What integer division downwards leaves.", "(modulo -7 2) => 1", (a, b) => division.modulo(a, b)),
    two("floor-quotient", "Integer division downwards.", "(floor-quotient -7 2) => -4", (a, b) =>
      division.floorQuotient(a, b),
    ),
    two(
      "floor-remainder",
      "What integer division downwards leaves.",
      "(floor-remainder -7 2) => 1",
      division.floorRemainder,
    ),
    two(
      "truncate-quotient",
      "Integer division toward zero.",
      "(truncate-quotient -7 2) => -3",
      division.truncateQuotient,
    ),
    two(
      "truncate-remainder",
      "What integer division toward zero leaves.",
      "(truncate-remainder -7 2) => -1",
      division.truncateRemainder,
    ),
    both(
      "floor/",
      "Quotient and remainder, downwards.",
      "(call-with-values (lambda () (floor/ -7 2)) list) => (-4 1)",
      division.floorDivide,
    ),
    both(
      "truncate/",
      "Quotient and remainder, toward zero.",
      "(call-with-values (lambda () (truncate/ -7 2)) list) => (-3 -1)",
      division.truncateDivide,
    ),
    both(
      "quotient/remainder",
      "Quotient and remainder, toward zero.",
      "(call-with-values (lambda () (quotient/remainder 7 2)) list) => (3 1)",
      division.truncateDivide,
    ),
    leaf("(gcd n ...)", "The greatest common divisor.", "(gcd 12 18) => 6\n(gcd) => 0", (args: Value[]) =>
      args.reduce(division.gcd, 0),
    ),
    leaf("(lcm n ...)", "The least common multiple.", "(lcm 4 6) => 12\n(lcm) => 1", (args: Value[]) =>
      args.reduce(division.lcm, 1),
    ),
    leaf("(numerator q)", "The numerator in lowest terms.", "(numerator 6/4) => 3", rounding.numerator),
    leaf("(denominator q)", "The denominator in lowest terms.", "(denominator 6/4) => 2", rounding.denominator),
    leaf(
      "(rationalize x tolerance)",
      "The simplest number that differs from x by no more than the tolerance.",
      "(rationalize 3/10 1/10) => 1/3",
      rounding.rationalize,
    ),
  ];
}

export function roundings(): Row[] {
  const ways: [string, string, string, (x: Value) => Real][] = [
    ["floor", "downwards", "2", rounding.floor],
    ["ceiling", "upwards", "3", rounding.ceiling],
    ["truncate", "toward zero", "2", rounding.truncate],
    ["round", "to the nearest, ties to even", "2", rounding.round],
  ];
  const name = (way: string): string => `exact-${way}`;
  return [
    ...ways.map(([way, doc, result, f]) =>
      leaf(`(${way} x)`, `The integer next to x, ${doc}.`, `(${way} 2.5) => ${result}.0`, f),
    ),
    ...ways.map(([way, doc, result, f]) =>
      leaf(
        `(${name(way)} x)`,
        `The exact integer next to x, ${doc}.`,
        `(${name(way)} 2.5) => ${result}`,
        (x: Value) => {
          if (!isRational(x)) notA("a finite number", name(way), 1, x);
          return rounding.exact(f(x));
        },
      ),
    ),
    leaf("(exact z)", "The exact number of the same value.", "(exact 2.5) => 5/2", rounding.exact),
    leaf("(inexact z)", "The nearest inexact number.", "(inexact 1/4) => 0.25", rounding.inexact),
    leaf("(inexact->exact z)", "The exact number of the same value.", "(inexact->exact 2.0) => 2", rounding.exact),
    leaf(
      "(exact->inexact z)",
      "The nearest inexact number.",
      "(exact->inexact 1/3) => 0.3333333333333333",
      rounding.inexact,
    ),
    leaf("(real->double-flonum x)", "The nearest inexact number.", "(real->double-flonum 2) => 2.0", rounding.inexact),
  ];
}
