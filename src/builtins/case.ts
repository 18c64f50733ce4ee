// Case mappings: simple ones for characters, full ones for strings, both from the host's Unicode tables.

/** A mapping of one character, when its result is one character; else the character itself. */
function simple(code: number, mapped: string): number {
  const result = mapped.codePointAt(0);
  if (result === undefined) return code;
  return mapped.length === (result > 0xffff ? 2 : 1) ? result : code;
}

export const upcaseCode = (code: number): number => simple(code, String.fromCodePoint(code).toUpperCase());

export function downcaseCode(code: number): number {
  // U+0130, the dotted capital I, lowers to two characters in full and to i simply.
  return code === 0x130 ? 0x69 : simple(code, String.fromCodePoint(code).toLowerCase());
}

/** The title-case letters that differ from capitals: DŽ, Dž and dž and their like. */
const TITLE: readonly (readonly [number, number])[] = [
  [0x1c4, 0x1c5],
  [0x1c7, 0x1c8],
  [0x1ca, 0x1cb],
  [0x1f1, 0x1f2],
];

export function titlecaseCode(code: number): number {
  for (const [first, title] of TITLE) if (code >= first && code <= first + 2) return title;
  // Georgian capitals exist, but are not used in titles.
  if (code >= 0x10d0 && code <= 0x10ff) return code;
  return upcaseCode(code);
}

export function foldcaseCode(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  // Turkish dotted and dotless i keep apart from i in simple folding; Cherokee folds to its capitals.
  if (code === 0x130 || code === 0x131) return code;
  if (code >= 0x13a0 && code <= 0x13f5) return code;
  if (code >= 0xab70 && code <= 0xabbf) return upcaseCode(code);
  if (code >= 0x13f8 && code <= 0x13fd) return upcaseCode(code);
  // Through the capital, so that σ and ς, or ſ and s, become one.
  return downcaseCode(upcaseCode(code));
}

export const upcaseText = (text: string): string => text.toUpperCase();
export const downcaseText = (text: string): string => text.toLowerCase();

/** Full folding: ß becomes ss, ﬁ becomes fi. */
export function foldcaseText(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  let folded = "";
  let lump: string[] = [];
  for (const c of text) {
    const code = c.codePointAt(0) as number;
    const upper = c.toUpperCase();
    // The two capitals that expand only when they are folded.
    if (code === 0x130) lump.push("i\u0307");
    else if (code === 0x1e9e) lump.push("ss");
    else lump.push(upper.length > c.length ? foldExpanded(upper) : String.fromCodePoint(foldcaseCode(code)));
    // A rope with a node for each character would be many times as large.
    if (lump.length === 4096) {
      folded += lump.join("");
      lump = [];
    }
  }
  return folded + lump.join("");
}

function foldExpanded(upper: string): string {
  let folded = "";
  for (const c of upper) folded += String.fromCodePoint(foldcaseCode(c.codePointAt(0) as number));
  return folded;
}

/** Each word with a capital first and small letters after it. */
export function titlecaseText(text: string): string {
  return text.replace(/\p{L}[\p{L}\p{M}\p{N}'’]*/gu, (word) => {
    const [first] = word;
    const title = titlecaseCode(first.codePointAt(0) as number);
    const head = title === first.codePointAt(0) ? first.toUpperCase() : String.fromCodePoint(title);
    return head + word.slice(first.length).toLowerCase();
  });
}
