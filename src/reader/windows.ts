// Lexes a text piece by piece, so that neither a 20 MB file nor reading one datum off a long port needs all its tokens.
import { type ILexingResult, type IToken, Lexer } from "chevrotain";
import { COMMENTS, TOKENS, Unfinished } from "./tokens.ts";

/** Tokens of the text from `start` on; the next window begins at `end`. */
export interface Window {
  tokens: IToken[];
  start: number;
  end: number;
}

// A test validates the tokens and the grammar; doing it here would add 12 ms to the 28 ms of every start.
const lexer = new Lexer(TOKENS, { positionTracking: "onlyOffset", skipValidations: true });

/**
 * The next tokens from `start` on, all of them complete. `size` is how much text to look at, at first; it doubles until it
 * holds a whole token. Undefined when the text does not suffice: it may go on (`final` is false), or nothing is left.
 */
export function nextWindow(text: string, start: number, size: number, final: boolean): Window | undefined {
  for (let width = size; start < text.length; width *= 2) {
    const reachesEnd = start + width >= text.length;
    const result = lexer.tokenize(reachesEnd && start === 0 ? text : text.slice(start, start + width));
    if (reachesEnd && final) return { tokens: result.tokens, start, end: text.length };
    const length = Math.min(width, text.length - start);
    const complete = dropCut(result, length);
    if (complete > 0) return { tokens: result.tokens, start, end: start + complete };
    if (reachesEnd) return undefined;
  }
  return undefined;
}

/** Drops what touches the end of the window, where it may have been cut; says how much of the window is complete. */
function dropCut({ tokens, groups }: ILexingResult, length: number): number {
  let complete = length;
  const last = tokens.at(-1);
  if (last !== undefined && endOf(last) === length) {
    complete = last.startOffset;
    tokens.pop();
    // `a|b` is one token when the bar's end is in sight, and two when it is not.
    const before = tokens.at(-1);
    if (last.tokenType === Unfinished && before !== undefined && endOf(before) === complete) {
      complete = before.startOffset;
      tokens.pop();
    }
  }
  const comment = (groups[COMMENTS] as IToken[]).at(-1);
  if (comment !== undefined && endOf(comment) === length) complete = comment.startOffset;
  return complete;
}

const endOf = (token: IToken): number => token.startOffset + token.image.length;
