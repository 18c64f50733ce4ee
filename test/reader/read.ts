// Shorthands for the reader's tests.
import { createReader } from "../../src/reader/create-reader.ts";
import { ReadError } from "../../src/reader/read-error.ts";
import type { DatumSource } from "../../src/reader/reader.ts";
import { write } from "../../src/values/printer.ts";
import { syntaxToDatum } from "../../src/values/strip-syntax.ts";
import type { Value } from "../../src/values/types.ts";

export const reader = createReader();

/** All datums of a text, written. */
export const readAndWrite = (text: string): string =>
  reader
    .readAll(text, "test.scm")
    .map((datum) => write(syntaxToDatum(datum)))
    .join(" ");

/** The error that reading a text ends with. */
export function errorOf(text: string): ReadError {
  try {
    reader.readAll(text, "test.scm");
  } catch (error) {
    if (error instanceof ReadError) return error;
    throw error;
  }
  throw new Error(`read without an error: ${text.slice(0, 100)}`);
}

/** A source that gives its text in pieces. */
export class Pieces implements DatumSource {
  text = "";
  position = 0;
  foldCase = false;
  #rest: string[];
  constructor(...pieces: string[]) {
    this.#rest = pieces;
  }
  more(): boolean {
    const next = this.#rest.shift();
    if (next === undefined) return false;
    this.text += next;
    return true;
  }
}

/** Reads one datum from a text that is all there. */
export const readPlain = (text: string): Value => reader.readDatum(new Pieces(text));
