// Numbers as text, both ways.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEqv } from "../../src/values/equality.ts";
import { numberToString, parseNumber, readNumber, UnsupportedNumber } from "../../src/values/number-syntax.ts";
import type { Real } from "../../src/values/numbers.ts";
import { reals } from "./arbitrary.ts";

const SPELLINGS: [string, string | undefined][] = [
  ["0", "0"],
  ["-0", "0"],
  ["+7", "7"],
  ["007", "7"],
  ["9007199254740993", "9007199254740993"],
  ["1.", "1.0"],
  [".5", "0.5"],
  ["-.5e-3", "-0.0005"],
  ["1e3", "1000.0"],
  ["1E3", "1000.0"],
  ["1e400", "+inf.0"],
  ["1e-400", "0.0"],
  ["-1e-400", "-0.0"],
  ["-0.0", "-0.0"],
  ["+inf.0", "+inf.0"],
  ["-INF.0", "-inf.0"],
  ["+NaN.0", "+nan.0"],
  ["4/6", "2/3"],
  ["-4/2", "-2"],
  ["#xFf", "255"],
  ["#b-101", "-5"],
  ["#o17", "15"],
  ["#d10", "10"],
  ["#x1/a", "1/10"],
  ["#x1e2", "482"],
  ["#e1.5", "3/2"],
  ["#e1e2", "100"],
  ["#e-1.25e-2", "-1/80"],
  ["#i1/3", "0.3333333333333333"],
  ["#i10", "10.0"],
  ["#x#i10", "16.0"],
  ["#i#x10", "16.0"],
  ["#E#XfF", "255"],
  ["#i1/0", "+inf.0"],
  ["#e0e999999999999", "0"],
  ["", undefined],
  ["+", undefined],
  ["-", undefined],
  [".", undefined],
  ["...", undefined],
  ["1+", undefined],
  ["1.2.3", undefined],
  ["1e", undefined],
  ["e1", undefined],
  ["1/", undefined],
  ["/2", undefined],
  ["1/2/3", undefined],
  ["1/2.0", undefined],
  ["1/-2", undefined],
  ["--1", undefined],
  ["inf.0", undefined],
  ["#b2", undefined],
  ["#x1.5", undefined],
  ["#e#e1", undefined],
  ["#x#b1", undefined],
  ["#q1", undefined],
  ["#", undefined],
  ["1 ", undefined],
  ["1_000", undefined],
  ["0x10", undefined],
  ["Infinity", undefined],
  ["１", undefined],
];

it.each(SPELLINGS)("%s is %s", (text, expected) => {
  const number = parseNumber(text);
  expect(number === undefined ? undefined : numberToString(number)).toBe(expected);
});

it("refuses with a reason", () => {
  const cases: [string, RegExp][] = [
    ["+i", /complex/],
    ["-2i", /complex/],
    ["1+2i", /complex/],
    ["1/2-3.5e2i", /complex/],
    ["1@2", /complex/],
    ["+inf.0-nan.0i", /complex/],
    ["1/0", /denominator/],
    ["#e+inf.0", /no exact value/],
    ["#e1e1000000000", /8388608 bits/],
    ["#e1e-1000000000", /8388608 bits/],
    [`#e1e${"9".repeat(1000)}`, /8388608 bits/],
    ["1".repeat(3_000_000), /8388608 bits/],
    [`1/${"1".repeat(3_000_000)}`, /8388608 bits/],
  ];
  for (const [text, reason] of cases) {
    const result = readNumber(text);
    expect(result, text.slice(0, 40)).toBeInstanceOf(UnsupportedNumber);
    expect((result as UnsupportedNumber).reason).toMatch(reason);
    expect(parseNumber(text)).toBeUndefined();
  }
  // A symbol may look a bit like a complex number.
  for (const text of ["hi", "ai", "+x@y", "1-i-", "i"]) expect(readNumber(text)).toBeUndefined();
});

it("does not hang on what is nearly a number", () => {
  for (const text of [
    `${"1".repeat(100_000)}x`,
    `1e${"1".repeat(100_000)}x`,
    `${"1/".repeat(50_000)}`,
    `${"+1".repeat(50_000)}i`,
  ]) {
    expect(readNumber(text)).toBeUndefined();
  }
});

describe("number->string", () => {
  it("is read back as the same number", () => {
    fc.assert(
      fc.property(reals, (x) => {
        expect(isEqv(parseNumber(numberToString(x)) as Real, x)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(
        reals.filter((x) => typeof x === "number" || typeof x === "bigint"),
        fc.integer({ min: 2, max: 36 }),
        (x, radix) => isEqv(parseNumber(numberToString(x, radix), radix) as Real, x),
      ),
    );
  });

  it("writes other radixes", () => {
    expect(numberToString(255, 16)).toBe("ff");
    expect(numberToString(parseNumber("-1/10") as Real, 2)).toBe("-1/1010");
    expect(numberToString(parseNumber("0.5") as Real, 2)).toBe("0.1");
    expect(numberToString(parseNumber("-10.75") as Real, 16)).toBe("-a.c");
    expect(numberToString(parseNumber("+inf.0") as Real, 2)).toBe("+inf.0");
  });
});
