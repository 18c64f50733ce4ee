// The token types, as chevrotain's lexer wants them.
import { type CustomPatternMatcherFunc, createToken, Lexer, type TokenType } from "chevrotain";

/** Characters that end an atom; whitespace does too. */
const DELIMITERS = "\\s()\\[\\]{}\"';`,|";
const PLAIN = `[^${DELIMITERS}]`;
/** `|any text|`, alone or within an atom. Each character is matched in one way only, so nothing backtracks. */
const BARS = "\\|[^|\\\\]*(?:\\\\[^][^|\\\\]*)*\\|";

/**
 * The first characters of atoms. Chevrotain puts characters above 255 into classes of 255 and needs a member of each;
 * without hints it would try every pattern at every character.
 */
const ATOM_STARTS: number[] = [];
for (let code = 33; code < 256; code++) {
  if (!/[\s()[\]{}"';`,]/.test(String.fromCharCode(code))) ATOM_STARTS.push(code);
}
for (let code = 256; code < 65536 + 255; code += 255) ATOM_STARTS.push(Math.min(code, 65535));

/** The end of a string literal whose text starts at `from`; −1 when it does not end. Regexes would use the stack. */
export function endOfText(text: string, from: number, quote: string): number {
  let at = from;
  for (;;) {
    const end = text.indexOf(quote, at);
    if (end < 0) return -1;
    // An odd number of backslashes before it makes the quote a part of the text.
    let back = end;
    while (back > from && text.charCodeAt(back - 1) === 92) back--;
    if (((end - back) & 1) === 0) return end + 1;
    at = end + 1;
  }
}

const found = (text: string, from: number, to: number): [string] | null => (to < 0 ? null : [text.slice(from, to)]);

const string: CustomPatternMatcherFunc = (text, offset) =>
  found(text, offset, endOfText(text, offset + 1, '"')) as RegExpExecArray | null;

const regexp: CustomPatternMatcherFunc = (text, offset) => {
  if (!/^#[rp]x"/.test(text.slice(offset, offset + 4))) return null;
  return found(text, offset, endOfText(text, offset + 4, '"')) as RegExpExecArray | null;
};

/** `#| … |#`, nested. */
const blockComment: CustomPatternMatcherFunc = (text, offset) => {
  if (!text.startsWith("#|", offset)) return null;
  const marks = /#\||\|#/g;
  marks.lastIndex = offset + 2;
  for (let depth = 1; ; ) {
    const mark = marks.exec(text);
    if (mark === null) return null;
    depth += mark[0] === "#|" ? 1 : -1;
    if (depth === 0) return found(text, offset, marks.lastIndex) as RegExpExecArray | null;
  }
};

/** What a string, bar or block comment is that the patterns above refused: it does not end. Takes the rest of the text. */
const unfinished: CustomPatternMatcherFunc = (text, offset) => {
  const bars = text[offset] === "|" && endOfText(text, offset + 1, "|") < 0;
  const opens = bars || text[offset] === '"' || /^#(?:\||[rp]x")/.test(text.slice(offset, offset + 4));
  return opens ? (found(text, offset, text.length) as RegExpExecArray | null) : null;
};

const Space = createToken({ name: "Space", pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
/** Kept apart instead of skipped: one that is cut by the end of a window must be seen. */
export const COMMENTS = "comments";
const LineComment = createToken({ name: "LineComment", pattern: /;[^\n\r]*/, group: COMMENTS });
const BlockComment = createToken({
  name: "BlockComment",
  pattern: blockComment,
  group: Lexer.SKIPPED,
  line_breaks: true,
  start_chars_hint: ["#"],
});
/** `(`, `#(`, `#u8(`, `#hash(` and their kin. */
export const Open = createToken({ name: "Open", pattern: /(?:#(?:[uU]8|hash(?:eqv?)?)?)?[([{]/ });
export const Close = createToken({ name: "Close", pattern: /[)\]}]/ });
/** What stands before a datum: quotes, boxes, and `#;`, which drops it. */
export const Prefix = createToken({ name: "Prefix", pattern: /#?(?:'|`|,@?)|#[&;]/ });
export const LabelDefinition = createToken({ name: "LabelDefinition", pattern: /#\d+=/ });
export const LabelReference = createToken({ name: "LabelReference", pattern: /#\d+#/ });
export const Character = createToken({
  name: "Character",
  pattern: new RegExp(`#\\\\(?:${PLAIN}+|[^])`),
  line_breaks: true,
});
export const Text = createToken({ name: "Text", pattern: string, line_breaks: true, start_chars_hint: ['"'] });
export const RegexpText = createToken({
  name: "RegexpText",
  pattern: regexp,
  line_breaks: true,
  start_chars_hint: ["#"],
});
/** `#!fold-case` and the like; the first line of an executable script; `#lang …`, which scripts bring along from Racket. */
export const Directive = createToken({
  name: "Directive",
  pattern: /#(?:![/ ][^\n\r]*|![^\s()[\]{}"'`,;]*|lang [^\n\r]*)/,
});
export const Unfinished = createToken({
  name: "Unfinished",
  pattern: unfinished,
  line_breaks: true,
  start_chars_hint: ['"', "|", "#"],
});
/** Numbers, symbols, keywords, booleans: told apart later. */
export const Atom = createToken({
  name: "Atom",
  pattern: new RegExp(`(?:${PLAIN}+(?:${BARS})?|${BARS})(?:${PLAIN}+|${BARS})*`),
  line_breaks: true,
  start_chars_hint: ATOM_STARTS,
});

/** In the order in which the lexer tries them. */
export const TOKENS: TokenType[] = [
  Space,
  Open,
  Close,
  Prefix,
  LineComment,
  BlockComment,
  Text,
  RegexpText,
  LabelDefinition,
  LabelReference,
  Character,
  Directive,
  Unfinished,
  Atom,
];
