// A real HTTP server on 127.0.0.1 that speaks the OpenAI API, misbehaves to order, and keeps a ledger of what it billed.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handleBatches, type ServerBatch, type ServerFile } from "./openai-server-batches.ts";
import { type ServerRateLimit, serverBucket } from "./server-bucket.ts";

/** The body of a chat completion request, as it came over the wire. */
export interface ServerRequest {
  model: string;
  messages: { role: string; content: string | { type: string; text?: string; image_url?: { url: string } }[] }[];
  temperature?: number;
  max_tokens?: number;
  max_completion_tokens?: number;
  response_format?: { type: string; json_schema?: { name: string; schema: unknown } };
  logprobs?: boolean;
  [key: string]: unknown;
}

/**
 * What happens after the server decided to answer: `reset` destroys the socket before any byte, `reset-mid-body` after half
 * of the body, `truncate` ends the body early but orderly, `slow` drips it byte by byte, `hang` never answers, `html` sends
 * a page with status 200.
 */
export type Fault = "reset" | "reset-mid-body" | "truncate" | "slow" | "hang" | "html";

export interface ServerAnswer {
  text?: string;
  usage?: { prompt_tokens: number; completion_tokens: number; cached_tokens?: number } | null;
  finishReason?: string;
  logprobs?: { token: string; logprob: number }[];
  delayMs?: number;
  fault?: Fault;
  /** Not 200: an error reply with this status. */
  status?: number;
  error?: { message?: string; type?: string; code?: string | null; param?: string | null };
  headers?: { [name: string]: string };
  /** A failed call (status or fault) that is billed all the same, up to the limit that was sent. */
  billed?: boolean;
}

export interface ServerOptions {
  /** The reply to the `n`-th request (from 0, refused ones included); text alone is an ordinary answer. Default: `ok`. */
  reply?: (request: ServerRequest, n: number) => string | ServerAnswer;
  latencyMs?: number | ((n: number) => number);
  rateLimit?: ServerRateLimit;
  /** Keys that are let in; absent: any. */
  keys?: string[];
  /** Models that exist; absent: any. */
  models?: string[];
  /** Parameters refused with the 400 that OpenAI sends, by model (`*` for all). */
  refuses?: { [model: string]: string[] };
  countTokens?: (text: string) => number;
  /** Polls of a batch until it is completed (default 2), and what fails in it. */
  batch?: {
    polls?: number;
    fails?: (customId: string, request: ServerRequest) => { status: number; message: string } | undefined;
    expires?: boolean;
  };
}

/** One line per chat request that reached the server, in order of arrival. */
export interface LedgerLine {
  n: number;
  model: string;
  outcome: "ok" | "refused" | "error" | "aborted" | "fault";
  status: number;
  promptTokens: number;
  completionTokens: number;
  /** Whether these tokens are on the bill. */
  billed: boolean;
  batch: boolean;
  request: ServerRequest;
}

export interface OpenAiServer {
  /** The base URL, ending in `/v1`. */
  readonly url: string;
  readonly ledger: LedgerLine[];
  /** The largest number of chat requests that were open at once, over all and by model. */
  readonly maxInFlight: { all: number; [model: string]: number };
  inFlight(): number;
  /** Every authorization header seen. */
  readonly keysSeen: Set<string>;
  readonly files: Map<string, ServerFile>;
  readonly batches: Map<string, ServerBatch>;
  /** Changes the behaviour from now on. */
  set(options: ServerOptions): void;
  calls(model?: string): number;
  /** The bill in dollars, given prices per million tokens by model. */
  bill(prices: { [model: string]: { input: number; output: number } }): number;
  close(): Promise<void>;
}

export async function startOpenAiServer(initial: ServerOptions = {}): Promise<OpenAiServer> {
  const state = new ServerState(initial);
  const server = createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) =>
      sendError(response, apiError(500, String(error), "test_server")),
    );
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 4096, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    ledger: state.ledger,
    maxInFlight: state.maxInFlight,
    keysSeen: state.keysSeen,
    files: state.files,
    batches: state.batches,
    inFlight: () => state.open.get("all") ?? 0,
    set: (options) => state.configure(options),
    calls: (model) => state.ledger.filter((line) => model === undefined || line.model === model).length,
    bill: (prices) => billOf(state.ledger, prices),
    close: () =>
      new Promise((resolve) => {
        for (const cancel of state.hanging) cancel();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What one server remembers. */
export class ServerState {
  options: ServerOptions = {};
  readonly ledger: LedgerLine[] = [];
  readonly maxInFlight: { all: number; [model: string]: number } = { all: 0 };
  readonly open = new Map<string, number>();
  readonly keysSeen = new Set<string>();
  readonly files = new Map<string, ServerFile>();
  readonly batches = new Map<string, ServerBatch>();
  readonly hanging = new Set<() => void>();
  bucket: ReturnType<typeof serverBucket> | undefined;
  count = 0;

  constructor(options: ServerOptions) {
    this.configure(options);
  }

  configure(options: ServerOptions): void {
    this.options = { ...this.options, ...options };
    if (options.rateLimit) this.bucket = serverBucket(options.rateLimit, () => performance.now());
  }

  enter(model: string): void {
    for (const key of ["all", model]) {
      const now = (this.open.get(key) ?? 0) + 1;
      this.open.set(key, now);
      this.maxInFlight[key] = Math.max(this.maxInFlight[key] ?? 0, now);
    }
  }

  leave(model: string): void {
    for (const key of ["all", model]) this.open.set(key, (this.open.get(key) ?? 1) - 1);
  }

  promptTokens(request: ServerRequest): number {
    const count = this.options.countTokens ?? ((text: string) => Math.ceil(text.length / 4));
    let total = 3;
    for (const message of request.messages) {
      const parts =
        typeof message.content === "string" ? [message.content] : message.content.map((part) => part.text ?? "");
      total += 3 + parts.reduce((sum, part) => sum + count(part), 0);
    }
    return total;
  }

  completionTokens(request: ServerRequest, text: string): number {
    const count = this.options.countTokens ?? ((t: string) => Math.ceil(t.length / 4));
    return Math.min(count(text), limitOf(request) ?? Number.POSITIVE_INFINITY);
  }
}

/** The limit on the output that came with a request. */
export function limitOf(request: ServerRequest): number | undefined {
  return request.max_completion_tokens ?? request.max_tokens;
}

export function apiError(status: number, message: string, code: string | null, param: string | null = null) {
  const type = status === 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
  return { status, error: { message, type, param, code } };
}

/** Refusals that the API makes before it works on a request; undefined when it would answer. */
export function refusalOf(state: ServerState, request: ServerRequest): ReturnType<typeof apiError> | undefined {
  const { models, refuses } = state.options;
  if (models && !models.includes(request.model)) {
    return apiError(
      404,
      `The model \`${request.model}\` does not exist or you do not have access to it.`,
      "model_not_found",
    );
  }
  const refused = [...(refuses?.[request.model] ?? []), ...(refuses?.["*"] ?? [])].find(
    (name) => request[name] !== undefined,
  );
  if (refused === "max_tokens") {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    return apiError(400, message, "unsupported_parameter", "max_tokens");
  }
  if (refused) {
    const message = `Unsupported value: '${refused}' is not supported with this model.`;
    return apiError(400, message, "unsupported_value", refused);
  }
  const json = request.response_format?.type === "json_object";
  if (json && !/json/i.test(JSON.stringify(request.messages))) {
    const message =
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
    return apiError(400, message, null, "messages");
  }
  return undefined;
}

/** The body of a successful completion. */
export function completionBody(state: ServerState, request: ServerRequest, answer: ServerAnswer, n: number) {
  const text = answer.text ?? "ok";
  const usage: ServerAnswer["usage"] = answer.usage === undefined ? countedUsage(state, request, text) : answer.usage;
  return {
    id: `chatcmpl-${n}`,
    object: "chat.completion",
    created: 1_700_000_000,
    model: request.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null },
        logprobs: request.logprobs
          ? { content: (answer.logprobs ?? [{ token: text, logprob: -0.1 }]).map(withBytes) }
          : null,
        finish_reason: answer.finishReason ?? "stop",
      },
    ],
    usage: usage && {
      prompt_tokens: usage.prompt_tokens,
      completion_tokens: usage.completion_tokens,
      total_tokens: usage.prompt_tokens + usage.completion_tokens,
      prompt_tokens_details: { cached_tokens: usage.cached_tokens ?? 0 },
    },
  };
}

function countedUsage(state: ServerState, request: ServerRequest, text: string) {
  return { prompt_tokens: state.promptTokens(request), completion_tokens: state.completionTokens(request, text) };
}

const withBytes = (entry: { token: string; logprob: number }) => ({ ...entry, bytes: null, top_logprobs: [] });

async function serve(state: ServerState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  request.on("error", () => {});
  response.on("error", () => {});
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return;
  }
  const key = request.headers.authorization ?? "";
  state.keysSeen.add(key);
  if (state.options.keys && !state.options.keys.some((known) => key === `Bearer ${known}`)) {
    return sendError(response, apiError(401, `Incorrect API key provided: ${key.slice(7)}.`, "invalid_api_key"));
  }
  const path = new URL(request.url ?? "/", "http://x").pathname.replace(/^\/v1/, "");
  const body = Buffer.concat(chunks);
  if (path === "/chat/completions")
    return await chat(state, JSON.parse(body.toString("utf8")) as ServerRequest, request, response);
  if (!(await handleBatches(state, path, request, response, body))) {
    sendError(response, apiError(404, `Invalid URL (${request.method} ${request.url})`, null));
  }
}

async function chat(
  state: ServerState,
  body: ServerRequest,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const n = state.count++;
  const line: LedgerLine = {
    n,
    model: body.model,
    outcome: "error",
    status: 200,
    promptTokens: state.promptTokens(body),
    completionTokens: 0,
    billed: false,
    batch: false,
    request: body,
  };
  state.ledger.push(line);
  state.enter(body.model);
  let gone = false;
  response.on("close", () => {
    state.leave(body.model);
    if (!response.writableFinished && line.outcome === "error" && line.status === 200) {
      gone = true;
      // Nobody waits for the answer any more, but the model had begun: billed in full, as the worst case.
      line.outcome = "aborted";
      bill(line, limitOf(body) ?? line.completionTokens);
    }
  });
  const taken = state.bucket?.take(n);
  if (taken?.refused) {
    Object.assign(line, { outcome: "refused", status: 429 });
    return sendError(response, apiError(429, "Rate limit reached for requests", "rate_limit_exceeded"), taken.headers);
  }
  const refusal = refusalOf(state, body);
  if (refusal) {
    line.status = refusal.status;
    return sendError(response, refusal);
  }
  const given = state.options.reply?.(body, n) ?? "ok";
  const answer: ServerAnswer = typeof given === "string" ? { text: given } : given;
  const { latencyMs } = state.options;
  const delay = answer.delayMs ?? (typeof latencyMs === "function" ? latencyMs(n) : (latencyMs ?? 0));
  if (delay > 0) await sleep(state, delay);
  if (gone || request.socket.destroyed) return;
  finish(state, line, body, answer, response, taken?.headers ?? {});
}

function finish(
  state: ServerState,
  line: LedgerLine,
  body: ServerRequest,
  answer: ServerAnswer,
  response: ServerResponse,
  headers: { [name: string]: string },
): void {
  if (answer.status !== undefined && answer.status !== 200) {
    line.status = answer.status;
    if (answer.billed) bill(line, limitOf(body) ?? 0);
    const error = apiError(
      answer.status,
      answer.error?.message ?? "The server had an error",
      answer.error?.code ?? null,
    );
    sendError(response, { ...error, error: { ...error.error, ...answer.error } }, answer.headers);
    return;
  }
  const completion = completionBody(state, body, answer, line.n);
  const text = JSON.stringify(completion);
  if (answer.fault) {
    line.outcome = "fault";
    if (answer.billed ?? true) bill(line, limitOf(body) ?? completion.usage?.completion_tokens ?? 0);
    misbehave(state, answer.fault, text, response);
    return;
  }
  line.outcome = "ok";
  if (completion.usage) line.promptTokens = completion.usage.prompt_tokens;
  bill(line, completion.usage?.completion_tokens ?? limitOf(body) ?? 0);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "x-request-id": `req_${line.n}`,
    ...headers,
    ...answer.headers,
  });
  response.end(text);
}

function misbehave(state: ServerState, fault: Fault, text: string, response: ServerResponse): void {
  const socket = response.socket;
  if (fault === "reset") return void socket?.resetAndDestroy();
  if (fault === "hang") return void state.hanging.add(() => socket?.destroy());
  if (fault === "html") {
    response.writeHead(200, { "content-type": "text/html" });
    return void response.end("<html><body>Welcome to the captive portal</body></html>");
  }
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": fault === "truncate" ? text.length >> 1 : Buffer.byteLength(text),
  });
  if (fault === "truncate") return void response.end(text.slice(0, text.length >> 1));
  response.write(text.slice(0, text.length >> 1));
  if (fault === "reset-mid-body") return void setTimeout(() => socket?.resetAndDestroy(), 1);
  let at = text.length >> 1;
  const drip = setInterval(() => {
    if (at >= text.length || socket?.destroyed) {
      clearInterval(drip);
      response.end();
    } else response.write(text[at++] as string);
  }, 2);
  state.hanging.add(() => clearInterval(drip));
}

function bill(line: LedgerLine, completionTokens: number): void {
  line.billed = true;
  line.completionTokens = completionTokens;
}

function billOf(ledger: LedgerLine[], prices: { [model: string]: { input: number; output: number } }): number {
  let total = 0;
  for (const line of ledger) {
    const price = prices[line.model];
    if (!line.billed || !price) continue;
    const share = line.batch ? 0.5 : 1;
    total += (share * (line.promptTokens * price.input + line.completionTokens * price.output)) / 1e6;
  }
  return total;
}

export function sendError(
  response: ServerResponse,
  { status, error }: ReturnType<typeof apiError>,
  headers: { [name: string]: string } = {},
): void {
  response.writeHead(status, { "content-type": "application/json", "x-request-id": "req_error", ...headers });
  response.end(JSON.stringify({ error }));
}

function sleep(state: ServerState, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      state.hanging.delete(done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    state.hanging.add(done);
  });
}
