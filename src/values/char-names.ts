// The names of characters, for the reader and the printer.

/** Name to code point: R7RS's names, and those that Racket and older Schemes accept. */
export const CHAR_NAMES: ReadonlyMap<string, number> = new Map([
  ["alarm", 7],
  ["backspace", 8],
  ["delete", 0x7f],
  ["escape", 0x1b],
  ["newline", 10],
  ["null", 0],
  ["return", 13],
  ["space", 32],
  ["tab", 9],
  ["altmode", 0x1b],
  ["esc", 0x1b],
  ["linefeed", 10],
  ["nul", 0],
  ["page", 12],
  ["rubout", 0x7f],
  ["vtab", 11],
  ["nbsp", 0xa0],
]);

/** Code point to the name that is written. */
export const NAMES_OF_CHARS: ReadonlyMap<number, string> = new Map(
  [...CHAR_NAMES].reverse().map(([name, code]) => [code, name]),
);
