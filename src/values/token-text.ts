// How symbols, keywords, strings and characters are spelled so that the reader gives them back.
import { NAMES_OF_CHARS } from "./char-names.ts";
import { readNumber } from "./number-syntax.ts";

const ESCAPES: { readonly [char: string]: string } = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

/** Control characters, line separators and lone surrogates: what could not be seen or survive an encoding. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]/u;

/** A string literal with its quotes. */
export function stringText(text: string): string {
  return `"${escapeFor(text, '"', /["\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]/gu)}"`;
}

/** A symbol, between bars if anything else would be read differently. */
export function symbolText(name: string): string {
  return needsBars(name) ? `|${escapeFor(name, "|", /[|\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]/gu)}|` : name;
}

/** `#:name`; after `#:` nothing is mistaken for a number. */
export function keywordText(name: string): string {
  return `#:${name === "" || !PLAIN.test(name) ? `|${escapeFor(name, "|", /[|\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]/gu)}|` : name}`;
}

/** A character literal. */
export function charText(code: number): string {
  const name = NAMES_OF_CHARS.get(code);
  if (name !== undefined) return `#\\${name}`;
  const text = String.fromCodePoint(code);
  // Marks would combine with the backslash, and odd spaces look alike.
  return UNPRINTABLE.test(text) || /[\p{M}\p{Z}\p{Cf}\p{Cn}\p{Co}]/u.test(text)
    ? `#\\x${code.toString(16)}`
    : `#\\${text}`;
}

/** Nothing in it ends a token or starts another. */
const PLAIN = /^[^\s()[\]{}"';`,|\\\p{Cc}\p{Cs}\p{Z}\ufeff]+$/u;

function needsBars(name: string): boolean {
  if (!PLAIN.test(name) || name === ".") return true;
  const first = name.charCodeAt(0);
  // `#%name` is a symbol; every other `#` begins something else.
  if (first === 35) return name[1] !== "%";
  // Only what starts like a number can be one: a digit, a sign or a point.
  return (
    ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) && readNumber(name) !== undefined
  );
}

function escapeFor(text: string, quote: string, what: RegExp): string {
  return text.replace(what, (c) => {
    if (c === quote || c === "\\") return `\\${c}`;
    return ESCAPES[c] ?? `\\x${(c.codePointAt(0) as number).toString(16)};`;
  });
}
