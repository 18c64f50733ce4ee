// JSON text from Scheme values and back: `1.0` and `1`, big integers, order and lone surrogates survive.
import { JsonError, readJson } from "../../python/read-json.ts";
import type { Writer } from "../../python/writer.ts";
import { fail } from "../../values/error.ts";
import { numberToString } from "../../values/number-syntax.ts";
import { flonum } from "../../values/numbers.ts";
import type { Value } from "../../values/types.ts";
import { JSON_SHAPE } from "./shape.ts";
import { type Border, walk } from "./walk.ts";

const BORDER: Border = { name: "JSON", bridge: undefined };

/** The value of a JSON text; an error says where the text is wrong. */
export function valueFromJson(text: string): Value {
  try {
    return readJson(text, JSON_SHAPE);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    fail("json", `${error.message} at ${lineAndColumn(text, error.offset)}, got ${excerpt(text, error.offset)}`);
  }
}

/** JSON text of a value, without spaces. */
export function jsonFromValue(value: Value): string {
  const writer = new TextWriter();
  walk(value, writer, BORDER);
  return writer.text();
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

function excerpt(text: string, offset: number): string {
  return offset >= text.length ? "the end" : JSON.stringify(text.slice(offset, offset + 20));
}

interface Level {
  left: number;
  readonly dict: boolean;
  key: boolean;
}

class TextWriter implements Writer {
  readonly #chunks: string[] = [];
  readonly #levels: Level[] = [];

  text(): string {
    return this.#chunks.join("");
  }

  null(): void {
    this.#scalar("null");
  }
  boolean(value: boolean): void {
    this.#scalar(value ? "true" : "false");
  }
  integer(value: number | bigint): void {
    this.#scalar(value.toString());
  }
  float(value: number): void {
    if (!Number.isFinite(value)) {
      const shown = numberToString(flonum(value));
      fail("conversion", `${shown} can not become JSON`, [], "JSON has no infinities and no NaN; use a string or null");
    }
    const text = Object.is(value, -0) ? "-0" : String(value);
    this.#scalar(/[.e]/.test(text) ? text : `${text}.0`);
  }
  string(value: string): void {
    this.#scalar(JSON.stringify(value), true);
  }
  bytes(): void {
    fail("conversion", "a bytevector can not become JSON", [], "utf8->string makes a string of it");
  }
  reference(): void {
    fail("conversion", "a Python object can not become JSON");
  }
  list(count: number): void {
    this.#begin(count, false);
  }
  dict(count: number): void {
    this.#begin(count, true);
  }

  #begin(count: number, dict: boolean): void {
    if (this.#levels.at(-1)?.key) {
      const thing = dict ? "a hash table" : "a list";
      fail(
        "conversion",
        `${thing} can not be a key in JSON`,
        [],
        "keys there are names; a number is written as its digits",
      );
    }
    this.#chunks.push(dict ? "{" : "[");
    if (count > 0) this.#levels.push({ left: count, dict, key: dict });
    else {
      this.#chunks.push(dict ? "}" : "]");
      this.#close();
    }
  }

  #scalar(text: string, quoted = false): void {
    const level = this.#levels.at(-1);
    if (level?.key) {
      this.#chunks.push(quoted ? text : `"${text}"`, ":");
      level.key = false;
      return;
    }
    this.#chunks.push(text);
    this.#close();
  }

  #close(): void {
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      level.key = level.dict;
      if (--level.left > 0) {
        this.#chunks.push(",");
        return;
      }
      this.#chunks.push(level.dict ? "}" : "]");
      this.#levels.pop();
    }
  }
}
