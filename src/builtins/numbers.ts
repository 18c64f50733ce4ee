// Numbers (R7RS 6.2): predicates, arithmetic, comparison, integer division, roots and transcendental functions.
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import {
  abs,
  add,
  compareReals,
  div,
  ge,
  gt,
  le,
  lt,
  max as maxOf,
  min as minOf,
  mul,
  negate,
  numEq,
  sub,
} from "../values/arithmetic.ts";
import * as division from "../values/division.ts";
import { fail } from "../values/error.ts";
import {
  bitLength,
  Flonum,
  isExact,
  isExactInteger,
  isInfinite,
  isInteger,
  isNaNValue,
  isRational,
  isReal,
  type Real,
  signOf,
} from "../values/numbers.ts";
import { notA, notNumber } from "../values/numeric-errors.ts";
import * as powers from "../values/powers.ts";
import * as rounding from "../values/rounding.ts";
import * as transcendental from "../values/transcendental.ts";
import { MultipleValues, type Procedure, type Value } from "../values/types.ts";
import { bitwise } from "./bitwise.ts";
import { leaf } from "./leaf.ts";
import type { Row, Section } from "./row.ts";
import { wrap } from "./wrap.ts";

/** Big numbers take time; a charge for those keeps loops of them within their slices. */
function charged<T extends Value>(m: Machine, x: T): T {
  if (typeof x === "bigint") m.fuel -= bitLength(x) >> 12;
  return x;
}

function reals(name: string, args: Value[]): Real[] {
  args.forEach((x, i) => {
    if (!isReal(x)) notNumber(name, i + 1, x);
  });
  return args as Real[];
}

function predicates(): Row[] {
  const test = (name: string, doc: string, example: string, check: (x: Value) => boolean): Row =>
    leaf(`(${name} x)`, doc, example, check);
  const ofNumber = (name: string, doc: string, example: string, check: (x: Real) => boolean): Row =>
    leaf(`(${name} x)`, doc, example, (x: Value) => check(isReal(x) ? x : notNumber(name, 1, x)));
  const whole = (x: Value): boolean => isExactInteger(x);
  return [
    test("number?", "Whether x is a number.", "(number? 1/2) => #t", isReal),
    test("complex?", "Whether x is a number.", "(complex? 1.5) => #t", isReal),
    test("real?", "Whether x is a number.", "(real? 1.5) => #t", isReal),
    test("rational?", "Whether x is a finite number.", "(rational? +inf.0) => #f", isRational),
    test(
      "integer?",
      "Whether x is a number without a fraction.",
      "(integer? 3.0) => #t\n(integer? 3.5) => #f",
      isInteger,
    ),
    test("exact-integer?", "Whether x is an exact integer.", "(exact-integer? 3.0) => #f", whole),
    test(
      "exact-rational?",
      "Whether x is an exact number.",
      "(exact-rational? 1/2) => #t\n(exact-rational? 0.5) => #f",
      isExact,
    ),
    test(
      "exact-nonnegative-integer?",
      "Whether x is an exact integer, zero or more.",
      "(exact-nonnegative-integer? 0) => #t",
      (x) => whole(x) && (x as number) >= 0,
    ),
    test(
      "exact-positive-integer?",
      "Whether x is an exact integer above zero.",
      "(exact-positive-integer? 0) => #f",
      (x) => whole(x) && (x as number) > 0,
    ),
    test(
      "natural?",
      "Whether x is an exact integer, zero or more.",
      "(natural? 5) => #t",
      (x) => whole(x) && (x as number) >= 0,
    ),
    test(
      "positive-integer?",
      "Whether x is an integer above zero.",
      "(positive-integer? 3.0) => #t",
      (x) => isInteger(x) && signOf(x) > 0,
    ),
    test(
      "negative-integer?",
      "Whether x is an integer below zero.",
      "(negative-integer? -3) => #t",
      (x) => isInteger(x) && signOf(x) < 0,
    ),
    test(
      "nonnegative-integer?",
      "Whether x is an integer, zero or more.",
      "(nonnegative-integer? 0) => #t",
      (x) => isInteger(x) && signOf(x) >= 0,
    ),
    test(
      "fixnum?",
      "Whether x is an exact integer of at most 53 bits.",
      "(fixnum? 5) => #t",
      (x) => typeof x === "number",
    ),
    test("flonum?", "Whether x is an inexact number.", "(flonum? 1.0) => #t", (x) => x instanceof Flonum),
    test("inexact-real?", "Whether x is an inexact number.", "(inexact-real? 1) => #f", (x) => x instanceof Flonum),
    ofNumber("exact?", "Whether a number is exact.", "(exact? 1/2) => #t", isExact),
    ofNumber("inexact?", "Whether a number is inexact.", "(inexact? 1.0) => #t", (x) => x instanceof Flonum),
    ofNumber("zero?", "Whether a number is zero.", "(zero? -0.0) => #t", (x) => signOf(x) === 0),
    ofNumber("positive?", "Whether a number is above zero.", "(positive? 1/2) => #t", (x) => signOf(x) > 0),
    ofNumber("negative?", "Whether a number is below zero.", "(negative? -1) => #t", (x) => signOf(x) < 0),
    ofNumber("nan?", "Whether a number is not-a-number.", "(nan? +nan.0) => #t", isNaNValue),
    ofNumber("infinite?", "Whether a number is an infinity.", "(infinite? -inf.0) => #t", isInfinite),
    ofNumber("finite?", "Whether a number is neither infinite nor not-a-number.", "(finite? 5) => #t", isRational),
    leaf("(odd? n)", "Whether an integer is odd.", "(odd? 3) => #t", division.isOdd),
    leaf("(even? n)", "Whether an integer is even.", "(even? 3) => #f", division.isEven),
  ];
}

function arithmetic(m: Machine): Row[] {
  const fold = (name: string, start: number, step: (a: Value, b: Value) => Real, args: Value[]): Value => {
    let total: Value = start;
    for (const x of reals(name, args)) total = charged(m, step(total, x));
    m.fuel -= args.length >> 3;
    return total;
  };
  return [
    leaf("(+ z ...)", "The sum.", "(+ 1 2 3) => 6\n(+) => 0", (args: Value[]) => fold("+", 0, add, args)),
    leaf("(* z ...)", "The product.", "(* 2 3 4) => 24\n(* 1/2 4) => 2", (args: Value[]) => fold("*", 1, mul, args)),
    leaf(
      "(- z w ...)",
      "The difference; of one number, its negation.",
      "(- 10 1 2) => 7\n(- 5) => -5",
      (z: Value, rest: Value[]) => {
        reals("-", [z, ...rest]);
        return rest.length === 0 ? negate(z) : rest.reduce((a, b) => charged(m, sub(a, b)), z);
      },
    ),
    leaf(
      "(/ z w ...)",
      "The quotient; of one number, its reciprocal.",
      "(/ 6 4) => 3/2\n(/ 2) => 1/2",
      (z: Value, rest: Value[]) => {
        reals("/", [z, ...rest]);
        return rest.length === 0 ? div(1, z) : rest.reduce((a, b) => charged(m, div(a, b)), z);
      },
    ),
    leaf("(add1 z)", "One more.", "(add1 5) => 6", (z: Value) => add(isReal(z) ? z : notNumber("add1", 1, z), 1)),
    leaf("(sub1 z)", "One less.", "(sub1 5) => 4", (z: Value) => sub(isReal(z) ? z : notNumber("sub1", 1, z), 1)),
    leaf("(1+ z)", "One more.", "(1+ 5) => 6", (z: Value) => add(isReal(z) ? z : notNumber("1+", 1, z), 1)),
    leaf("(-1+ z)", "One less.", "(-1+ 5) => 4", (z: Value) => sub(isReal(z) ? z : notNumber("-1+", 1, z), 1)),
    leaf("(abs x)", "The magnitude.", "(abs -5) => 5", abs),
    leaf("(magnitude x)", "The magnitude.", "(magnitude -5) => 5", abs),
    leaf("(square z)", "z times z.", "(square 5) => 25", powers.square),
    leaf("(sqr z)", "z times z.", "(sqr 1/2) => 1/4", powers.square),
    leaf("(sgn x:real)", "The sign: 1, 0 or -1, as exact as x.", "(sgn -2.5) => -1.0", (x: Real) => {
      if (x instanceof Flonum) return new Flonum(Math.sign(x.n));
      return signOf(x);
    }),
    extreme("max", "The largest.", "(max 1 3 2) => 3\n(max 1 2.0) => 2.0", maxOf),
    extreme("min", "The smallest.", "(min 1 3 2) => 1", minOf),
  ];
}

function extreme(name: string, doc: string, example: string, choose: (a: Value, b: Value) => Real): Row {
  return leaf(`(${name} x y ...)`, doc, example, (x: Value, rest: Value[]) => {
    const [first, ...others] = reals(name, [x, ...rest]);
    return others.reduce(choose, first);
  });
}

function comparison(): Row[] {
  const row = (name: string, doc: string, example: string, holds: (order: number) => boolean): Row =>
    leaf(`(${name} x y ...)`, doc, example, (x: Value, rest: Value[]) => {
      const [first, ...others] = reals(name, [x, ...rest]);
      let last = first;
      let result = true;
      for (const y of others) {
        if (!holds(compareReals(last, y))) result = false;
        last = y;
      }
      return result;
    });
  return [
    row("=", "Whether all numbers are equal.", "(= 1 1.0) => #t", (order) => order === 0),
    row("<", "Whether each number is below the next.", "(< 1 2 3) => #t", (order) => order < 0),
    row(">", "Whether each number is above the next.", "(> 3 2 2) => #f", (order) => order > 0),
    row("<=", "Whether no number is above the next.", "(<= 1 1 2) => #t", (order) => order <= 0),
    row(">=", "Whether no number is below the next.", "(>= 3 3 2) => #t", (order) => order >= 0),
  ];
}

function divisions(m: Machine): Row[] {
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

function roundings(): Row[] {
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

function functions(m: Machine): Row[] {
  const one = (name: string, doc: string, example: string, f: (x: Value) => Real): Row =>
    leaf(`(${name} z)`, doc, example, f);
  return [
    one("exp", "e to the power z.", "(exp 0) => 1", transcendental.exp),
    one("sin", "The sine, in radians.", "(sin 0) => 0", transcendental.sin),
    one("cos", "The cosine, in radians.", "(cos 0) => 1", transcendental.cos),
    one("tan", "The tangent, in radians.", "(tan 0) => 0", transcendental.tan),
    one("asin", "The arc sine.", "(asin 0) => 0", transcendental.asin),
    one("acos", "The arc cosine.", "(acos 1) => 0", transcendental.acos),
    leaf(
      "(atan y [x])",
      "The arc tangent of y, or of y/x in the quadrant of the point.",
      "(atan 1 0) => 1.5707963267948966",
      transcendental.atan,
    ),
    leaf(
      "(log z [base])",
      "The natural logarithm, or that to a base.",
      "(log 8 2) => 3.0\n(log 1) => 0",
      transcendental.log,
    ),
    leaf("(sqrt z)", "The square root, exact where it can be.", "(sqrt 16) => 4\n(sqrt 1/4) => 1/2", powers.sqrt),
    leaf("(expt z w)", "z to the power w.", "(expt 2 10) => 1024\n(expt 2 -2) => 1/4", (z: Value, w: Value) =>
      charged(m, powers.expt(z, w)),
    ),
    leaf(
      "(exact-integer-sqrt n)",
      "The integer square root and what it leaves.",
      "(call-with-values (lambda () (exact-integer-sqrt 17)) list) => (4 1)",
      (n: Value) => new MultipleValues(powers.exactIntegerSqrt(n)),
    ),
    leaf(
      "(integer-sqrt n)",
      "The integer square root.",
      "(integer-sqrt 17) => 4",
      (n: Value) => powers.exactIntegerSqrt(n)[0],
    ),
    leaf("(real-part z)", "z itself: all numbers are real.", "(real-part 5) => 5", (z: Value) =>
      isReal(z) ? z : notNumber("real-part", 1, z),
    ),
    leaf("(imag-part z)", "Zero: all numbers are real.", "(imag-part 5) => 0", (z: Value) =>
      isReal(z) ? 0 : notNumber("imag-part", 1, z),
    ),
    leaf("(angle z)", "0 for a positive number, pi for a negative one.", "(angle 5) => 0", (z: Value) =>
      (isReal(z) ? signOf(z) : notNumber("angle", 1, z)) < 0 ? new Flonum(Math.PI) : 0,
    ),
    leaf(
      "(make-rectangular x:real y:real)",
      "x, when y is exact zero; other complex numbers are refused.",
      "(make-rectangular 5 0) => 5",
      (x: Real, y: Real) => (y === 0 ? x : complex()),
    ),
    leaf(
      "(make-polar x:real y:real)",
      "x, when the angle y is exact zero; other complex numbers are refused.",
      "(make-polar 5 0) => 5",
      (x: Real, y: Real) => (y === 0 ? x : complex()),
    ),
  ];
}

function complex(): never {
  fail("not-real", "the result is not a real number, and other complex numbers are not supported");
}

/**
 * The same procedure with a short way for two arguments: as an argument of `foldl`, `sort` or `apply` that is how it is
 * called, and going through an array of arguments took three times as long.
 */
function withShortcut(row: Row, two: (a: Value, b: Value) => Value): Row {
  const { procedure: slow } = wrap(row);
  const many = slow.many as (args: Value[]) => Result;
  const procedure: Procedure = (...args: Value[]) => (args.length === 2 ? two(args[0], args[1]) : many(args));
  procedure.many = many;
  procedure.info = slow.info;
  return { ...row, procedure };
}

function withShortcuts(m: Machine, rows: Row[]): Row[] {
  const two: { readonly [name: string]: (a: Value, b: Value) => Value } = {
    "+": (a, b) => charged(m, add(a, b)),
    "-": (a, b) => charged(m, sub(a, b)),
    "*": (a, b) => charged(m, mul(a, b)),
    "/": (a, b) => charged(m, div(a, b)),
    "=": numEq,
    "<": lt,
    ">": gt,
    "<=": le,
    ">=": ge,
    max: maxOf,
    min: minOf,
  };
  return rows.map((row) => {
    const name = row.signature.slice(1, row.signature.indexOf(" "));
    return Object.hasOwn(two, name) ? withShortcut(row, two[name]) : row;
  });
}

export const numbers: Section = (m) => [
  ...predicates(),
  ...withShortcuts(m, [...arithmetic(m), ...comparison()]),
  ...divisions(m),
  ...roundings(),
  ...functions(m),
  ...bitwise(m),
];
