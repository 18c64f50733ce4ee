// From the keywords of `llm-query` to a chat request: messages, parameters, and how the call is to be made.
import type { Host } from "../host/host.ts";
import type { ChatMessage, ChatParameters, ContentPart } from "../llm/contract.ts";
import type { CallOptions, CallRequest } from "../llm/types.ts";
import { fail } from "../values/error.ts";
import { HashTable } from "../values/hash-table.ts";
import { type Real, toNumber } from "../values/numbers.ts";
import { arrayFrom, Pair } from "../values/pair.ts";
import { MString } from "../values/string.ts";
import { type Keywords, NIL, type Value } from "../values/types.ts";
import { jsonFromValue } from "./convert/json.ts";
import { ask } from "./files.ts";
import { forgivingText } from "./text.ts";

export interface Asked {
  readonly request: CallRequest;
  readonly options: CallOptions;
  readonly recursive: boolean;
  /** What a recursive call's program sees as `context`. */
  readonly data: Value | undefined;
}

/** Reads the keywords; the row's wrapper has checked that they are known and their types. */
export function readRequest(keywords: Keywords, host: Host): Asked {
  const data = keywords.get("data");
  const instruction = text(keywords.get("instruction"), "#:instruction");
  const dataText = data === undefined ? undefined : dataAsText(data);
  if (instruction === undefined && dataText === undefined) {
    fail(
      "keyword",
      "llm-query: expected #:instruction or #:data",
      [],
      'for example (llm-query #:instruction "Summarise." #:data text)',
    );
  }
  const model = text(keywords.get("model"), "#:model");
  const schema = keywords.get("schema");
  const timeout = number(keywords.get("timeout"));
  const retries = number(keywords.get("retries"));
  const request: CallRequest = {
    ...(model !== undefined && { model }),
    messages: messagesOf(keywords, instruction, dataText, host),
    parameters: parametersOf(keywords),
    ...(instruction !== undefined && { instruction }),
    ...(dataText !== undefined && { data: dataText }),
  };
  const options: CallOptions = {
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(retries !== undefined && { retries }),
    ...(isOn(keywords.get("json")) && { json: true }),
    ...(schema !== undefined && schema !== false && { schema: JSON.parse(jsonFromValue(schema)) as unknown }),
    ...(isOn(keywords.get("batch")) && { batch: true }),
  };
  return { request, options, recursive: isOn(keywords.get("recursive")), data };
}

const isOn = (x: Value | undefined): boolean => x !== undefined && x !== false;

const text = (x: Value | undefined, place: string): string | undefined =>
  x === undefined || x === false ? undefined : forgivingText(x, `llm-query's ${place}`, 1);

const number = (x: Value | undefined): number | undefined =>
  x === undefined || x === false ? undefined : toNumber(x as Real);

/** Strings, numbers, symbols … as they are displayed; structures as JSON. */
function dataAsText(data: Value): string {
  if (data === NIL || data instanceof Pair || data instanceof HashTable || Array.isArray(data))
    return jsonFromValue(data);
  return forgivingText(data, "llm-query's #:data", 1);
}

function messagesOf(
  keywords: Keywords,
  instruction: string | undefined,
  data: string | undefined,
  host: Host,
): ChatMessage[] {
  const system = text(keywords.get("system"), "#:system");
  const user = data ?? instruction ?? "";
  const above = [system, data === undefined ? undefined : instruction].filter((part) => part !== undefined);
  const images = imagesOf(keywords.get("images"), host);
  const content: string | ContentPart[] = images.length === 0 ? user : [{ type: "text", text: user }, ...images];
  return [
    ...(above.length === 0 ? [] : [{ role: "system" as const, content: above.join("\n\n") }]),
    { role: "user", content },
  ];
}

function parametersOf(keywords: Keywords): ChatParameters {
  const temperature = number(keywords.get("temperature"));
  const maxTokens = number(keywords.get("max-tokens"));
  const topP = number(keywords.get("top-p"));
  const seed = number(keywords.get("seed"));
  const stop = keywords.get("stop");
  return {
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(topP !== undefined && { top_p: topP }),
    ...(seed !== undefined && { seed }),
    ...(isOn(stop) && { stop: stop instanceof MString ? stop.toString() : texts(stop as Value, "#:stop") }),
    ...(isOn(keywords.get("logprobs")) && { logprobs: true }),
  };
}

function texts(x: Value, place: string): string[] {
  const items = Array.isArray(x) ? (x as Value[]) : (arrayFrom(x) ?? [x]);
  return items.map((item) => forgivingText(item, `llm-query's ${place}`, 1));
}

const MIME: { readonly [extension: string]: string } = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

/** Data and web URLs as they are; paths are read through the host, which may refuse. */
function imagesOf(x: Value | undefined, host: Host): ContentPart[] {
  if (!isOn(x)) return [];
  return texts(x as Value, "#:images").map((image): ContentPart => {
    if (/^(data|https?):/.test(image)) return { type: "image_url", image_url: { url: image } };
    const mime = MIME[image.slice(image.lastIndexOf(".") + 1).toLowerCase()];
    if (mime === undefined) {
      fail(
        "wrong-type",
        `llm-query: the image ${image} is no PNG, JPEG, GIF or WebP file`,
        [],
        "give its path with the right ending, or a data URL",
      );
    }
    const base64 = btoa(
      Array.from(
        ask(() => host.files.readBytes(image)),
        (byte) => String.fromCharCode(byte),
      ).join(""),
    );
    return { type: "image_url", image_url: { url: `data:${mime};base64,${base64}` } };
  });
}
