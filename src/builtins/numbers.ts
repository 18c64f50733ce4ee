// Numbers (R7RS 6.2): arithmetic, comparison, roots and transcendental functions; with its neighbours, the section.
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
import { fail } from "../values/error.ts";
import { Flonum, isReal, type Real, signOf } from "../values/numbers.ts";
import { notNumber } from "../values/numeric-errors.ts";
import * as powers from "../values/powers.ts";
import * as transcendental from "../values/transcendental.ts";
import { MultipleValues, type Procedure, type Value } from "../values/types.ts";
import { bitwise } from "./bitwise.ts";
import { leaf } from "./leaf.ts";
import { charged, divisions, roundings } from "./number-division.ts";
import { numberPredicates } from "./number-predicates.ts";
import type { Row, Section } from "./row.ts";
import { wrap } from "./wrap.ts";

function reals(name: string, args: Value[]): Real[] {
  args.forEach((x, i) => {
    if (!isReal(x)) notNumber(name, i + 1, x);
  });
  return args as Real[];
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
  ...numberPredicates(),
  ...withShortcuts(m, [...arithmetic(m), ...comparison()]),
  ...divisions(m),
  ...roundings(),
  ...functions(m),
  ...bitwise(m),
];
