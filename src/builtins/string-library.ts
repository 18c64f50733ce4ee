// Racket's string library: joining, splitting, trimming, replacing and searching.
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { Char } from "../values/char.ts";
import { wrongArgument } from "../values/error.ts";
import { listFrom, Pair } from "../values/pair.ts";
import { RegexpLiteral } from "../values/regexp-literal.ts";
import { MString, str } from "../values/string.ts";
import { Sym } from "../values/symbol.ts";
import { type Keywords, NIL, type Value } from "../values/types.ts";
import { charge } from "./allocation.ts";
import { isWhitespace } from "./chars.ts";
import { leaf } from "./leaf.ts";
import { inputOf } from "./regexp/input.ts";
import { splitText } from "./regexp/matching.ts";
import { makeRegexp, type Patterns, type Regexp } from "./regexp/regexp.ts";
import { Scan, scanOnce } from "./regexp/scan.ts";
import type { Row } from "./row.ts";
import { checkTextLength, forgivingText, gather, textArgument } from "./text.ts";

/** Charges a search through a text. */
const charged = (m: Machine, text: string): string => {
  m.fuel -= text.length >> 7;
  return text;
};

function joinList(
  m: Machine,
  keywords: Keywords,
  items: Value,
  separator: MString | undefined,
  grammar: Value | undefined,
): Value {
  const between = separator?.toString() ?? " ";
  const texts: string[] = [];
  let length = 0;
  let at = items;
  for (; at instanceof Pair; at = at.cdr) {
    const text = at.car instanceof MString ? at.car.toString() : forgivingText(at.car, "string-join", 1);
    length += text.length + between.length;
    if ((texts.push(text) & 1023) === 0) checkTextLength(m, length);
  }
  if (at !== NIL) wrongArgument(1, "a list of strings", items);
  checkTextLength(m, length);
  m.fuel -= texts.length >> 3;
  // SRFI 13's third argument.
  const kind = grammar instanceof Sym ? grammar.name : "infix";
  if (kind === "suffix" && texts.length > 0) return str(texts.join(between) + between);
  if (kind === "prefix" && texts.length > 0) return str(between + texts.join(between));
  const edge = (name: string): string => keywords.get(name)?.toString() ?? "";
  const beforeLast = keywords.get("before-last")?.toString();
  let joined = texts.join(between);
  if (beforeLast !== undefined && texts.length > 1) {
    joined = texts.slice(0, -1).join(between) + beforeLast + texts[texts.length - 1];
  }
  return str(edge("before-first") + joined + edge("after-last"));
}

/** What separates, for `string-trim` and `string-split`: white space, a literal text, or a pattern. */
type Separator = { kind: "space" } | { kind: "text"; text: string } | { kind: "pattern"; regexp: Regexp };

function separatorOf(patterns: Patterns, value: Value | undefined): Separator {
  if (value === undefined) return { kind: "space" };
  if (value instanceof MString) return { kind: "text", text: value.toString() };
  if (value instanceof Char) return { kind: "text", text: value.toString() };
  if (value instanceof RegexpLiteral) return { kind: "pattern", regexp: patterns.of(value) };
  return wrongArgument(2, "a string or a regexp", value);
}

interface Trim {
  readonly left: boolean;
  readonly right: boolean;
  readonly repeat: boolean;
}

/** Trims, then goes on with the text that is left. */
function trimmed(m: Machine, text: string, separator: Separator, trim: Trim, then: (text: string) => Result): Result {
  charged(m, text);
  if (separator.kind === "pattern") return trimPattern(m, text, separator.regexp, trim, then);
  let from = 0;
  let to = text.length;
  if (separator.kind === "space") {
    if (trim.left) while (from < to && isWhitespace(text.charCodeAt(from))) from++;
    if (trim.right) while (to > from && isWhitespace(text.charCodeAt(to - 1))) to--;
    return then(text.slice(from, to));
  }
  const { text: sep } = separator;
  const size = sep.length;
  if (size === 0) return then(text);
  if (trim.left) {
    while (text.startsWith(sep, from)) {
      from += size;
      if (!trim.repeat) break;
    }
  }
  if (trim.right) {
    while (to >= size && text.endsWith(sep, to)) {
      to -= size;
      if (!trim.repeat) break;
    }
  }
  return then(text.slice(from, Math.max(from, to)));
}

function trimPattern(m: Machine, text: string, regexp: Regexp, trim: Trim, then: (text: string) => Result): Result {
  const body = trim.repeat ? `(?:${regexp.source})+` : `(?:${regexp.source})`;
  const input = inputOf(regexp, str(text));
  const edge = (wanted: boolean, source: string, use: (match: ArrayLike<number> | null) => Result): Result =>
    wanted ? scanOnce(m, new Scan(makeRegexp(regexp.kind, source), input, 0, text.length), use) : use(null);
  return edge(trim.left, `^${body}`, (left) => {
    const from = left?.[1] ?? 0;
    return edge(trim.right, `${body}$`, (right) => then(text.slice(from, Math.max(from, right?.[0] ?? text.length))));
  });
}

/** What finds a literal text: V8 searches for such a pattern as for a string. */
const literalPattern = (text: string): RegExp => new RegExp(text.replace(/[\\^$.|?*+()[\]{}/-]/g, "\\$&"), "g");

/** The parts of a text between matches of one of the host's patterns, which must be simple ones. */
function pieces(m: Machine, text: string, separator: RegExp): MString[] {
  const found: MString[] = [];
  let after = 0;
  for (const match of text.matchAll(separator)) {
    gather(m, found, str(text.slice(after, match.index)));
    after = match.index + match[0].length;
  }
  gather(m, found, str(text.slice(after)));
  return found;
}

function split(m: Machine, text: string, separator: Separator, repeat: boolean): Result {
  if (separator.kind === "space") {
    return text === "" ? NIL : listFrom(pieces(m, text, /\p{White_Space}+/gu));
  }
  if (text === "") return NIL;
  if (separator.kind === "text" && separator.text !== "") {
    const all = pieces(m, text, literalPattern(separator.text));
    // A run of separators counts as one: only the empty pieces within the text go.
    const inside = (piece: MString, i: number): boolean => piece.length > 0 || i === 0 || i === all.length - 1;
    return listFrom(repeat ? all.filter(inside) : all);
  }
  const source = separator.kind === "text" ? "" : separator.regexp.source;
  const kind = separator.kind === "text" ? "rx" : separator.regexp.kind;
  const regexp = makeRegexp(kind, repeat && source !== "" ? `(?:${source})+` : source);
  return splitText(m, regexp, inputOf(regexp, str(text)));
}

const flag = (keywords: Keywords, name: string, otherwise: boolean): boolean =>
  (keywords.get(name) ?? otherwise) !== false;

function splittingRows(m: Machine, patterns: Patterns): Row[] {
  return [
    {
      signature:
        "(string-join strings:list [separator:string] [grammar:symbol] #:before-first [first:string] #:before-last [last:string] #:after-last [end:string])",
      doc: "The strings with the separator (a space unless given) between them.",
      example:
        '(string-join \'("a" "b" "c") ", ") => "a, b, c"\n(string-join \'("a" "b" "c") ", " #:before-last " and ") => "a, b and c"',
      run: (keywords: Keywords, items: Value, separator?: MString, grammar?: Value) =>
        joinList(m, keywords, items, separator, grammar),
    },
    {
      signature: "(string-split text [separator] #:trim? [trim?] #:repeat? [repeat?])",
      doc: "The parts between separators (white space unless given); separators at the ends are trimmed first.",
      example: '(string-split "  a b  c ") => ("a" "b" "c")\n(string-split "a,,b" ",") => ("a" "" "b")',
      kind: "calls",
      run(keywords: Keywords, text: Value, sep?: Value) {
        const separator = separatorOf(patterns, sep);
        const repeat = flag(keywords, "repeat?", false);
        // A character as separator is Guile's idiom, where nothing is trimmed.
        const trims = flag(keywords, "trim?", !(sep instanceof Char));
        const trim = { left: trims, right: trims, repeat };
        return trimmed(m, textArgument(text, 1).toString(), separator, trim, (rest) =>
          split(m, rest, separator, repeat),
        );
      },
    },
    {
      signature: "(string-trim text [separator] #:left? [left?] #:right? [right?] #:repeat? [repeat?])",
      doc: "The text without white space (or one separator) at its ends.",
      example:
        '(string-trim "  a b ") => "a b"\n(string-trim "xxaxx" "x" #:repeat? #t) => "a"\n(string-trim " a " #:right? #f) => "a "',
      kind: "calls",
      run(keywords: Keywords, text: Value, sep?: Value) {
        const trim = {
          left: flag(keywords, "left?", true),
          right: flag(keywords, "right?", true),
          repeat: flag(keywords, "repeat?", false),
        };
        return trimmed(m, textArgument(text, 1).toString(), separatorOf(patterns, sep), trim, (rest) => str(rest));
      },
    },
    leaf(
      "(string-normalize-spaces text:string)",
      "Trimmed, with single spaces inside.",
      '(string-normalize-spaces " a  b ") => "a b"',
      (text: MString) =>
        str(
          charged(m, text.toString())
            .replace(/\p{White_Space}+/gu, " ")
            .replace(/^ | $/g, ""),
        ),
    ),
  ];
}

/** Replaces a literal text. The length of the result is known, and checked, before it is made. */
function replaceText(m: Machine, text: string, from: string, to: string, all: boolean): Value {
  charged(m, text);
  if (!all) return str(from === "" ? to + text : text.replace(from, () => to));
  let count = 0;
  if (from === "") count = text.length + 1;
  else for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length)) count++;
  checkTextLength(m, text.length + count * (to.length - from.length));
  charge(m, count);
  // Not replaceAll with strings: it makes a rope with nodes for each match.
  const pattern = from === "" ? /(?:)/gu : literalPattern(from);
  return str(text.replace(pattern, to.replaceAll("$", "$$$$")));
}

function replacingRows(m: Machine, replacePattern: Row, replaceFirst: Row): Row[] {
  return [
    {
      signature: "(string-replace text from to #:all? [all?])",
      doc: "The text with every (with #:all? #f: the first) occurrence of from replaced.",
      example: '(string-replace "a-b-c" "-" "+") => "a+b+c"\n(string-replace "a-b-c" "-" "+" #:all? #f) => "a+b-c"',
      kind: "calls",
      run(keywords: Keywords, text: Value, from: Value, to: Value) {
        const all = flag(keywords, "all?", true);
        if (!(to instanceof MString)) return wrongArgument(3, "a string", to);
        if (from instanceof MString)
          return replaceText(m, textArgument(text, 1).toString(), from.toString(), to.toString(), all);
        if (!(from instanceof RegexpLiteral)) return wrongArgument(2, "a string or a regexp", from);
        // The replacement is literal, also after a pattern.
        const literal = str(to.toString().replace(/[&\\]/g, "\\$&"));
        return (all ? replacePattern : replaceFirst).run(from, text, literal);
      },
    },
  ];
}

function searchingRows(m: Machine): Row[] {
  const test = (name: string, doc: string, example: string, check: (text: string, part: string) => boolean): Row =>
    leaf(`(${name} text part:string)`, doc, example, (text: Value, part: MString) =>
      check(charged(m, textArgument(text, 1).toString()), part.toString()),
    );
  return [
    test(
      "string-contains?",
      "Whether part occurs in the text.",
      '(string-contains? "banana" "nan") => #t',
      (text, part) => text.includes(part),
    ),
    test(
      "string-prefix?",
      "Whether the text begins with part.",
      '(string-prefix? "banana" "ban") => #t',
      (text, part) => text.startsWith(part),
    ),
    test("string-suffix?", "Whether the text ends with part.", '(string-suffix? "banana" "ana") => #t', (text, part) =>
      text.endsWith(part),
    ),
    leaf("(string-null? s:string)", "Whether s is empty.", '(string-null? "") => #t', (s: MString) => s.length === 0),
    leaf(
      "(string-empty? s:string)",
      "Whether s is empty.",
      '(string-empty? "a") => #f',
      (s: MString) => s.length === 0,
    ),
    leaf(
      "(non-empty-string? x)",
      "Whether x is a string that is not empty.",
      '(non-empty-string? "a") => #t',
      (x: Value) => x instanceof MString && x.length > 0,
    ),
  ];
}

function normalisingRows(m: Machine): Row[] {
  return (["nfc", "nfd", "nfkc", "nfkd"] as const).map((form) =>
    leaf(
      `(string-normalize-${form} s:string)`,
      `In Unicode's normal form ${form.toUpperCase()}.`,
      `(string-normalize-${form} "a") => "a"`,
      (s: MString) => {
        m.fuel -= s.length >> 2;
        return str(s.toString().normalize(form.toUpperCase()));
      },
    ),
  );
}

/** `replaceAll` and `replaceFirst` are the rows of regexp-replace* and regexp-replace, for patterns in `string-replace`. */
export const stringLibraryRows = (m: Machine, patterns: Patterns, replaceAll: Row, replaceFirst: Row): Row[] => [
  ...splittingRows(m, patterns),
  ...replacingRows(m, replaceAll, replaceFirst),
  ...searchingRows(m),
  ...normalisingRows(m),
];
