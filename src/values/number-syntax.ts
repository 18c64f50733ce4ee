// Numbers as text: what `string->number` and the reader accept, and what `number->string` writes.

import {
  type Exact,
  exactFromNumber,
  Flonum,
  integerFromNumber,
  normalise,
  parts,
  Rational,
  type Real,
  ratio,
  ratioToNumber,
} from "./numbers.ts";
import { MAX_BITS } from "./numeric-limits.ts";

export type Radix = 2 | 8 | 10 | 16;

const DIGITS: { readonly [radix: number]: string } = { 2: "01", 8: "0-7", 10: "0-9", 16: "0-9a-f" };

interface Shapes {
  /** Sign, digits, and digits below a slash. */
  ratio: RegExp;
  complex: RegExp;
}

const SHAPES = new Map<number, Shapes>();

/** Sign, digits with a point, exponent: radix 10 only. */
const DECIMAL = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d+))?$/;

function shapesOf(radix: number): Shapes {
  let shapes = SHAPES.get(radix);
  if (shapes === undefined) {
    const d = DIGITS[radix] ?? digitsOf(radix);
    shapes = {
      ratio: new RegExp(`^([+-]?)([${d}]+)(?:/([${d}]+))?$`),
      complex: complexShape(d, radix),
    };
    SHAPES.set(radix, shapes);
  }
  return shapes;
}

function digitsOf(radix: number): string {
  return radix <= 10 ? `0-${radix - 1}` : `0-9a-${(radix - 1).toString(36)}`;
}

/** What `parseNumber` gives for text that is a number, but one that is not supported or would be too large. */
export class UnsupportedNumber {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The number that `text` spells; undefined when it spells none, or none that can be represented. */
export function parseNumber(text: string, radix = 10): Real | undefined {
  const result = readNumber(text, radix);
  return result instanceof UnsupportedNumber ? undefined : result;
}

/** Like `parseNumber`, but tells apart what is no number and what is one that is refused. */
export function readNumber(text: string, radix = 10): Real | UnsupportedNumber | undefined {
  // Most numbers by far, and cheap: up to 15 plain decimal digits.
  if (radix === 10 && text.length < 16 && /^[+-]?\d+$/.test(text)) return Number(text) + 0;
  let rest = text.toLowerCase();
  let exactness: "e" | "i" | undefined;
  let radixGiven = false;
  while (rest[0] === "#") {
    const letter = rest[1];
    if (letter === "e" || letter === "i") {
      if (exactness !== undefined) return undefined;
      exactness = letter;
    } else {
      const given = { b: 2, o: 8, d: 10, x: 16 }[letter];
      if (given === undefined || radixGiven) return undefined;
      radixGiven = true;
      radix = given;
    }
    rest = rest.slice(2);
  }
  // An exact zero imaginary part leaves a real number.
  if (/[+-]0i$/.test(rest) && rest.length > 3) rest = rest.slice(0, -3);
  return readReal(rest, radix, exactness) ?? (isComplex(rest, radix) ? NOT_REAL : undefined);
}

export const NOT_REAL = new UnsupportedNumber("complex numbers that are not real are not supported");
const TOO_BIG = new UnsupportedNumber(`an exact number of more than ${MAX_BITS} bits is not supported`);

const SPECIAL: { readonly [text: string]: number } = {
  "+inf.0": Infinity,
  "-inf.0": -Infinity,
  "+nan.0": NaN,
  "-nan.0": NaN,
};

function readReal(text: string, radix: number, exactness: "e" | "i" | undefined): Real | UnsupportedNumber | undefined {
  if (Object.hasOwn(SPECIAL, text)) {
    return exactness === "e" ? new UnsupportedNumber(`${text} has no exact value`) : new Flonum(SPECIAL[text]);
  }
  const r = shapesOf(radix).ratio.exec(text);
  if (r !== null) {
    const [, sign, digits, den] = r;
    if (tooManyDigits(digits, radix) || (den !== undefined && tooManyDigits(den, radix))) return TOO_BIG;
    const n = bigFromDigits(digits, radix);
    const d = den === undefined ? 1n : bigFromDigits(den, radix);
    if (d === 0n)
      return exactness === "i" ? new Flonum(n === 0n ? NaN : sign === "-" ? -Infinity : Infinity) : DIVISION;
    if (exactness === "i") return new Flonum((sign === "-" ? -1 : 1) * ratioToNumber(n, d));
    return ratio(sign === "-" ? -n : n, d);
  }
  const match = radix === 10 ? DECIMAL.exec(text) : null;
  if (match === null) return undefined;
  // The JS syntax for doubles is the same, and its conversion is correctly rounded.
  return exactness === "e" ? exactDecimal(match) : new Flonum(Number(text));
}

const DIVISION = new UnsupportedNumber("its denominator is zero");

function exactDecimal([, sign, whole = "", after = "", only = "", exponent = "0"]: RegExpExecArray):
  | Exact
  | UnsupportedNumber {
  const fraction = after + only;
  const digits = whole + fraction;
  if (/^0*$/.test(digits)) return 0;
  const scale = Number(exponent) - fraction.length;
  // 10^n has 3.33 n bits.
  if (tooManyDigits(digits, 10) || Math.abs(scale) * 3.33 + digits.length * 3.33 > MAX_BITS) return TOO_BIG;
  const mantissa = sign === "-" ? -BigInt(digits) : BigInt(digits);
  const power = 10n ** BigInt(Math.abs(scale));
  return scale >= 0 ? normalise(mantissa * power) : ratio(mantissa, power);
}

function tooManyDigits(digits: string, radix: number): boolean {
  return digits.length * Math.log2(radix) > MAX_BITS;
}

function bigFromDigits(digits: string, radix: number): bigint {
  if (radix === 10) return BigInt(digits);
  const prefix = { 2: "0b", 8: "0o", 16: "0x" }[radix];
  if (prefix !== undefined) return BigInt(prefix + digits);
  return digitsToBig(digits, radix, 0, digits.length);
}

/** Halves the digits, so that long texts in odd radixes take no quadratic time. */
function digitsToBig(digits: string, radix: number, start: number, end: number): bigint {
  if (end - start <= 8) return BigInt(Number.parseInt(digits.slice(start, end), radix));
  const middle = (start + end) >> 1;
  const power = BigInt(radix) ** BigInt(end - middle);
  return digitsToBig(digits, radix, start, middle) * power + digitsToBig(digits, radix, middle, end);
}

/** Whether the text is R7RS syntax for a complex number: rectangular or polar. */
function isComplex(text: string, radix: number): boolean {
  // Cheap first: `-` and `...` come by all the time. And no sensible text is that long.
  if (!(text.endsWith("i") || text.includes("@")) || text.length > 1000) return false;
  return shapesOf(radix).complex.test(text);
}

function complexShape(digits: string, radix: number): RegExp {
  const plain = `[${digits}]+(?:/[${digits}]+)?`;
  const unsigned = radix === 10 ? `(?:${plain}|(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:e[+-]?\\d+)?)` : plain;
  const signed = `[+-](?:${unsigned}|inf\\.0|nan\\.0)`;
  const real = `(?:${unsigned}|${signed})`;
  return new RegExp(`^(?:${real}?(?:${signed}|[+-])i|${real}@${real})$`);
}

/** What `number->string` gives; reading it back in the same radix gives the same number. */
export function numberToString(x: Real, radix = 10): string {
  if (typeof x === "number") return radix === 10 ? String(x) : x.toString(radix);
  if (typeof x === "bigint") return x.toString(radix);
  if (x instanceof Rational) return `${x.num.toString(radix)}/${x.den.toString(radix)}`;
  const { n } = x;
  if (Number.isNaN(n)) return "+nan.0";
  if (n === Infinity) return "+inf.0";
  if (n === -Infinity) return "-inf.0";
  const sign = n < 0 || Object.is(n, -0) ? "-" : "";
  const magnitude = Math.abs(n);
  if (radix === 10) return sign + decimalOf(magnitude);
  return sign + inRadix(magnitude, radix);
}

/** JS writes the shortest digits that read back; Scheme wants a point or an exponent in them. */
function decimalOf(n: number): string {
  const text = String(n);
  if (text.includes("e")) return text.replace("e+", "e");
  return text.includes(".") ? text : `${text}.0`;
}

/** Doubles are finite binary fractions, so every even radix writes them exactly. */
function inRadix(n: number, radix: number): string {
  const [num, den] = parts(exactFromNumber(n));
  let text = `${(num / den).toString(radix)}.`;
  let rest = num % den;
  const base = BigInt(radix);
  do {
    rest *= base;
    text += (rest / den).toString(radix);
    rest %= den;
  } while (rest !== 0n && text.length < 1100);
  return text;
}

/** Used where a JS number arrives from outside: `1` is exact, `1.5` and `1e300` are flonums. */
export function realFromNumber(n: number): Real {
  return Number.isSafeInteger(n) && !Object.is(n, -0) ? integerFromNumber(n) : new Flonum(n);
}
