// From a pattern's tree to a program for the matcher: flat instructions, repetitions of single characters kept as one.
import { canBeEmpty, firstOf, prefixOf, startsAnchored } from "./analyse.ts";
import type { CharRange, CharSet } from "./char-set.ts";
import { type Node, type Pattern, PatternError } from "./parse.ts";

/** What an instruction does; its operands are in `a` and `b`. Those with a direction have their twin for look-behind. */
export const Op = {
  /** One character of set a. */
  set: 0,
  setBack: 1,
  /** Try a, then b. */
  split: 2,
  jump: 3,
  /** Remember the place in register a. */
  save: 4,
  start: 5,
  startOfLine: 6,
  end: 7,
  endOfLine: 8,
  word: 9,
  notWord: 10,
  /** The text of group a again; b is 1 when case does not matter. */
  backref: 11,
  backrefBack: 12,
  /** Look: the body follows and ends with `lookEnd`; a is where to go on, b is 1 for a negative look. */
  look: 13,
  lookEnd: 14,
  /** Atomic group: the body follows and ends with `atomicEnd`. */
  atomic: 15,
  atomicEnd: 16,
  /** Goes to a unless group b has matched. */
  unlessGroup: 17,
  /** As many characters of set a as there are, giving back one by one; or as few, taking one by one. At most b; −1: no bound. */
  many: 18,
  few: 19,
  manyBack: 20,
  fewBack: 21,
  /** Fails when the place is still the one in register a: a repetition of nothing. */
  moved: 22,
  match: 23,
} as const;

export interface Program {
  readonly op: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly sets: readonly CharSet[];
  /** Two for each group and the whole match, then one for each repetition that must move. */
  readonly registers: number;
  readonly groups: number;
  /** Whether the outcome from a place depends on nothing but the instruction and the place. */
  readonly pure: boolean;
  /** Instructions that more than one way leads to: the only ones worth remembering. Index into the memory, or −1. */
  readonly joins: Int32Array;
  /**
   * For each instruction, registers of the repetitions around it that must move: whether they have moved yet is part of
   * what the outcome depends on, so each doubles the instruction's share of the memory.
   */
  readonly loops: readonly (readonly number[])[];
  readonly joinCount: number;
  /** Begins with `^`, so only the first place can match. */
  readonly anchored: boolean;
  /** Text that every match begins with. */
  readonly prefix: string;
  /** What every match begins with, when that is known. */
  readonly first: CharRange | undefined;
}

const MAX_INSTRUCTIONS = 50_000;
/** Repetitions of what can be empty, within one another, that the memory tells apart; deeper ones only cost precision. */
const MAX_LOOPS = 4;

export function compilePattern(pattern: Pattern): Program {
  const emitter = new Emitter(pattern.groups);
  emitter.emit(Op.save, 0);
  emitter.node(pattern.root, false);
  emitter.emit(Op.save, 1);
  emitter.emit(Op.match);
  return emitter.program(pattern);
}

class Emitter {
  readonly #op: number[] = [];
  readonly #a: number[] = [];
  readonly #b: number[] = [];
  readonly #sets: CharSet[] = [];
  readonly #setNumbers = new Map<CharSet, number>();
  readonly #loopsAt: (readonly number[])[] = [];
  /** Those around what is being emitted. */
  #loops: readonly number[] = [];
  #registers: number;
  #pure = true;

  constructor(groups: number) {
    this.#registers = 2 * (groups + 1);
  }

  emit(op: number, a = 0, b = 0): number {
    if (this.#op.length >= MAX_INSTRUCTIONS) {
      throw new PatternError(
        "the pattern is too large once its repetitions are written out",
        0,
        "use smaller numbers in {…}",
      );
    }
    this.#op.push(op);
    this.#a.push(a);
    this.#b.push(b);
    this.#loopsAt.push(this.#loops);
    return this.#op.length - 1;
  }

  program({ root, groups }: Pattern): Program {
    const joins = this.#joins();
    return {
      op: Uint8Array.from(this.#op),
      a: Int32Array.from(this.#a),
      b: Int32Array.from(this.#b),
      sets: this.#sets,
      registers: this.#registers,
      groups,
      pure: this.#pure,
      joins,
      joinCount: joins.reduce((most, j, i) => (j < 0 ? most : Math.max(most, j + (1 << this.#loopsAt[i].length))), 0),
      loops: this.#loopsAt,
      anchored: startsAnchored(root),
      prefix: prefixOf(root),
      first: firstOf(root),
    };
  }

  node(node: Node, back: boolean): void {
    switch (node.type) {
      case "set":
        this.emit(back ? Op.setBack : Op.set, this.#set(node.set));
        return;
      case "seq":
        for (const item of back ? [...node.items].reverse() : node.items) this.node(item, back);
        return;
      case "alt":
        this.#alternatives(node.items, back);
        return;
      case "repeat":
        this.#repeat(node, back);
        return;
      case "group":
        this.emit(Op.save, 2 * node.index + (back ? 1 : 0));
        this.node(node.node, back);
        this.emit(Op.save, 2 * node.index + (back ? 0 : 1));
        return;
      case "start":
        this.emit(node.multi ? Op.startOfLine : Op.start);
        return;
      case "end":
        this.emit(node.multi ? Op.endOfLine : Op.end);
        return;
      case "word":
        this.emit(node.negated ? Op.notWord : Op.word);
        return;
      case "look":
        this.#look(node);
        return;
      case "atomic":
        this.emit(Op.atomic);
        this.node(node.node, back);
        this.emit(Op.atomicEnd);
        return;
      case "backref":
        this.#pure = false;
        this.emit(back ? Op.backrefBack : Op.backref, node.index, node.fold ? 1 : 0);
        return;
      case "if":
        this.#conditional(node, back);
        return;
    }
  }

  #set(set: CharSet): number {
    let number = this.#setNumbers.get(set);
    if (number === undefined) {
      number = this.#sets.push(set) - 1;
      this.#setNumbers.set(set, number);
    }
    return number;
  }

  #alternatives(items: Node[], back: boolean): void {
    const ends: number[] = [];
    items.forEach((item, i) => {
      if (i === items.length - 1) {
        this.node(item, back);
        return;
      }
      const split = this.emit(Op.split);
      this.#a[split] = this.#op.length;
      this.node(item, back);
      ends.push(this.emit(Op.jump));
      this.#b[split] = this.#op.length;
    });
    for (const end of ends) this.#a[end] = this.#op.length;
  }

  #look({ ahead, negated, node }: Node & { type: "look" }): void {
    const look = this.emit(Op.look, 0, negated ? 1 : 0);
    this.node(node, !ahead);
    this.emit(Op.lookEnd);
    this.#a[look] = this.#op.length;
  }

  #conditional(node: Node & { type: "if" }, back: boolean): void {
    if (typeof node.test === "number") {
      this.#pure = false;
      const test = this.emit(Op.unlessGroup, 0, node.test);
      this.node(node.yes, back);
      const end = this.emit(Op.jump);
      this.#a[test] = this.#op.length;
      this.node(node.no, back);
      this.#a[end] = this.#op.length;
      return;
    }
    // (?(look)a|b) is (?:(look)a|(opposite)b).
    const test = node.test as Node & { type: "look" };
    const opposite: Node = { ...test, negated: !test.negated };
    this.#alternatives(
      [
        { type: "seq", items: [test, node.yes] },
        { type: "seq", items: [opposite, node.no] },
      ],
      back,
    );
  }

  #repeat({ node, min, max, greedy }: Node & { type: "repeat" }, back: boolean): void {
    for (let i = 0; i < min; i++) this.node(node, back);
    if (max === min) return;
    const unbounded = max === Number.POSITIVE_INFINITY;
    if (node.type === "set") {
      const op = greedy ? (back ? Op.manyBack : Op.many) : back ? Op.fewBack : Op.few;
      this.emit(op, this.#set(node.set), unbounded ? -1 : max - min);
      return;
    }
    const ends: number[] = [];
    for (let i = min; i < (unbounded ? min + 1 : max); i++) {
      const split = this.emit(Op.split);
      const register = canBeEmpty(node) ? this.#registers++ : -1;
      if (register >= 0) this.emit(Op.save, register);
      const body = register >= 0 ? split + 1 : this.#op.length;
      const outer = this.#loops;
      if (register >= 0 && outer.length < MAX_LOOPS) this.#loops = [...outer, register];
      this.node(node, back);
      if (register >= 0) this.emit(Op.moved, register);
      this.#loops = outer;
      if (unbounded) this.emit(Op.jump, split);
      this.#a[split] = body;
      ends.push(split);
    }
    for (const split of ends) {
      this.#b[split] = this.#op.length;
      if (!greedy) [this.#a[split], this.#b[split]] = [this.#b[split], this.#a[split]];
    }
  }

  /** Numbers the instructions where ways meet. Bodies of looks and atomic groups have none: what they gave is cut. */
  #joins(): Int32Array {
    const joins = new Int32Array(this.#op.length).fill(-1);
    if (!this.#pure) return joins;
    const meets = new Uint8Array(this.#op.length + 1);
    this.#op.forEach((op, i) => {
      if (op === Op.jump) meets[this.#a[i]] = 1;
      else if (op === Op.split) meets[this.#a[i]] = meets[this.#b[i]] = 1;
      // The place after a run of characters is reached once for each length of the run.
      else if (op >= Op.many && op <= Op.fewBack) meets[i] = meets[i + 1] = 1;
    });
    let count = 0;
    let depth = 0;
    this.#op.forEach((op, i) => {
      // The end of a body belongs to the body.
      if (depth === 0 && meets[i] === 1) {
        joins[i] = count;
        count += 1 << this.#loopsAt[i].length;
      }
      if (op === Op.look || op === Op.atomic) depth++;
      if (op === Op.lookEnd || op === Op.atomicEnd) depth--;
    });
    return joins;
  }
}
