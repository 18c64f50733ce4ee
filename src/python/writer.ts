// How the host writes a value for Python: as JSON text where that is exact, as a flat stream of tokens elsewhere.
import type { Part } from "./protocol.ts";

/**
 * Takes a value piece by piece, containers before what is in them. The caller walks its own value, so that no second
 * tree is built; it may be asked to walk twice.
 */
export interface Writer {
  null(): void;
  boolean(value: boolean): void;
  integer(value: number | bigint): void;
  float(value: number): void;
  string(value: string): void;
  bytes(value: Uint8Array): void;
  /** A list of `count` items, which follow. */
  list(count: number): void;
  /** A dict of `count` entries: key, value, key, value … follow. */
  dict(count: number): void;
  /** A Python object that came from this interpreter. */
  reference(number: number): void;
}

export type Write = (writer: Writer) => void;

const utf8 = new TextEncoder();
/** As in `codec.py`. */
const MAX_DEPTH = 64;
const MANY = 32;
/** Python limits the digits of decimal text; longer integers go in hexadecimal. */
const MAX_DIGITS = 1000;
const SEPARATORS = ["\0", "\x1e", "\x1f"];

/** The bytes that tell Python what `write` writes. */
export function encodeValue(write: Write): Part {
  const json = new JsonWriter();
  try {
    write(json);
    return json.finish();
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
  }
  const flat = new FlatWriter();
  write(flat);
  return flat.finish();
}

/** JSON text is not exact, or too deep, for the value at hand. */
class NotPlain extends Error {}

interface Open {
  left: number;
  /** In a dict: whether a key comes next. */
  key: boolean;
  dict: boolean;
}

class JsonWriter implements Writer {
  readonly #chunks: string[] = [];
  readonly #open: Open[] = [];
  // The items of a top-level list, as long as all are strings.
  #strings: string[] | undefined;
  #stringsLeft = 0;
  #single: string | Uint8Array | undefined;

  null(): void {
    this.#scalar("null");
  }
  boolean(value: boolean): void {
    this.#scalar(value ? "true" : "false");
  }
  integer(value: number | bigint): void {
    const text = value.toString();
    if (text.length > MAX_DIGITS) throw new NotPlain();
    this.#scalar(text);
  }
  float(value: number): void {
    this.#scalar(floatText(value));
  }
  string(value: string): void {
    if (this.#strings !== undefined) {
      this.#strings.push(value);
      this.#stringsLeft--;
      return;
    }
    if (this.#open.length === 0) {
      this.#single = value;
      return;
    }
    const open = this.#open[this.#open.length - 1];
    if (open.dict && open.key) {
      this.#chunks.push(`${JSON.stringify(value)}:`);
      open.key = false;
      return;
    }
    this.#chunks.push(JSON.stringify(value));
    this.#close();
  }
  bytes(value: Uint8Array): void {
    if (this.#open.length > 0 || this.#strings !== undefined) throw new NotPlain();
    this.#single = value;
  }
  list(count: number): void {
    if (this.#open.length === 0 && this.#strings === undefined && count >= MANY) {
      this.#strings = [];
      this.#stringsLeft = count;
      return;
    }
    this.#begin(count, false);
  }
  dict(count: number): void {
    this.#begin(count, true);
  }
  reference(): void {
    throw new NotPlain();
  }

  finish(): Part {
    if (this.#strings !== undefined) {
      const part = stringsPart(this.#strings);
      if (part !== undefined) return part;
      this.#spill();
    }
    if (this.#single instanceof Uint8Array) return { head: ["B", this.#single.length], bytes: this.#single };
    if (this.#single !== undefined) {
      if (isWellFormed(this.#single)) return withBytes("U", utf8.encode(this.#single));
      return withBytes("J", utf8.encode(JSON.stringify(this.#single)));
    }
    return withBytes("J", utf8.encode(this.#chunks.join("")));
  }

  #begin(count: number, dict: boolean): void {
    this.#spill();
    this.#notKey();
    if (count === 0) {
      this.#chunks.push(dict ? "{}" : "[]");
      this.#close();
      return;
    }
    if (this.#open.length >= MAX_DEPTH) throw new NotPlain();
    this.#chunks.push(dict ? "{" : "[");
    this.#open.push({ left: count, key: dict, dict });
  }

  #scalar(text: string): void {
    this.#spill();
    this.#notKey();
    this.#chunks.push(text);
    this.#close();
  }

  /** A list that began with strings goes on with something else. */
  #spill(): void {
    const strings = this.#strings;
    if (strings === undefined) return;
    this.#strings = undefined;
    this.#chunks.push("[");
    this.#open.push({ left: strings.length + this.#stringsLeft, key: false, dict: false });
    for (const item of strings) this.string(item);
  }

  #notKey(): void {
    const open = this.#open.at(-1);
    if (open?.dict && open.key) throw new NotPlain();
  }

  #close(): void {
    for (let open = this.#open.at(-1); open !== undefined; open = this.#open.at(-1)) {
      open.key = open.dict;
      if (--open.left > 0) {
        this.#chunks.push(",");
        return;
      }
      this.#chunks.push(open.dict ? "}" : "]");
      this.#open.pop();
    }
  }
}

/** Tokens in one flat JSON list: scalars as they are, everything else as `[tag, …]`; see `_flatten` in `codec.py`. */
class FlatWriter implements Writer {
  readonly #tokens: string[] = [];
  null(): void {
    this.#tokens.push("null");
  }
  boolean(value: boolean): void {
    this.#tokens.push(value ? "true" : "false");
  }
  integer(value: number | bigint): void {
    this.#tokens.push(typeof value === "number" ? value.toString() : `["i","${value.toString(16)}"]`);
  }
  float(value: number): void {
    this.#tokens.push(floatText(value));
  }
  string(value: string): void {
    this.#tokens.push(JSON.stringify(value));
  }
  bytes(value: Uint8Array): void {
    this.#tokens.push(`["b","${base64(value)}"]`);
  }
  list(count: number): void {
    this.#tokens.push(`["l",${count}]`);
  }
  dict(count: number): void {
    this.#tokens.push(`["d",${count}]`);
  }
  reference(number: number): void {
    this.#tokens.push(`["r",${number}]`);
  }
  finish(): Part {
    return withBytes("F", utf8.encode(`[${this.#tokens.join(",")}]`));
  }
}

const withBytes = (format: "J" | "F" | "U", bytes: Uint8Array): Part => ({ head: [format, bytes.length], bytes });

function stringsPart(strings: string[]): Part | undefined {
  for (const separator of SEPARATORS) {
    if (strings.some((text) => text.includes(separator))) continue;
    const text = strings.join(separator);
    if (!isWellFormed(text)) return undefined;
    const bytes = utf8.encode(text);
    return { head: ["L", bytes.length, strings.length, separator], bytes };
  }
  return undefined;
}

/** As Python's `json` reads it back: a float is never written like an integer. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

// Not in the library of ES2023, but in every engine that this package supports.
const isWellFormed = (text: string): boolean => (text as unknown as { isWellFormed(): boolean }).isWellFormed();
