// Racket's pattern syntax, `#rx` and `#px`, to a tree; mistakes are reported with their place in the pattern.
import { CharSet, CharSetBuilder, CLASSES, propertyPattern } from "./char-set.ts";

export type Node =
  | { type: "set"; set: CharSet }
  | { type: "seq"; items: Node[] }
  | { type: "alt"; items: Node[] }
  | { type: "repeat"; node: Node; min: number; max: number; greedy: boolean }
  | { type: "group"; index: number; node: Node }
  | { type: "start" | "end"; multi: boolean }
  | { type: "word"; negated: boolean }
  | { type: "look"; ahead: boolean; negated: boolean; node: Node }
  | { type: "atomic"; node: Node }
  | { type: "backref"; index: number; fold: boolean }
  | { type: "if"; test: number | Node; yes: Node; no: Node };

export interface Pattern {
  readonly root: Node;
  /** Capturing groups, the whole match not counted. */
  readonly groups: number;
}

/** A pattern that is not well-formed; `at` counts UTF-16 units from its start. */
export class PatternError extends Error {
  readonly at: number;
  readonly hint: string | undefined;
  constructor(message: string, at: number, hint?: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

interface Mode {
  readonly fold: boolean;
  /** `^`, `$` and `.` look at lines. */
  readonly multi: boolean;
}

/** Groups within groups: the parser and the compiler recurse into them. */
const MAX_DEPTH = 500;
const MAX_REPEAT = 1_000_000;
/** Longer sources are data by mistake, and would take seconds to read. */
const MAX_SOURCE = 100_000;
const ANY = new CharSet([[0, 0x10ffff]], [], false, false);
const NOT_NEWLINE = new CharSet([[10, 10]], [], true, false);
const CONTROL: { readonly [letter: string]: number } = {
  n: 10,
  t: 9,
  r: 13,
  f: 12,
  v: 11,
  a: 7,
  e: 27,
};

export function parsePattern(source: string, perl: boolean): Pattern {
  if (source.length > MAX_SOURCE) throw new PatternError(`a pattern of more than ${MAX_SOURCE} characters`, MAX_SOURCE);
  return new Parser(source, perl).whole();
}

class Parser {
  readonly #text: string;
  readonly #perl: boolean;
  #at = 0;
  #groups = 0;
  #depth = 0;
  /** Back-references seen, to be checked once all groups are counted. */
  readonly #references: { index: number; at: number }[] = [];

  constructor(text: string, perl: boolean) {
    this.#text = text;
    this.#perl = perl;
  }

  whole(): Pattern {
    const root = this.#alternatives({ fold: false, multi: false });
    if (this.#at < this.#text.length) this.#fail("unmatched `)`", this.#at, "write \\) for a parenthesis in the text");
    for (const { index, at } of this.#references) {
      if (index > this.#groups) {
        this.#fail(
          `\\${index} refers to a group, but there ${this.#groups === 1 ? "is 1" : `are ${this.#groups}`}`,
          at,
        );
      }
    }
    return { root, groups: this.#groups };
  }

  #fail(message: string, at: number, hint?: string): never {
    throw new PatternError(message, at, hint);
  }

  #peek(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(mode: Mode): Node {
    const items = [this.#sequence(mode)];
    while (this.#take("|")) items.push(this.#sequence(mode));
    return items.length === 1 ? items[0] : { type: "alt", items };
  }

  #sequence(outer: Mode): Node {
    const items: Node[] = [];
    let mode = outer;
    while (this.#at < this.#text.length && !this.#peek("|") && !this.#peek(")")) {
      // `(?i)` changes the rest of its group. Racket has only `(?i:…)`; people write both.
      const switched = /^\(\?([ism-]+)\)/.exec(this.#text.slice(this.#at, this.#at + 12));
      if (switched === null) items.push(this.#piece(mode));
      else {
        mode = this.#mode(switched[1], mode, this.#at);
        this.#at += switched[0].length;
      }
    }
    return items.length === 1 ? items[0] : { type: "seq", items };
  }

  #piece(mode: Mode): Node {
    const atom = this.#atom(mode);
    const bounds = this.#bounds();
    if (bounds === undefined) return atom;
    const greedy = !this.#take("?");
    if (this.#peek("*") || this.#peek("+") || this.#peek("?")) {
      this.#fail(`nested \`${this.#text[this.#at]}\``, this.#at, "put the repeated part into (?:…)");
    }
    return { type: "repeat", node: atom, ...bounds, greedy };
  }

  #bounds(): { min: number; max: number } | undefined {
    if (this.#take("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take("?")) return { min: 0, max: 1 };
    if (!this.#perl || !this.#peek("{")) return undefined;
    const close = this.#text.indexOf("}", this.#at);
    const inner = close < 0 ? "" : this.#text.slice(this.#at + 1, close);
    // A brace that is no repetition stands for itself, as in most dialects.
    const match = /^(\d*)(,?)(\d*)$/.exec(inner);
    if (match === null || inner === "" || inner === ",") return undefined;
    const at = this.#at;
    this.#at = close + 1;
    const min = match[1] === "" ? 0 : Number(match[1]);
    const max = match[2] === "" ? min : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (max < min) this.#fail(`the repetition {${inner}} has its bounds in the wrong order`, at);
    if (min > MAX_REPEAT || (max !== Number.POSITIVE_INFINITY && max > MAX_REPEAT)) {
      this.#fail(`the repetition {${inner}} is beyond ${MAX_REPEAT}`, at);
    }
    return { min, max };
  }

  #atom(mode: Mode): Node {
    const at = this.#at;
    const c = this.#text[this.#at];
    switch (c) {
      case "(":
        return this.#parenthesis(mode);
      case "[":
        return this.#range(mode);
      case ".":
        this.#at++;
        return { type: "set", set: mode.multi ? NOT_NEWLINE : ANY };
      case "^":
        this.#at++;
        return { type: "start", multi: mode.multi };
      case "$":
        this.#at++;
        return { type: "end", multi: mode.multi };
      case "*":
      case "+":
      case "?":
        return this.#fail(`\`${c}\` follows nothing`, at, `write \\${c} for the character itself`);
      case "\\":
        return this.#escape(mode);
      default:
        return this.#literal(this.#code(), mode);
    }
  }

  /** Takes one code point. */
  #code(): number {
    const code = this.#text.codePointAt(this.#at) as number;
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  #literal(code: number, mode: Mode): Node {
    return {
      type: "set",
      set: new CharSetBuilder().add(code).build(false, mode.fold),
    };
  }

  #escape(mode: Mode): Node {
    const at = this.#at++;
    if (this.#at >= this.#text.length)
      this.#fail("a backslash at the end escapes nothing", at, "write \\\\ for a backslash");
    const letter = this.#text[this.#at];
    if (!this.#perl) return this.#literal(this.#code(), mode);
    if (/[1-9]/.test(letter)) {
      const digits = /^\d+/.exec(this.#text.slice(this.#at, this.#at + 9)) as RegExpExecArray;
      this.#at += digits[0].length;
      const index = Number(digits[0]);
      this.#references.push({ index, at });
      return { type: "backref", index, fold: mode.fold };
    }
    if (letter === "b" || letter === "B") {
      this.#at++;
      return { type: "word", negated: letter === "B" };
    }
    const set = new CharSetBuilder();
    if (this.#class(set)) return { type: "set", set: set.build(false, mode.fold) };
    return this.#literal(this.#escapedCode(at), mode);
  }

  /** The character after a backslash in a `#px` pattern that is no class. */
  #escapedCode(at: number): number {
    const letter = this.#text[this.#at];
    if (!/[a-zA-Z0-9]/.test(letter)) return this.#code();
    const control = CONTROL[letter];
    if (control === undefined) this.#fail(`\\${letter} means nothing`, at, `write ${letter} for the character itself`);
    this.#at++;
    return control;
  }

  /** `\d \w \s \p{…}` and their opposites; false when something else follows the backslash. */
  #class(set: CharSetBuilder): boolean {
    const letter = this.#text[this.#at];
    const lower = letter.toLowerCase();
    const name = lower === "d" ? "digit" : lower === "w" ? "word" : lower === "s" ? "space" : undefined;
    if (name !== undefined) {
      this.#at++;
      set.addAll(CLASSES[name], letter !== lower);
      return true;
    }
    if (lower !== "p") return false;
    const at = this.#at - 1;
    const match = /^[pP]\{(\^?)([^}]*)\}/.exec(this.#text.slice(this.#at, this.#at + 20));
    const holds = match === null ? undefined : propertyPattern(match[2]);
    if (match === null || holds === undefined) {
      this.#fail(
        `expected a Unicode category after \\${letter}`,
        at,
        "as in \\p{L}, \\p{Lu}, \\p{Nd}, \\p{P}, \\p{Zs}",
      );
    }
    this.#at += match[0].length;
    set.addProperty(holds, (letter === "P") !== (match[1] === "^"));
    return true;
  }

  #range(mode: Mode): Node {
    const open = this.#at++;
    const negated = this.#take("^");
    const set = new CharSetBuilder();
    for (let first = true; ; first = false) {
      if (this.#at >= this.#text.length)
        this.#fail("this `[` is never closed", open, "write \\[ for a bracket in the text");
      if (this.#peek("]") && !first) break;
      this.#rangeItem(set);
    }
    this.#at++;
    return { type: "set", set: set.build(negated, mode.fold) };
  }

  #rangeItem(set: CharSetBuilder): void {
    const at = this.#at;
    if (this.#perl && this.#peek("[:")) {
      const match = /^\[:([a-z]+):\]/.exec(this.#text.slice(this.#at, this.#at + 16));
      if (match !== null) {
        const ranges = Object.hasOwn(CLASSES, match[1]) ? CLASSES[match[1]] : undefined;
        if (ranges === undefined)
          this.#fail(`[:${match[1]}:] is no class`, at, `the classes are ${Object.keys(CLASSES).join(" ")}`);
        this.#at += match[0].length;
        set.addAll(ranges);
        return;
      }
    }
    const start = this.#rangeCode(set);
    if (start === undefined) return;
    if (!this.#peek("-") || this.#text[this.#at + 1] === "]" || this.#at + 1 >= this.#text.length) {
      set.add(start);
      return;
    }
    this.#at++;
    const end = this.#rangeCode(set);
    // A class at the end of a range (`[a-\d]`): the hyphen stands for itself.
    if (end === undefined) set.add(start).add(45);
    else if (end < start) this.#fail("the range has its ends in the wrong order", at);
    else set.addRange(start, end);
  }

  /** One character of a range, or `undefined` when a class was added instead. */
  #rangeCode(set: CharSetBuilder): number | undefined {
    if (!this.#perl || !this.#peek("\\")) return this.#code();
    const at = this.#at++;
    if (this.#at >= this.#text.length) this.#fail("a backslash at the end escapes nothing", at);
    if (this.#class(set)) return undefined;
    if (this.#take("b")) return 8;
    return this.#escapedCode(at);
  }

  #parenthesis(mode: Mode): Node {
    const open = this.#at++;
    if (++this.#depth > MAX_DEPTH) this.#fail(`more than ${MAX_DEPTH} groups within groups`, open);
    const node = this.#take("?") ? this.#special(mode, open) : this.#group(mode);
    if (!this.#take(")")) this.#fail("this `(` is never closed", open, "write \\( for a parenthesis in the text");
    this.#depth--;
    return node;
  }

  #group(mode: Mode): Node {
    const index = ++this.#groups;
    return { type: "group", index, node: this.#alternatives(mode) };
  }

  #special(mode: Mode, open: number): Node {
    if (this.#take(">")) return { type: "atomic", node: this.#alternatives(mode) };
    if (this.#peek("(")) return this.#conditional(mode, open);
    const look = this.#look(mode);
    if (look !== undefined) return look;
    const flags = /^([ism-]*):/.exec(this.#text.slice(this.#at, this.#at + 12));
    if (flags === null) {
      const hint = "after (? there may stand : i: s: m: > = ! <= <! or a test in parentheses";
      this.#fail("this `(?` is followed by nothing known", open, hint);
    }
    this.#at += flags[0].length;
    return this.#alternatives(this.#mode(flags[1], mode, open));
  }

  #look(mode: Mode): Node | undefined {
    for (const [text, ahead, negated] of LOOKS) {
      if (this.#take(text)) return { type: "look", ahead, negated, node: this.#alternatives(mode) };
    }
    return undefined;
  }

  #mode(flags: string, mode: Mode, at: number): Mode {
    let { fold, multi } = mode;
    const letters = /^(?:-?[ism])*$/.exec(flags);
    if (letters === null) this.#fail(`the mode ${flags} is not known`, at, "modes are i, -i, s, -s, m and -m");
    for (const [, minus, letter] of flags.matchAll(/(-?)([ism])/g)) {
      if (letter === "i") fold = minus === "";
      else multi = (letter === "m") === (minus === "");
    }
    return { fold, multi };
  }

  /** `(?(1)then|else)` and `(?(?=look)then|else)`. */
  #conditional(mode: Mode, open: number): Node {
    const at = this.#at;
    const number = /^\((\d+)\)/.exec(this.#text.slice(this.#at, this.#at + 12));
    let test: number | Node;
    if (number !== null) {
      test = Number(number[1]);
      this.#references.push({ index: test, at });
      this.#at += number[0].length;
    } else {
      this.#at++;
      const look = this.#take("?") ? this.#look(mode) : undefined;
      if (look === undefined || !this.#take(")")) {
        this.#fail(
          "expected a group's number or a look in parentheses",
          at,
          "as in (?(1)then|else) or (?(?=test)then|else)",
        );
      }
      test = look;
    }
    const yes = this.#sequence(mode);
    const no: Node = this.#take("|") ? this.#sequence(mode) : { type: "seq", items: [] };
    if (this.#peek("|")) this.#fail("a conditional has at most two branches", open);
    return { type: "if", test, yes, no };
  }
}

const LOOKS: readonly [string, boolean, boolean][] = [
  ["=", true, false],
  ["!", true, true],
  ["<=", false, false],
  ["<!", false, true],
];
