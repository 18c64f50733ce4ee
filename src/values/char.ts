// Characters: one object per Unicode code point, so that `eq?` on characters is identity.

export class Char {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
  toString(): string {
    return String.fromCodePoint(this.code);
  }
}

// Bounded by the number of code points, so a script can not grow it without end.
const table: Char[] = [];
for (let code = 0; code < 256; code++) table.push(new Char(code));
const rare = new Map<number, Char>();

/** The character of a code point, 0 to 0x10FFFF (surrogates included: JSON and Python can send lone ones). */
export function charOf(code: number): Char {
  if (code < 256) return table[code];
  let c = rare.get(code);
  if (c === undefined) {
    c = new Char(code);
    rare.set(code, c);
  }
  return c;
}
