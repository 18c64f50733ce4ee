// Arithmetic against BigInt, and the corners of the numeric tower.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as A from "../../src/values/arithmetic.ts";
import * as bits from "../../src/values/bitwise.ts";
import * as D from "../../src/values/division.ts";
import { Raised } from "../../src/values/error.ts";
import { gcdBig } from "../../src/values/gcd.ts";
import { parseNumber } from "../../src/values/number-syntax.ts";
import {
  exactFromNumber,
  Flonum,
  flonum,
  isExact,
  normalise,
  Rational,
  type Real,
  ratio,
  toNumber,
} from "../../src/values/numbers.ts";
import { exactIntegerSqrt, expt, sqrt } from "../../src/values/powers.ts";
import { write } from "../../src/values/printer.ts";
import * as R from "../../src/values/rounding.ts";
import { intern } from "../../src/values/symbol.ts";
import * as T from "../../src/values/transcendental.ts";
import type { Value } from "../../src/values/types.ts";
import { bigs, doubles, exactIntegers, exacts, nonZeroBigs, reals } from "./arbitrary.ts";

const num = (text: string): Real => {
  const x = parseNumber(text);
  if (x === undefined) throw new Error(`no number: ${text}`);
  return x;
};

/** Each representation must be the only one of its number. */
function checkNormal(x: Value): void {
  if (typeof x === "number") expect(Number.isSafeInteger(x) && !Object.is(x, -0)).toBe(true);
  else if (typeof x === "bigint") expect(Number.isSafeInteger(Number(x))).toBe(false);
  else if (x instanceof Rational) {
    expect(x.den > 1n).toBe(true);
    expect(gcdBig(x.num < 0n ? -x.num : x.num, x.den)).toBe(1n);
  } else expect(x).toBeInstanceOf(Flonum);
}

const same = (x: Value, y: bigint): void => {
  checkNormal(x);
  expect(x).toBe(normalise(y));
};

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Raised) return (error.payload as { message: string }).message;
    throw error;
  }
  return "nothing was raised";
}

describe("exact integers", () => {
  it("agree with BigInt", () => {
    fc.assert(
      fc.property(bigs, bigs, (x, y) => {
        const [a, b] = [normalise(x), normalise(y)];
        same(A.add(a, b), x + y);
        same(A.sub(a, b), x - y);
        same(A.mul(a, b), x * y);
        same(A.negate(a), -x);
        expect(A.lt(a, b)).toBe(x < y);
        expect(A.ge(a, b)).toBe(x >= y);
        expect(A.numEq(a, b)).toBe(x === y);
        same(bits.bitwiseAnd(a, b), x & y);
        same(bits.bitwiseOr(a, b), x | y);
        same(bits.bitwiseXor(a, b), x ^ y);
        same(bits.bitwiseNot(a), ~x);
      }),
    );
  });

  it("divide as R7RS says", () => {
    fc.assert(
      fc.property(bigs, nonZeroBigs, (x, y) => {
        const [a, b] = [normalise(x), normalise(y)];
        same(D.quotient(a, b), x / y);
        same(D.remainder(a, b), x % y);
        const floor = x / y - (x % y !== 0n && x < 0n !== y < 0n ? 1n : 0n);
        same(D.floorQuotient(a, b), floor);
        same(D.modulo(a, b), x - floor * y);
        checkNormal(A.div(a, b));
        expect(A.mul(A.div(a, b), b)).toBe(a);
      }),
    );
  });

  it("shift", () => {
    fc.assert(
      fc.property(bigs, fc.integer({ min: -300, max: 300 }), (x, n) => {
        same(bits.arithmeticShift(normalise(x), n), n < 0 ? x >> BigInt(-n) : x << BigInt(n));
      }),
    );
    expect(bits.arithmeticShift(-5, -(2 ** 50))).toBe(-1);
    expect([255, 256, -256, 0, -1].map((x) => bits.integerLength(x))).toEqual([8, 9, 8, 0, 0]);
    expect(bits.bitCount(255)).toBe(8);
  });

  it("have greatest common divisors", () => {
    const euclid = (a: bigint, b: bigint): bigint => {
      while (b !== 0n) [a, b] = [b, a % b];
      return a;
    };
    const large = fc.bigInt({ min: 0n, max: 2n ** 3000n });
    fc.assert(fc.property(large, large, large, (a, b, c) => gcdBig(a * c, b * c) === euclid(a * c, b * c)));
    expect(D.lcm(0, 5)).toBe(0);
    expect(D.lcm(-4, 6)).toBe(12);
    expect(D.gcd(0, -7)).toBe(7);
  });

  it("have exact roots", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 400n }), (x) => {
        const [root, rest] = exactIntegerSqrt(normalise(x)).map((n) => BigInt(n));
        expect(root * root + rest).toBe(x);
        expect((root + 1n) * (root + 1n) > x).toBe(true);
        expect(sqrt(normalise(x * x))).toBe(normalise(x));
      }),
    );
  });
});

describe("ratios", () => {
  it("form a field", () => {
    fc.assert(
      fc.property(exacts, exacts, exacts, (a, b, c) => {
        for (const x of [A.add(a, b), A.sub(a, b), A.mul(a, b)]) checkNormal(x);
        expect(A.numEq(A.sub(A.add(a, b), b), a)).toBe(true);
        expect(A.numEq(A.mul(a, A.add(b, c)), A.add(A.mul(a, b), A.mul(a, c)))).toBe(true);
        if (b !== 0) expect(A.numEq(A.mul(A.div(a, b), b), a)).toBe(true);
      }),
    );
  });

  it("round", () => {
    const rounded = (x: Value): string => [R.floor(x), R.ceiling(x), R.truncate(x), R.round(x)].map(write).join(" ");
    expect(rounded(num("7/2"))).toBe("3 4 3 4");
    expect(rounded(num("-7/2"))).toBe("-4 -3 -3 -4");
    expect(rounded(num("5/2"))).toBe("2 3 2 2");
    expect(rounded(num("-0.5"))).toBe("-1.0 -0.0 -0.0 -0.0");
    expect(rounded(num("2.5"))).toBe("2.0 3.0 2.0 2.0");
    expect(rounded(num("0.49999999999999994"))).toBe("0.0 1.0 0.0 0.0");
    expect(rounded(num("-0.0"))).toBe("-0.0 -0.0 -0.0 -0.0");
  });

  it("become the nearest double", () => {
    fc.assert(
      fc.property(doubles.filter(Number.isFinite), (x) => {
        expect(toNumber(exactFromNumber(x))).toBe(x + 0);
      }),
    );
    const divide = (n: bigint, d: bigint): number => toNumber(ratio(n, d));
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1 }), (n, d) => {
        expect(divide(BigInt(n), BigInt(d))).toBe(n / d + 0);
      }),
    );
    // Decimal notation is rounded correctly by JS: the same digits as a ratio must give the same double.
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 25n }), fc.integer({ min: -345, max: 310 }), (digits, exponent) => {
        const text = `${digits}e${exponent}`;
        expect(toNumber(num(`#e${text}`))).toBe(Number(text));
      }),
    );
    expect(divide(1n, 2n ** 1075n)).toBe(0);
    expect(divide(3n, 2n ** 1075n)).toBe(1e-323);
    expect(divide(2n ** 1024n, 3n)).toBe(5.992310449541053e307);
  });

  it("are simplified", () => {
    expect(write(R.rationalize(num("3/10"), num("1/10")))).toBe("1/3");
    expect(write(R.rationalize(num("-3/10"), num("1/10")))).toBe("-1/3");
    expect(write(R.rationalize(num(".3"), num("1/10")))).toBe("0.3333333333333333");
    expect(write(R.rationalize(num("1/10"), num("1/5")))).toBe("0");
    expect(write(R.rationalize(num("+inf.0"), 1))).toBe("+inf.0");
    expect(write(R.rationalize(5, num("+inf.0")))).toBe("0.0");
  });
});

describe("mixed arithmetic", () => {
  it("compares exactly", () => {
    fc.assert(
      fc.property(exacts, doubles.filter(Number.isFinite), (a, x) => {
        const b = exactFromNumber(x);
        expect(A.lt(a, flonum(x))).toBe(A.lt(a, b));
        expect(A.numEq(flonum(x), a)).toBe(A.numEq(b, a));
      }),
    );
    expect(A.numEq(2 ** 53 - 1, flonum(2 ** 53))).toBe(false);
    expect(A.numEq(2n ** 53n + 1n, flonum(2 ** 53))).toBe(false);
    expect(A.numEq(num("1/3"), flonum(1 / 3))).toBe(false);
    const nan = flonum(Number.NaN);
    for (const f of [A.lt, A.gt, A.le, A.ge, A.numEq]) {
      expect(f(nan, 1)).toBe(false);
      expect(f(2n ** 70n, nan)).toBe(false);
      expect(f(num("1/2"), nan)).toBe(false);
    }
  });

  it("is inexact when one side is, and keeps the sign of zero", () => {
    const cases: [Real, string][] = [
      [A.add(1, flonum(0.5)), "1.5"],
      [A.add(0, flonum(-0)), "-0.0"],
      [A.sub(flonum(-0), 0), "-0.0"],
      [A.negate(flonum(0)), "-0.0"],
      [A.mul(0, -5), "0"],
      [A.mul(0, flonum(Infinity)), "0"],
      [A.div(0, -5), "0"],
      [A.div(flonum(1), flonum(-0)), "-inf.0"],
      [A.div(6, 4), "3/2"],
      [A.max(1, flonum(0.5)), "1.0"],
      [A.min(1, flonum(Number.NaN)), "+nan.0"],
      [A.max(flonum(Number.NaN), 1), "+nan.0"],
      [D.quotient(flonum(7), 2), "3.0"],
      [D.modulo(-7, flonum(2)), "1.0"],
    ];
    for (const [value, text] of cases) expect(write(value)).toBe(text);
    fc.assert(
      fc.property(reals, reals, (a, b) => {
        const sum = A.add(a, b);
        checkNormal(sum);
        if (a !== 0 && b !== 0) expect(isExact(sum)).toBe(isExact(a) && isExact(b));
      }),
    );
  });
});

describe("powers and logarithms", () => {
  it("are exact where they can be", () => {
    const cases: [Real, string][] = [
      [expt(2, 100), "1267650600228229401496703205376"],
      [expt(2, -2), "1/4"],
      [expt(-2, 3), "-8"],
      [expt(num("2/3"), 3), "8/27"],
      [expt(num("-2/3"), -3), "-27/8"],
      [expt(0, 0), "1"],
      [expt(flonum(0), 0), "1.0"],
      [expt(0, flonum(1)), "0.0"],
      [expt(4, num("1/2")), "2"],
      [expt(4, num("3/2")), "8"],
      [expt(1, flonum(Infinity)), "1.0"],
      [expt(-1, 10n ** 30n), "1"],
      [expt(-1, 10n ** 30n + 1n), "-1"],
      [expt(flonum(2), flonum(0.5)), "1.4142135623730951"],
      [sqrt(num("16/9")), "4/3"],
      [sqrt(2), "1.4142135623730951"],
      [sqrt(10n ** 400n), `1${"0".repeat(200)}`],
      [sqrt(10n ** 401n), "3.1622776601683794e200"],
      [T.exp(0), "1"],
      [T.log(1), "0"],
      [T.log(8, 2), "3.0"],
      [T.log(4096, 2), "12.0"],
      [T.log(1000, 10), "3.0"],
      [T.atan(1, 0), "1.5707963267948966"],
      [T.atan(0, 1), "0"],
      [T.atan(flonum(-0), -1), "-3.141592653589793"],
    ];
    for (const [value, text] of cases) expect(write(value)).toBe(text);
    expect(toNumber(T.log(10n ** 400n))).toBeCloseTo(400 * Math.LN10, 10);
    expect(toNumber(T.log(ratio(1n, 10n ** 400n)))).toBeCloseTo(-400 * Math.LN10, 10);
  });

  it("agree with BigInt", () => {
    fc.assert(
      fc.property(exactIntegers, fc.integer({ min: 0, max: 40 }), (x, n) => {
        same(expt(x, n), BigInt(x) ** BigInt(n));
      }),
    );
  });

  it("refuse what is not real", () => {
    for (const f of [
      () => sqrt(-4),
      () => sqrt(flonum(-1)),
      () => expt(-8, num("1/3")),
      () => T.log(-1),
      () => T.acos(2),
    ]) {
      expect(messageOf(f)).toMatch(/not a real number/);
    }
  });
});

describe("limits", () => {
  it("refuse giants before they are computed", () => {
    const refused = [
      () => expt(10, expt(10, 10)),
      () => expt(10, 10n ** 30n),
      () => expt(num("1/3"), 10 ** 12),
      () => bits.arithmeticShift(1, 10 ** 10),
      () => bits.arithmeticShift(1, 2n ** 80n),
      () => {
        let x: Real = 3;
        for (let i = 0; i < 40; i++) x = A.mul(x, x);
      },
      () => D.lcm(expt(2, 8_388_000), expt(3, 700)),
    ];
    for (const f of refused) expect(messageOf(f)).toMatch(/would have more than 8388608 bits/);
    expect(messageOf(() => ratio(BigInt(expt(3, 1_000_000) as bigint), BigInt(expt(2, 1_000_000) as bigint)))).toMatch(
      /too large for exact fractions/,
    );
    expect(write(expt(2, 8_388_607)).length).toBe(2_525_223);
  });

  it("name the procedure and the argument", () => {
    expect(messageOf(() => A.add(1, intern("a")))).toBe("+: expected a number as argument 2, got a");
    expect(messageOf(() => A.lt(true, 1))).toBe("<: expected a number as argument 1, got #t");
    expect(messageOf(() => A.div(1, 0))).toBe("/: division by zero");
    expect(messageOf(() => D.modulo(5, flonum(0)))).toBe("modulo: division by zero");
    expect(messageOf(() => D.quotient(flonum(1.5), 1))).toBe("quotient: expected an integer as argument 1, got 1.5");
    expect(messageOf(() => R.exact(flonum(Infinity)))).toBe("exact: +inf.0 has no exact value");
    expect(messageOf(() => expt(0, -1))).toBe("expt: division by zero");
  });
});
