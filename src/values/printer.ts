// Values as text: write, display, write-shared, write-simple. Iterative, so that depth does not matter.
import { Box } from "./box.ts";
import { Char } from "./char.ts";
import { ErrorObject, fail } from "./error.ts";
import { HashTable } from "./hash-table.ts";
import { partsToLabel } from "./labels.ts";
import { numberToString } from "./number-syntax.ts";
import { isReal } from "./numbers.ts";
import { Pair } from "./pair.ts";
import { Record } from "./record.ts";
import { RegexpLiteral } from "./regexp-literal.ts";
import { MString } from "./string.ts";
import { Keyword, Sym } from "./symbol.ts";
import { Syntax } from "./syntax.ts";
import { charText, keywordText, stringText, symbolText } from "./token-text.ts";
import { isProcedure, MultipleValues, NIL, type Procedure, type ProcedureInfo, type Value } from "./types.ts";

/** `simple` labels nothing and does not end on circular data unless a limit is given; `shared` labels all sharing. */
export type PrintMode = "write" | "display" | "shared" | "simple";

export interface PrintOptions {
  mode?: PrintMode;
  /** Longest text; what is longer ends in `...`. Without one, a text beyond 2^26 characters is an error. */
  limit?: number;
  /** What is known of a procedure; default: only what it carries itself. */
  procedureInfo?: (f: Procedure) => ProcedureInfo | undefined;
}

/** What a class of another room offers to be printed as `#<name>`. */
export interface Opaque {
  readonly opaqueName: string;
}

/** Guards against sharing that doubles at each level, printed by `write`, which labels only cycles. */
const HARD_LIMIT = 2 ** 26;

export function print(value: Value, options: PrintOptions = {}): string {
  return new Printer(options).print(value);
}

/** As `write` does. */
export const write = (value: Value): string => print(value);

/** As `display` does. */
export const display = (value: Value): string =>
  value instanceof MString ? value.toString() : print(value, { mode: "display" });

/** For error messages: written, and cut where it gets long. */
export const printShort = (value: Value, limit = 80): string => print(value, { limit });

/** What is left of a list after an element. */
class Tail {
  readonly rest: Value;
  constructor(rest: Value) {
    this.rest = rest;
  }
}

/** What is left of a sequence of values or texts. */
class Rest {
  readonly items: readonly (Value | string)[];
  readonly index: number;
  readonly separator: string;
  readonly close: string;
  constructor(items: readonly (Value | string)[], index: number, separator: string, close: string) {
    this.items = items;
    this.index = index;
    this.separator = separator;
    this.close = close;
  }
}

class Printer {
  readonly #mode: PrintMode;
  readonly #limit: number;
  readonly #capped: boolean;
  readonly #infoOf: (f: Procedure) => ProcedureInfo | undefined;
  #labelled: Set<object> | undefined;
  /** Labels given so far. */
  readonly #labels = new Map<object, number>();
  /** What is still to do, last first. Scheme values are never JS strings, so those stand for themselves. */
  readonly #todo: (Value | string)[] = [];
  #pieces: string[] = [];
  #text = "";
  #length = 0;

  constructor({ mode = "write", limit, procedureInfo }: PrintOptions) {
    this.#mode = mode;
    this.#capped = limit !== undefined;
    this.#limit = limit ?? HARD_LIMIT;
    this.#infoOf = procedureInfo ?? ((f) => f.info);
  }

  print(value: Value): string {
    if (this.#mode !== "simple") {
      const rule = this.#mode === "shared" ? "shared" : "cycles";
      this.#labelled = partsToLabel(value, rule, this.#limit);
    }
    this.#todo.push(value);
    while (this.#todo.length > 0 && this.#length <= this.#limit) this.#step(this.#todo.pop() as Value | string);
    const text = this.#text + this.#pieces.join("");
    if (this.#length <= this.#limit) return text;
    if (!this.#capped)
      fail(
        "limit",
        `the text of this value is longer than ${HARD_LIMIT} characters`,
        [],
        "write-shared prints shared parts once",
      );
    return cut(text, this.#limit);
  }

  #step(x: Value | string): void {
    if (typeof x === "string") this.#emit(x);
    else if (x instanceof Tail) this.#tail(x.rest);
    else if (x instanceof Rest) this.#rest(x);
    else if (this.#labelled?.has(x as object)) this.#labelledPart(x as object);
    else this.#value(x);
  }

  #labelledPart(x: object): void {
    const known = this.#labels.get(x);
    if (known !== undefined) {
      this.#emit(`#${known}#`);
      return;
    }
    this.#emit(`#${this.#labels.size}=`);
    this.#labels.set(x, this.#labels.size);
    this.#value(x);
  }

  #value(x: Value): void {
    if (x instanceof Pair) {
      this.#emit("(");
      this.#todo.push(new Tail(x.cdr), x.car);
    } else if (x instanceof MString) {
      const text = x.toString();
      // Only as much of a long text as can be shown.
      const shown = this.#capped ? text.slice(0, this.#limit + 1) : text;
      this.#emit(this.#mode === "display" ? shown : stringText(shown));
    } else if (isReal(x)) this.#emit(numberToString(x));
    else if (x instanceof Sym) this.#emit(this.#mode === "display" ? x.name : symbolText(x.name));
    else if (typeof x === "boolean") this.#emit(x ? "#t" : "#f");
    else if (x === NIL) this.#emit("()");
    else if (Array.isArray(x)) this.#sequence("#(", x, ")");
    else if (x instanceof HashTable) this.#hashTable(x);
    else if (x instanceof Record) this.#record(x);
    else this.#rare(x);
  }

  #rare(x: Value): void {
    const displays = this.#mode === "display";
    if (x instanceof Char) this.#emit(displays ? x.toString() : charText(x.code));
    else if (x instanceof Keyword) this.#emit(displays ? `#:${x.name}` : keywordText(x.name));
    else if (isProcedure(x)) this.#emit(this.#procedure(x));
    else if (x instanceof Uint8Array) this.#emit(`#u8(${bytesText(x, this.#limit)})`);
    else if (x instanceof Box) {
      this.#emit("#&");
      this.#todo.push(x.value);
    } else if (x instanceof RegexpLiteral) this.#emit(`#${x.kind}${stringText(x.source)}`);
    else if (x instanceof ErrorObject) this.#error(x);
    else if (x instanceof Syntax) this.#sequence("#<syntax ", [x.datum], ">");
    else if (x instanceof MultipleValues) this.#todo.push(new Rest(x.items, 0, "\n", ""));
    else if (typeof x === "object" && "opaqueName" in x) this.#emit(`#<${x.opaqueName}>`);
    else this.#emit(x.toString === Object.prototype.toString ? "#<opaque>" : String(x));
  }

  #tail(rest: Value): void {
    if (rest === NIL) this.#emit(")");
    else if (rest instanceof Pair && !this.#labelled?.has(rest)) {
      this.#emit(" ");
      this.#todo.push(new Tail(rest.cdr), rest.car);
    } else {
      this.#emit(" . ");
      this.#todo.push(")", rest);
    }
  }

  #sequence(open: string, items: readonly (Value | string)[], close: string, separator = " "): void {
    this.#emit(open);
    this.#todo.push(new Rest(items, 0, separator, close));
  }

  #rest({ items, index, separator, close }: Rest): void {
    if (index >= items.length) {
      this.#emit(close);
      return;
    }
    if (index > 0) this.#emit(separator);
    this.#todo.push(new Rest(items, index + 1, separator, close), items[index]);
  }

  #hashTable(table: HashTable): void {
    const parts: (Value | string)[] = [];
    for (const [key, value] of table.entries()) parts.push(parts.length === 0 ? "(" : " (", key, " . ", value, ")");
    this.#sequence(`#hash${table.kind === "equal" ? "" : table.kind}(`, parts, ")", "");
  }

  #record({ type, values }: Record): void {
    const name = type.name.replace(/^<(.+)>$/, "$1");
    if (type.transparent)
      this.#sequence(
        `#(struct:${name}`,
        values.flatMap((x) => [" ", x]),
        ")",
        "",
      );
    else
      this.#sequence(
        `#<${name}`,
        values.flatMap((x) => [" ", x]),
        ">",
        "",
      );
  }

  /** Displayed, an error is its message: scripts put it into texts. */
  #error(error: ErrorObject): void {
    const words: (Value | string)[] = [error.message];
    for (const irritant of error.irritants)
      words.push(" ", irritant instanceof MString ? stringText(irritant.toString()) : irritant);
    if (this.#mode === "display") this.#sequence("", words, "", "");
    else this.#sequence("#<error ", words, ">", "");
  }

  #procedure(f: Procedure): string {
    const info = this.#infoOf(f) ?? f.info;
    if (info === undefined || info.name === "") return "#<procedure>";
    return info.kind === "continuation" ? "#<continuation>" : `#<procedure:${info.name}>`;
  }

  #emit(text: string): void {
    this.#length += text.length;
    // Joined in lumps: a rope of millions of pieces costs more memory than its text.
    if (this.#pieces.push(text) > 4096) {
      this.#text += this.#pieces.join("");
      this.#pieces = [];
    }
  }
}

/** Cut to `limit` characters, without splitting a surrogate pair. */
function cut(text: string, limit: number): string {
  let end = Math.max(0, limit - 3);
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last < 0xdc00) end--;
  return `${text.slice(0, end)}...`;
}

function bytesText(bytes: Uint8Array, limit: number): string {
  // Each byte takes two characters at least.
  return bytes.subarray(0, limit).join(" ");
}
