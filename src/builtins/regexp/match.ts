// The matcher: backtracking on an explicit stack that can stop at any step, with a memory that keeps it linear.
import type { CharRange, CharSet } from "./char-set.ts";
import type { Program } from "./compile.ts";

export type Progress = "found" | "none" | "more";

/** What stands on the stack beside branches (whose tag is the instruction, 0 or more), three numbers each. */
const RESTORE = -1;
const LOOK = -2;
const ATOMIC = -3;
/** `RUN − pc`: a repetition of one character that can still give back or take. */
const RUN = -4;

/** Entries, 12 bytes each. */
const MAX_STACK = 8_000_000;
/** Bits of memory. */
const MAX_MEMO = 1 << 29;

/** Raised when a text is too long for what a pattern must remember. */
export class MatchLimit extends Error {}

/**
 * One pattern on one text. The text is UTF-16, the pattern means code points: a surrogate pair is one character. `floor`
 * is where `^` matches and what look-behind sees no further than; `end` is where the text ends for the pattern.
 */
export class Matcher {
  /** Where groups begin and end, −1 when unmatched; valid after "found". */
  readonly registers: Int32Array;
  readonly #program: Program;
  readonly #text: string;
  readonly #floor: number;
  readonly #end: number;
  /** Tags, first and second operands of the stack, interleaved. */
  #stack = new Int32Array(96);
  #sp = 0;
  /** Stack heights at which the open looks and atomic groups began. */
  readonly #barriers: number[] = [];
  #memo: Uint32Array | undefined;
  /** Where the running attempt goes on; −1 between attempts. */
  #pc = -1;
  #at = 0;
  /** Where the next attempt begins. */
  #next = 0;
  #notEndingAt = -1;
  #steps = 0;
  #patience = 0;

  constructor(program: Program, text: string, floor: number, end: number) {
    this.#program = program;
    this.#text = text;
    this.#floor = floor;
    this.#end = end;
    this.registers = new Int32Array(program.registers);
  }

  /**
   * Begins a search at `from`. A match that ends at `notEndingAt` does not count. After `patience` steps it begins to
   * remember: most searches end long before a memory would pay for its allocation.
   */
  search(from: number, notEndingAt = -1, patience = 2000 + 8 * (this.#end - from)): void {
    this.#next = from;
    this.#notEndingAt = notEndingAt;
    this.#pc = -1;
    this.#steps = 0;
    this.#patience = patience;
    this.#memo = undefined;
  }

  /** Goes on for about `budget` steps. */
  run(budget: number): Progress {
    const limit = this.#steps + budget;
    for (;;) {
      if (this.#pc < 0) {
        if (!this.#startAttempt()) return "none";
      }
      const progress = this.#attempt(limit);
      if (progress !== "none") return progress;
      this.#pc = -1;
      if (this.#program.anchored) return "none";
      if (this.#steps >= limit) return "more";
    }
  }

  /** Steps taken by this search. */
  get steps(): number {
    return this.#steps;
  }

  /** Finds the next place where a match could begin. */
  #startAttempt(): boolean {
    const { prefix, first, anchored } = this.#program;
    let at = this.#next;
    if (at > this.#end) return false;
    if (anchored) {
      if (at !== this.#floor) return false;
    } else if (prefix !== "") {
      at = this.#text.indexOf(prefix, at);
      if (at < 0 || at + prefix.length > this.#end) return false;
    } else if (first !== undefined) {
      at = this.#scan(first, at);
      if (at >= this.#end) return false;
    }
    this.#next = at + this.#width(at);
    this.registers.fill(-1);
    this.#sp = 0;
    this.#barriers.length = 0;
    this.#pc = 0;
    this.#at = at;
    return true;
  }

  #scan(set: CharRange, from: number): number {
    const { bitmap } = set;
    let at = from;
    while (at < this.#end) {
      const c = this.#text.charCodeAt(at);
      if (c < 256 ? bitmap[c] === 1 : set.has(this.#text.codePointAt(at) as number)) break;
      at += c < 0xd800 ? 1 : this.#width(at);
    }
    this.#steps += (at - from) >> 3;
    return at;
  }

  /** UTF-16 units of the character at `at`. */
  #width(at: number): number {
    const c = this.#text.charCodeAt(at);
    if (c < 0xd800 || c > 0xdbff || at + 1 >= this.#end) return 1;
    const d = this.#text.charCodeAt(at + 1);
    return d >= 0xdc00 && d <= 0xdfff ? 2 : 1;
  }

  /** UTF-16 units of the character before `at`. */
  #widthBefore(at: number): number {
    const d = this.#text.charCodeAt(at - 1);
    if (d < 0xdc00 || d > 0xdfff || at - 2 < this.#floor) return 1;
    const c = this.#text.charCodeAt(at - 2);
    return c >= 0xd800 && c <= 0xdbff ? 2 : 1;
  }

  /** The character at `at` when it belongs to the set: its width, else 0. */
  #matches(set: CharSet, at: number): number {
    if (at >= this.#end) return 0;
    const c = this.#text.charCodeAt(at);
    if (c < 256) return set.bitmap[c];
    const width = this.#width(at);
    const code = width === 1 ? c : (this.#text.codePointAt(at) as number);
    return set.has(code) ? width : 0;
  }

  #matchesBefore(set: CharSet, at: number): number {
    if (at <= this.#floor) return 0;
    const width = this.#widthBefore(at);
    const code = width === 1 ? this.#text.charCodeAt(at - 1) : (this.#text.codePointAt(at - 2) as number);
    return set.has(code) ? width : 0;
  }

  #push(tag: number, x: number, y: number): void {
    if (this.#sp + 3 > this.#stack.length) {
      if (this.#sp >= 3 * MAX_STACK) throw new MatchLimit();
      const larger = new Int32Array(this.#stack.length * 2);
      larger.set(this.#stack);
      this.#stack = larger;
    }
    this.#stack[this.#sp++] = tag;
    this.#stack[this.#sp++] = x;
    this.#stack[this.#sp++] = y;
  }

  #save(register: number, at: number): void {
    this.#push(RESTORE, register, this.registers[register]);
    this.registers[register] = at;
  }

  /**
   * Whether (`pc`, `at`) was reached before in this search; if so, it leads nowhere: had it led to a match, the search
   * would be over. Remembers it otherwise.
   */
  #seen(pc: number, at: number): boolean {
    let join = this.#program.joins[pc];
    const memo = this.#memo as Uint32Array;
    if (join < 0) return false;
    const loops = this.#program.loops[pc];
    for (let i = 0; i < loops.length; i++) if (this.registers[loops[i]] === at) join += 1 << i;
    const bit = join * (this.#end - this.#floor + 1) + (at - this.#floor);
    const mask = 1 << (bit & 31);
    if ((memo[bit >>> 5] & mask) !== 0) return true;
    memo[bit >>> 5] |= mask;
    return false;
  }

  #remember(): void {
    const { joinCount } = this.#program;
    const bits = joinCount * (this.#end - this.#floor + 1);
    this.#patience = Number.POSITIVE_INFINITY;
    if (joinCount > 0 && bits <= MAX_MEMO) this.#memo = new Uint32Array((bits >>> 5) + 1);
  }

  /**
   * Runs the attempt until it matches, fails or `limit` is reached. The numbers are those of `Op`: written out, because
   * only literal cases become a jump table (measured: 2.4 times faster than names).
   */
  #attempt(limit: number): Progress {
    const { op, a, b, sets } = this.#program;
    let pc = this.#pc;
    let at = this.#at;
    for (;;) {
      if (++this.#steps > limit) {
        this.#pc = pc;
        this.#at = at;
        return "more";
      }
      if (this.#steps > this.#patience) this.#remember();
      let ok = this.#memo === undefined || !this.#seen(pc, at);
      if (ok) {
        switch (op[pc]) {
          case 0: {
            const width = this.#matches(sets[a[pc]], at);
            ok = width > 0;
            at += width;
            pc++;
            break;
          }
          case 1: {
            const width = this.#matchesBefore(sets[a[pc]], at);
            ok = width > 0;
            at -= width;
            pc++;
            break;
          }
          case 2:
            this.#push(b[pc], at, 0);
            pc = a[pc];
            break;
          case 3:
            pc = a[pc];
            break;
          case 4:
            this.#save(a[pc], at);
            pc++;
            break;
          case 18:
          case 19:
          case 20:
          case 21:
            at = this.#startRun(pc, at);
            pc++;
            break;
          case 22:
            ok = this.registers[a[pc]] !== at;
            pc++;
            break;
          case 23:
            ok = at !== this.#notEndingAt;
            if (ok) return "found";
            break;
          case 11:
          case 12: {
            const to = this.#again(pc, at);
            ok = to >= 0;
            at = to;
            pc++;
            break;
          }
          case 13:
            this.#barriers.push(this.#sp);
            this.#push(LOOK, pc, at);
            pc++;
            break;
          case 14: {
            const barrier = this.#barriers.pop() as number;
            const look = this.#stack[barrier + 1];
            at = this.#stack[barrier + 2];
            ok = b[look] === 0;
            if (ok) this.#cut(barrier);
            else this.#undo(barrier);
            pc = a[look];
            break;
          }
          case 15:
            this.#barriers.push(this.#sp);
            this.#push(ATOMIC, pc, at);
            pc++;
            break;
          case 16:
            this.#cut(this.#barriers.pop() as number);
            pc++;
            break;
          case 17:
            pc = this.registers[2 * b[pc] + 1] < 0 ? a[pc] : pc + 1;
            break;
          default:
            ok = this.#holds(op[pc], at);
            pc++;
        }
      }
      if (!ok) {
        pc = this.#backtrack();
        if (pc < 0) return "none";
        at = this.#at;
      }
    }
  }

  /** Takes the newest branch from the stack: its instruction, with the place in `#at`; −1 when there is none. */
  #backtrack(): number {
    while (this.#sp > 0) {
      this.#sp -= 3;
      const tag = this.#stack[this.#sp];
      const x = this.#stack[this.#sp + 1];
      const y = this.#stack[this.#sp + 2];
      if (tag >= 0) {
        this.#at = x;
        return tag;
      }
      if (tag === RESTORE) this.registers[x] = y;
      else if (tag <= RUN) {
        if (this.#continueRun(RUN - tag, x, y)) return RUN - tag + 1;
      } else {
        this.#barriers.pop();
        if (tag === LOOK && this.#program.b[x] === 1) {
          this.#at = y;
          return this.#program.a[x];
        }
      }
    }
    return -1;
  }

  /** A repetition of one character: takes what it takes at once and leaves on the stack how it may go on. */
  #startRun(pc: number, from: number): number {
    const { op, a, b, sets } = this.#program;
    const set = sets[a[pc]];
    const kind = op[pc];
    const most = b[pc];
    if (kind === 19 || kind === 21) {
      this.#push(RUN - pc, from, most);
      return from;
    }
    const back = kind === 20;
    let at = from;
    for (let count = 0; count !== most; count++) {
      const width = back ? this.#matchesBefore(set, at) : this.#matches(set, at);
      if (width === 0) break;
      const next = back ? at - width : at + width;
      // An earlier run came by here, or a later one will: whatever follows from `next` on is tried only once.
      if (most < 0 && this.#memo !== undefined && this.#seen(pc, next)) break;
      at = next;
    }
    this.#steps += Math.abs(at - from) >> 3;
    if (at !== from) this.#push(RUN - pc, from, at);
    return at;
  }

  /** One character less for a greedy run, one more for the other kind; the place goes to `#at`. */
  #continueRun(pc: number, x: number, y: number): boolean {
    const { op, a, sets, b } = this.#program;
    switch (op[pc]) {
      case 18:
        this.#at = y - this.#widthBefore(y);
        if (this.#at > x) this.#push(RUN - pc, x, this.#at);
        return true;
      case 20:
        this.#at = y + this.#width(y);
        if (this.#at < x) this.#push(RUN - pc, x, this.#at);
        return true;
      default: {
        const back = op[pc] === 21;
        const set = sets[a[pc]];
        const width = y === 0 ? 0 : back ? this.#matchesBefore(set, x) : this.#matches(set, x);
        if (width === 0) return false;
        this.#at = back ? x - width : x + width;
        if (b[pc] < 0 && this.#memo !== undefined && this.#seen(pc, this.#at)) return false;
        this.#push(RUN - pc, this.#at, y < 0 ? y : y - 1);
        return true;
      }
    }
  }

  /** Drops the branches above a barrier; what must be restored later stays. */
  #cut(barrier: number): void {
    const stack = this.#stack;
    let keep = barrier;
    for (let i = barrier + 3; i < this.#sp; i += 3) {
      if (stack[i] !== RESTORE) continue;
      stack[keep] = RESTORE;
      stack[keep + 1] = stack[i + 1];
      stack[keep + 2] = stack[i + 2];
      keep += 3;
    }
    this.#steps += (this.#sp - barrier) >> 3;
    this.#sp = keep;
  }

  /** Takes back everything above and including a barrier. */
  #undo(barrier: number): void {
    for (this.#sp -= 3; this.#sp > barrier; this.#sp -= 3) {
      if (this.#stack[this.#sp] === RESTORE) this.registers[this.#stack[this.#sp + 1]] = this.#stack[this.#sp + 2];
    }
  }

  /** Back-reference: the place after (before, in look-behind) the group's text, or −1. */
  #again(pc: number, at: number): number {
    const { op, a, b } = this.#program;
    const start = this.registers[2 * a[pc]];
    const end = this.registers[2 * a[pc] + 1];
    // A group that has not matched can not be matched again.
    if (start < 0 || end < start) return -1;
    const size = end - start;
    const from = op[pc] === 12 ? at - size : at;
    if (from < this.#floor || from + size > this.#end) return -1;
    this.#steps += size >> 3;
    const wanted = this.#text.slice(start, end);
    const got = this.#text.slice(from, from + size);
    if (wanted !== got && (b[pc] === 0 || wanted.toLowerCase() !== got.toLowerCase())) return -1;
    return op[pc] === 12 ? from : at + size;
  }

  /** What matches a place and no character. */
  #holds(kind: number, at: number): boolean {
    switch (kind) {
      case 5:
        return at === this.#floor;
      case 6:
        return at === this.#floor || this.#text.charCodeAt(at - 1) === 10;
      case 7:
        return at === this.#end;
      case 8:
        return at === this.#end || this.#text.charCodeAt(at) === 10;
      default: {
        const before = at > this.#floor && isWord(this.#text.charCodeAt(at - 1));
        const after = at < this.#end && isWord(this.#text.charCodeAt(at));
        return (before !== after) === (kind === 9);
      }
    }
  }
}

const isWord = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;
