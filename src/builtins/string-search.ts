// Strings as SRFI 13 and MIT Scheme have them: taking, padding, searching by text; what calls no procedure.
import type { Machine } from "../machine/machine.ts";
import { type Char, charOf } from "../values/char.ts";
import { wrongArgument } from "../values/error.ts";
import { listFrom, Pair } from "../values/pair.ts";
import { MString, str } from "../values/string.ts";
import { NIL, type Value } from "../values/types.ts";
import { charge, checkAllocation } from "./allocation.ts";
import { checkRange } from "./checks.ts";
import { leaf } from "./leaf.ts";
import type { Row, Section } from "./row.ts";
import { checkTextLength, gather, lengthOf } from "./text.ts";

/** A number of characters that s must have. */
function checkCount(s: MString, n: number): number {
  return n <= s.length ? n : wrongArgument(2, `at most ${s.length}, the length of the string,`, n);
}

function takingRows(): Row[] {
  const row = (
    name: string,
    doc: string,
    example: string,
    take: (s: MString, n: number, length: number) => string,
  ): Row =>
    leaf(`(${name} s:string n:index)`, doc, example, (s: MString, n: number) =>
      str(take(s, checkCount(s, n), s.length)),
    );
  return [
    row("string-take", "The first n characters.", '(string-take "banana" 3) => "ban"', (s, n) => s.slice(0, n)),
    row("string-drop", "All but the first n characters.", '(string-drop "banana" 4) => "na"', (s, n, length) =>
      s.slice(n, length),
    ),
    row("string-take-right", "The last n characters.", '(string-take-right "banana" 2) => "na"', (s, n, length) =>
      s.slice(length - n, length),
    ),
    row(
      "string-drop-right",
      "All but the last n characters.",
      '(string-drop-right "banana" 4) => "ba"',
      (s, n, length) => s.slice(0, length - n),
    ),
  ];
}

function paddingRows(m: Machine): Row[] {
  const row = (name: string, doc: string, example: string, left: boolean): Row =>
    leaf(
      `(${name} s:string n:index [c:char] [start:index] [end:index])`,
      doc,
      example,
      (s: MString, n: number, c?: Char, start?: number, end?: number) => {
        const [from, to] = checkRange(s.length, start, end, 4);
        checkTextLength(m, n);
        const missing = n - (to - from);
        const pad = (c ?? charOf(32)).toString().repeat(Math.max(0, missing));
        if (left) return str(pad + s.slice(missing < 0 ? to - n : from, to));
        return str(s.slice(from, missing < 0 ? from + n : to) + pad);
      },
    );
  const example = (name: string, result: string): string => `(${name} "42" 5) => ${result}`;
  return [
    row(
      "string-pad",
      "s in a field of n characters, to the right of it; what does not fit is cut on the left.",
      example("string-pad", '"   42"'),
      true,
    ),
    row(
      "string-pad-left",
      "s in a field of n characters, to the right of it; what does not fit is cut on the left.",
      '(string-pad-left "42" 5 #\\0) => "00042"',
      true,
    ),
    row(
      "string-pad-right",
      "s in a field of n characters, to the left of it; what does not fit is cut on the right.",
      example("string-pad-right", '"42   "'),
      false,
    ),
  ];
}

/** From a place in UTF-16 units to one in characters, and back. */
const positionOf = (text: string, at: number): number => lengthOf(text.slice(0, at));

/** The place of `part` in `text`, in characters, between `from` and `to` (also in characters); −1 when it is not there. */
function search(s: MString, part: string, from: number, to: number): number {
  const at = s.slice(from, to).indexOf(part);
  return at < 0 ? -1 : from + positionOf(s.slice(from, to), at);
}

function searchingRows(m: Machine): Row[] {
  const found = (at: number): Value => (at < 0 ? false : at);
  const find = (name: string, fold: boolean): Row =>
    leaf(
      `(${name} text:string part:string [start:index] [end:index])`,
      `Where part first occurs in the text${fold ? ", case aside" : ""}; #f when it does not.`,
      `(${name} "banana" "${fold ? "NAN" : "nan"}") => 2`,
      (s: MString, part: MString, start?: number, end?: number) => {
        const [from, to] = checkRange(s.length, start, end, 3);
        charge(m, (to - from) >> 4);
        if (!fold) return found(search(s, part.toString(), from, to));
        return found(search(str(s.toString().toLowerCase()), part.toString().toLowerCase(), from, to));
      },
    );
  return [
    find("string-contains", false),
    find("string-contains-ci", true),
    find("string-find", false),
    leaf(
      "(string-search-forward part:string text:string [start:index])",
      "Where part occurs at or after start; #f when it does not.",
      '(string-search-forward "a" "banana" 2) => 3',
      (part: MString, s: MString, start?: number) => {
        const [from] = checkRange(s.length, start, undefined, 3);
        charge(m, s.length >> 4);
        return found(search(s, part.toString(), from, s.length));
      },
    ),
    leaf(
      "(string-search-backward part:string text:string end:index)",
      "Where the last occurrence of part that ends at or before end, ends; #f when there is none.",
      '(string-search-backward "a" "banana" 5) => 4',
      (part: MString, s: MString, end: number) => {
        const [, to] = checkRange(s.length, 0, end, 2);
        charge(m, s.length >> 4);
        const text = s.slice(0, to);
        const at = text.lastIndexOf(part.toString());
        return at < 0 ? false : positionOf(text, at) + part.length;
      },
    ),
    leaf(
      "(string-search-all part:string text:string)",
      "All places where part occurs, as a list.",
      '(string-search-all "a" "banana") => (1 3 5)',
      (part: MString, s: MString) => {
        const text = s.toString();
        const places: Value[] = [];
        for (
          let at = text.indexOf(part.toString());
          at >= 0 && at <= text.length;
          at = text.indexOf(part.toString(), at + 1)
        ) {
          gather(m, places, s.length === text.length ? at : positionOf(text, at));
          if (at >= text.length) break;
        }
        charge(m, text.length + places.length);
        return listFrom(places);
      },
    ),
    leaf(
      "(string-prefix-length s:string t:string)",
      "How many characters both begin with.",
      '(string-prefix-length "banana" "bank") => 3',
      (s: MString, t: MString) => {
        let n = 0;
        while (n < s.length && n < t.length && s.codeAt(n) === t.codeAt(n)) n++;
        charge(m, n);
        return n;
      },
    ),
    leaf(
      "(string-suffix-length s:string t:string)",
      "How many characters both end with.",
      '(string-suffix-length "banana" "cabana") => 3',
      (s: MString, t: MString) => {
        let n = 0;
        while (n < s.length && n < t.length && s.codeAt(s.length - 1 - n) === t.codeAt(t.length - 1 - n)) n++;
        charge(m, n);
        return n;
      },
    ),
  ];
}

function wholeRows(m: Machine): Row[] {
  return [
    leaf(
      "(string-reverse s:string)",
      "The characters in reverse order.",
      '(string-reverse "abc") => "cba"',
      (s: MString) => {
        checkAllocation(m, s.length, 16);
        return MString.fromCodes([...s.codes()].reverse());
      },
    ),
    leaf(
      "(string-concatenate strings:list)",
      "The strings of a list joined.",
      '(string-concatenate \'("a" "b")) => "ab"',
      (strings: Value) => {
        const texts: string[] = [];
        let length = 0;
        let at = strings;
        for (; at instanceof Pair; at = at.cdr) {
          if (!(at.car instanceof MString)) wrongArgument(1, "a list of strings", strings);
          texts.push(at.car.toString());
          length += at.car.length;
          if ((texts.length & 1023) === 0) checkTextLength(m, length);
        }
        if (at !== NIL) wrongArgument(1, "a list of strings", strings);
        checkTextLength(m, length);
        return str(texts.join(""));
      },
    ),
    leaf(
      "(string-repeat s:string n:index)",
      "s repeated n times.",
      '(string-repeat "ab" 3) => "ababab"',
      (s: MString, n: number) => {
        const text = s.toString();
        checkTextLength(m, text.length * n);
        return str(text.repeat(n));
      },
    ),
  ];
}

export const stringSearch: Section = (m) => [...takingRows(), ...paddingRows(m), ...searchingRows(m), ...wholeRows(m)];
