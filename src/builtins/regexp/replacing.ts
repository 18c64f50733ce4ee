// Regular expressions: replacing matches, by a template or by what a procedure makes of them.
import { Frame, type Result, type Resume, S } from "../../machine/frame.ts";
import type { Machine } from "../../machine/machine.ts";
import { fail, wrongArgument } from "../../values/error.ts";
import { Pair } from "../../values/pair.ts";
import { printShort } from "../../values/printer.ts";
import { MString, str } from "../../values/string.ts";
import { isProcedure, NIL, type Procedure, type Value } from "../../values/types.ts";
import { LOOP_WEIGHT } from "../loops.ts";
import type { Row } from "../row.ts";
import { checkTextLength } from "../text.ts";
import { type Input, inputOf } from "./input.ts";
import { groupOf } from "./matching.ts";
import type { Patterns, Regexp } from "./regexp.ts";
import { type Match, Scan, scanAll, scanOnce } from "./scan.ts";

/** A replacement text in parts: literal text, or the number of a group. */
type Template = readonly (string | number)[];

/** `&` and `\0` are the match, `\1` a group, `\&` and `\\` the characters, `\$` nothing. */
export function parseTemplate(text: string): Template {
  const parts: (string | number)[] = [];
  let literal = "";
  const group = (n: number): void => {
    if (literal !== "") parts.push(literal);
    literal = "";
    parts.push(n);
  };
  for (const [piece, digits, escaped] of text.matchAll(/\\(\d+)|\\([&\\$])|[^\\&]+|[\\&]/g)) {
    if (digits !== undefined) group(Number(digits));
    else if (escaped !== undefined) literal += escaped === "$" ? "" : escaped;
    // A backslash before anything else stands for the match, as in Racket.
    else if (piece === "&" || piece === "\\") group(0);
    else literal += piece;
  }
  if (literal !== "") parts.push(literal);
  return parts;
}

function expand(template: Template, input: Input, match: Match): string {
  let text = "";
  for (const part of template) {
    if (typeof part === "string") text += part;
    else if (match[2 * part + 1] >= 0) text += input.text.slice(match[2 * part], match[2 * part + 1]);
  }
  return text;
}

function replaceByTemplate(m: Machine, scan: Scan, input: Input, template: Template, all: boolean, to: number): Result {
  let text = "";
  let pieces: string[] = [];
  let after = 0;
  // In lumps: a rope with a node for each piece would be many times as large.
  const flush = (): void => {
    text += pieces.join("");
    pieces = [];
    checkTextLength(m, text.length);
  };
  const take = (match: Match): boolean => {
    const expanded = expand(template, input, match);
    pieces.push(input.text.slice(after, match[0]), expanded);
    if (pieces.length >= 4096 || expanded.length > 4096) flush();
    after = match[1];
    return !all;
  };
  return scanAll(m, scan, take, () => {
    pieces.push(input.text.slice(after, to));
    flush();
    return input.whole(text);
  });
}

interface Job {
  readonly m: Machine;
  readonly regexp: Regexp;
  readonly input: Input;
  readonly procedure: Procedure;
  readonly all: boolean;
}

/** How far a replacement has come; never changed, so that a continuation captured in the procedure can be re-entered. */
interface Progress {
  /** Where the next search begins, and the end that its match must not have. */
  readonly from: number;
  readonly notEndingAt: number;
  /** Up to where the text is in `pieces`. */
  readonly after: number;
  /** The result so far, last piece first. */
  readonly pieces: Value;
}

function replaceByProcedure(job: Job, progress: Progress): Result {
  const { m, regexp, input } = job;
  const end = input.text.length;
  const scan = new Scan(regexp, input, 0, end, progress.from, progress.notEndingAt);
  return scanOnce(m, scan, (match) => {
    if (match === null) return joined(job, progress);
    const groups: Value[] = [];
    for (let i = 0; i <= regexp.program.groups; i++) groups.push(groupOf(input, match, i));
    const before = new Pair(str(input.text.slice(progress.after, match[0])), progress.pieces);
    const next: Progress = {
      from: scan.from,
      notEndingAt: scan.notEndingAt,
      after: match[1],
      pieces: before,
    };
    m.fuel -= LOOP_WEIGHT;
    const result = m.apply(job.procedure, groups);
    if (result === S) return m.push(new Frame(REPLACED, job, next));
    return replaced(job, next, result);
  });
}

function replaced(job: Job, progress: Progress, value: Value): Result {
  const next: Progress = {
    ...progress,
    pieces: new Pair(str(replacementText(job.input, value)), progress.pieces),
  };
  if (!job.all) return joined(job, next);
  // Through the driver, or a text with a million matches would need a million native frames.
  return job.m.act(() => replaceByProcedure(job, next));
}

const REPLACED: Resume = {
  run: (frame, value) => replaced(frame.a as Job, frame.b as Progress, value),
};

function replacementText(input: Input, value: Value): string {
  if (value instanceof MString || value instanceof Uint8Array) return input.textOf(value);
  const hint = "the procedure gets the match and its groups, and must give the text that takes its place";
  return fail(
    "wrong-type",
    `regexp-replace: expected the procedure to give a string, got ${printShort(value)}`,
    [],
    hint,
  );
}

function joined({ input }: Job, { after, pieces }: Progress): Value {
  const texts = [input.text.slice(after)];
  for (let at = pieces; at instanceof Pair; at = at.cdr) texts.push((at.car as MString).toString());
  return input.whole(texts.reverse().join(""));
}

function replaceRow(m: Machine, patterns: Patterns, name: string, all: boolean): Row {
  return {
    signature: `(${name} pattern text insert)`,
    doc: `The text with ${all ? "every match" : "the first match"} replaced: by a string (& or \\\\0 stands for the match, \\\\1 for a group) or by what a procedure gives for the match and its groups.`,
    example: all
      ? '(regexp-replace* #rx"[aeiou]" "banana" "<&>") => "b<a>n<a>n<a>"\n(regexp-replace* #rx"[a-z]+" "ab cd" string-upcase) => "AB CD"'
      : '(regexp-replace #rx"(.)-(.)" "a-b c-d" "\\\\2-\\\\1") => "b-a c-d"',
    kind: "calls",
    run(pattern: Value, text: Value, insert: Value) {
      const regexp = patterns.of(pattern);
      const input = inputOf(regexp, text);
      if (isProcedure(insert)) {
        const start: Progress = {
          from: 0,
          notEndingAt: -1,
          after: 0,
          pieces: NIL,
        };
        return replaceByProcedure({ m, regexp, input, procedure: insert, all }, start);
      }
      if (!(insert instanceof MString || insert instanceof Uint8Array))
        wrongArgument(3, "a string or a procedure", insert);
      const template = parseTemplate(input.textOf(insert));
      const end = input.text.length;
      return replaceByTemplate(m, new Scan(regexp, input, 0, end), input, template, all, end);
    },
  };
}

export const replacingRows = (m: Machine, patterns: Patterns): Row[] => [
  replaceRow(m, patterns, "regexp-replace", false),
  replaceRow(m, patterns, "regexp-replace*", true),
  {
    signature: "(regexp-replace-quote text:string)",
    doc: "The replacement that inserts exactly this text.",
    example: '(regexp-replace "x" "axb" (regexp-replace-quote "&")) => "a&b"',
    run: (text: MString) => str(text.toString().replace(/[&\\]/g, "\\$&")),
  },
];
