// Backslash escapes in strings and |symbols|.
import { TokenError } from "./read-error.ts";

const SIMPLE: { readonly [letter: string]: string } = {
  a: "\u0007",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\u001b",
  '"': '"',
  "'": "'",
  "\\": "\\",
  "|": "|",
};

/**
 * R7RS: `\xHH;`, a line's end with the space around it, one per letter. Racket and Python: `\xHH`, `\uHHHH`, `\UHHHHHHHH`,
 * octal. Any other backslash stays, as in Python: scripts carry regular expressions and Python code in strings.
 */
const ESCAPE =
  /\\(?:[xX]([0-9a-fA-F]+);|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|[ \t]*(\r\n|\n|\r)[ \t]*|([\s\S]))/g;

/** The text that an escaped one stands for. `offset`: where it begins in its token, for errors. */
export function unescapeText(text: string, offset: number): string {
  if (!text.includes("\\")) return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  return plain.replace(ESCAPE, (whole, long, hex, four, eight, octal, newline, letter, at: number) => {
    const digits = long ?? hex ?? four ?? eight;
    if (digits !== undefined) return codePoint(Number.parseInt(digits, 16), whole, offset + at);
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (newline !== undefined) return "";
    return Object.hasOwn(SIMPLE, letter) ? SIMPLE[letter] : whole;
  });
}

function codePoint(code: number, text: string, at: number): string {
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  const shown = text.length > 20 ? `${text.slice(0, 17)}...` : text;
  throw new TokenError(`${shown} is beyond the last character, \\x10FFFF;`, undefined, at);
}
