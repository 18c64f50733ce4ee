// What a provider is: one chat request in, one reply out. Everything else (store, budget, retries …) is around it.

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
  response_format?: { type: "json_object" } | { type: "json_schema"; json_schema: { name: string; schema: unknown; strict?: boolean } };
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
}

export interface Provider {
  /** `openai`, `local`, `scripted` …; part of the store's key. */
  readonly name: string;
  /** Which rate gate its calls share: provider, base URL and a digest of the key; never the key itself. */
  readonly gate: string;
  /** Whether calls cost money (a local provider's do not). */
  readonly paid: boolean;
  /** One attempt. Rejects with `ProviderError`; `signal` must reach the socket. */
  complete(request: ChatRequest, options: { signal: AbortSignal; timeoutMs?: number }): Promise<ChatReply>;
  close?(): Promise<void>;
}

/** Why an attempt failed, in terms that retrying, billing and people need. */
export class ProviderError extends Error {
  /** `auth`, `model-not-found`, `bad-request`, `rate-limit`, `server`, `connection`, `timeout`, `bad-reply`, `refused`, `aborted` */
  readonly code: string;
  readonly status: number | undefined;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** Whether the provider may have billed the attempt: "no" only when it surely did not. */
  readonly billed: "no" | "unknown" | Usage;
  constructor(
    code: string,
    message: string,
    rest: { status?: number; hint?: string; retryable?: boolean; retryAfterMs?: number; billed?: "no" | "unknown" | Usage } = {},
  ) {
    super(message);
    this.code = code;
    this.status = rest.status;
    this.hint = rest.hint;
    this.retryable = rest.retryable ?? false;
    this.retryAfterMs = rest.retryAfterMs;
    this.billed = rest.billed ?? "unknown";
  }
}
