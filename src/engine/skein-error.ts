// What a host gets when a script fails: the message, the place, the way there, and what to do about it.
import type { Span } from "../values/types.ts";

export interface Location {
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

export interface BacktraceEntry {
  procedure: string | undefined;
  location: Location | undefined;
}

export interface SkeinErrorParts {
  code: string;
  message: string;
  span?: Span | undefined;
  source?: string | undefined;
  backtrace?: BacktraceEntry[];
  hint?: string | undefined;
  /** Text of its own that belongs to the error: a Python traceback, what map-async was doing. */
  notes?: string[];
  cause?: unknown;
}

/** A script's error. `toString()` is the framed text that `skein run` prints. */
export class SkeinError extends Error {
  /** Stable, for programs: `error`, `wrong-type`, `unbound`, `arity`, `syntax`, `python`, `budget`, `time` …. */
  readonly code: string;
  readonly location: Location | undefined;
  readonly backtrace: readonly BacktraceEntry[];
  readonly hint: string | undefined;
  readonly notes: readonly string[];
  readonly #frame: string[];

  constructor(parts: SkeinErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = "SkeinError";
    this.code = parts.code;
    this.location = parts.span === undefined ? undefined : locationOf(parts.span);
    this.backtrace = parts.backtrace ?? [];
    this.hint = parts.hint;
    this.notes = parts.notes ?? [];
    this.#frame = parts.span === undefined || parts.source === undefined ? [] : frameOf(parts.span, parts.source);
    // A host that prints an uncaught error shows the script's place, not ours.
    this.stack = `SkeinError: ${this.toString()}`;
  }

  override toString(): string {
    const lines = [`error: ${this.message}`];
    const at = this.location;
    if (at !== undefined) lines.push(`  --> ${at.file}:${at.line}:${at.column}`, ...this.#frame);
    lines.push(...this.notes.flatMap((note) => note.split("\n").map((line) => `  ${line}`)));
    if (this.backtrace.length > 1 || (this.backtrace.length === 1 && at === undefined)) {
      lines.push("backtrace:", ...this.backtrace.map(entryText));
    }
    if (this.hint !== undefined) lines.push(`hint: ${this.hint}`);
    return lines.join("\n");
  }
}

export const locationOf = ({ file, line, column }: Span): Location => ({ file, line, column });

function entryText({ procedure, location }: BacktraceEntry): string {
  const where = location === undefined ? "" : ` (${location.file}:${location.line}:${location.column})`;
  return `  in ${procedure ?? "the script"}${where}`;
}

/** The line of the error with a caret under the place; long lines are cut around it. */
function frameOf(span: Span, source: string): string[] {
  const start = source.lastIndexOf("\n", span.start - 1) + 1;
  const newline = source.indexOf("\n", span.start);
  const end = newline < 0 ? source.length : newline;
  const column = span.start - start;
  const cut = Math.max(0, column - 60);
  const text = source
    .slice(start + cut, Math.min(end, start + cut + 120))
    .replace(/\t/g, " ")
    .replace(/\r$/, "");
  const width = Math.max(1, Math.min(span.end, end) - span.start);
  const number = String(span.line);
  const margin = " ".repeat(number.length);
  const caret = " ".repeat(column - cut) + "^".repeat(Math.min(width, Math.max(1, text.length - (column - cut))));
  return [`${margin} |`, `${number} | ${text}`, `${margin} | ${caret}`];
}
