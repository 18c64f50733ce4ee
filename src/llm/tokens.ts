// How many tokens a text has, before it is sent: exact for the tokenizers that we have, an upper bound for all others.
import type { ChatMessage } from "./contract.ts";

export interface TokenCount {
  tokens: number;
  /** False when the model's tokenizer is not known here: one token per UTF-8 byte, which no text exceeds. */
  exact: boolean;
}

export type TokenCounter = (text: string) => TokenCount;

type Encoding = "o200k_base" | "cl100k_base";

/** Loads the model's tokenizer (100–200 ms, once) unless it is here already. */
export function counterFor(model: string): TokenCounter | Promise<TokenCounter> {
  const encoding = encodingOf(model);
  if (encoding === undefined) return countBytes;
  return loaded.get(encoding) ?? load(encoding);
}

const newer = /^(gpt-4o|chatgpt-4o|gpt-4\.[15]|gpt-[5-9]|gpt-oss|o\d|codex)/;
const older = /^(gpt-4|gpt-3\.5|gpt-35)/;

function encodingOf(model: string): Encoding | undefined {
  const name = model
    .toLowerCase()
    .replace(/^openai\//, "")
    .replace(/^ft:/, "");
  return newer.test(name) ? "o200k_base" : older.test(name) ? "cl100k_base" : undefined;
}

// Pure functions of the text, so sharing them between engines shows nothing.
const loaded = new Map<Encoding, TokenCounter>();

async function load(encoding: Encoding): Promise<TokenCounter> {
  const { countTokens } =
    encoding === "o200k_base"
      ? await import("gpt-tokenizer/encoding/o200k_base")
      : await import("gpt-tokenizer/encoding/cl100k_base");
  // Text that spells a special token is text; by default the library throws at it.
  const asText = { disallowedSpecial: new Set<string>() };
  const counter: TokenCounter = (text) => ({
    tokens: countPieces(text, (piece) => countTokens(piece, asText)),
    exact: true,
  });
  loaded.set(encoding, counter);
  return counter;
}

const unbroken = /\S{256}|\s{256}/;

/**
 * Long texts in pieces: the library's work on a run without breaks grows with the square of its length (40,000 times "ab":
 * 6 s at once, 50 ms in pieces of 128). A cut can only add a token, which errs on the side of the cap.
 */
function countPieces(text: string, count: (piece: string) => number): number {
  const length = unbroken.test(text) ? 128 : 4096;
  let total = 0;
  for (let at = 0; at < text.length; ) {
    const end = cutBefore(text, at + length);
    total += count(text.slice(at, end));
    at = end;
  }
  return total;
}

/** Before a space where one is near, never within a surrogate pair. */
function cutBefore(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(" ", end);
  if (space > end - 64) return space;
  const unit = text.charCodeAt(end);
  return unit >= 0xdc00 && unit <= 0xdfff ? end - 1 : end;
}

function countBytes(text: string): TokenCount {
  return { tokens: new TextEncoder().encode(text).length, exact: false };
}

/** Images are billed by size, not by their text: the most that a model of the family takes for one. */
const imageTokens = (model: string): number => (/gpt-4o-mini/.test(model) ? 48_500 : 2_700);

/** Tokens of a whole prompt, with what the chat format adds for each message. */
export function countPrompt(messages: readonly ChatMessage[], model: string, counter: TokenCounter): TokenCount {
  let tokens = 3;
  let exact = true;
  for (const { content } of messages) {
    tokens += 4;
    const parts = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
    for (const part of parts) {
      const counted = part.type === "text" ? counter(part.text ?? "") : { tokens: imageTokens(model), exact: false };
      tokens += counted.tokens;
      exact &&= counted.exact;
    }
  }
  return { tokens, exact };
}
