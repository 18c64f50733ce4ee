// Where a mistake probably is: errors with their place, and guesses from what looked odd before.
import type { Span } from "../values/types.ts";
import { closerOf, type Frame } from "./frames.ts";
import { LineCounter } from "./lines.ts";
import { ReadError } from "./read-error.ts";

export class Blame {
  readonly #text: string;
  readonly #file: string;
  /** The innermost datum that was open where a form began at the left margin: probably the one that lacks its closer. */
  #suspect: { frame: Frame; line: number } | undefined;
  /** A string that touches what follows or precedes it: probably a quote inside it ended it early. */
  #glued: { start: number; end: number } | undefined;
  #lastString = { start: -1, end: -1 };

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  get suspect(): Frame | undefined {
    return this.#suspect?.frame;
  }

  marginOpens(inside: Frame, line: number): void {
    this.#suspect ??= { frame: inside, line };
  }

  /** A datum of the top level is complete, so nothing was missing so far. */
  balanced(): void {
    this.#suspect = undefined;
  }

  atomBegins(start: number): void {
    if (start === this.#lastString.end) this.#glued ??= { start: this.#lastString.start, end: start };
  }

  /** `previousEnd`: of the token before. */
  stringBegins(start: number, end: number, previousEnd: number): void {
    // A letter or quote just before: the quote may be the end of a text, not its beginning.
    if (start === previousEnd && start > 0 && /[\p{L}\p{N}"]/u.test(this.#text[start - 1])) {
      this.#glued ??= { start: this.#lastString.start >= 0 ? this.#lastString.start : start, end: start };
    }
    this.#lastString = { start, end };
  }

  /** An error at a stretch of the text, which may lie before the current place. */
  error(message: string, start: number, end: number, hint?: string): ReadError {
    return new ReadError(message, this.span(start, end), hint ?? this.#hint());
  }

  dangling(frame: Frame, incomplete: boolean): ReadError {
    const span = this.span(frame.start, frame.start + frame.open.length);
    return new ReadError(`${frame.open} is not followed by a datum`, span, this.#hint(), incomplete);
  }

  unclosed(innermost: Frame): ReadError {
    const { suspect } = this;
    const frame = suspect?.isContainer ? suspect : innermost;
    const span = this.span(frame.start, frame.start + frame.open.length);
    const message = `${frame.open} is never closed: expected ${closerOf(frame.open)} before the end`;
    return new ReadError(message, span, this.#hint(), true);
  }

  /** A string, comment or symbol that reaches the end of the text. */
  unfinished(token: string, start: number): ReadError {
    const [what, closer] = token.startsWith("#|")
      ? ["block comment", "|#"]
      : token[0] === "|"
        ? ["symbol between bars", "|"]
        : ["string", '"'];
    const open = /^(?:#\||#[rp]x"|"|\|)/.exec(token)?.[0] ?? "";
    const hint = this.#gluedHint() ?? `there is no ${closer} that ends it`;
    return new ReadError(`this ${what} does not end`, this.span(start, start + open.length), hint, true);
  }

  placeOf(frame: Frame): string {
    const { line, column } = this.span(frame.start, frame.start);
    return `${frame.open} of line ${line}, column ${column}`;
  }

  /** The span between two offsets, its line and column counted anew. */
  span(start: number, end: number): Span {
    return spanOf(this.#text, this.#file, start, end);
  }

  #hint(): string | undefined {
    const glued = this.#gluedHint();
    if (glued !== undefined) return glued;
    if (this.#suspect === undefined) return undefined;
    const { frame, line } = this.#suspect;
    const missing = frame.isContainer ? closerOf(frame.open) : "a datum";
    return `line ${line} begins a form at the left margin while ${this.placeOf(frame)} is open: perhaps ${missing} is missing before it`;
  }

  #gluedHint(): string | undefined {
    if (this.#glued === undefined) return undefined;
    const from = this.span(this.#glued.start, this.#glued.start);
    const to = this.span(this.#glued.end, this.#glued.end);
    return `the string of line ${from.line} seems to end early, at line ${to.line}, column ${to.column}: a quote inside a string is written \\" (in Python code, ' does as well)`;
  }
}

export function spanOf(text: string, file: string, start: number, end: number): Span {
  const lines = new LineCounter(text);
  lines.moveTo(start);
  return { file, start, end, line: lines.line, column: lines.columnOf(start) };
}
