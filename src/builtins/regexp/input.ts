// What a pattern is matched against: strings and bytevectors as UTF-16 text, with the way back to their own positions.
import { ErrorObject, wrongArgument } from "../../values/error.ts";
import { MString } from "../../values/string.ts";
import type { Value } from "../../values/types.ts";
import { textArgument } from "../text.ts";
import { latin1, type Regexp } from "./regexp.ts";

/** A text for the matcher, and what a script sees of its parts. */
export interface Input {
  readonly text: string;
  /** The part between two places of `text`, as a fresh string or bytevector. */
  part(start: number, end: number): Value;
  /** A place in `text` as the script counts: in code points, or in bytes. */
  position(at: number): number;
  /** And back. */
  place(position: number): number;
  /** In the script's units. */
  readonly length: number;
  /** A text made from parts of this one, as the script's kind of value. */
  whole(text: string): Value;
  /** A replacement as the matcher's text. */
  textOf(value: MString | Uint8Array): string;
}

/** The input of a match: argument `index`. A byte pattern sees a string as its UTF-8. */
export function inputOf(regexp: Regexp, value: Value, index = 2): Input {
  if (value instanceof ErrorObject) return inputOf(regexp, textArgument(value, index), index);
  if (value instanceof MString) {
    return regexp.bytes ? new ByteInput(new TextEncoder().encode(value.toString())) : stringInput(value);
  }
  if (value instanceof Uint8Array) return regexp.bytes || isAscii(value) ? new ByteInput(value) : new Utf8Input(value);
  return wrongArgument(index, "a string or a bytevector", value);
}

function stringInput(s: MString): Input {
  const text = s.toString();
  return s.length === text.length ? new PlainInput(text) : new AstralInput(text);
}

class PlainInput implements Input {
  readonly text: string;
  readonly length: number;
  constructor(text: string) {
    this.text = text;
    this.length = text.length;
  }
  part(start: number, end: number): Value {
    return new MString(this.text.slice(start, end));
  }
  position(at: number): number {
    return at;
  }
  place(position: number): number {
    return position;
  }
  whole(text: string): Value {
    return new MString(text);
  }
  textOf(value: MString | Uint8Array): string {
    return charactersOf(value);
  }
}

/** Counts code points by a table of where each begins. */
class AstralInput implements Input {
  readonly text: string;
  readonly #starts: Uint32Array;
  constructor(text: string) {
    this.text = text;
    const starts = new Uint32Array(text.length + 1);
    let count = 0;
    for (let at = 0; at < text.length; at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1) starts[count++] = at;
    starts[count] = text.length;
    this.#starts = starts.subarray(0, count + 1);
  }
  get length(): number {
    return this.#starts.length - 1;
  }
  part(start: number, end: number): Value {
    return new MString(this.text.slice(start, end));
  }
  position(at: number): number {
    return indexOf(this.#starts, at);
  }
  place(position: number): number {
    return this.#starts[position];
  }
  whole(text: string): Value {
    return new MString(text);
  }
  textOf(value: MString | Uint8Array): string {
    return charactersOf(value);
  }
}

/** Bytes as the characters of their values. */
class ByteInput implements Input {
  readonly text: string;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.text = latin1(bytes);
  }
  get length(): number {
    return this.#bytes.length;
  }
  part(start: number, end: number): Value {
    return this.#bytes.slice(start, end);
  }
  position(at: number): number {
    return at;
  }
  place(position: number): number {
    return position;
  }
  whole(text: string): Value {
    return Uint8Array.from(text, (c) => c.charCodeAt(0));
  }
  textOf(value: MString | Uint8Array): string {
    return latin1(value instanceof MString ? new TextEncoder().encode(value.toString()) : value);
  }
}

/** Bytes for a pattern of characters: decoded, with a table of where each UTF-16 unit came from. */
class Utf8Input implements Input {
  readonly text: string;
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint32Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    // No character takes more UTF-16 units than bytes.
    const offsets = new Uint32Array(bytes.length + 1);
    let text = "";
    let count = 0;
    let codes: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      const [code, size] = decode(bytes, at);
      offsets[count++] = at;
      if (code > 0xffff) offsets[count++] = at;
      // In lumps: a rope with a node for each character would be many times as large.
      if (codes.push(code) === 4096) {
        text += String.fromCodePoint(...codes);
        codes = [];
      }
      at += size;
    }
    offsets[count] = bytes.length;
    this.text = text + String.fromCodePoint(...codes);
    this.#offsets = offsets.subarray(0, count + 1);
  }
  get length(): number {
    return this.#bytes.length;
  }
  part(start: number, end: number): Value {
    return this.#bytes.slice(this.#offsets[start], this.#offsets[end]);
  }
  position(at: number): number {
    return this.#offsets[at];
  }
  place(position: number): number {
    return indexOf(this.#offsets, position);
  }
  whole(text: string): Value {
    const pieces = text.split(/([\udc80-\udcff])/u).map((piece, i) => {
      // Bytes that were no UTF-8 become themselves again.
      return i % 2 === 1 ? Uint8Array.of(piece.charCodeAt(0) - 0xdc00) : new TextEncoder().encode(piece);
    });
    const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
  textOf(value: MString | Uint8Array): string {
    return charactersOf(value);
  }
}

function charactersOf(value: MString | Uint8Array): string {
  return value instanceof MString ? value.toString() : new Utf8Input(value).text;
}

/** One code point and its size; a byte that is no UTF-8 becomes a lone surrogate, which no ordinary pattern means. */
function decode(bytes: Uint8Array, at: number): [code: number, size: number] {
  const first = bytes[at];
  if (first < 0x80) return [first, 1];
  const size = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  let code = size === 1 || first >= 0xf5 ? -1 : first & (0x7f >> size);
  for (let i = 1; i < size && code >= 0; i++) {
    const next = bytes[at + i];
    code = next === undefined || (next & 0xc0) !== 0x80 ? -1 : (code << 6) | (next & 0x3f);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][size];
  if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return [0xdc00 + first, 1];
  return [code, size];
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((b) => b < 0x80);
}

/** The index of the first entry of a sorted table that is at least `x`. */
function indexOf(table: Uint32Array, x: number): number {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
