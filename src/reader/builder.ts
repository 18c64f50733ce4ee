// From tokens to datums, with an explicit stack: a million open parentheses are a million small objects, no recursion.
import { Box } from "../values/box.ts";
import { HashTable } from "../values/hash-table.ts";
import { Pair } from "../values/pair.ts";
import { syntaxToDatum } from "../values/strip-syntax.ts";
import { intern, Sym } from "../values/symbol.ts";
import { Syntax } from "../values/syntax.ts";
import { NIL, type Value } from "../values/types.ts";
import { atomValue, characterValue, directiveValue, freshTextValue, regexpValue, textValue } from "./atoms.ts";
import { Blame } from "./blame.ts";
import { closerOf, Frame, type FrameKind, kindOf, Label, Pending, PREFIX_NAMES } from "./frames.ts";
import { LineCounter } from "./lines.ts";
import { TokenError } from "./read-error.ts";

export interface BuilderOptions {
  /** Offset of the first character that is read. */
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
  readonly #blame: Blame;
  #labels: Map<string, Label> | undefined;

  constructor(text: string, file: string, options: BuilderOptions = {}) {
    this.text = text;
    this.file = file;
    this.end = options.start ?? 0;
    this.#plain = options.plain ?? false;
    this.#single = options.single ?? false;
    this.foldCase = options.foldCase ?? false;
    this.#lines = new LineCounter(text);
    this.#blame = new Blame(text, file);
  }

  // — one method per kind of token; `start` is its offset in the text —

  open(token: string, start: number): void {
    this.#advance(token, start);
    const inside = this.#top();
    if (inside !== undefined && !this.#plain && this.#lines.columnOf(start) === 1) {
      this.#blame.marginOpens(inside, this.#lines.line);
    }
    const kind = kindOf(token);
    this.#push(kind, token, start, kind !== "list" || this.#quoted());
  }

  close(token: string, start: number): void {
    this.#advance(token, start);
    const frame = this.#top();
    if (frame === undefined) throw this.#blame.error(`unexpected ${token}: nothing is open here`, start, start + 1);
    if (!frame.isContainer) throw this.#blame.dangling(frame, false);
    const closer = closerOf(frame.open);
    if (closer !== token) {
      const message = `expected ${closer} to close ${this.#blame.placeOf(frame)}, got ${token}`;
      throw this.#blame.error(message, start, start + 1);
    }
    this.#stack.pop();
    this.#add(this.#container(frame), frame.start, frame.line, frame.column);
  }

  prefix(token: string, start: number): void {
    this.#advance(token, start);
    const quotes = token === "'" || token === "`" || (token[0] !== "," && this.#quoted());
    this.#push(token === "#;" ? "comment" : "prefix", token, start, quotes);
  }

  labelDefinition(token: string, start: number): void {
    this.#advance(token, start);
    this.#labels ??= new Map();
    const name = token.slice(1, -1);
    if (this.#labels.has(name)) {
      throw this.#blame.error(`the label ${token} is defined twice in one datum`, start, this.end);
    }
    const label = new Label();
    this.#labels.set(name, label);
    this.#push("label", token, start, this.#quoted(), label);
  }

  labelReference(token: string, start: number): void {
    this.#advance(token, start);
    const label = this.#labels?.get(token.slice(1, -1));
    if (label === undefined) {
      throw this.#blame.error(`the label ${token} is not defined in this datum`, start, this.end);
    }
    // Code that shares its parts could grow without bound while it is expanded; data do not.
    if (!this.#plain && !this.#quoted()) {
      const hint = "labels make shared data, not shared code: put a ' before the outermost datum";
      throw this.#blame.error(`${token} refers to a label outside of a quoted datum`, start, this.end, hint);
    }
    this.#add(label.value ?? new Pending(label), start, this.#lines.line, this.#lines.columnOf(start));
  }

  atom(token: string, start: number): void {
    this.#blame.atomBegins(start);
    this.#advance(token, start);
    if (token === ".") this.#dot(start);
    else this.#leaf(token, start, (text, foldCase) => atomValue(text, foldCase, !this.#plain));
  }

  character(token: string, start: number): void {
    this.#advance(token, start);
    this.#leaf(token, start, characterValue);
  }

  string(token: string, start: number): void {
    this.#blame.stringBegins(start, start + token.length, this.end);
    this.#advance(token, start);
    this.#leaf(token, start, this.#plain ? freshTextValue : textValue);
  }

  regexp(token: string, start: number): void {
    this.#advance(token, start);
    this.#leaf(token, start, regexpValue);
  }

  directive(token: string, start: number): void {
    this.#advance(token, start);
    // The first line of an executable script, and Racket's choice of a language.
    if (token.startsWith("#lang") || (start === 0 && /^#!(?:[/ ]|$)/.test(token))) return;
    const name = token.slice(2);
    if (name === "fold-case") this.foldCase = true;
    else if (name === "no-fold-case") this.foldCase = false;
    else if (name !== "r7rs" && name !== "r6rs") {
      const value = directiveValue(name);
      if (value === undefined) {
        throw this.#blame.error(
          `unknown directive ${token}`,
          start,
          this.end,
          "known are #!fold-case and #!no-fold-case",
        );
      }
      this.#addDatum(value, start);
    }
  }

  unfinished(token: string, start: number): never {
    throw this.#blame.unfinished(token, start);
  }

  /** The text has ended: everything must be closed. */
  finish(): void {
    const frame = this.#top();
    if (frame === undefined) return;
    throw frame.isContainer ? this.#blame.unclosed(frame) : this.#blame.dangling(frame, true);
  }

  // — datums —

  #leaf(token: string, start: number, read: (token: string, foldCase: boolean) => Value): void {
    let value: Value;
    try {
      value = read(token, this.foldCase);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      throw this.#blame.error(error.message, start + error.at, this.end, error.hint);
    }
    this.#addDatum(value, start);
  }

  #addDatum(value: Value, start: number): void {
    const { line } = this.#lines;
    const column = this.#lines.columnOf(start);
    this.#add(this.#wrap(value, start, line, column), start, line, column);
  }

  #wrap(datum: Value, start: number, line: number, column: number, end = this.end): Value {
    return this.#plain ? datum : new Syntax(datum, { file: this.file, start, end, line, column });
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
      else value = this.#abbreviation(frame, value);
    }
  }

  #addItem(frame: Frame, value: Value, start: number): void {
    if (frame.kind !== "list") {
      frame.items ??= [];
      const { items } = frame;
      const index = items.push(value) - 1;
      whenKnown(value, (known) => {
        items[index] = known;
      });
      return;
    }
    const { last } = frame;
    if (frame.dot !== "none") {
      if (frame.dot === "filled") {
        throw this.#blame.error("only one datum may follow the dot of a pair", start, this.end);
      }
      frame.dot = "filled";
      setTail(last as Pair, value);
      return;
    }
    const pair = new Pair(value, NIL);
    frame.last = pair;
    if (last !== undefined) last.cdr = pair;
    else {
      frame.first = pair;
      // `(quote …)` in full quotes as well.
      frame.quoted = quotes(value) ?? frame.quoted;
    }
    whenKnown(value, (known) => {
      pair.car = known;
    });
  }

  #complete(value: Value, start: number): void {
    if (value instanceof Pending) throw this.#blame.error("a label refers to nothing but itself", start, this.end);
    this.#labels = undefined;
    this.#blame.balanced();
    this.datums.push(value);
    if (this.#single) this.done = true;
  }

  #define(label: Label, value: Value, frame: Frame): void {
    if (value instanceof Pending && value.label === label) {
      throw this.#blame.error("a label refers to nothing but itself", frame.start, this.end);
    }
    // `#0=#1#` within `#1=(…)`: known when the other is.
    whenKnown(value, (known) => {
      label.value = known;
      label.resolve(known);
    });
    if (value instanceof Pending) return;
    label.value = value;
    label.resolve(value);
  }

  #abbreviation({ start, open, line, column }: Frame, value: Value): Value {
    const name = this.#wrap(intern(PREFIX_NAMES[open]), start, line, column, start + open.length);
    const rest = new Pair(value, NIL);
    whenKnown(value, (known) => {
      rest.car = known;
    });
    return this.#wrap(new Pair(name, rest), start, line, column);
  }

  #container(frame: Frame): Value {
    const { kind, start, line, column } = frame;
    if (frame.dot === "open") throw this.#blame.error("a datum is expected after the dot", start, this.end);
    if (kind === "list") return this.#wrap(frame.first ?? NIL, start, line, column);
    const items = frame.items ?? [];
    if (kind === "vector") return this.#wrap(items, start, line, column);
    const data = items.map((item) => this.#data(item, start));
    return this.#wrap(kind === "bytes" ? this.#bytes(data, frame) : this.#hash(data, frame), start, line, column);
  }

  #bytes(items: Value[], { start }: Frame): Uint8Array {
    if (items.some((x) => typeof x !== "number" || x < 0 || x > 255)) {
      throw this.#blame.error("a bytevector holds only exact integers from 0 to 255", start, this.end);
    }
    return Uint8Array.from(items as number[]);
  }

  #hash(items: Value[], { start, open }: Frame): HashTable {
    const kind = open.startsWith("#hasheqv") ? "eqv" : open.startsWith("#hasheq") ? "eq" : "equal";
    const table = new HashTable(kind, { mutable: false });
    for (const item of items) {
      if (!(item instanceof Pair)) {
        throw this.#blame.error("a hash table is written #hash((key . value) …)", start, this.end);
      }
      table.set(item.car, item.cdr);
    }
    return table;
  }

  /** Plain data for what scripts can only take as a literal. */
  #data(value: Value, start: number): Value {
    if (this.#labels !== undefined) {
      throw this.#blame.error("labels can not be used in #u8, #hash and #& literals", start, this.end);
    }
    return this.#plain ? value : syntaxToDatum(value);
  }

  #dot(start: number): void {
    const frame = this.#top();
    if (frame?.first === undefined) {
      const hint = "a dot stands before the last datum of a list: (a . b)";
      throw this.#blame.error("a dot is not expected here", start, start + 1, hint);
    }
    if (frame.dot !== "none") throw this.#blame.error("a list can have only one dot", start, start + 1);
    frame.dot = "open";
  }

  // — where we are —

  #advance(token: string, start: number): void {
    // Plain data have no spans; counting lines for each `read` from a long port would be quadratic.
    if (!this.#plain) this.#lines.moveTo(start);
    this.end = start + token.length;
  }

  #push(kind: FrameKind, open: string, start: number, quoted: boolean, label?: Label): void {
    this.#stack.push(new Frame(kind, open, start, this.#lines.line, this.#lines.columnOf(start), quoted, label));
  }

  #top(): Frame | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  #quoted(): boolean {
    return this.#top()?.quoted ?? false;
  }
}

function whenKnown(value: Value, patch: (known: Value) => void): void {
  if (value instanceof Pending) value.label.patches.push(patch);
}

function setTail(pair: Pair, value: Value): void {
  // The tail of `(a . (b c))` is no datum of its own: the list goes on.
  const goesOn = value instanceof Syntax && (value.datum === NIL || value.datum instanceof Pair);
  pair.cdr = goesOn ? value.datum : value;
  whenKnown(value, (known) => {
    pair.cdr = known;
  });
}

/** Whether a list that begins with this quotes what follows; undefined when it changes nothing. */
function quotes(first: Value): boolean | undefined {
  const name = first instanceof Syntax ? first.datum : first;
  if (!(name instanceof Sym)) return undefined;
  if (name.name === "quote" || name.name === "quasiquote") return true;
  return name.name === "unquote" || name.name === "unquote-splicing" ? false : undefined;
}
