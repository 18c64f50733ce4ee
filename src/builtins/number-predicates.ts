// What can be asked of a number (R7RS 6.2.6 and Racket's kinds of integers).
import * as division from "../values/division.ts";
import {
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
import { notNumber } from "../values/numeric-errors.ts";
import type { Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import type { Row } from "./row.ts";

export function numberPredicates(): Row[] {
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
