// Scheme strings: by code point, mutable, and cheap to build from JS strings.

/**
 * A Scheme string. Holds a JS string (a rope, so appending is cheap) until the first `set`, then code points. Index and
 * length count code points; they are O(1) for text without surrogate pairs, which is found out once.
 */
export class MString {
  #text: string | undefined;
  #codes: number[] | undefined;
  /** Whether `#text` has surrogate pairs; undefined until somebody asks. */
  #astral: boolean | undefined;
  /** Literals can not be changed. */
  readonly immutable: boolean;
  /** Counts changes; Python's cache of sent values looks at it. */
  version = 0;
  /** Changes of all strings: while it stands still, nobody need look at a million versions. No script can see it. */
  static changes = 0;

  constructor(text: string, immutable = false) {
    this.#text = text;
    this.immutable = immutable;
  }

  static fromCodes(codes: number[]): MString {
    const s = new MString("");
    s.#text = undefined;
    s.#codes = codes;
    return s;
  }

  /** The JS string. Lone surrogates are kept as they are. */
  toString(): string {
    this.#text ??= textOf(this.#codes as number[]);
    return this.#text;
  }

  get length(): number {
    if (this.#indexable()) return (this.#text as string).length;
    return this.#points().length;
  }

  /** The code point at `i`, which the caller has checked. */
  codeAt(i: number): number {
    if (this.#indexable()) return (this.#text as string).charCodeAt(i);
    return this.#points()[i];
  }

  set(i: number, code: number): void {
    this.#points()[i] = code;
    this.changed();
  }

  /** The text between two code point indices, which the caller has checked. */
  slice(start: number, end: number): string {
    if (this.#indexable()) return (this.#text as string).slice(start, end);
    return textOf(this.#points().slice(start, end));
  }

  /** The code points; the caller may change them in place and must then call `changed`. */
  codes(): number[] {
    return this.#points();
  }

  changed(): void {
    this.#text = undefined;
    this.#astral = undefined;
    this.version++;
    MString.changes++;
  }

  #indexable(): boolean {
    if (this.#text === undefined) return false;
    this.#astral ??= /[\ud800-\udbff][\udc00-\udfff]/.test(this.#text);
    return !this.#astral;
  }

  #points(): number[] {
    if (this.#codes === undefined) {
      const codes: number[] = [];
      for (const c of this.#text as string) codes.push(c.codePointAt(0) as number);
      this.#codes = codes;
    }
    return this.#codes;
  }
}

/** A JS string from code points, in pieces that `fromCodePoint` can take. */
function textOf(codes: number[]): string {
  let text = "";
  for (let i = 0; i < codes.length; i += 4096) text += String.fromCodePoint(...codes.slice(i, i + 4096));
  return text;
}

/** A fresh, mutable Scheme string. */
export const str = (text: string): MString => new MString(text);
