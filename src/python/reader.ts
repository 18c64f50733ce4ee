// How the host reads a value of Python's: the caller's shape makes the values, so that no second tree is built.
import type { PartHead } from "./protocol.ts";
import { type JsonShape, readJson } from "./read-json.ts";

/** What to make of each kind of value. Keys of dicts are texts, or, when some are not, values of any kind. */
export interface Shape<T> extends JsonShape<T> {
  bytes(value: Uint8Array): T;
  mixedDict(keys: T[], values: T[]): T;
  /** A Python object that stays in Python; `description` is for people. */
  reference(number: number, description: string): T;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The value of one part of a message. The child is not trusted: whatever is malformed is an error. */
export function decodeValue<T>(head: PartHead, bytes: Uint8Array, shape: Shape<T>): T {
  switch (head[0]) {
    case "J":
      return readJson(utf8.decode(bytes), shape, true);
    case "U":
      return shape.string(utf8.decode(bytes));
    case "B":
      // A copy: `slice` of a Buffer would keep the whole message.
      return shape.bytes(new Uint8Array(bytes));
    case "L": {
      const [, , count, separator] = head;
      const texts = count === 0 ? [] : utf8.decode(bytes).split(separator);
      if (texts.length !== count) throw new Error("a list of strings has the wrong length");
      return shape.list(texts.map((text) => shape.string(text)));
    }
    case "F":
      return readFlat(readJson(utf8.decode(bytes), TOKENS, true), shape);
    default:
      throw new Error("a part of unknown format");
  }
}

type Token =
  | { kind: "null" }
  | { kind: "boolean"; value: boolean }
  | { kind: "integer"; value: number | bigint }
  | { kind: "float"; value: number }
  | { kind: "string"; value: string }
  | { kind: "tokens"; items: Token[] };

const TOKENS: JsonShape<Token> = {
  null: () => ({ kind: "null" }),
  boolean: (value) => ({ kind: "boolean", value }),
  integer: (value) => ({ kind: "integer", value }),
  float: (value) => ({ kind: "float", value }),
  string: (value) => ({ kind: "string", value }),
  list: (items) => ({ kind: "tokens", items }),
  dict: () => malformed(),
};

interface Open<T> {
  dict: boolean;
  left: number;
  items: T[];
  /** In a dict: the texts of its keys, until one is no text. */
  names: string[] | undefined;
}

function readFlat<T>(stream: Token, shape: Shape<T>): T {
  if (stream.kind !== "tokens") malformed();
  const open: Open<T>[] = [];
  let result: T | undefined;
  let done = false;
  for (const token of stream.items) {
    if (done) malformed();
    const begun = token.kind === "tokens" ? container<T>(token.items) : undefined;
    if (begun !== undefined && begun.left > 0) {
      const parent = open.at(-1);
      if (parent?.dict && parent.left % 2 === 0) parent.names = undefined;
      open.push(begun);
      continue;
    }
    const parent = open.at(-1);
    if (parent?.dict && parent.left % 2 === 0) {
      if (token.kind === "string") parent.names?.push(token.value);
      else parent.names = undefined;
    }
    let value = begun === undefined ? scalar(token, shape) : close(begun, shape);
    for (;;) {
      const top = open.at(-1);
      if (top === undefined) {
        result = value;
        done = true;
        break;
      }
      top.items.push(value);
      if (--top.left > 0) break;
      open.pop();
      value = close(top, shape);
    }
  }
  if (!done) malformed();
  return result as T;
}

function container<T>(items: Token[]): Open<T> | undefined {
  const [tag, count] = items;
  if (tag?.kind !== "string" || (tag.value !== "l" && tag.value !== "d")) return undefined;
  if (count?.kind !== "integer" || typeof count.value !== "number" || count.value < 0) malformed();
  const dict = tag.value === "d";
  return { dict, left: dict ? 2 * count.value : count.value, items: [], names: dict ? [] : undefined };
}

function close<T>(open: Open<T>, shape: Shape<T>): T {
  if (!open.dict) return shape.list(open.items);
  const values = open.items.filter((_, i) => i % 2 === 1);
  if (open.names !== undefined) return shape.dict(open.names, values);
  return shape.mixedDict(
    open.items.filter((_, i) => i % 2 === 0),
    values,
  );
}

function scalar<T>(token: Token, shape: Shape<T>): T {
  switch (token.kind) {
    case "null":
      return shape.null();
    case "boolean":
      return shape.boolean(token.value);
    case "integer":
      return shape.integer(token.value);
    case "float":
      return shape.float(token.value);
    case "string":
      return shape.string(token.value);
    case "tokens":
      return special(token.items, shape);
  }
}

function special<T>([tag, first, second]: Token[], shape: Shape<T>): T {
  if (tag?.kind !== "string" || first === undefined) malformed();
  if (tag.value === "i" && first.kind === "string") return shape.integer(fromHex(first.value));
  if (tag.value === "b" && first.kind === "string") return shape.bytes(fromBase64(first.value));
  if (tag.value === "r" && first.kind === "integer" && typeof first.value === "number") {
    return shape.reference(first.value, second?.kind === "string" ? second.value : "object");
  }
  return malformed();
}

function fromHex(text: string): number | bigint {
  if (!/^-?[0-9a-f]+$/.test(text)) malformed();
  const n = text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
  return Number.isSafeInteger(Number(n)) ? Number(n) : n;
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

function malformed(): never {
  throw new Error("a malformed value");
}
