// What went wrong at an OpenAI-compatible server, in the words of the contract: code, remedy, whether to retry, whether billed.
import { ProviderError, type RateLimit, type RateLimits, type Usage } from "../contract.ts";

/** What the messages need to know about the place. */
export interface ErrorPlace {
  baseURL: string;
  model: string;
  /** Whether a key was given at all. */
  hasKey: boolean;
  /** Whether the server has ever answered: a refused connection is then worth another try. */
  reached: boolean;
  /** Takes secrets out of a text that came from outside. */
  redact: (text: string) => string;
}

interface HeaderReader {
  get(name: string): string | null;
}

/** As much of the `openai` package's errors as is read here: they are known by shape, so that the package stays lazy. */
export interface ApiErrorShape {
  status?: number;
  headers?: HeaderReader;
  message: string;
  code?: string | null;
  param?: string | null;
  type?: string;
  error?: { message?: unknown };
  cause?: unknown;
}

/** A reply that is not 2xx, in the shape of the package's errors. */
export function httpError({
  status,
  headers,
  text,
}: {
  status: number;
  headers: HeaderReader;
  text: string;
}): ApiErrorShape {
  const error = errorIn(text);
  const message = typeof error?.message === "string" ? error.message : text.slice(0, 500) || "no explanation was given";
  return { status, headers, message, code: error?.code ?? null, param: error?.param ?? null, type: error?.type ?? "" };
}

interface SaidError {
  message?: unknown;
  code?: string | null;
  param?: string | null;
  type?: string;
}

/** `{"error": {…}}`, as the API has it; some servers say `{"error": "text"}` or `{"message": "text"}`. */
function errorIn(text: string): SaidError | undefined {
  try {
    const body = JSON.parse(text) as { error?: SaidError | string; message?: unknown } | null;
    if (typeof body?.error === "string") return { message: body.error };
    return body?.error ?? (body as SaidError | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function statusError(error: ApiErrorShape, place: ErrorPlace): ProviderError {
  const status = error.status as number;
  const said = place.redact(String(error.error?.message ?? error.message).slice(0, 2000));
  const rateLimits = error.headers && readRateLimits(error.headers);
  const base = { status, billed: "no" as const, ...(rateLimits && { rateLimits }) };
  if (status === 401) {
    const hint = place.hasKey
      ? "check the key in OPENAI_API_KEY (embedding: openai({ apiKey }))"
      : "set OPENAI_API_KEY (embedding: openai({ apiKey }))";
    return new ProviderError("auth", `${place.baseURL} did not accept the API key (401): ${said}`, { ...base, hint });
  }
  if (status === 403) return new ProviderError("auth", `${place.baseURL} refused access (403): ${said}`, base);
  if (error.code === "model_not_found" || (status === 404 && /\bmodel\b/i.test(said))) {
    const hint = `name a model that ${place.baseURL} has, for example with --alias ${place.model}=OTHER (embedding: models.aliases)`;
    return new ProviderError("model-not-found", `no model ${JSON.stringify(place.model)}: ${said}`, { ...base, hint });
  }
  if (status === 404) {
    const hint = "check --base-url (OPENAI_BASE_URL): it usually ends in /v1";
    return new ProviderError("bad-request", `${place.baseURL} has no chat completions (404): ${said}`, {
      ...base,
      hint,
    });
  }
  if (status >= 300 && status < 400) {
    const hint = `name the address that it redirects to with --base-url: ${place.redact(error.headers?.get("location") ?? "unknown")}`;
    return new ProviderError("bad-request", `${place.baseURL} redirects elsewhere (${status})`, { ...base, hint });
  }
  if (status === 429) return refusal(error, said, place, base);
  if (status === 408 || status === 409 || status >= 500) {
    const retryAfterMs = error.headers && readRetryAfter(error.headers);
    const rest = {
      ...base,
      billed: "unknown" as const,
      retryable: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
    return new ProviderError("server", `${place.baseURL} had an error (${status}): ${said}`, rest);
  }
  const hint =
    error.code === "context_length_exceeded"
      ? "shorten #:data or name a model with a larger context window"
      : undefined;
  return new ProviderError("bad-request", `${place.baseURL} refused the request (${status}): ${said}`, {
    ...base,
    ...(hint && { hint }),
  });
}

function refusal(error: ApiErrorShape, said: string, place: ErrorPlace, base: object): ProviderError {
  if (error.code === "insufficient_quota" || error.type === "insufficient_quota") {
    const hint = "the account has no credit left: see its billing page, or use another key";
    return new ProviderError("quota", `${place.baseURL}: ${said}`, { ...base, hint });
  }
  const retryAfterMs = error.headers && readRetryAfter(error.headers);
  return new ProviderError("rate-limit", `${place.baseURL} is rate-limiting (429): ${said}`, {
    ...base,
    retryable: true,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

const unreachable = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** A failure without any reply. */
export function connectionError(error: unknown, place: ErrorPlace): ProviderError {
  const codes = codesOf(error);
  const code = codes.find((known) => unreachable.has(known));
  const detail = place.redact(codes[0] ?? messageOf(error));
  if (code !== undefined) {
    return new ProviderError("connection", `could not connect to ${place.baseURL} (${code})`, {
      billed: "no",
      retryable: place.reached,
      hint: "is the server running, and --base-url (OPENAI_BASE_URL) right? behind a proxy, set HTTPS_PROXY",
    });
  }
  const certificate = codes.find((known) => /CERT|TLS|SSL|SELF_SIGNED/.test(known));
  if (certificate !== undefined) {
    const hint = "for a private certificate authority set NODE_EXTRA_CA_CERTS; check https:// in --base-url";
    return new ProviderError("connection", `no secure connection to ${place.baseURL} (${certificate})`, {
      billed: "no",
      hint,
    });
  }
  return new ProviderError("connection", `the connection to ${place.baseURL} broke (${detail})`, { retryable: true });
}

/** A reply with status 200 that is no chat completion. */
export function badReply(
  place: ErrorPlace,
  what: string,
  retryable: boolean,
  billed: Usage | "unknown" = "unknown",
): ProviderError {
  const hint = retryable
    ? undefined
    : "does --base-url (OPENAI_BASE_URL) name an OpenAI-compatible API? it usually ends in /v1";
  return new ProviderError("bad-reply", `the reply of ${place.baseURL} ${what}`, {
    retryable,
    billed,
    ...(hint && { hint }),
  });
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  let at = error as { code?: unknown; cause?: unknown; errors?: unknown[] } | undefined;
  for (let depth = 0; at && typeof at === "object" && depth < 6; depth++) {
    if (typeof at.code === "string") codes.push(at.code);
    if (Array.isArray(at.errors)) for (const inner of at.errors) codes.push(...codesOf(inner));
    at = at.cause as typeof at;
  }
  return codes;
}

function messageOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
}

/** `retry-after-ms`, or `Retry-After` in seconds or as a date. */
export function readRetryAfter(headers: HeaderReader): number | undefined {
  const ms = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const said = headers.get("retry-after");
  if (said === null || said.trim() === "") return undefined;
  const seconds = Number(said);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const until = Date.parse(said);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}

export function readRateLimits(headers: HeaderReader): RateLimits | undefined {
  const requests = readLimit(headers, "requests");
  const tokens = readLimit(headers, "tokens");
  if (!requests && !tokens) return undefined;
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

function readLimit(headers: HeaderReader, kind: string): RateLimit | undefined {
  const limit = headers.get(`x-ratelimit-limit-${kind}`);
  const remaining = headers.get(`x-ratelimit-remaining-${kind}`);
  const resetMs = readDuration(headers.get(`x-ratelimit-reset-${kind}`) ?? "");
  if (limit === null || remaining === null || resetMs === undefined) return undefined;
  const numbers = { limit: Number(limit), remaining: Number(remaining), resetMs };
  return Number.isFinite(numbers.limit) && Number.isFinite(numbers.remaining) ? numbers : undefined;
}

const unitMs: { [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `1.5s`, `120ms`; a bare number is seconds. */
export function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  let total: number | undefined;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total = (total ?? 0) + Number(amount) * (unitMs[unit as string] as number);
  }
  return total;
}
