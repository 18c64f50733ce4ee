// Strings (R7RS 6.7): by code point; making, reading, changing, comparing and converting them.
import type { Machine } from "../machine/machine.ts";
import { Char, charOf } from "../values/char.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { listFrom, listLength, Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { MString, str } from "../values/string.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { charge, checkAllocation, PAIR_BYTES } from "./allocation.ts";
import { downcaseText, foldcaseText, titlecaseText, upcaseText } from "./case.ts";
import { checkIndex, checkRange } from "./checks.ts";
import { leaf } from "./leaf.ts";
import type { Row, Section } from "./row.ts";
import { checkTextLength, forgivingText, MAX_TEXT, textArgument } from "./text.ts";

/** Argument 1 of procedures that change a string. The first change makes its text into code points, which takes room. */
function mutable(m: Machine, who: string, s: MString): MString {
  if (s.immutable) {
    const hint = "strings written in a program are constants: change a copy, made by (string-copy s)";
    fail("immutable", `${who}: expected a string that can be changed as argument 1, got ${printShort(s)}`, [], hint);
  }
  if (s.version === 0 && s.length > 1 << 16) m.allocating(16 * s.length);
  return s;
}

/** By code point; JS compares UTF-16 units, which puts U+FFFF after U+10000. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  const x = a.charCodeAt(i);
  const y = b.charCodeAt(i);
  const rank = (c: number): number => (c >= 0xe000 ? c - 0x2000 : c >= 0xd800 ? c + 0x2000 : c);
  return rank(x) - rank(y);
}

function makingRows(m: Machine): Row[] {
  return [
    leaf("(string? x)", "Whether x is a string.", '(string? "a") => #t', (x: Value) => x instanceof MString),
    leaf(
      "(make-string k:index [c:char])",
      "A string of k times c.",
      '(make-string 3 #\\x) => "xxx"',
      (k: number, c?: Char) => {
        checkTextLength(m, k);
        return str((c ?? charOf(32)).toString().repeat(k));
      },
    ),
    leaf("(string c ...)", "The string of these characters.", '(string #\\a #\\b) => "ab"', (items: Value[]) => {
      charge(m, items.length);
      return str(items.map((c, i) => (c instanceof Char ? c.toString() : forgivingText(c, "string", i + 1))).join(""));
    }),
    leaf(
      "(string-append part ...)",
      "The parts joined; data that is no string appears as display shows it.",
      '(string-append "a" "b" 1) => "ab1"',
      (parts: Value[]) => joinParts(m, "string-append", parts),
    ),
    appendStar(m),
    leaf(
      "(string-copy s:string [start:index] [end:index])",
      "A fresh copy of (a part of) s.",
      '(string-copy "hello" 1 3) => "el"',
      part,
    ),
    leaf(
      "(substring s:string start:index [end:index])",
      "The part of s from start to before end.",
      '(substring "hello" 1 3) => "el"',
      part,
    ),
    leaf(
      "(string->immutable-string s:string)",
      "The same text as a constant.",
      '(string->immutable-string "a") => "a"',
      (s: MString) => (s.immutable ? s : new MString(s.toString(), true)),
    ),
  ];
}

const part = (s: MString, start: number | undefined, end: number | undefined): Value => {
  const [from, to] = checkRange(s.length, start, end, 2);
  return str(s.slice(from, to));
};

/** `string-append`: ropes, so joining takes no time in the length of the parts. */
function joinParts(m: Machine, who: string, parts: readonly Value[]): MString {
  let text = "";
  for (let i = 0; i < parts.length; i++) {
    const x = parts[i];
    text += x instanceof MString ? x.toString() : forgivingText(x, who, i + 1);
    if (text.length > MAX_TEXT) checkTextLength(m, text.length);
  }
  m.fuel -= parts.length >> 3;
  checkTextLength(m, text.length);
  return str(text);
}

function appendStar(m: Machine): Row {
  return leaf(
    "(string-append* part parts ...)",
    "Like string-append, the last argument being a list of parts.",
    '(string-append* "a" \'("b" "c")) => "abc"\n(string-append* \'("x" "y")) => "xy"',
    (first: Value, rest: Value[]) => {
      const all = [first, ...rest];
      const last = all.pop() as Value;
      if (listLength(last) < 0) wrongArgument(rest.length + 1, "a list", last);
      for (let at = last; at instanceof Pair; at = at.cdr) all.push(at.car);
      return joinParts(m, "string-append*", all);
    },
  );
}

function accessRows(m: Machine): Row[] {
  return [
    leaf(
      "(string-length s:string)",
      "How many characters s has.",
      '(string-length "aé😀") => 3',
      (s: MString) => s.length,
    ),
    leaf(
      "(string-ref s:string k:index)",
      "Character k of s, counted from 0.",
      '(string-ref "abc" 1) => #\\b',
      (s: MString, k: number) => {
        checkIndex(k, s.length, 2);
        return charOf(s.codeAt(k));
      },
    ),
    leaf(
      "(string-set! s:string k:index c:char)",
      "Puts c at place k of s.",
      '(let ([s (string-copy "abc")]) (string-set! s 1 #\\x) s) => "axc"',
      (s: MString, k: number, c: Char) => {
        checkIndex(k, s.length, 2);
        mutable(m, "string-set!", s).set(k, c.code);
        return UNSPECIFIED;
      },
    ),
    leaf(
      "(string-fill! s:string c:char [start:index] [end:index])",
      "Makes every character of (a part of) s into c.",
      '(let ([s (make-string 3 #\\a)]) (string-fill! s #\\x 1) s) => "axx"',
      (s: MString, c: Char, start?: number, end?: number) => {
        const [from, to] = checkRange(s.length, start, end, 3);
        charge(m, to - from);
        mutable(m, "string-fill!", s).codes().fill(c.code, from, to);
        s.changed();
        return UNSPECIFIED;
      },
    ),
    leaf(
      "(string-copy! to:string at:index from:string [start:index] [end:index])",
      "Copies (a part of) from into to, beginning at place at.",
      '(let ([s (make-string 4 #\\-)]) (string-copy! s 1 "ab") s) => "-ab-"',
      (to: MString, at: number, from: MString, start?: number, end?: number) => {
        const [first, last] = checkRange(from.length, start, end, 4);
        const room = to.length - (last - first);
        if (at > room)
          wrongArgument(2, room < 0 ? "a place, but the text does not fit" : `a place of at most ${room}`, at);
        charge(m, last - first);
        const source = from.codes().slice(first, last);
        const target = mutable(m, "string-copy!", to).codes();
        for (let i = 0; i < source.length; i++) target[at + i] = source[i];
        to.changed();
        return UNSPECIFIED;
      },
    ),
  ];
}

function comparisonRows(m: Machine): Row[] {
  const orders: [string, string, (order: number) => boolean][] = [
    ["=?", "equal", (order) => order === 0],
    ["<?", "in increasing order", (order) => order < 0],
    [">?", "in decreasing order", (order) => order > 0],
    ["<=?", "in order, or equal", (order) => order <= 0],
    [">=?", "in reverse order, or equal", (order) => order >= 0],
  ];
  const row = (name: string, doc: string, key: (text: string) => string, holds: (order: number) => boolean): Row =>
    leaf(`(${name} s:string t:string ...)`, doc, `(${name} "a") => #t`, (s: MString, rest: MString[]) => {
      let last = key(s.toString());
      for (const t of rest) {
        const next = key(t.toString());
        m.fuel -= Math.min(last.length, next.length) >> 6;
        if (!holds(compareTexts(last, next))) return false;
        last = next;
      }
      return true;
    });
  return [
    ...orders.map(([suffix, doc, holds]) =>
      row(`string${suffix}`, `Whether the strings are ${doc}, by code points.`, (s) => s, holds),
    ),
    ...orders.map(([suffix, doc, holds]) =>
      row(`string-ci${suffix}`, `Whether the strings are ${doc}, case aside.`, foldcaseText, holds),
    ),
  ];
}

function caseRows(m: Machine): Row[] {
  const map = (name: string, doc: string, example: string, f: (text: string) => string): Row =>
    leaf(`(${name} text)`, doc, example, (x: Value) => {
      const s = textArgument(x, 1);
      charge(m, s.length);
      const mapped = f(s.toString());
      checkTextLength(m, mapped.length);
      return str(mapped);
    });
  return [
    map("string-upcase", "In capitals.", '(string-upcase "Straße") => "STRASSE"', upcaseText),
    map("string-downcase", "In small letters.", '(string-downcase "ΧΑΟΣ") => "χαος"', downcaseText),
    map("string-foldcase", "Without regard to case.", '(string-foldcase "Straße") => "strasse"', foldcaseText),
    map(
      "string-titlecase",
      "With a capital at the beginning of each word.",
      '(string-titlecase "hello world") => "Hello World"',
      titlecaseText,
    ),
  ];
}

function codesOf(items: readonly Value[], index: number): number[] {
  return items.map((c) => (c instanceof Char ? c.code : wrongArgument(index, "a list of characters", c)));
}

function conversionRows(m: Machine): Row[] {
  const charsOf = (s: MString, start: number | undefined, end: number | undefined): Value[] => {
    const [from, to] = checkRange(s.length, start, end, 2);
    checkAllocation(m, to - from, PAIR_BYTES);
    const result: Value[] = [];
    for (let i = from; i < to; i++) result.push(charOf(s.codeAt(i)));
    return result;
  };
  return [
    leaf(
      "(string->list s:string [start:index] [end:index])",
      "The characters as a list.",
      '(string->list "abc" 1) => (#\\b #\\c)',
      (s: MString, start?: number, end?: number) => listFrom(charsOf(s, start, end)),
    ),
    leaf(
      "(string->vector s:string [start:index] [end:index])",
      "The characters as a vector.",
      '(string->vector "abc") => #(#\\a #\\b #\\c)',
      charsOf,
    ),
    leaf(
      "(list->string chars:list)",
      "The string of a list of characters.",
      '(list->string \'(#\\a #\\b)) => "ab"',
      (chars: Value) => {
        const codes: number[] = [];
        for (let at = chars; at instanceof Pair; at = at.cdr) {
          const c = at.car;
          codes.push(c instanceof Char ? c.code : wrongArgument(1, "a list of characters", chars));
        }
        checkAllocation(m, codes.length, 8);
        return MString.fromCodes(codes);
      },
    ),
    leaf(
      "(vector->string chars:vector [start:index] [end:index])",
      "The string of a vector of characters.",
      '(vector->string #(#\\a #\\b)) => "ab"',
      (chars: Value[], start?: number, end?: number) => {
        const [from, to] = checkRange(chars.length, start, end, 2);
        checkAllocation(m, to - from, 8);
        return MString.fromCodes(codesOf(chars.slice(from, to), 1));
      },
    ),
  ];
}

export const strings: Section = (m) => [
  ...makingRows(m),
  ...accessRows(m),
  ...comparisonRows(m),
  ...caseRows(m),
  ...conversionRows(m),
];
