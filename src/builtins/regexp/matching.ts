// Regular expressions: making them, and the procedures that find matches.
import { Frame, type Result, type Resume, S } from "../../machine/frame.ts";
import type { Machine } from "../../machine/machine.ts";
import { wrongArgument } from "../../values/error.ts";
import { listFrom, Pair } from "../../values/pair.ts";
import { RegexpLiteral } from "../../values/regexp-literal.ts";
import { MString, str } from "../../values/string.ts";
import { type Keywords, NIL, type Procedure, type Value } from "../../values/types.ts";
import { LOOP_WEIGHT } from "../loops.ts";
import type { Row } from "../row.ts";
import { gather } from "../text.ts";
import { type Input, inputOf } from "./input.ts";
import { latin1, makeRegexp, type Patterns, Regexp } from "./regexp.ts";
import { type Match, Scan, scanAll, scanOnce } from "./scan.ts";

/** The places of `[start end]`, which count from argument 3 and may be #f. */
export function bounds(input: Input, start: Value | undefined, end: Value | undefined): [number, number] {
  const { length } = input;
  const from = start === undefined || start === false ? 0 : start;
  const to = end === undefined || end === false ? length : end;
  if (typeof from !== "number" || from < 0 || from > length) wrongArgument(3, `a start from 0 to ${length}`, from);
  if (typeof to !== "number" || to < from || to > length) wrongArgument(4, `an end from ${from} to ${length}`, to);
  return [input.place(from), input.place(to)];
}

/** Group `i` of a match as the script's text, #f when it took no part. */
export function groupOf(input: Input, match: Match, i: number): Value {
  return match[2 * i + 1] < 0 || match[2 * i] < 0 ? false : input.part(match[2 * i], match[2 * i + 1]);
}

function groupPosition(input: Input, match: Match, i: number): Value {
  if (match[2 * i + 1] < 0 || match[2 * i] < 0) return false;
  return new Pair(input.position(match[2 * i]), input.position(match[2 * i + 1]));
}

type GroupReader = (input: Input, match: Match, i: number) => Value;

function groupsOf(regexp: Regexp, input: Input, match: Match, read: GroupReader): Value {
  const groups: Value[] = [];
  for (let i = 0; i <= regexp.program.groups; i++) groups.push(read(input, match, i));
  return listFrom(groups);
}

/** Rows that look at the first match only. */
function firstMatchRows(m: Machine, patterns: Patterns): Row[] {
  const first = (
    p: Value,
    text: Value,
    start: Value,
    end: Value,
    use: (r: Regexp, i: Input, match: Match | null) => Value,
  ): Result => {
    const regexp = patterns.of(p);
    const input = inputOf(regexp, text);
    const [from, to] = bounds(input, start, end);
    return scanOnce(m, new Scan(regexp, input, from, to), (match) => use(regexp, input, match));
  };
  return [
    {
      signature: "(regexp-match pattern text [start] [end])",
      doc: "The first match and its groups as a list of strings (#f for a group that took no part), or #f.",
      example:
        '(regexp-match #px"(\\\\w+)@(\\\\w+)" "to: ann@home") => ("ann@home" "ann" "home")\n(regexp-match "x+" "abc") => #f',
      kind: "calls",
      run: (p, text, start, end) =>
        first(p, text, start, end, (r, i, match) => match !== null && groupsOf(r, i, match, groupOf)),
    },
    {
      signature: "(regexp-match? pattern text [start] [end])",
      doc: "Whether the pattern matches anywhere.",
      example: '(regexp-match? #rx"b+" "abbc") => #t',
      kind: "calls",
      run: (p, text, start, end) => first(p, text, start, end, (_r, _i, match) => match !== null),
    },
    {
      signature: "(regexp-match-exact? pattern text)",
      doc: "Whether the first match is the whole text.",
      example: '(regexp-match-exact? #rx"a+" "aaa") => #t\n(regexp-match-exact? #rx"a+" "aab") => #f',
      kind: "calls",
      run: (p, text) =>
        first(p, text, false, false, (_r, i, match) => match !== null && match[0] === 0 && match[1] === i.text.length),
    },
    {
      signature: "(regexp-match-positions pattern text [start] [end])",
      doc: "Where the first match and its groups are: a list of (start . end), or #f.",
      example: '(regexp-match-positions #rx"b(c)?" "abd") => ((1 . 2) #f)',
      kind: "calls",
      run: (p, text, start, end) =>
        first(p, text, start, end, (r, i, match) => match !== null && groupsOf(r, i, match, groupPosition)),
    },
  ];
}

/** What `#:match-select` leaves of a match: one thing, or a list of them. */
function allMatches(m: Machine, patterns: Patterns, read: GroupReader) {
  return (keywords: Keywords, p: Value, text: Value, start: Value, end: Value): Result => {
    const regexp = patterns.of(p);
    const input = inputOf(regexp, text);
    const [from, to] = bounds(input, start, end);
    const select = keywords.get("match-select") ?? NIL;
    const gaps = (keywords.get("gap-select?") ?? false) !== false;
    const found: Found[] = [];
    let after = from;
    const gap = (end: number): void => {
      if (gaps) gather(m, found, { value: read(input, [after, end], 0), groups: false });
    };
    const take = (match: Match): boolean => {
      gap(match[0]);
      if (select === NIL) gather(m, found, { value: read(input, match, 0), groups: false });
      else if (select !== false)
        gather(m, found, {
          value: groupsOf(regexp, input, match, read),
          groups: true,
        });
      after = match[1];
      return false;
    };
    return scanAll(m, new Scan(regexp, input, from, to), take, () => {
      gap(to);
      return selectEach(m, select as Procedure, found, 0, NIL);
    });
  };
}

/** What goes into the result as it is, or a list of groups to be selected from. */
interface Found {
  readonly value: Value;
  readonly groups: boolean;
}

/** Calls `select` with each list of groups and collects what it gives. */
function selectEach(m: Machine, select: Procedure, found: Found[], from: number, done: Value): Result {
  let results = done;
  m.fuel -= LOOP_WEIGHT;
  for (let i = from; i < found.length; i++) {
    const { value, groups } = found[i];
    const result = groups ? (select(value) as Result) : value;
    if (result === S) return m.push(new Frame(SELECTED, { m, select, found, i }, results));
    results = new Pair(result, results);
  }
  const items: Value[] = [];
  for (let at = results; at instanceof Pair; at = at.cdr) items.push(at.car);
  return listFrom(items.reverse());
}

interface Selecting {
  m: Machine;
  select: Procedure;
  found: Found[];
  i: number;
}

const SELECTED: Resume = {
  run(frame, value) {
    const { m, select, found, i } = frame.a as Selecting;
    return selectEach(m, select, found, i + 1, new Pair(value, frame.b as Value));
  },
};

function everyMatchRows(m: Machine, patterns: Patterns): Row[] {
  return [
    {
      signature: "(regexp-match* pattern text [start] [end] #:match-select [select] #:gap-select? [gaps?])",
      doc: "All matches, in order; #:match-select picks of each match's list of groups (`cadr`: the first group; `values`: all).",
      example:
        '(regexp-match* #rx"[0-9]+" "a 12 b 3") => ("12" "3")\n' +
        '(regexp-match* #rx"(.)=(.)" "a=1 b=2" #:match-select cdr) => (("a" "1") ("b" "2"))',
      kind: "calls",
      run: allMatches(m, patterns, groupOf),
    },
    {
      signature: "(regexp-match-positions* pattern text [start] [end] #:match-select [select])",
      doc: "Where all matches are: a list of (start . end).",
      example: '(regexp-match-positions* #rx"b" "abcb") => ((1 . 2) (3 . 4))',
      kind: "calls",
      run: allMatches(m, patterns, groupPosition),
    },
    {
      signature: "(regexp-split pattern text [start] [end])",
      doc: "What stands between the matches.",
      example: '(regexp-split #rx", *" "a,b,  c") => ("a" "b" "c")\n(regexp-split "" "ab") => ("" "a" "b" "")',
      kind: "calls",
      run(p: Value, text: Value, start: Value, end: Value) {
        const regexp = patterns.of(p);
        return splitText(m, regexp, inputOf(regexp, text), start, end);
      },
    },
  ];
}

/** `regexp-split`, also for the string library. */
export function splitText(m: Machine, regexp: Regexp, input: Input, start?: Value, end?: Value): Result {
  const [from, to] = bounds(input, start, end);
  const parts: Value[] = [];
  let after = from;
  const take = (match: Match): boolean => {
    gather(m, parts, input.part(after, match[0]));
    after = match[1];
    return false;
  };
  return scanAll(m, new Scan(regexp, input, from, to), take, () => listFrom([...parts, input.part(after, to)]));
}

/** The source of a pattern: text, or for a byte pattern the characters of its bytes. */
const sourceOf = (x: MString | Uint8Array): string => (x instanceof MString ? x.toString() : latin1(x));

function makingRows(): Row[] {
  const isRegexp = (x: Value): boolean => x instanceof RegexpLiteral;
  const make = (name: string, kind: "rx" | "px", bytes: boolean): Row => ({
    signature: `(${name} source:${bytes ? "bytevector" : "string"})`,
    doc: `The regular expression ${kind === "px" ? "with Perl-like syntax (\\\\d, {2,3} …)" : "in plain syntax"} of a ${bytes ? "bytevector, matching bytes" : "text"}.`,
    example: bytes ? `(regexp? (${name} (string->utf8 "a+"))) => #t` : `(regexp-match (${name} "a+") "baad") => ("aa")`,
    run: (source: MString | Uint8Array) => makeRegexp(kind, sourceOf(source), bytes),
  });
  return [
    make("regexp", "rx", false),
    make("pregexp", "px", false),
    make("byte-regexp", "rx", true),
    make("byte-pregexp", "px", true),
    {
      signature: "(regexp? x)",
      doc: "Whether x is a regular expression.",
      example: '(regexp? #rx"a") => #t',
      run: isRegexp,
    },
    {
      signature: "(pregexp? x)",
      doc: "Whether x is a regular expression with Perl-like syntax.",
      example: '(pregexp? #px"a") => #t\n(pregexp? #rx"a") => #f',
      run: (x: Value) => x instanceof RegexpLiteral && x.kind === "px",
    },
    {
      signature: "(byte-regexp? x)",
      doc: "Whether x is a regular expression that matches bytes.",
      example: '(byte-regexp? #rx"a") => #f',
      run: (x: Value) => x instanceof Regexp && x.bytes,
    },
    {
      signature: "(regexp-source regexp)",
      doc: "The text that a regular expression was made from.",
      example: '(regexp-source #rx"a+") => "a+"',
      run: (x: Value) => (x instanceof RegexpLiteral ? str(x.source) : wrongArgument(1, "a regexp", x)),
    },
    {
      signature: "(regexp-quote text:string [case-sensitive?])",
      doc: "The source of a pattern that matches exactly this text.",
      example: '(regexp-quote "1+1") => "1\\\\+1"',
      run(text: MString, sensitive: Value | undefined) {
        const quoted = text.toString().replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
        return str(sensitive === false ? `(?i:${quoted})` : quoted);
      },
    },
  ];
}

export const matchingRows = (m: Machine, patterns: Patterns): Row[] => [
  ...makingRows(),
  ...firstMatchRows(m, patterns),
  ...everyMatchRows(m, patterns),
];
