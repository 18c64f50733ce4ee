// The door of the room: what a reader does, and how to get one. Chevrotain is loaded when the first one is asked for.
import type { Syntax } from "../values/syntax.ts";
import type { Value } from "../values/types.ts";

/** Text that a script reads datums from: a port, for instance. */
export interface DatumSource {
  /** What is known of the text so far. */
  readonly text: string;
  /** Where to read on; moved behind the datum. */
  position: number;
  /** Set and cleared by `#!fold-case` and `#!no-fold-case`. */
  foldCase: boolean;
  /** Appends to `text`; false when there is no more. May drop what is before `position`, and move that. */
  more(): boolean;
}

export interface Reader {
  /** All datums of a source text, with names in small letters for `foldCase`. Throws `ReadError`. */
  readAll(text: string, file: string, foldCase?: boolean): Syntax[];
  /** The only datum of a text. Throws `ReadError`, also when there are none or several. */
  parseOne(text: string, file: string): Syntax;
  /** Whether the text could be run now, needs more lines, or is wrong already. */
  isComplete(text: string): "complete" | "incomplete" | "invalid";
  /** The next datum as plain data, or the end-of-file object. Throws `ReadError`, having moved past what is wrong. */
  readDatum(source: DatumSource, file?: string): Value;
}

/** Resolves to the reader; what comes later is synchronous. */
export async function loadReader(): Promise<Reader> {
  const { createReader } = await import("./create-reader.ts");
  return createReader();
}
