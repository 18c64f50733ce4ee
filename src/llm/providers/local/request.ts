// Reads a chat request as a classification: what to classify, in which shape to answer, which labels are allowed.
import { type ChatMessage, type ChatRequest, ProviderError } from "../../contract.ts";
import { asksForJson, asksToClassify, type Field, keysAsked } from "./asked.ts";
import { schemaAsk } from "./schema.ts";

export interface Ask {
  text: string;
  /** Absent when the bare label is wanted. */
  json?: { fields: Field[]; strict: boolean };
  /** Every list of labels that the answer is bound to. */
  allowed: (readonly string[])[];
}

export function refuse(message: string, hint: string): ProviderError {
  return new ProviderError("refused", message, { hint, billed: "no" });
}

const realModels = "for anything else set OPENAI_API_KEY or name a server with --base-url URL";

/** Throws a refusal for everything that is no classification of a text. */
export function readRequest(request: ChatRequest): Ask {
  if (request.messages.some(hasImage)) {
    throw refuse(
      "the local classifier reads text only, and this request has images",
      `${realModels}, with a model that sees`,
    );
  }
  const { instruction, data } = partsOf(request);
  const format = request.parameters.response_format;
  const schema = format?.type === "json_schema" ? schemaAsk(format.json_schema.schema) : undefined;
  if (!asksToClassify(instruction) && schema?.hasEnum !== true) {
    throw refuse(
      `the local classifier only classifies, and this instruction asks for something else: ${excerpt(instruction)}`,
      `say "classify", "categorise" or "label" in #:instruction if that is meant; ${realModels}`,
    );
  }
  if (data === undefined || data.trim() === "") {
    throw refuse(
      `there is nothing to classify: #:data is ${data === undefined ? "missing" : "empty"} beside the instruction ${excerpt(instruction)}`,
      "give the text to classify as #:data and what to do with it as #:instruction",
    );
  }
  const fields = schema === undefined ? keysAsked(instruction) : schema.fields;
  const asJson = format !== undefined || asksForJson(instruction);
  return {
    text: data,
    ...(asJson ? { json: { fields, strict: schema !== undefined } } : {}),
    allowed: allowedIn(fields),
  };
}

function allowedIn(fields: readonly Field[]): (readonly string[])[] {
  return fields.flatMap(({ role, oneOf }) =>
    Array.isArray(role) ? allowedIn(role) : oneOf === undefined ? [] : [oneOf],
  );
}

/** What the script gave; for callers who have only messages, system is the instruction and the last user message the data. */
function partsOf({ instruction, data, messages }: ChatRequest): {
  instruction: string;
  data: string | undefined;
} {
  if (instruction !== undefined) return { instruction, data };
  const system = messages.filter(({ role }) => role === "system").map(textOf);
  const user = messages.filter(({ role }) => role === "user").map(textOf);
  if (system.length > 0) return { instruction: system.join("\n"), data: data ?? user.at(-1) };
  return {
    instruction: user.slice(0, data === undefined && user.length > 1 ? -1 : undefined).join("\n"),
    data: data ?? user.slice(1).at(-1),
  };
}

export function textOf({ content }: ChatMessage): string {
  return typeof content === "string" ? content : content.map((part) => part.text ?? "").join("\n");
}

function hasImage({ content }: ChatMessage): boolean {
  return typeof content !== "string" && content.some((part) => part.type === "image_url");
}

function excerpt(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line);
}
