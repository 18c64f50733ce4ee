// From the text of one token to its value: numbers, symbols, keywords, characters, strings.
import { charOf } from "../values/char.ts";
import { CHAR_NAMES } from "../values/char-names.ts";
import { NOT_REAL, readNumber, UnsupportedNumber } from "../values/number-syntax.ts";
import { RefusedNumber } from "../values/refused-number.ts";
import { RegexpLiteral } from "../values/regexp-literal.ts";
import { MString } from "../values/string.ts";
import { intern, internKeyword } from "../values/symbol.ts";
import { EOF, UNSPECIFIED, type Value } from "../values/types.ts";
import { unescapeText } from "./escapes.ts";
import { TokenError } from "./read-error.ts";

/** A number, symbol, keyword or boolean. A program may hold complex numbers, as long as it does not evaluate them. */
export function atomValue(text: string, foldCase: boolean, inProgram: boolean): Value {
  const first = text.charCodeAt(0);
  if (first === 35) return hashAtom(text, foldCase, inProgram);
  // Only a digit, a sign or a point begins a number.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) {
    const number = readNumber(text);
    if (number instanceof UnsupportedNumber) return refused(text, number, inProgram);
    if (number !== undefined) return number;
  }
  return intern(nameOf(text, foldCase));
}

const HASH_WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["#t", true],
  ["#true", true],
  ["#f", false],
  ["#false", false],
]);

function hashAtom(text: string, foldCase: boolean, inProgram: boolean): Value {
  const known = HASH_WORDS.get(text) ?? HASH_WORDS.get(text.toLowerCase());
  if (known !== undefined) return known;
  if (text[1] === ":") {
    const name = nameOf(text.slice(2), foldCase);
    if (text.length === 2)
      throw new TokenError("#: is not followed by a keyword's name", "write #:name, without a space");
    return internKeyword(name);
  }
  if (text[1] === "%") return intern(nameOf(text, foldCase));
  const number = /^#[bodxei]/i.test(text) ? readNumber(text) : undefined;
  if (number instanceof UnsupportedNumber) return refused(text, number, inProgram);
  if (number !== undefined) return number;
  if (text.startsWith("#<")) {
    throw new TokenError(`${short(text)} can not be read`, "text in #<…> stands for a value that has no written form");
  }
  throw new TokenError(`unknown syntax ${short(text)}`, "a symbol can not begin with #");
}

function refused(text: string, number: UnsupportedNumber, inProgram: boolean): RefusedNumber {
  const message = `the number ${short(text)} can not be read: ${number.reason}`;
  if (inProgram && number === NOT_REAL) return new RefusedNumber(text, message);
  throw new TokenError(message, `a symbol of this name is written |${short(text)}|`);
}

const short = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 37)}...`);

/** The name that an atom spells, with bars taken off. Text between bars is never folded. */
function nameOf(text: string, foldCase: boolean): string {
  if (!text.includes("|")) return foldCase ? text.toLowerCase() : text;
  let name = "";
  for (const [piece] of text.matchAll(/\|[^|\\]*(?:\\[\s\S][^|\\]*)*\||[^|]+/g)) {
    name += piece[0] === "|" ? unescapeText(piece.slice(1, -1), 1) : foldCase ? piece.toLowerCase() : piece;
  }
  return name;
}

/** `#\a`, `#\space`, `#\x41`. */
export function characterValue(text: string, foldCase: boolean): Value {
  const name = text.slice(2);
  const code = name.codePointAt(0) as number;
  if (name.length === (code > 0xffff ? 2 : 1)) return charOf(code);
  const hex = /^[xuU]\+?([0-9a-fA-F]{1,8})$/.exec(name);
  if (hex !== null) {
    const value = Number.parseInt(hex[1], 16);
    if (value > 0x10ffff) throw new TokenError(`${text} is beyond the last character, #\\x10FFFF`);
    return charOf(value);
  }
  const named = CHAR_NAMES.get(name) ?? (foldCase ? CHAR_NAMES.get(name.toLowerCase()) : undefined);
  if (named !== undefined) return charOf(named);
  const close = CHAR_NAMES.has(name.toLowerCase()) ? `it is written #\\${name.toLowerCase()}` : undefined;
  throw new TokenError(
    `unknown character name ${short(text)}`,
    close ?? `the names are ${[...CHAR_NAMES.keys()].slice(0, 9).join(", ")}, or #\\x with a hexadecimal code`,
  );
}

/** A string literal, which no script can change. */
export function textValue(token: string): Value {
  return new MString(unescapeText(token.slice(1, -1), 1), true);
}

/** A string that `read` gives: data of the script's own. */
export function freshTextValue(token: string): Value {
  return new MString(unescapeText(token.slice(1, -1), 1));
}

/** `#rx"…"` and `#px"…"`. */
export function regexpValue(token: string): Value {
  return new RegexpLiteral(token[1] === "r" ? "rx" : "px", unescapeText(token.slice(4, -1), 4));
}

/** Values that only `#!name` spells; undefined for names that are none. */
export function directiveValue(name: string): Value | undefined {
  if (name === "eof") return EOF;
  return name === "void" || name === "unspecific" || name === "default" ? UNSPECIFIED : undefined;
}
