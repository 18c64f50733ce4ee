// What a model at a server turned out not to accept, and how a request is written for it.
import type { ChatMessage, ChatRequest } from "../contract.ts";

/** Refusals learnt so far, by model; one per provider, so that nothing is shared between engines. */
export class Refusals {
  readonly #byModel = new Map<string, Set<string>>();

  of(model: string): ReadonlySet<string> {
    return this.#byModel.get(model) ?? none;
  }

  /** False when it was known already. */
  add(model: string, what: string): boolean {
    const known = this.#byModel.get(model) ?? new Set();
    this.#byModel.set(model, known);
    const isNew = !known.has(what);
    known.add(what);
    return isNew;
  }
}

const none: ReadonlySet<string> = new Set();

/** Names that may be left out. `max_tokens` never is, since a cap on money may rest on it: it has another name to try. */
const omissible = ["temperature", "top_p", "seed", "logprobs", "response_format"] as const;
const renamed: { [name: string]: string } = {
  max_tokens: "max_completion_tokens",
  max_completion_tokens: "max_tokens",
};

export type WireBody = { model: string; messages: ChatMessage[]; [parameter: string]: unknown };

/** The body to send: what the model refuses is left out or renamed; JSON is then asked for in words. */
export function wireBody(request: ChatRequest, refused: ReadonlySet<string>, firstLimitName: string): WireBody {
  const { max_tokens, response_format, ...rest } = request.parameters;
  const body: WireBody = { model: request.model, messages: request.messages, ...rest };
  for (const name of omissible) if (refused.has(name)) delete body[name];
  if (max_tokens !== undefined)
    body[refused.has(firstLimitName) ? (renamed[firstLimitName] as string) : firstLimitName] = max_tokens;
  if (response_format === undefined) return body;
  const schema = response_format.type === "json_schema" ? response_format.json_schema.schema : undefined;
  if (refused.has("response_format")) return { ...body, messages: inWords(request.messages, schema) };
  if (schema !== undefined && refused.has("json_schema")) {
    return { ...body, messages: inWords(request.messages, schema), response_format: { type: "json_object" } };
  }
  return { ...body, response_format };
}

function inWords(messages: ChatMessage[], schema: unknown): ChatMessage[] {
  const shape = schema === undefined ? "" : ` that fits this JSON Schema: ${JSON.stringify(schema)}`;
  return [{ role: "system", content: `Reply with nothing but a JSON value${shape}.` }, ...messages];
}

const unsupported =
  /unsupported|not support|unrecognized|unrecognised|unknown|unexpected|not permitted|not allowed|only the default|extra (inputs|fields)/i;

/**
 * The parameter that a 400 refuses as such, if it names one that was sent and that we can do without. A value that is
 * merely wrong (`temperature` 7) stays an error.
 */
export function refusedParameter(
  error: { param?: string | null; code?: string | null; message: string },
  body: WireBody,
): string | undefined {
  const isUnsupported = /^(unsupported|unknown)_/.test(error.code ?? "") || unsupported.test(error.message);
  const schemaSent = (body.response_format as { type?: string } | undefined)?.type === "json_schema";
  const named = error.param ? error.param.split(/[.[]/)[0] : namedIn(error.message, body);
  if (named === undefined || body[named] === undefined) return undefined;
  // A server may say anything about a schema that it can not use; the reply is checked against it here anyway.
  if (named === "response_format" && schemaSent) return "json_schema";
  if (!isUnsupported) return undefined;
  if (renamed[named] !== undefined || (omissible as readonly string[]).includes(named)) return named;
  return undefined;
}

function namedIn(message: string, body: WireBody): string | undefined {
  // The other name of the limit is often in the message as advice; the one that was sent is meant.
  return [...Object.keys(renamed), ...omissible].find(
    (name) => body[name] !== undefined && new RegExp(`\\b${name}\\b`).test(message),
  );
}

/** What people are told, once. */
export function refusalNotice(model: string, parameter: string): string {
  if (parameter === "response_format") return `${model} has no JSON mode: JSON is asked for in words and checked`;
  if (parameter === "json_schema") return `${model} takes no JSON schema: it is given in words and checked`;
  const other = renamed[parameter];
  return other
    ? `${model} does not accept ${parameter}: ${other} is sent`
    : `${model} does not accept ${parameter}: it is left out`;
}
