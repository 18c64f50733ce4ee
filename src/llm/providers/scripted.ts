// The provider `scripted`: replies from a function, with delays and failures to order, for tests and for users' tests.
import { onAbort } from "../abort.ts";
import {
  type ChatReply,
  type ChatRequest,
  type CompleteOptions,
  type Provider,
  ProviderError,
  type Usage,
} from "../contract.ts";

/** What the function sees. */
export interface ScriptedRequest {
  model: string;
  messages: ChatRequest["messages"];
  parameters: ChatRequest["parameters"];
  instruction: string | undefined;
  data: string | undefined;
}

export interface ScriptedReply {
  text?: string;
  usage?: Partial<Usage>;
  logprobs?: { token: string; logprob: number }[];
  finishReason?: string;
  /** Milliseconds before the reply, or the failure, comes. */
  delay?: number;
  /** Fails instead: an error of its own, the code of a `ProviderError`, or one with its details. */
  error?:
    | string
    | Error
    | { code: string; message?: string; status?: number; retryAfterMs?: number; billed?: ProviderError["billed"] };
  rateLimits?: ChatReply["rateLimits"];
}

export type Script = (request: ScriptedRequest) => string | ScriptedReply | Promise<string | ScriptedReply>;

const retried = new Set(["rate-limit", "server", "connection", "timeout"]);

export function scripted(script: Script): Provider {
  if (typeof script !== "function") throw new TypeError("scripted: expected a function from a request to a reply");
  return {
    name: "scripted",
    gate: "scripted",
    paid: true,
    complete: (request, around) => unlessStopped(() => play(script, request, around), around),
  };
}

async function play(script: Script, request: ChatRequest, around: CompleteOptions): Promise<ChatReply> {
  const { model, messages, parameters, instruction, data } = request;
  const given = await script({ model, messages, parameters, instruction, data });
  const reply: ScriptedReply = typeof given === "string" ? { text: given } : given;
  if (reply === null || typeof reply !== "object") {
    throw new TypeError(`scripted: expected a reply of text or { text, … }, got ${String(reply)}`);
  }
  if (reply.delay) await pause(reply.delay, around);
  if (reply.error !== undefined) throw failure(reply.error);
  if (reply.text !== undefined && typeof reply.text !== "string") {
    throw new TypeError(`scripted: expected the text of a reply, got ${String(reply.text)}`);
  }
  return {
    text: reply.text ?? "",
    model,
    usage: usageOf(request, reply),
    finishReason: reply.finishReason ?? "stop",
    ...(reply.logprobs && { logprobs: reply.logprobs }),
    ...(reply.rateLimits && { rateLimits: reply.rateLimits }),
  };
}

function failure(error: NonNullable<ScriptedReply["error"]>): Error {
  if (error instanceof Error) return error;
  const { code, message, ...rest } = typeof error === "string" ? { code: error, message: undefined } : error;
  return new ProviderError(code, message ?? `the script failed with ${code}`, {
    retryable: retried.has(code),
    ...rest,
  });
}

/** Four characters a token, where the function does not say. */
function usageOf(request: ChatRequest, reply: ScriptedReply): Usage {
  const prompt = request.messages.reduce(
    (sum, { content }) => sum + (typeof content === "string" ? content : JSON.stringify(content)).length,
    0,
  );
  return {
    promptTokens: Math.ceil(prompt / 4),
    completionTokens: Math.ceil((reply.text ?? "").length / 4),
    ...reply.usage,
  };
}

/** Never ends when the call is aborted: whoever waited has been told by then. */
function pause(ms: number, { clock, signal }: CompleteOptions): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock ? clock.after(ms, resolve) : realTimer(ms, resolve);
    onAbort(signal, cancel);
  });
}

function realTimer(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** The work's outcome, unless the call is aborted or its time is up first. */
function unlessStopped<T>(start: () => Promise<T>, { signal, timeoutMs, clock }: CompleteOptions): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let stop: (() => void) | undefined;
    const cancelled = () => {
      // The script may never end then: its time-out would keep the process alive.
      stop?.();
      reject(new ProviderError("aborted", "the call was cancelled"));
    };
    if (signal.aborted) return cancelled();
    const expire = () =>
      reject(new ProviderError("timeout", `no reply within ${(timeoutMs ?? 0) / 1000} s`, { retryable: true }));
    const forget = onAbort(signal, cancelled);
    stop = timeoutMs === undefined ? undefined : clock ? clock.after(timeoutMs, expire) : realTimer(timeoutMs, expire);
    start()
      .then(resolve, reject)
      .finally(() => {
        forget();
        stop?.();
      });
  });
}
