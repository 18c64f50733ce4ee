// Sets of characters in a pattern: a bitmap for Latin-1, ranges and Unicode properties for the rest.

/** One `\p{…}`, answered by the host's Unicode tables. */
interface Property {
  readonly holds: RegExp;
  readonly negated: boolean;
}

const MAX_CODE = 0x10ffff;

/** What the matcher needs of a set. */
export interface CharRange {
  has(code: number): boolean;
  /** Which of the first 256 characters belong to it. The matcher's inner loops read it directly. */
  readonly bitmap: Uint8Array;
}

/** An immutable set; build one with `CharSetBuilder`. */
export class CharSet implements CharRange {
  readonly bitmap = new Uint8Array(256);
  readonly #starts: number[];
  readonly #ends: number[];
  readonly #properties: readonly Property[];
  readonly #negated: boolean;
  readonly #fold: boolean;

  constructor(ranges: readonly [number, number][], properties: readonly Property[], negated: boolean, fold: boolean) {
    const merged = merge(ranges);
    this.#starts = merged.map(([start]) => start);
    this.#ends = merged.map(([, end]) => end);
    this.#properties = properties;
    this.#negated = negated;
    this.#fold = fold;
    for (let code = 0; code < 256; code++) this.bitmap[code] = this.#slow(code) ? 1 : 0;
  }

  has(code: number): boolean {
    return code < 256 ? this.bitmap[code] === 1 : this.#slow(code);
  }

  /** The only member, or −1: lets a one-character set be searched for as text. */
  single(): number {
    if (this.#negated || this.#fold || this.#properties.length > 0 || this.#starts.length !== 1) return -1;
    return this.#starts[0] === this.#ends[0] ? this.#starts[0] : -1;
  }

  #slow(code: number): boolean {
    const member = this.#plain(code) || (this.#fold && caseVariants(code).some((other) => this.#plain(other)));
    return member !== this.#negated;
  }

  #plain(code: number): boolean {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] < code) low = middle + 1;
      else high = middle;
    }
    if (low < this.#starts.length && this.#starts[low] <= code) return true;
    if (this.#properties.length === 0) return false;
    const text = String.fromCodePoint(code);
    return this.#properties.some(({ holds, negated }) => holds.test(text) !== negated);
  }
}

/** Collects what stands between `[` and `]`. */
export class CharSetBuilder {
  readonly #ranges: [number, number][] = [];
  readonly #properties: Property[] = [];

  addRange(start: number, end: number): this {
    this.#ranges.push([start, end]);
    return this;
  }

  add(code: number): this {
    return this.addRange(code, code);
  }

  addAll(ranges: readonly (readonly [number, number])[], negated = false): this {
    for (const [start, end] of negated ? complement(ranges) : ranges) this.addRange(start, end);
    return this;
  }

  addProperty(holds: RegExp, negated: boolean): this {
    this.#properties.push({ holds, negated });
    return this;
  }

  build(negated: boolean, fold: boolean): CharSet {
    return new CharSet(this.#ranges, this.#properties, negated, fold);
  }
}

const DIGIT = [[48, 57]] as const;
const UPPER = [[65, 90]] as const;
const LOWER = [[97, 122]] as const;
const SPACE = [
  [9, 10],
  [12, 13],
  [32, 32],
] as const;

/** `\d`, `\w`, `\s` and the POSIX classes: ASCII only, as Racket has them. */
export const CLASSES: {
  readonly [name: string]: readonly (readonly [number, number])[];
} = {
  alpha: [...UPPER, ...LOWER],
  upper: UPPER,
  lower: LOWER,
  digit: DIGIT,
  xdigit: [...DIGIT, [65, 70], [97, 102]],
  alnum: [...DIGIT, ...UPPER, ...LOWER],
  word: [...DIGIT, ...UPPER, [95, 95], ...LOWER],
  blank: [
    [9, 9],
    [32, 32],
  ],
  space: SPACE,
  graph: [[33, 126]],
  print: [[32, 126], ...SPACE],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  cntrl: [[0, 31]],
  ascii: [[0, 127]],
};

/** Names that may stand in `\p{…}`: general categories, `L&`, and `.` for any character. */
export function propertyPattern(name: string): RegExp | undefined {
  if (name === ".") return /^[\s\S]/u;
  if (name === "L&") return /^[\p{Ll}\p{Lu}\p{Lt}\p{Lm}]/u;
  if (!/^(?:L[lutmo]?|N[dlo]?|P[csefiod]?|M[nce]?|S[cmko]?|Z[lsp]?|C[cfsno]?)$/.test(name)) return undefined;
  return new RegExp(`^\\p{${name}}`, "u");
}

/** Whatever belongs to one of the sets. */
export function unionOf(sets: readonly CharSet[]): CharRange {
  const bitmap = new Uint8Array(256);
  for (let code = 0; code < 256; code++) bitmap[code] = sets.some((set) => set.bitmap[code] === 1) ? 1 : 0;
  return {
    bitmap,
    has: (code) => (code < 256 ? bitmap[code] === 1 : sets.some((set) => set.has(code))),
  };
}

/** The characters that differ from `code` only by case. */
export function caseVariants(code: number): number[] {
  const text = String.fromCodePoint(code);
  const lower = text.toLowerCase();
  const variants = [lower, text.toUpperCase(), lower.toUpperCase(), text.toUpperCase().toLowerCase()];
  const codes = variants.filter((v) => v.length === ((v.codePointAt(0) as number) > 0xffff ? 2 : 1));
  return [...new Set(codes.map((v) => v.codePointAt(0) as number))].filter((v) => v !== code);
}

function merge(ranges: readonly [number, number][]): [number, number][] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1] + 1) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function complement(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const holes: [number, number][] = [];
  let next = 0;
  for (const [start, end] of merge(ranges.map(([s, e]) => [s, e]))) {
    if (start > next) holes.push([next, start - 1]);
    next = end + 1;
  }
  if (next <= MAX_CODE) holes.push([next, MAX_CODE]);
  return holes;
}
