// The provider `openai`: Chat Completions at any compatible server; its other endpoints through the `openai` package.
import type OpenAI from "openai";
import { onAbort } from "../abort.ts";
import {
  type ChatReply,
  type ChatRequest,
  type CompleteOptions,
  type Provider,
  ProviderError,
  type Usage,
} from "../contract.ts";
import { Refusals, refusalNotice, refusedParameter, type WireBody, wireBody } from "./openai-adapt.ts";
import { openaiBatch } from "./openai-batch.ts";
import { badReply, connectionError, type ErrorPlace, httpError, readRateLimits, statusError } from "./openai-errors.ts";
import { type Environment, fetchTransport, nodeTransport, type Posted, type Transport } from "./openai-transport.ts";

export interface OpenAIOptions {
  /** Default: `OPENAI_API_KEY` of the environment. */
  apiKey?: string;
  /** Default: `OPENAI_BASE_URL` of the environment, else OpenAI's own. */
  baseURL?: string;
  organization?: string;
  project?: string;
  /** Where defaults and proxies are read from; default: the process's. */
  environment?: Environment;
  /** Instead of our own transport, for example in a browser with a relay. */
  fetch?: typeof fetch;
}

const officialURL = "https://api.openai.com/v1";

export function openai(options: OpenAIOptions = {}): Provider {
  const connection = new Connection(options);
  return {
    name: "openai",
    gate: connection.gate,
    paid: true,
    complete: (request, around) => connection.complete(request, around),
    batch: openaiBatch(connection),
    close: () => connection.close(),
  };
}

/** One server and key: the lazily loaded client, and what was learnt about the server's models. */
class Connection {
  readonly gate: string;
  readonly #baseURL: string;
  readonly #key: string | undefined;
  readonly #environment: Environment;
  readonly #options: OpenAIOptions;
  readonly #refusals = new Refusals();
  #client: Promise<OpenAI> | undefined;
  #transport: Promise<Transport> | undefined;
  readonly #chatURL: string;
  readonly #account: { organization: string | undefined; project: string | undefined };
  readonly #headers: { readonly [name: string]: string };
  #reached = false;

  constructor(options: OpenAIOptions) {
    this.#options = options;
    this.#environment = options.environment ?? globalThis.process?.env ?? {};
    this.#key = options.apiKey ?? (this.#environment.OPENAI_API_KEY || undefined);
    this.#baseURL = checkedURL(options.baseURL ?? (this.#environment.OPENAI_BASE_URL || officialURL));
    // The account of the environment goes with the environment's key, not with another one.
    const own = options.apiKey === undefined ? this.#environment : {};
    const organization = options.organization ?? (own.OPENAI_ORG_ID || undefined);
    const project = options.project ?? (own.OPENAI_PROJECT_ID || undefined);
    this.#account = { organization, project };
    this.#chatURL = under(this.#baseURL, "/chat/completions");
    this.#headers = {
      accept: "application/json",
      // Some servers compress unasked, and undici hands that on as it is. A page's fetch leaves this to the browser.
      "accept-encoding": "identity",
      "content-type": "application/json",
      "user-agent": "skein",
      ...(this.#key !== undefined && { authorization: `Bearer ${this.#key}` }),
      ...(organization !== undefined && { "openai-organization": organization }),
      ...(project !== undefined && { "openai-project": project }),
    };
    this.gate = `openai ${this.#baseURL} ${keyDigest(this.#key ?? "")}`;
  }

  async complete(request: ChatRequest, around: CompleteOptions): Promise<ChatReply> {
    const place = this.#place(request.model);
    if (this.#key === undefined && this.#baseURL === officialURL) {
      const hint =
        "set OPENAI_API_KEY, or name a compatible server with --base-url, or use --provider local with --train";
      throw new ProviderError("auth", "there is no API key for OpenAI", { billed: "no", hint });
    }
    const asked = this.#named(request);
    // Each round learns one refusal; there are not more of them than parameters.
    for (let round = 0; ; round++) {
      const body = wireBody(asked, this.#refusals.of(asked.model), this.#limitName());
      try {
        return await this.#attempt(body, place, around);
      } catch (error) {
        const refused = round < 8 && error instanceof Refused400 ? refusedParameter(error.said, body) : undefined;
        if (refused === undefined) throw error instanceof Refused400 ? error.meaning : error;
        if (this.#refusals.add(asked.model, refused)) around.notice?.(refusalNotice(asked.model, refused));
        else if (wireIsSame(body, wireBody(asked, this.#refusals.of(asked.model), this.#limitName())))
          throw (error as Refused400).meaning;
      }
    }
  }

  async close(): Promise<void> {
    const transport = this.#transport;
    this.#transport = undefined;
    this.#client = undefined;
    await (await transport)?.close();
  }

  /** The body of a line of a batch. */
  body(request: ChatRequest): WireBody {
    const asked = this.#named(request);
    return wireBody(asked, this.#refusals.of(asked.model), this.#limitName());
  }

  read(body: unknown, model: string): ChatReply {
    return readCompletion(body, model, this.#place(model));
  }

  /** A refused parameter is learnt, so that the line can be sent again without it. */
  explainLine(status: number, body: unknown, model: string): ProviderError {
    const { message = "", param = null, code = null } = (body as { error?: Said } | null)?.error ?? {};
    const error = { status, message, param, code, error: { message } };
    const refused = status === 400 ? refusedParameter(error, anyBody) : undefined;
    const meaning = statusError(error, this.#place(model));
    if (refused === undefined) return meaning;
    // Every line of the batch says it; each is worth another round, of which there are few.
    this.#refusals.add(model, refused);
    return new ProviderError(meaning.code, meaning.message, { status, billed: "no", retryable: true });
  }

  explain(error: unknown, signal: AbortSignal): ProviderError {
    const meaning = this.#explain(error, false, { signal }, this.#place(""));
    return meaning instanceof Refused400 ? meaning.meaning : (meaning as ProviderError);
  }

  /** The client itself, for the endpoints beside chat. */
  client(): Promise<OpenAI> {
    this.#client ??= this.#makeClient();
    return this.#client;
  }

  /** OpenAI itself knows no `openai/` before its names; resellers do. */
  #named(request: ChatRequest): ChatRequest {
    const vendor = this.#baseURL === officialURL && request.model.startsWith("openai/");
    return vendor ? { ...request, model: request.model.slice("openai/".length) } : request;
  }

  /** Current models know only the long name; servers of others may ignore it silently, which would undo a cap. */
  #limitName(): string {
    return this.#baseURL === officialURL ? "max_completion_tokens" : "max_tokens";
  }

  async #attempt(body: WireBody, place: ErrorPlace, around: CompleteOptions): Promise<ChatReply> {
    const attempt = attemptSignal(around);
    try {
      const transport = await this.#connect();
      const posted = await transport.post(this.#chatURL, JSON.stringify(body), this.#headers, attempt.signal);
      this.#reached = true;
      if (posted.status < 200 || posted.status > 299) throw httpError(posted);
      return readPosted(posted, body, place);
    } catch (error) {
      throw this.#explain(error, attempt.timedOut(), around, place);
    } finally {
      attempt.done();
    }
  }

  #explain(error: unknown, timedOut: boolean, around: CompleteOptions, place: ErrorPlace): unknown {
    if (error instanceof ProviderError) return error;
    if (around.signal.aborted) return new ProviderError("aborted", "the call was cancelled");
    if (timedOut) {
      const hint = "give it more time with #:timeout";
      return new ProviderError("timeout", `no reply from ${place.baseURL} within ${(around.timeoutMs ?? 0) / 1000} s`, {
        retryable: true,
        hint,
      });
    }
    const shape = error as { status?: number; name?: string; message: string };
    if (typeof shape.status === "number") {
      this.#reached = true;
      const meaning = statusError(shape, place);
      return shape.status === 400 || shape.status === 422 ? new Refused400(shape, meaning) : meaning;
    }
    return connectionError(error, place);
  }

  #place(model: string): ErrorPlace {
    const key = this.#key;
    const redact = (text: string) => (key ? text.replaceAll(key, "[API key]") : text);
    return {
      baseURL: this.#baseURL.replace(/\?.*/, ""),
      model,
      hasKey: key !== undefined,
      reached: this.#reached,
      redact,
    };
  }

  #connect(): Promise<Transport> {
    this.#transport ??= openTransport(this.#options.fetch, this.#baseURL, this.#environment);
    return this.#transport;
  }

  async #makeClient(): Promise<OpenAI> {
    const { OpenAI } = await import("openai");
    const { fetch: fetcher } = await this.#connect();
    const url = new URL(this.#baseURL);
    const { organization, project } = this.#account;
    return new OpenAI({
      apiKey: this.#key ?? "none",
      // A server that wants no key should not be sent a made-up one.
      ...(this.#key === undefined && { defaultHeaders: { Authorization: null } }),
      baseURL: `${url.origin}${url.pathname}`.replace(/\/+$/, ""),
      defaultQuery: Object.fromEntries(url.searchParams),
      organization: organization ?? null,
      project: project ?? null,
      maxRetries: 0,
      timeout: 0x7fffffff,
      // `OPENAI_LOG=debug` would print requests on our stdout.
      logLevel: "off",
      dangerouslyAllowBrowser: true,
      fetch: fetcher,
    });
  }
}

async function openTransport(
  given: typeof fetch | undefined,
  baseURL: string,
  environment: Environment,
): Promise<Transport> {
  const onNode = typeof globalThis.process?.versions?.node === "string";
  return given || !onNode
    ? fetchTransport(given ?? globalThis.fetch.bind(globalThis))
    : await nodeTransport(baseURL, environment);
}

/** The path belongs before a query such as Azure's `?api-version=…`. */
function under(baseURL: string, path: string): string {
  const url = new URL(baseURL);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${path}`;
  return url.href;
}

/** A 400 whose meaning depends on whether the request can be written differently. */
class Refused400 extends Error {
  readonly said: { message: string; param?: string | null; code?: string | null };
  readonly meaning: ProviderError;
  constructor(said: { message: string }, meaning: ProviderError) {
    super(meaning.message);
    this.said = said;
    this.meaning = meaning;
  }
}

interface Said {
  message?: string;
  param?: string | null;
  code?: string | null;
}

/** Stands for the body of a line that is no longer at hand: any parameter may have been in it. */
const anyBody: WireBody = {
  model: "",
  messages: [],
  temperature: 0,
  top_p: 0,
  seed: 0,
  logprobs: true,
  max_tokens: 0,
  response_format: {},
};

const wireIsSame = (a: WireBody, b: WireBody): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A signal for one attempt: the caller's, or its time-out. */
function attemptSignal({ signal, timeoutMs, clock }: CompleteOptions) {
  const controller = new AbortController();
  let timedOut = false;
  const expire = () => {
    timedOut = true;
    controller.abort();
  };
  if (signal.aborted) controller.abort();
  const forget = onAbort(signal, () => controller.abort());
  const timer =
    timeoutMs === undefined ? undefined : clock ? clock.after(timeoutMs, expire) : realTimer(timeoutMs, expire);
  return {
    signal: controller.signal,
    timedOut: () => timedOut,
    done: () => {
      forget();
      timer?.();
    },
  };
}

function realTimer(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** What a server should send; members that are `unknown` are looked at before they are used. */
interface WireCompletion {
  model?: unknown;
  choices?: {
    message?: { content?: unknown; refusal?: unknown };
    finish_reason?: unknown;
    logprobs?: { content?: unknown } | null;
  }[];
  usage?: {
    prompt_tokens?: number;
    completion_tokens?: number;
    prompt_tokens_details?: { cached_tokens?: number } | null;
  } | null;
}

function readPosted({ headers, text }: Posted, body: WireBody, place: ErrorPlace): ChatReply {
  const rateLimits = readRateLimits(headers);
  const requestId = headers.get("x-request-id") ?? undefined;
  const reply = readCompletion(parsed(headers.get("content-type") ?? "", text, place), body.model, place);
  return {
    ...reply,
    ...(requestId !== undefined && { requestId: place.redact(requestId) }),
    ...(rateLimits && { rateLimits }),
  };
}

/** Text that claims to be JSON and is not was probably cut off; anything else comes from something that is no such API. */
function parsed(contentType: string, text: string, place: ErrorPlace): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!/json/i.test(contentType)) throw badReply(place, `is not JSON but: ${excerpt(place.redact(text))}`, false);
    throw badReply(place, `is not JSON (${place.redact((error as Error).message).slice(0, 200)})`, true);
  }
}

/** A reply's body as the contract's; also used for the lines of a batch. */
export function readCompletion(data: unknown, model: string, place: ErrorPlace): ChatReply {
  const completion = data as WireCompletion | null;
  const choice = completion?.choices?.[0];
  if (!choice?.message)
    return raise(badReply(place, `is no chat completion: ${excerpt(place.redact(JSON.stringify(data) ?? ""))}`, false));
  const usage = readUsage(completion?.usage);
  const { refusal } = choice.message;
  const content = textOf(choice.message.content);
  if (content === undefined) {
    const what = `has content that is no text: ${excerpt(place.redact(JSON.stringify(choice.message.content)))}`;
    throw badReply(place, what, false, usage ?? "unknown");
  }
  const refused = refusal || (choice.finish_reason === "content_filter" && !content && "stopped by the content filter");
  if (refused) {
    throw new ProviderError(
      "refused",
      `${model} refused to answer: ${place.redact(textOf(refused) ?? JSON.stringify(refused))}`,
      {
        billed: usage ?? "unknown",
      },
    );
  }
  const logprobs = readLogprobs(choice.logprobs?.content);
  return {
    text: place.redact(content),
    model: place.redact(textOf(completion?.model) || model),
    usage,
    finishReason: textOf(choice.finish_reason) || "stop",
    ...(logprobs && { logprobs }),
  };
}

/** Text, or parts of which those that are text count; undefined for anything else. */
function textOf(content: unknown): string | undefined {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const parts = content.map((part: { text?: unknown } | null) => part?.text ?? "");
  return parts.every((part) => typeof part === "string") ? parts.join("") : undefined;
}

function readLogprobs(content: unknown): { token: string; logprob: number }[] | undefined {
  const isSound = (one: { token?: unknown; logprob?: unknown } | null): boolean =>
    typeof one?.token === "string" && typeof one.logprob === "number";
  if (!Array.isArray(content) || !content.every(isSound)) return undefined;
  return (content as { token: string; logprob: number }[]).map(({ token, logprob }) => ({ token, logprob }));
}

function readUsage(usage: WireCompletion["usage"]): Usage | undefined {
  if (typeof usage?.prompt_tokens !== "number" || typeof usage.completion_tokens !== "number") return undefined;
  const cachedTokens = usage.prompt_tokens_details?.cached_tokens;
  return {
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
    ...(cachedTokens ? { cachedTokens } : {}),
  };
}

const excerpt = (text: string): string => JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);

function raise(error: Error): never {
  throw error;
}

function checkedURL(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError(`openai: expected an http(s) URL as base URL, got ${JSON.stringify(text)}`);
  if (url.username || url.password)
    throw new TypeError("openai: a base URL may not hold a user name or password; give the key as apiKey");
  return text.replace(/\/+$/, "");
}

/** Tells keys apart without holding them: 32 bits of FNV-1a, far too few to find the key again. */
function keyDigest(key: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
