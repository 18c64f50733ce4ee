// Numbers as text: number->string, string->number, and Racket's formatting of decimals (`~r`, `real->decimal-string`).
import type { Machine } from "../machine/machine.ts";
import { mul, negate } from "../values/arithmetic.ts";
import { wrongArgument } from "../values/error.ts";
import { numberToString, parseNumber } from "../values/number-syntax.ts";
import { bitLength, type Exact, isExactInteger, isRational, parts, type Real, signOf } from "../values/numbers.ts";
import { arrayFrom } from "../values/pair.ts";
import { expt } from "../values/powers.ts";
import { exact, round } from "../values/rounding.ts";
import { type MString, str } from "../values/string.ts";
import { Sym } from "../values/symbol.ts";
import type { Keywords, Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import type { Row, Section } from "./row.ts";
import { fitText } from "./text.ts";

/** More digits than this after the point are no number for people. */
const MAX_DIGITS = 100_000;

function radixOf(radix: Value | undefined): number {
  if (radix === undefined) return 10;
  if (typeof radix !== "number" || radix < 2 || radix > 36) wrongArgument(2, "a radix from 2 to 36", radix);
  return radix;
}

function digitCount(value: Value, index: number): number {
  if (typeof value !== "number" || value < 0 || value > MAX_DIGITS) {
    wrongArgument(index, `a number of digits up to ${MAX_DIGITS}`, value);
  }
  return value;
}

/** A number that is not negative, with exactly `digits` after the point, rounded half to even. */
function decimals(x: Exact, digits: number, base: number): string {
  const text = numberToString(round(mul(x, expt(base, digits))), base).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The exact magnitude of a finite number. */
function magnitude(x: Real): Exact {
  const value = exact(x);
  return (signOf(value) < 0 ? negate(value) : value) as Exact;
}

export function decimalString(x: Real, digits: number): string {
  const text = decimals(magnitude(x), digits, 10);
  // Racket writes no sign before a number that has been rounded to zero.
  return signOf(x) < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** What the keywords of `~r` say. */
interface Style {
  readonly base: number;
  readonly precision: number;
  /** Exactly so many digits, or at most. */
  readonly fixed: boolean;
}

function styleOf(keywords: Keywords): Style {
  const base = keywords.get("base") ?? 10;
  if (typeof base !== "number" || base < 2 || base > 36) return wrongArgument(1, "#:base from 2 to 36", base);
  const precision = keywords.get("precision") ?? 6;
  const exactly = arrayFrom(precision);
  if (exactly?.length === 2 && exactly[0] instanceof Sym && exactly[0].name === "=") {
    return { base, precision: digitCount(exactly[1], 1), fixed: true };
  }
  return { base, precision: digitCount(precision, 1), fixed: false };
}

function positional(x: Exact, { base, precision, fixed }: Style): string {
  const text = decimals(x, precision, base);
  return fixed || precision === 0 ? text : text.replace(/\.?0+$/, "");
}

function exponential(x: Exact, style: Style): string {
  const { base } = style;
  const scaled = (exponent: number): Exact => mul(x, expt(base, -exponent)) as Exact;
  let exponent = 0;
  if (signOf(x) !== 0) {
    const [num, den] = parts(x);
    // Estimated from the lengths; whole digits before the point tell how far off that is.
    exponent = Math.floor((bitLength(num) - bitLength(den)) / Math.log2(base)) + 2;
    while (numberToString(floorOf(scaled(exponent)), base) === "0") exponent--;
  }
  let mantissa = positional(scaled(exponent), style);
  // 9.99 may have been rounded to 10.0.
  if (mantissa.replace(/\..*/, "").length > 1) mantissa = positional(scaled(++exponent), style);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function floorOf(x: Exact): bigint {
  const [num, den] = parts(x);
  return num / den;
}

/** What stands before and after a number: `#:sign`. */
function signed(x: Real, text: string, sign: Value): string {
  const negative = signOf(x) < 0;
  if (sign instanceof Sym && sign.name === "+") return negative ? `-${text}` : signOf(x) === 0 ? text : `+${text}`;
  if (sign instanceof Sym && sign.name === "++") return negative ? `-${text}` : `+${text}`;
  if (sign instanceof Sym && sign.name === "parens") return negative ? `(${text})` : text;
  return negative ? `-${text}` : text;
}

function formatReal(m: Machine, keywords: Keywords, x: Real): Value {
  const sign = keywords.get("sign") ?? false;
  const width = (keywords.get("min-width") as number | undefined) ?? 1;
  const pad = keywords.get("pad-string")?.toString() ?? " ";
  if (pad === "") wrongArgument(1, "a #:pad-string that is not empty", str(""));
  const notation = keywords.get("notation");
  let text: string;
  if (!isRational(x)) text = numberToString(x).replace(/^[-+]/, "");
  else {
    const style = styleOf(keywords);
    const write = notation instanceof Sym && notation.name === "exponential" ? exponential : positional;
    text = grouped(write(magnitude(x), style), keywords.get("group-sep")?.toString() ?? "");
  }
  const fit = {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    align: "right",
    leftPad: pad,
    rightPad: pad,
    marker: "",
    cutLeft: false,
  } as const;
  // Zeros go between the sign and the digits.
  if (/^0+$/.test(pad)) {
    const bare = signed(x, "", sign).length;
    return str(signed(x, fitText(m, text, { ...fit, min: Math.max(0, width - bare) }), sign));
  }
  return str(fitText(m, signed(x, text, sign), { ...fit, min: width }));
}

function grouped(text: string, separator: string): string {
  if (separator === "") return text;
  const [whole, rest] = text.split(/(?=[.e])/, 2);
  return (
    whole.replace(/\B(?=(?:[0-9a-z]{3})+$)/g, () => separator) + (rest === undefined ? "" : text.slice(whole.length))
  );
}

export const numberText: Section = (m): Row[] => [
  {
    signature: "(number->string z:number [radix])",
    doc: "The number as text that reads back as the same number.",
    example: '(number->string 255 16) => "ff"\n(number->string 0.5) => "0.5"',
    run(z: Real, radix: Value | undefined) {
      // The time grows with the square of the length.
      if (isExactInteger(z) && typeof z === "bigint") m.fuel -= bitLength(z) >> 6;
      return str(numberToString(z, radixOf(radix)));
    },
  },
  {
    signature: "(string->number text:string [radix])",
    doc: "The number that the text spells, or #f.",
    example: '(string->number "1e3") => 1000.0\n(string->number "ff" 16) => 255\n(string->number "x") => #f',
    run(text: MString, radix: Value | undefined) {
      m.fuel -= text.length >> 6;
      return parseNumber(text.toString(), radixOf(radix)) ?? false;
    },
  },
  leaf(
    "(real->decimal-string x:real [digits:index])",
    "The number with so many digits after the point (2 unless given), rounded.",
    '(real->decimal-string 3.14159) => "3.14"\n(real->decimal-string 2/3 4) => "0.6667"',
    (x: Real, digits: number | undefined) => {
      if (!isRational(x)) wrongArgument(1, "a finite number", x);
      return str(decimalString(x, digitCount(digits ?? 2, 2)));
    },
  ),
  {
    signature:
      "(~r x:real #:sign [sign] #:base [base] #:precision [precision] #:notation [notation:symbol] #:min-width [width:index] #:pad-string [pad:string] #:group-sep [separator:string])",
    doc: "The number as people write it: at most 6 digits after the point, or #:precision n or '(= n) for exactly n.",
    example:
      '(~r 3.14159 #:precision 2) => "3.14"\n(~r 2 #:precision \'(= 2)) => "2.00"\n(~r 7 #:min-width 3 #:pad-string "0") => "007"\n(~r 12345 #:notation \'exponential) => "1.2345e+04"',
    run: (keywords: Keywords, x: Real) => formatReal(m, keywords, x),
  },
];
