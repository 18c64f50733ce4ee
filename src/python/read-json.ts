// JSON text to values of the caller's making: integers stay exact, `1.0` is no integer, nesting has no limit.

/** What the reader makes of each kind of value; it builds nothing of its own. */
export interface JsonShape<T> {
  null(): T;
  boolean(value: boolean): T;
  /** Beyond ±(2^53−1) a bigint. */
  integer(value: number | bigint): T;
  float(value: number): T;
  string(value: string): T;
  list(items: T[]): T;
  /** Keys are texts; of equal keys both are given, in order. */
  dict(keys: string[], values: T[]): T;
}

/** Where JSON text is wrong: `offset` counts UTF-16 units. */
export class JsonError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Open<T> {
  /** Undefined in a list. */
  keys: string[] | undefined;
  items: T[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPES: { [letter: string]: string } = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  "/": "/",
};

/**
 * Reads one JSON text. `python` also takes `NaN`, `Infinity` and `-Infinity`, which Python writes.
 * @throws JsonError
 */
export function readJson<T>(text: string, shape: JsonShape<T>, python = false): T {
  return new JsonReader(text, shape, python).read();
}

class JsonReader<T> {
  readonly #text: string;
  readonly #shape: JsonShape<T>;
  readonly #python: boolean;
  #at = 0;
  // The next backslash at or after `#at`, so that most strings are one slice.
  #backslash: number;

  constructor(text: string, shape: JsonShape<T>, python: boolean) {
    this.#text = text;
    this.#shape = shape;
    this.#python = python;
    this.#backslash = text.indexOf("\\");
  }

  read(): T {
    const open: Open<T>[] = [];
    for (;;) {
      this.#space();
      const c = this.#text.charCodeAt(this.#at);
      let value: T;
      if (c === 0x5b || c === 0x7b) {
        this.#at++;
        const frame: Open<T> = { keys: c === 0x7b ? [] : undefined, items: [] };
        this.#space();
        if (this.#text.charCodeAt(this.#at) !== c + 2) {
          if (frame.keys !== undefined) frame.keys.push(this.#key());
          open.push(frame);
          continue;
        }
        this.#at++;
        value = this.#close(frame);
      } else {
        value = this.#scalar(c);
      }
      for (;;) {
        const frame = open.at(-1);
        if (frame === undefined) return this.#end(value);
        frame.items.push(value);
        this.#space();
        const next = this.#text.charCodeAt(this.#at);
        if (next === 0x2c) {
          this.#at++;
          if (frame.keys !== undefined) frame.keys.push(this.#key());
          break;
        }
        if (next !== (frame.keys === undefined ? 0x5d : 0x7d))
          this.#fail(frame.keys ? "expected , or }" : "expected , or ]");
        this.#at++;
        open.pop();
        value = this.#close(frame);
      }
    }
  }

  #close(frame: Open<T>): T {
    return frame.keys === undefined ? this.#shape.list(frame.items) : this.#shape.dict(frame.keys, frame.items);
  }

  #end(value: T): T {
    this.#space();
    if (this.#at < this.#text.length) this.#fail("expected the end");
    return value;
  }

  #space(): void {
    const c = this.#text.charCodeAt(this.#at);
    if (c > 0x20) return;
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #key(): string {
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== QUOTE) this.#fail("expected a key in double quotes");
    const key = this.#string();
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== 0x3a) this.#fail("expected :");
    this.#at++;
    return key;
  }

  #scalar(c: number): T {
    switch (c) {
      case QUOTE:
        return this.#shape.string(this.#string());
      case 0x74:
        return this.#word("true", () => this.#shape.boolean(true));
      case 0x66:
        return this.#word("false", () => this.#shape.boolean(false));
      case 0x6e:
        return this.#word("null", () => this.#shape.null());
      case 0x4e:
        if (this.#python) return this.#word("NaN", () => this.#shape.float(Number.NaN));
        break;
      case 0x49:
        if (this.#python) return this.#word("Infinity", () => this.#shape.float(Number.POSITIVE_INFINITY));
        break;
      case 0x2d:
        if (this.#python && this.#text.startsWith("-I", this.#at)) {
          return this.#word("-Infinity", () => this.#shape.float(Number.NEGATIVE_INFINITY));
        }
        break;
    }
    return this.#number();
  }

  #word(word: string, make: () => T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail(`expected ${word}`);
    this.#at += word.length;
    return make();
  }

  #number(): T {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) this.#fail(this.#at >= this.#text.length ? "the text ends too early" : "expected a value");
    this.#at = NUMBER.lastIndex;
    const [digits, fraction, exponent] = match as RegExpExecArray;
    if (fraction !== undefined || exponent !== undefined) return this.#shape.float(Number(digits));
    const n = Number(digits);
    if (Number.isSafeInteger(n)) return this.#shape.integer(n + 0);
    return this.#shape.integer(BigInt(digits));
  }

  #string(): string {
    const text = this.#text;
    const start = ++this.#at;
    const end = text.indexOf('"', start);
    if (end < 0) this.#failAt("the string has no closing quote", start - 1);
    if (this.#backslash >= 0 && this.#backslash < start) this.#backslash = text.indexOf("\\", start);
    if (this.#backslash < 0 || this.#backslash > end) {
      this.#at = end + 1;
      return text.slice(start, end);
    }
    return this.#escaped(start);
  }

  #escaped(start: number): string {
    const text = this.#text;
    let result = "";
    let from = start;
    for (let i = this.#backslash; ; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        this.#at = i + 1;
        return result + text.slice(from, i);
      }
      if (c === BACKSLASH) {
        result += text.slice(from, i);
        const letter = text[i + 1] ?? "";
        if (letter === "u") {
          const hex = text.slice(i + 2, i + 6);
          if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.#failAt("expected four hexadecimal digits after \\u", i);
          result += String.fromCharCode(Number.parseInt(hex, 16));
          i += 5;
        } else {
          const character = ESCAPES[letter];
          if (character === undefined) this.#failAt(`\\${letter} is no escape in JSON`, i);
          result += character;
          i += 1;
        }
        from = i + 1;
      } else if (i >= text.length) {
        this.#failAt("the string has no closing quote", start - 1);
      }
    }
  }

  #fail(message: string): never {
    this.#failAt(message, this.#at);
  }

  #failAt(message: string, offset: number): never {
    throw new JsonError(message, offset);
  }
}
