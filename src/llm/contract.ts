// What a provider is: one chat request in, one reply out. Everything else (store, budget, retries …) is around it.
import type { HostClock } from "../host/host.ts";

export interface ContentPart {
  type: "text" | "image_url";
  text?: string;
  image_url?: { url: string };
}

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string | ContentPart[];
}

/** Parameters that change the answer, spelled as in the Chat Completions API; absent ones are not sent. */
export interface ChatParameters {
  temperature?: number;
  max_tokens?: number;
  top_p?: number;
  stop?: string | string[];
  seed?: number;
  logprobs?: boolean;
  response_format?:
    | { type: "json_object" }
    | { type: "json_schema"; json_schema: { name: string; schema: unknown; strict?: boolean } };
}

export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  parameters: ChatParameters;
  /** What the script gave, before it became messages; for `scripted` and `local`. */
  instruction?: string;
  data?: string;
}

export interface Usage {
  promptTokens: number;
  completionTokens: number;
  /** Part of `promptTokens` that the provider served from its own cache. */
  cachedTokens?: number;
  /** True when nobody was billed by these counts: they estimate what the model named would have counted. */
  estimated?: boolean;
}

export interface ChatReply {
  text: string;
  /** As the provider names it, which may be more exact than what was asked for. */
  model: string;
  usage: Usage | undefined;
  finishReason: string;
  /** One entry per completion token. */
  logprobs?: { token: string; logprob: number }[];
  requestId?: string;
  rateLimits?: RateLimits;
}

/** What a provider says about its limits (`x-ratelimit-*`), for requests and for tokens. */
export interface RateLimits {
  requests?: RateLimit;
  tokens?: RateLimit;
}

export interface RateLimit {
  limit: number;
  remaining: number;
  /** Until `remaining` is `limit` again. */
  resetMs: number;
}

/** What surrounds one attempt. */
export interface CompleteOptions {
  signal: AbortSignal;
  timeoutMs?: number;
  /** Whose time delays and time-outs are measured in; real time when absent. */
  clock?: HostClock;
  /** Tells people, once, about something that they should know (a parameter that a model refuses). */
  notice?: (text: string) => void;
}

export interface Provider {
  /** `openai`, `local`, `scripted` …; part of the store's key. */
  readonly name: string;
  /** Which rate gate its calls share: provider, base URL and a digest of the key; never the key itself. */
  readonly gate: string;
  /** In the store's key instead of `name`, when equal requests may have other answers (a classifier's training data). */
  readonly identity?: () => Promise<string>;
  /** Whether calls cost money (a local provider's do not). */
  readonly paid: boolean;
  /** One attempt. Rejects with `ProviderError`; `signal` must reach the socket. */
  complete(request: ChatRequest, options: CompleteOptions): Promise<ChatReply>;
  /** Requests that may take a day, at a lower price; absent when the provider has no such thing. */
  readonly batch?: BatchEndpoint;
  close?(): Promise<void>;
}

export interface BatchLine {
  id: string;
  request: ChatRequest;
}

export interface BatchStatus {
  state: "running" | "ended" | "failed";
  done: number;
  failed: number;
  total: number;
  /** Why the whole was refused. */
  error?: ProviderError;
}

/** A provider's door for requests by the thousand. All of it rejects with `ProviderError`. */
export interface BatchEndpoint {
  /** Requests of one model; gives the id under which the provider knows the batch. `mark` finds it again. */
  submit(lines: readonly BatchLine[], mark: string, options: { signal: AbortSignal }): Promise<string>;
  /** The id of a batch that was submitted under `mark`, if there is one: for a process that died before it knew. */
  find(mark: string, options: { signal: AbortSignal }): Promise<string | undefined>;
  status(id: string, options: { signal: AbortSignal }): Promise<BatchStatus>;
  /** What has been answered; lines that are missing here were not. */
  results(
    id: string,
    options: { signal: AbortSignal },
  ): AsyncIterable<{ id: string; reply: ChatReply | ProviderError }>;
}

/** Why an attempt failed, in terms that retrying, billing and people need. */
export class ProviderError extends Error {
  /**
   * `auth`, `model-not-found`, `bad-request`, `rate-limit`, `quota`, `server`, `connection`, `timeout`, `bad-reply`,
   * `truncated`, `refused`, `aborted`
   */
  readonly code: string;
  readonly status: number | undefined;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** Whether the provider may have billed the attempt: "no" only when it surely did not. */
  readonly billed: "no" | "unknown" | Usage;
  readonly rateLimits: RateLimits | undefined;
  constructor(code: string, message: string, rest: ProviderErrorDetails = {}) {
    super(message);
    this.code = code;
    this.status = rest.status;
    this.hint = rest.hint;
    this.retryable = rest.retryable ?? false;
    this.retryAfterMs = rest.retryAfterMs;
    this.billed = rest.billed ?? "unknown";
    this.rateLimits = rest.rateLimits;
  }
}

export interface ProviderErrorDetails {
  status?: number;
  hint?: string;
  retryable?: boolean;
  retryAfterMs?: number;
  billed?: "no" | "unknown" | Usage;
  rateLimits?: RateLimits;
}
