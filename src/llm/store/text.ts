// A store as text that people review: one block per reply, prompts and replies as indented lines, exact both ways.
import type { CanonicalRequest } from "../canonical.ts";
import type { ChatMessage, ChatRequest } from "../contract.ts";
import type { StoredReply } from "./store.ts";

const header = "skein store 1";

/** A text that is no exported store: says which line, and what was expected there. */
export class StoreTextError extends Error {
  readonly code = "store-text";
  readonly line: number;
  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
    this.line = line;
  }
}

export const storeHeader = `${header}\n`;

export function entryText(key: string, entry: StoredReply): string {
  const { request, occurrence, reply } = entry;
  const lines = [`== ${key}`, field("provider", request.provider), field("model", request.model)];
  if (Object.keys(request.parameters).length > 0) lines.push(`parameters: ${JSON.stringify(request.parameters)}`);
  if (occurrence) lines.push(`occurrence: ${JSON.stringify([occurrence.path, occurrence.n])}`);
  for (const { role, content } of request.messages)
    lines.push(typeof content === "string" ? block(role, content) : `${role}: ${JSON.stringify(content)}`);
  lines.push(block("reply", reply.text));
  const { text: _text, usage, logprobs, ...rest } = reply;
  lines.push(`finish: ${JSON.stringify(rest)}`);
  if (usage) lines.push(`usage: ${JSON.stringify(usage)}`);
  if (logprobs) lines.push(`logprobs: ${JSON.stringify(logprobs)}`);
  if (entry.cost !== undefined) lines.push(`cost: ${JSON.stringify(entry.cost)}`);
  if (entry.limit !== undefined) lines.push(`limit: ${entry.limit}`);
  lines.push(`latency: ${entry.latencyMs}`, `at: ${JSON.stringify(new Date(entry.at).toISOString())}`);
  return `${lines.join("\n")}\n`;
}

const field = (name: string, value: string): string => `${name}: ${JSON.stringify(value)}`;

/** Control characters other than line feed and tab, separators that some tools take for line ends, byte order marks, lone surrogates. */
const fragile = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufeff]/u;

/**
 * Indented lines, `name+2:` when two line feeds end the text; spelled as JSON where the text holds what a text file or git
 * would not keep.
 */
function block(name: string, text: string): string {
  const body = text.replace(/\n+$/, "");
  if (body === "" || fragile.test(text)) return field(name, text);
  const after = text.length - body.length;
  const lines = body.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
  return `${name}${after > 0 ? `+${after}` : ""}:\n${lines.join("\n")}`;
}

const roles = new Set(["system", "user", "assistant"]);
const jsonFields = new Set([
  "provider",
  "model",
  "parameters",
  "occurrence",
  "finish",
  "usage",
  "logprobs",
  "cost",
  "limit",
  "latency",
  "at",
  "reply",
  ...roles,
]);

interface Draft {
  line: number;
  fields: Map<string, unknown>;
  messages: ChatMessage[];
}

/** The entries of an exported text. Keys are not read: they follow from the requests, also where those were edited. */
export function* parseStoreText(text: string): Generator<StoredReply> {
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  if (lines[0] !== header) throw new StoreTextError(1, `expected "${header}"`);
  let draft: Draft | undefined;
  for (let at = 1; at < lines.length; ) {
    const line = lines[at] as string;
    const number = at + 1;
    at++;
    if (line === "") continue;
    if (line.startsWith("== ")) {
      if (draft) yield finished(draft);
      draft = { line: number, fields: new Map(), messages: [] };
      continue;
    }
    const [, name = "", after = "0", rest = ""] = /^([a-z]+)(?:\+(\d+))?:(.*)$/s.exec(line) ?? [];
    if (!jsonFields.has(name))
      throw new StoreTextError(number, `expected "== KEY" or one of ${[...jsonFields].join(", ")}`);
    if (!draft) throw new StoreTextError(number, 'expected "== KEY" first');
    let value: unknown;
    if (rest === "") {
      const [body, end] = readBlock(lines, at);
      value = body + "\n".repeat(Number(after));
      at = end;
    } else value = readJson(rest, number);
    if (roles.has(name))
      draft.messages.push({ role: name as ChatMessage["role"], content: value as ChatMessage["content"] });
    else draft.fields.set(name, value);
  }
  if (draft) yield finished(draft);
}

/** The indented lines from `at` on; blank lines belong to the block only when more of it follows. */
function readBlock(lines: string[], at: number): [string, number] {
  const block: string[] = [];
  let end = at;
  for (let i = at; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line !== "" && !line.startsWith("  ")) break;
    block.push(line.slice(2));
    if (line !== "") end = i + 1;
  }
  return [block.slice(0, end - at).join("\n"), end];
}

function readJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StoreTextError(line, `expected JSON after the colon, got ${text.slice(0, 60)}`);
  }
}

function finished({ line, fields, messages }: Draft): StoredReply {
  const need = <T>(name: string, type: "string" | "number" | "object"): T => {
    const value = fields.get(name);
    const is = value === null ? "null" : typeof value;
    if (is !== type) throw new StoreTextError(line, `this entry has no valid "${name}"`);
    return value as T;
  };
  const request: CanonicalRequest = {
    provider: need("provider", "string"),
    model: need("model", "string"),
    messages,
    parameters: (fields.get("parameters") ?? {}) as ChatRequest["parameters"],
  };
  const occurrence = fields.get("occurrence") as [string, number] | undefined;
  const at = Date.parse(need<string>("at", "string"));
  if (messages.length === 0) throw new StoreTextError(line, "this entry has no message");
  if (Number.isNaN(at)) throw new StoreTextError(line, 'this entry has no valid "at"');
  return {
    request,
    ...(occurrence && { occurrence: { path: occurrence[0], n: occurrence[1] } }),
    reply: {
      text: need("reply", "string"),
      ...(need<object>("finish", "object") as { model: string; finishReason: string }),
      ...(fields.has("usage") && { usage: fields.get("usage") as NonNullable<StoredReply["reply"]["usage"]> }),
      ...(fields.has("logprobs") && {
        logprobs: fields.get("logprobs") as NonNullable<StoredReply["reply"]["logprobs"]>,
      }),
    },
    ...(fields.has("cost") && { cost: need<number>("cost", "number") }),
    ...(fields.has("limit") && { limit: need<number>("limit", "number") }),
    latencyMs: need("latency", "number"),
    at,
  };
}
