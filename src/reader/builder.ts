// From tokens to datums, with an explicit stack: a million open parentheses are a million small objects, no recursion.
import { Box } from "../values/box.ts";
import { HashTable } from "../values/hash-table.ts";
import { Pair } from "../values/pair.ts";
import { syntaxToDatum } from "../values/strip-syntax.ts";
import { intern, Sym } from "../values/symbol.ts";
import { Syntax } from "../values/syntax.ts";
import { NIL, type Span, type Value } from "../values/types.ts";
import { atomValue, characterValue, directiveValue, regexpValue, textValue } from "./atoms.ts";
import { closerOf, Frame, kindOf, Label, Pending, PREFIX_NAMES } from "./frames.ts";
import { LineCounter } from "./lines.ts";
import { ReadError, TokenError } from "./read-error.ts";

export interface BuilderOptions {
  /** Offset of the text's first character that is read. */
  start?: number;
  /** Plain data in place of syntax objects. */
  plain?: boolean;
  /** Stop after the first datum. */
  single?: boolean;
  foldCase?: boolean;
}

export class Builder {
  readonly text: string;
  readonly file: string;
  /** Datums that are complete and inside of nothing. */
  readonly datums: Value[] = [];
  foldCase: boolean;
  /** Nothing more is wanted. */
  done = false;
  /** Where the last token that was used ends. */
  end: number;
  readonly #plain: boolean;
  readonly #single: boolean;
  readonly #stack: Frame[] = [];
  readonly #lines: LineCounter;
  #labels: Map<string, Label> | undefined;
  /** The innermost datum that was open where a form began at the left margin: probably the one that lacks its closer. */
  #suspect: { frame: Frame; line: number } | undefined;
  /** A string that is glued to what follows or precedes it: probably a quote inside it ended it early. */
  #glued: { start: number; end: number } | undefined;
  #lastTextEnd = -1;
  #lastTextStart = -1;

  constructor(text: string, file: string, options: BuilderOptions = {}) {
    this.text = text;
    this.file = file;
    this.end = options.start ?? 0;
    this.#plain = options.plain ?? false;
    this.#single = options.single ?? false;
    this.foldCase = options.foldCase ?? false;
    this.#lines = new LineCounter(text);
  }

  get depth(): number {
    return this.#stack.length;
  }

  // — one method per kind of token; `start` is its offset in the text —

  open(token: string, start: number): void {
    this.#advance(token, start);
    const column = this.#lines.columnOf(start);
    const top = this.#top();
    if (column === 1 && top !== undefined && this.#suspect === undefined) this.#suspect = { frame: top, line: this.#lines.line };
    this.#stack.push(new Frame(kindOf(token), token, start, this.#lines.line, column, this.#quoted()));
  }

  close(token: string, start: number): void {
    this.#advance(token, start);
    const frame = this.#top();
    if (frame === undefined) {
      throw this.#error(`unexpected ${token}: nothing is open here`, start, start + 1, this.#hint());
    }
    if (!frame.isContainer) {
      throw this.#error(`${frame.open} is not followed by a datum`, frame.start, frame.start + frame.open.length, this.#hint());
    }
    const closer = closerOf(frame.open);
    if (closer !== token) {
      throw this.#error(
        `expected ${closer} to close ${frame.open} of line ${frame.line}, column ${frame.column}, got ${token}`,
        start,
        start + 1,
        this.#hint(),
      );
    }
    this.#stack.pop();
    this.#add(this.#container(frame), frame.start, frame.line, frame.column);
  }

  prefix(token: string, start: number): void {
    this.#advance(token, start);
    const kind = token === "#;" ? "comment" : "prefix";
    const quotes = token === "'" || token === "`" || token === "#&";
    this.#stack.push(
      new Frame(kind, token, start, this.#lines.line, this.#lines.columnOf(start), quotes || this.#quoted()),
    );
  }

  labelDefinition(token: string, start: number): void {
    this.#advance(token, start);
    this.#labels ??= new Map();
    const name = token.slice(1, -1);
    if (this.#labels.has(name)) throw this.#error(`the label ${token} is defined twice in one datum`, start, start + token.length);
    const label = new Label();
    this.#labels.set(name, label);
    const { line } = this.#lines;
    this.#stack.push(new Frame("label", token, start, line, this.#lines.columnOf(start), this.#quoted(), label));
  }

  labelReference(token: string, start: number): void {
    this.#advance(token, start);
    const label = this.#labels?.get(token.slice(1, -1));
    if (label === undefined) throw this.#error(`the label ${token} is not defined in this datum`, start, start + token.length);
    if (!this.#plain && !this.#quoted()) {
      const hint = "labels make shared data, not shared code: put a ' before the outermost datum";
      throw this.#error(`${token} refers to a label outside of a quoted datum`, start, start + token.length, hint);
    }
    this.#add(label.value ?? new Pending(label), start, this.#lines.line, this.#lines.columnOf(start));
  }

  atom(token: string, start: number): void {
    if (start === this.#lastTextEnd) this.#glued ??= { start: this.#lastTextStart, end: start };
    this.#advance(token, start);
    if (token === ".") this.#dot(start);
    else this.#leaf(token, start, () => atomValue(token, this.foldCase));
  }

  character(token: string, start: number): void {
    this.#advance(token, start);
    this.#leaf(token, start, () => characterValue(token, this.foldCase));
  }

  string(token: string, start: number): void {
    // A letter just before the quote: it may be the end of a text, not the beginning.
    if (start === this.end && start > 0 && /[\p{L}\p{N}"]/u.test(this.text[start - 1])) {
      this.#glued ??= { start: this.#lastTextStart >= 0 ? this.#lastTextStart : start, end: start };
    }
    this.#lastTextStart = start;
    this.#lastTextEnd = start + token.length;
    this.#leaf(token, start, () => textValue(token));
    this.#advance(token, start);
  }

  regexp(token: string, start: number): void {
    this.#leaf(token, start, () => regexpValue(token));
    this.#advance(token, start);
  }

  directive(token: string, start: number): void {
    this.#advance(token, start);
    // The first line of an executable script, and Racket's choice of a language.
    if (token.startsWith("#lang") || (start === 0 && /^#![/ ]|^#!$/.test(token))) return;
    const name = token.slice(2);
    if (name === "fold-case") this.foldCase = true;
    else if (name === "no-fold-case") this.foldCase = false;
    else if (name !== "r7rs" && name !== "r6rs") {
      const value = directiveValue(name);
      if (value === undefined) throw this.#error(`unknown directive ${token}`, start, start + token.length, "known are #!fold-case and #!no-fold-case");
      this.#leaf(token, start, () => value);
    }
  }

  unfinished(token: string, start: number): never {
    this.#lines.moveTo(start);
    const what = token.startsWith("#|") ? "block comment" : token[0] === "|" ? "symbol between bars" : "string";
    const closer = token.startsWith("#|") ? "|#" : token[0] === "|" ? "|" : '"';
    const open = /^(?:#\||#[rp]x"|"|\|)/.exec(token)?.[0] ?? "";
    const hint = this.#gluedHint() ?? `there is no ${closer} that ends it`;
    throw this.#error(`this ${what} does not end`, start, start + open.length, hint, true);
  }

  /** The text has ended: everything must be closed. */
  finish(): void {
    const frame = this.#top();
    if (frame === undefined) return;
    if (!frame.isContainer) {
      throw this.#error(`${frame.open} is not followed by a datum`, frame.start, frame.start + frame.open.length, this.#hint(), true);
    }
    const { frame: culprit } = this.#suspect ?? { frame };
    const open = culprit.isContainer ? culprit : frame;
    throw this.#error(
      `${open.open} is never closed: expected ${closerOf(open.open)} before the end`,
      open.start,
      open.start + open.open.length,
      this.#hint(),
      true,
    );
  }

  /** An error at a stretch of the text, which may lie before the current place. */
  #error(message: string, start: number, end: number, hint?: string, incomplete = false): ReadError {
    return new ReadError(message, spanOf(this.text, this.file, start, end), hint, incomplete);
  }

  // — datums —

  #leaf(token: string, start: number, read: () => Value): void {
    let value: Value;
    try {
      value = read();
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      throw this.#error(error.message, start + error.at, start + token.length, error.hint);
    }
    this.#lines.moveTo(start);
    const { line } = this.#lines;
    const column = this.#lines.columnOf(start);
    this.end = start + token.length;
    this.#add(this.#wrap(value, start, line, column), start, line, column);
  }

  #wrap(datum: Value, start: number, line: number, column: number): Value {
    return this.#plain ? datum : new Syntax(datum, { file: this.file, start, end: this.end, line, column });
  }

  /** Puts a complete datum where it belongs, which may complete others. */
  #add(value: Value, start: number, line: number, column: number): void {
    for (;;) {
      const frame = this.#top();
      if (frame === undefined) {
        this.#complete(value, start);
        return;
      }
      if (frame.isContainer) {
        this.#addItem(frame, value, start);
        return;
      }
      this.#stack.pop();
      ({ start, line, column } = frame);
      if (frame.kind === "comment") return;
      if (frame.label !== undefined) this.#define(frame.label, value, frame);
      else if (frame.open === "#&") value = this.#wrap(new Box(this.#data(value, start)), start, line, column);
      else value = this.#abbreviation(frame, value, line, column);
    }
  }

  #addItem(frame: Frame, value: Value, start: number): void {
    const { items } = frame;
    if (frame.dot >= 0 && items.length > frame.dot) {
      throw this.#error("only one datum may follow the dot of a pair", start, this.end, this.#hint());
    }
    // `(quote …)` in full quotes as well.
    if (items.length === 0 && frame.kind === "list" && !frame.quoted) frame.quoted = isQuote(value);
    items.push(value);
  }

  #complete(value: Value, start: number): void {
    if (value instanceof Pending) throw this.#error("a label refers to nothing but itself", start, this.end);
    this.#labels = undefined;
    this.#suspect = undefined;
    this.datums.push(value);
    if (this.#single) this.done = true;
  }

  #define(label: Label, value: Value, frame: Frame): void {
    if (value instanceof Pending && value.label === label) {
      throw this.#error("a label refers to nothing but itself", frame.start, this.end);
    }
    label.value = value;
    for (const patch of label.patches) patch(value);
  }

  #abbreviation(frame: Frame, value: Value, line: number, column: number): Value {
    const { start, open } = frame;
    const end = start + open.length;
    const name = intern(PREFIX_NAMES[open]);
    const first = this.#plain ? name : new Syntax(name, { file: this.file, start, end, line, column });
    return this.#wrap(this.#listOf([first, value], -1), start, line, column);
  }

  #container(frame: Frame): Value {
    const { kind, items, start, line, column } = frame;
    if (frame.dot >= 0 && items.length === frame.dot) {
      throw this.#error("a datum is expected after the dot", start, this.end, this.#hint());
    }
    if (kind === "list") return this.#wrap(this.#listOf(items, frame.dot), start, line, column);
    if (kind === "vector") return this.#wrap(this.#vectorOf(items), start, line, column);
    const data = items.map((item) => this.#data(item, start));
    return this.#wrap(kind === "bytes" ? this.#bytes(data, frame) : this.#hash(data, frame), start, line, column);
  }

  #listOf(items: Value[], dot: number): Value {
    const count = dot < 0 ? items.length : dot;
    let rest: Value = dot < 0 ? NIL : items[dot];
    // The tail of `(a . (b c))` is no datum of its own: the list goes on.
    if (rest instanceof Syntax && (rest.datum === NIL || rest.datum instanceof Pair)) rest = rest.datum;
    for (let i = count - 1; i >= 0; i--) {
      const pair = new Pair(items[i], rest);
      if (items[i] instanceof Pending) {
        (items[i] as Pending).label.patches.push((value) => {
          pair.car = value;
        });
      }
      if (rest instanceof Pending) {
        rest.label.patches.push((value) => {
          pair.cdr = value;
        });
      }
      rest = pair;
    }
    return rest;
  }

  #vectorOf(items: Value[]): Value[] {
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (!(item instanceof Pending)) continue;
      item.label.patches.push((value) => {
        items[i] = value;
      });
    }
    return items;
  }

  #bytes(items: Value[], { start }: Frame): Uint8Array {
    const wrong = items.find((x) => typeof x !== "number" || x < 0 || x > 255);
    if (wrong !== undefined) throw this.#error("a bytevector holds only exact integers from 0 to 255", start, this.end);
    return Uint8Array.from(items as number[]);
  }

  #hash(items: Value[], { start, open }: Frame): HashTable {
    const kind = open.startsWith("#hasheqv") ? "eqv" : open.startsWith("#hasheq") ? "eq" : "equal";
    const table = new HashTable(kind, { mutable: false });
    for (const item of items) {
      if (!(item instanceof Pair)) throw this.#error("a hash table is written #hash((key . value) …)", start, this.end);
      table.set(item.car, item.cdr);
    }
    return table;
  }

  /** Plain data for what scripts can only take as a literal. */
  #data(value: Value, start: number): Value {
    if (value instanceof Pending) throw this.#error("a label can not refer to what is around #u8, #hash or #&", start, this.end);
    return this.#plain ? value : syntaxToDatum(value);
  }

  #dot(start: number): void {
    const frame = this.#top();
    if (frame?.kind !== "list" || frame.items.length === 0) {
      const hint = "a dot stands before the last datum of a list: (a . b)";
      throw this.#error("a dot is not expected here", start, start + 1, hint);
    }
    if (frame.dot >= 0) throw this.#error("a list can have only one dot", start, start + 1);
    frame.dot = frame.items.length;
  }

  // — where we are —

  #advance(token: string, start: number): void {
    this.#lines.moveTo(start);
    this.end = start + token.length;
  }

  #top(): Frame | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  #quoted(): boolean {
    return this.#top()?.quoted ?? false;
  }

  /** A guess at what went wrong earlier. */
  #hint(): string | undefined {
    const glued = this.#gluedHint();
    if (glued !== undefined) return glued;
    if (this.#suspect === undefined) return undefined;
    const { frame, line } = this.#suspect;
    return `line ${line} begins a form at the left margin while ${frame.open} of line ${frame.line} is open: perhaps ${
      frame.isContainer ? closerOf(frame.open) : "a datum"
    } is missing before it`;
  }

  #gluedHint(): string | undefined {
    if (this.#glued === undefined) return undefined;
    const from = spanOf(this.text, this.file, this.#glued.start, this.#glued.start);
    const to = spanOf(this.text, this.file, this.#glued.end, this.#glued.end);
    return `the string of line ${from.line} seems to end early, at line ${to.line}, column ${to.column}: a quote inside a string is written \\" (in Python code, ' does as well)`;
  }
}

function isQuote(value: Value): boolean {
  const name = value instanceof Syntax ? value.datum : value;
  return name instanceof Sym && (name.name === "quote" || name.name === "quasiquote");
}

/** The span between two offsets, its line and column counted anew. */
export function spanOf(text: string, file: string, start: number, end: number): Span {
  const lines = new LineCounter(text);
  lines.moveTo(start);
  return { file, start, end, line: lines.line, column: lines.columnOf(start) };
}
