// Characters (R7RS 6.6): by code point, with the whole of Unicode's classes and simple case mappings.
import { Char, charOf } from "../values/char.ts";
import { wrongArgument } from "../values/error.ts";
import { MString } from "../values/string.ts";
import { intern } from "../values/symbol.ts";
import type { Value } from "../values/types.ts";
import { downcaseCode, foldcaseCode, titlecaseCode, upcaseCode } from "./case.ts";
import { leaf } from "./leaf.ts";
import type { Row, Section } from "./row.ts";

const ALPHABETIC = /^\p{Alphabetic}$/u;
const WHITESPACE = /^\p{White_Space}$/u;
const UPPER = /^\p{Uppercase}$/u;
const LOWER = /^\p{Lowercase}$/u;
const TITLE = /^\p{Lt}$/u;
const DIGIT = /^\p{Nd}$/u;

/** White space, as `string-trim`, `string-split` and `char-whitespace?` understand it. */
export const isWhitespace = (code: number): boolean =>
  code < 128 ? code === 32 || (code >= 9 && code <= 13) : WHITESPACE.test(String.fromCodePoint(code));

export const isAlphabetic = (code: number): boolean => ALPHABETIC.test(String.fromCodePoint(code));
export const isNumeric = (code: number): boolean => DIGIT.test(String.fromCodePoint(code));

/** The weight of a decimal digit of any script, or −1. The digits of each script are ten neighbours that begin with its zero. */
export function digitWeight(code: number): number {
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
  if (!DIGIT.test(String.fromCodePoint(code))) return -1;
  let zero = code;
  while (code - zero < 50 && DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
  // Runs of several scripts' digits stand next to each other (the mathematical ones): count within ten.
  return (code - zero) % 10;
}

const CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Ps Pe Pi Pf Pd Pc Po Sc Sm Sk So Zs Zp Zl Cc Cf Cs Co Cn".split(
  " ",
);

function categoryOf(code: number): string {
  const text = String.fromCodePoint(code);
  return CATEGORIES.find((name) => new RegExp(`^\\p{${name}}$`, "u").test(text)) ?? "Cn";
}

function classRows(): Row[] {
  const test = (name: string, doc: string, example: string, check: (code: number) => boolean): Row =>
    leaf(`(${name} c:char)`, doc, example, (c: Char) => check(c.code));
  const byPattern = (pattern: RegExp) => (code: number) => pattern.test(String.fromCodePoint(code));
  return [
    test("char-alphabetic?", "Whether c is a letter.", "(char-alphabetic? #\\λ) => #t", isAlphabetic),
    test("char-numeric?", "Whether c is a decimal digit of any script.", "(char-numeric? #\\5) => #t", isNumeric),
    test("char-whitespace?", "Whether c is white space.", "(char-whitespace? #\\tab) => #t", isWhitespace),
    test("char-upper-case?", "Whether c is a capital letter.", "(char-upper-case? #\\A) => #t", byPattern(UPPER)),
    test("char-lower-case?", "Whether c is a small letter.", "(char-lower-case? #\\A) => #f", byPattern(LOWER)),
    test(
      "char-title-case?",
      "Whether c is a title-case letter, such as the one-character Dž.",
      "(char-title-case? #\\A) => #f",
      byPattern(TITLE),
    ),
    test("char-punctuation?", "Whether c is punctuation.", "(char-punctuation? #\\!) => #t", byPattern(/^\p{P}$/u)),
    test(
      "char-symbolic?",
      "Whether c is a symbol, such as + or €.",
      "(char-symbolic? #\\+) => #t",
      byPattern(/^\p{S}$/u),
    ),
    test(
      "char-graphic?",
      "Whether c leaves ink.",
      "(char-graphic? #\\a) => #t",
      byPattern(/^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u),
    ),
    test("char-blank?", "Whether c is a horizontal space.", "(char-blank? #\\space) => #t", byPattern(/^[\p{Zs}\t]$/u)),
    test(
      "char-iso-control?",
      "Whether c is a control character.",
      "(char-iso-control? #\\nul) => #t",
      (c) => c < 32 || (c >= 127 && c < 160),
    ),
    leaf(
      "(char-general-category c:char)",
      "Unicode's general category as a symbol.",
      "(char-general-category #\\a) => ll",
      (c: Char) => intern(categoryOf(c.code).toLowerCase()),
    ),
    leaf(
      "(digit-value c:char)",
      "The weight of a decimal digit of any script, or #f.",
      "(digit-value #\\7) => 7\n(digit-value #\\x) => #f",
      (c: Char) => {
        const weight = digitWeight(c.code);
        return weight < 0 ? false : weight;
      },
    ),
    leaf(
      "(char->digit c:char [radix:index])",
      "The weight of c as a digit, or #f.",
      "(char->digit #\\f 16) => 15",
      (c: Char, radix = 10) => {
        const weight = c.code < 128 ? Number.parseInt(c.toString(), 36) : Number.NaN;
        return weight < radix ? weight : false;
      },
    ),
    leaf(
      "(digit->char n:index [radix:index])",
      "The digit of weight n, or #f.",
      "(digit->char 15 16) => #\\f",
      (n: number, radix = 10) => (n < radix && n < 36 ? charOf(n.toString(36).charCodeAt(0)) : false),
    ),
  ];
}

function caseRows(): Row[] {
  const map = (name: string, doc: string, example: string, f: (code: number) => number): Row =>
    leaf(`(${name} c:char)`, doc, example, (c: Char) => charOf(f(c.code)));
  return [
    map(
      "char-upcase",
      "The capital letter, where one character is enough for it.",
      "(char-upcase #\\ä) => #\\Ä\n(char-upcase #\\ß) => #\\ß",
      upcaseCode,
    ),
    map("char-downcase", "The small letter.", "(char-downcase #\\Σ) => #\\σ", downcaseCode),
    map("char-foldcase", "The character without regard to case.", "(char-foldcase #\\ς) => #\\σ", foldcaseCode),
    map("char-titlecase", "The title-case letter.", "(char-titlecase #\\a) => #\\A", titlecaseCode),
  ];
}

function comparisonRows(): Row[] {
  const orders: [string, string, (a: number, b: number) => boolean][] = [
    ["=?", "equal", (a, b) => a === b],
    ["<?", "in increasing order", (a, b) => a < b],
    [">?", "in decreasing order", (a, b) => a > b],
    ["<=?", "in order, or equal", (a, b) => a <= b],
    [">=?", "in reverse order, or equal", (a, b) => a >= b],
  ];
  const compare = (
    name: string,
    doc: string,
    key: (code: number) => number,
    holds: (a: number, b: number) => boolean,
  ): Row =>
    leaf(`(${name} c:char d:char ...)`, doc, `(${name} #\\a) => #t`, (c: Char, rest: Char[]) => {
      let last = key(c.code);
      for (const d of rest) {
        const next = key(d.code);
        if (!holds(last, next)) return false;
        last = next;
      }
      return true;
    });
  return [
    ...orders.map(([suffix, doc, holds]) =>
      compare(`char${suffix}`, `Whether the characters are ${doc}, by code point.`, (c) => c, holds),
    ),
    ...orders.map(([suffix, doc, holds]) =>
      compare(`char-ci${suffix}`, `Whether the characters are ${doc}, case aside.`, foldcaseCode, holds),
    ),
  ];
}

export const chars: Section = () => [
  leaf("(char? x)", "Whether x is a character.", "(char? #\\a) => #t", (x: Value) => x instanceof Char),
  leaf("(char->integer c:char)", "The code point.", "(char->integer #\\A) => 65", (c: Char) => c.code),
  leaf("(integer->char n)", "The character of a code point.", "(integer->char 955) => #\\λ", (n: Value) => {
    const valid = typeof n === "number" && n >= 0 && n <= 0x10ffff && (n < 0xd800 || n > 0xdfff);
    return valid ? charOf(n) : wrongArgument(1, "a code point (0 to #x10FFFF, without #xD800 to #xDFFF)", n);
  }),
  leaf(
    "(char->string c:char)",
    "The string of this one character.",
    '(char->string #\\a) => "a"',
    (c: Char) => new MString(c.toString()),
  ),
  leaf("(char-utf-8-length c:char)", "How many bytes c takes in UTF-8.", "(char-utf-8-length #\\λ) => 2", (c: Char) =>
    c.code < 0x80 ? 1 : c.code < 0x800 ? 2 : c.code < 0x10000 ? 3 : 4,
  ),
  ...classRows(),
  ...caseRows(),
  ...comparisonRows(),
];
