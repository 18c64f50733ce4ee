// Procedures over the characters of strings that call a procedure for each: string-map, string-for-each, string-count …
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { Char, charOf } from "../values/char.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { MString, str } from "../values/string.ts";
import { isProcedure, NIL, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { checkRange } from "./checks.ts";
import { calls } from "./leaf.ts";
import { makeLoop } from "./loops.ts";
import type { Row, Section } from "./row.ts";
import { checkTextLength } from "./text.ts";

/** How far a walk has come; never changed, so that it can be gone on with from here again. */
class Walk {
  readonly f: Procedure;
  readonly strings: readonly MString[];
  readonly at: number;
  readonly length: number;
  /** What the procedure gave so far, the newest first. */
  readonly gathered: Value;
  constructor(f: Procedure, strings: readonly MString[], at: number, length: number, gathered: Value) {
    this.f = f;
    this.strings = strings;
    this.at = at;
    this.length = length;
    this.gathered = gathered;
  }
}

function startWalk(f: Procedure, strings: readonly MString[]): Walk {
  return new Walk(f, strings, 0, Math.min(...strings.map((s) => s.length)), NIL);
}

function mapRows(m: Machine): Row[] {
  const call = ({ f, strings, at, length }: Walk): Result | undefined => {
    if (at >= length) return undefined;
    if (strings.length === 1) return f(charOf(strings[0].codeAt(at))) as Result;
    return m.apply(
      f,
      strings.map((s) => charOf(s.codeAt(at))),
    );
  };
  const forEach = makeLoop<Walk>(m, {
    call,
    next: ({ f, strings, at, length }) => new Walk(f, strings, at + 1, length, NIL),
    done: () => UNSPECIFIED,
  });
  const map = makeLoop<Walk>(m, {
    call,
    next: ({ f, strings, at, length, gathered }, value) =>
      new Walk(f, strings, at + 1, length, new Pair(value, gathered)),
    done: ({ gathered }) => str(textOf(gathered)),
  });
  return [
    calls(
      "(string-for-each f:procedure s:string t:string ...)",
      "Calls f with each character, from left to right.",
      '(let ([n 0]) (string-for-each (lambda (c) (set! n (+ n (char->integer c)))) "ab") n) => 195',
      (f: Procedure, s: MString, rest: MString[]) => forEach(startWalk(f, [s, ...rest])),
    ),
    calls(
      "(string-map f:procedure s:string t:string ...)",
      "The string of what f gives for each character.",
      '(string-map char-upcase "abc") => "ABC"',
      (f: Procedure, s: MString, rest: MString[]) => {
        const walk = startWalk(f, [s, ...rest]);
        checkTextLength(m, walk.length);
        return map(walk);
      },
    ),
  ];
}

/** The text of characters (or strings) gathered last first. */
function textOf(gathered: Value): string {
  const parts: string[] = [];
  for (let at = gathered; at instanceof Pair; at = at.cdr) {
    const c = at.car;
    if (!(c instanceof Char)) {
      fail("wrong-type", `string-map: expected the procedure to give a character, got ${printShort(c)}`);
    }
    parts.push(c.toString());
  }
  return parts.reverse().join("");
}

interface Search {
  readonly s: MString;
  readonly matches: Procedure;
  readonly at: number;
  readonly end: number;
  readonly step: 1 | -1;
  /** How many have matched; what the last call gave; whether that ended the search. */
  readonly count: number;
  readonly last: Value | undefined;
  readonly stopped: boolean;
}

/** A procedure of one character, from a predicate or a character. */
function matcherOf(x: Value, index: number): Procedure {
  if (isProcedure(x)) return x;
  if (x instanceof Char) return (c: Value) => c === x;
  return wrongArgument(index, "a character or a procedure", x);
}

/** SRFI 13 lets the criterion stand before or after the string. */
function criterion(a: Value, b: Value): [MString, Procedure] {
  if (a instanceof MString) return [a, matcherOf(b, 2)];
  if (b instanceof MString) return [b, matcherOf(a, 1)];
  return wrongArgument(1, "a string", a);
}

function searchRows(m: Machine): Row[] {
  const walk = (stop: (value: Value) => boolean, done: (search: Search) => Value) =>
    makeLoop<Search>(m, {
      call: (search) =>
        search.at === search.end || search.stopped
          ? undefined
          : (search.matches(charOf(search.s.codeAt(search.at))) as Value),
      next: (search, value) => ({
        ...search,
        at: stop(value) ? search.at : search.at + search.step,
        count: search.count + (value === false ? 0 : 1),
        last: value,
        stopped: stop(value),
      }),
      done,
    });
  const yes = (value: Value): boolean => value !== false;
  const no = (value: Value): boolean => value === false;
  const place = ({ at, end }: Search): Value => (at === end ? false : at);
  const row = (name: string, doc: string, example: string, loop: (search: Search) => Result, step: 1 | -1 = 1): Row =>
    calls(
      `(${name} s criterion [start:index] [end:index])`,
      doc,
      example,
      (a: Value, b: Value, start?: number, end?: number) => {
        const [s, matches] = criterion(a, b);
        const [from, to] = checkRange(s.length, start, end, 3);
        const ends = step === 1 ? { at: from, end: to } : { at: to - 1, end: from - 1 };
        return loop({ s, matches, ...ends, step, count: 0, last: undefined, stopped: false });
      },
    );
  return [
    row(
      "string-index",
      "Where the first character is that is, or satisfies, the criterion; else #f.",
      '(string-index "banana" #\\n) => 2',
      walk(yes, place),
    ),
    row(
      "string-index-right",
      "Where the last such character is, or #f.",
      '(string-index-right "banana" #\\n) => 4',
      walk(yes, place),
      -1,
    ),
    row(
      "string-rindex",
      "Where the last such character is, or #f.",
      '(string-rindex "banana" #\\n) => 4',
      walk(yes, place),
      -1,
    ),
    row(
      "string-skip",
      "Where the first character is that does not satisfy the criterion; else #f.",
      '(string-skip "  a" #\\space) => 2',
      walk(no, place),
    ),
    row(
      "string-skip-right",
      "Where the last character is that does not satisfy it; else #f.",
      '(string-skip-right "a  " #\\space) => 0',
      walk(no, place),
      -1,
    ),
    row(
      "string-count",
      "How many characters are, or satisfy, the criterion.",
      '(string-count "banana" #\\a) => 3',
      walk(
        () => false,
        ({ count }) => count,
      ),
    ),
    row(
      "string-any",
      "The first true result of the criterion for a character, or #f.",
      '(string-any char-numeric? "ab1") => #t',
      walk(yes, ({ last }) => last ?? false),
    ),
    row(
      "string-every",
      "The last result of the criterion when it is true for all characters, else #f.",
      '(string-every char-numeric? "12") => #t',
      walk(no, ({ last }) => last ?? true),
    ),
  ];
}

export const stringLoops: Section = (m) => [...mapRows(m), ...searchRows(m)];
