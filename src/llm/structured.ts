// Replies that must be JSON: asked for as the API wants it, parsed, repaired, checked, and asked for once again.
import type { ValidateFunction } from "ajv";
import type { ChatMessage, ChatRequest } from "./contract.ts";
import { ProviderError, type Usage } from "./contract.ts";
import type { CallResult } from "./types.ts";

/** The request in JSON mode. The API insists on the word in some message. */
export function asJsonRequest(request: ChatRequest, schema: unknown): ChatRequest {
  const response_format =
    schema === undefined
      ? ({ type: "json_object" } as const)
      : ({ type: "json_schema", json_schema: { name: "reply", schema } } as const);
  const parameters = { ...request.parameters, response_format };
  if (schema !== undefined || request.messages.some(saysJson)) return { ...request, parameters };
  const word: ChatMessage = { role: "system", content: "Reply with JSON." };
  return { ...request, parameters, messages: [word, ...request.messages] };
}

function saysJson({ content }: ChatMessage): boolean {
  return typeof content === "string" ? /json/i.test(content) : content.some((part) => /json/i.test(part.text ?? ""));
}

/**
 * Asks until the reply is usable, at most twice; the second time with what was wrong. `ask` takes the whole way of a call,
 * so both are capped, stored and traced. `unusable` is told when even the second reply would not do.
 */
export async function structuredCall(
  request: ChatRequest,
  schema: unknown,
  ask: (request: ChatRequest) => Promise<CallResult>,
): Promise<CallResult> {
  const check = schema === undefined ? undefined : await compileSchema(schema);
  const wanted = asJsonRequest(request, schema);
  const first = await ask(wanted);
  const read = await readJson(first, check);
  if ("value" in read) return { ...first, text: read.text, value: read.value };
  const again: ChatMessage[] = [
    ...wanted.messages,
    { role: "assistant", content: first.text },
    {
      role: "user",
      content: `That reply can not be used: ${read.problem}. Reply again, with nothing but the corrected JSON.`,
    },
  ];
  const second = await ask({ ...wanted, messages: again });
  const reread = await readJson(second, check);
  if ("value" in reread) return { ...together(first, second), text: reread.text, value: reread.value };
  throw new UnusableReplyError(reread.problem, second.text, [first, second]);
}

/** Two replies, and none that fits what was asked. */
export class UnusableReplyError extends ProviderError {
  readonly replies: readonly CallResult[];
  constructor(problem: string, text: string, replies: readonly CallResult[]) {
    const excerpt = JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
    super("bad-reply", `the model gave no usable JSON, asked twice: ${problem}; it said ${excerpt}`, {
      hint: "say in the instruction what the JSON should look like, give #:schema, or name a more capable model",
    });
    this.replies = replies;
  }
}

const MAX_REPAIR = 2 ** 17;

type Read = { text: string; value: unknown } | { problem: string };

async function readJson(result: CallResult, check: ValidateFunction | undefined): Promise<Read> {
  if (result.finishReason === "length") throw truncated(result.usage);
  const parsed = await parseReply(result.text);
  if (parsed === undefined) return { problem: "it is not JSON" };
  if (!check || check(parsed.value)) return parsed;
  return { problem: `it does not fit the schema: ${complaints(check)}` };
}

function truncated(usage: Usage | undefined): ProviderError {
  const after = usage ? ` after ${usage.completionTokens} tokens` : "";
  return new ProviderError("truncated", `the JSON reply was cut off${after} by the limit on its length`, {
    hint: "give a larger #:max-tokens, or ask for less in one reply",
  });
}

/** The JSON in a reply: the reply itself, what its fences hold, the value within other text, or what can be repaired. */
export async function parseReply(text: string): Promise<{ text: string; value: unknown } | undefined> {
  const inner = /```(?:json|JSON)?[^\S\n]*\n?([\s\S]*?)```/.exec(text)?.[1]?.trim();
  const embedded = betweenBrackets(text);
  for (const candidate of [text, inner, embedded]) {
    if (candidate === undefined) continue;
    try {
      return { text: candidate, value: JSON.parse(candidate) as unknown };
    } catch {
      // Not this one.
    }
  }
  for (const candidate of [inner, embedded, text.trim()]) {
    // Only what means to be an object or a list: the repair would turn any prose into a string.
    if (candidate === undefined || !/^[{[]/.test(candidate)) continue;
    const repaired = await repair(candidate);
    if (repaired) return repaired;
  }
  return undefined;
}

/** From the first opening bracket to the last closing one; a pattern would look for the end from every opening one. */
function betweenBrackets(text: string): string | undefined {
  const start = text.search(/[{[]/);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  return start < 0 || end < start ? undefined : text.slice(start, end + 1);
}

async function repair(candidate: string): Promise<{ text: string; value: unknown } | undefined> {
  // The repair of some texts takes the square of their length: longer ones are asked for again instead.
  if (candidate.length > MAX_REPAIR) return undefined;
  const { jsonrepair } = await import("jsonrepair");
  try {
    const text = jsonrepair(candidate);
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { text, value } : undefined;
  } catch {
    return undefined;
  }
}

async function compileSchema(schema: unknown): Promise<ValidateFunction> {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  // Compiling generates code from the schema with `new Function`; ajv quotes what it inserts. Formats are annotations.
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    validateFormats: false,
    logger: false,
    addUsedSchema: false,
  });
  try {
    return ajv.compile(schema as object);
  } catch (error) {
    throw new ProviderError("bad-request", `#:schema is no valid JSON Schema: ${(error as Error).message}`, {
      billed: "no",
    });
  }
}

function complaints(check: ValidateFunction): string {
  const errors = check.errors ?? [];
  const shown = errors.slice(0, 5).map((e) => {
    const allowed =
      e.keyword === "enum" ? ` (${JSON.stringify((e.params as { allowedValues?: unknown }).allowedValues)})` : "";
    const extra =
      e.keyword === "additionalProperties"
        ? ` (${JSON.stringify((e.params as { additionalProperty?: unknown }).additionalProperty)})`
        : "";
    return `${e.instancePath || "the value"} ${e.message}${allowed}${extra}`;
  });
  return shown.join("; ") + (errors.length > 5 ? `; and ${errors.length - 5} more` : "");
}

/** The second result with the price, time and tokens of both. */
function together(first: CallResult, second: CallResult): CallResult {
  const usage = first.usage &&
    second.usage && {
      promptTokens: first.usage.promptTokens + second.usage.promptTokens,
      completionTokens: first.usage.completionTokens + second.usage.completionTokens,
    };
  const cost = first.cost === undefined || second.cost === undefined ? undefined : first.cost + second.cost;
  return {
    ...second,
    usage,
    cost,
    latencyMs: first.latencyMs + second.latencyMs,
    cached: first.cached && second.cached,
  };
}
