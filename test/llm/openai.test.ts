// The provider `openai` against a real server: what it sends, what it learns, and what its errors say.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type ChatRequest, ProviderError } from "../../src/llm/contract.ts";
import { openai } from "../../src/llm/providers/openai.ts";
import { readDuration, readRetryAfter } from "../../src/llm/providers/openai-errors.ts";
import { proxyFor } from "../../src/llm/providers/openai-transport.ts";
import { type OpenAiServer, type ServerOptions, startOpenAiServer } from "../support/openai-server.ts";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const key = "sk-canary-0123456789";

async function started(options: ServerOptions = {}, apiKey: string | undefined = key) {
  const server: OpenAiServer = await startOpenAiServer(options);
  const provider = openai({ ...(apiKey && { apiKey }), baseURL: server.url, environment: {} });
  open.push(server, { close: async () => provider.close?.() });
  const notices: string[] = [];
  const ask = (request: Partial<ChatRequest> = {}, timeoutMs?: number, signal = new AbortController().signal) =>
    provider.complete(
      { model: "gpt-4o-mini", messages: [{ role: "user", content: "hello" }], parameters: {}, ...request },
      { signal, notice: (text) => notices.push(text), ...(timeoutMs !== undefined && { timeoutMs }) },
    );
  return { server, provider, ask, notices };
}

async function failure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
}

test("sends parameters as they are and reads the whole reply", async () => {
  const { server, ask } = await started({
    reply: () => ({
      text: "hi",
      usage: { prompt_tokens: 7, completion_tokens: 2, cached_tokens: 3 },
      logprobs: [{ token: "hi", logprob: -0.5 }],
    }),
  });
  const reply = await ask({ parameters: { temperature: 0, max_tokens: 9, logprobs: true, seed: 4, stop: ["x"] } });
  expect(server.ledger[0]?.request).toEqual({
    model: "gpt-4o-mini",
    messages: [{ role: "user", content: "hello" }],
    temperature: 0,
    max_tokens: 9,
    logprobs: true,
    seed: 4,
    stop: ["x"],
  });
  expect(reply).toMatchObject({
    text: "hi",
    model: "gpt-4o-mini",
    finishReason: "stop",
    usage: { promptTokens: 7, completionTokens: 2, cachedTokens: 3 },
    logprobs: [{ token: "hi", logprob: -0.5 }],
    requestId: "req_0",
  });
});

test("what a model refuses is left out or renamed, remembered by model, and said once", async () => {
  const { server, ask, notices } = await started({
    refuses: { "gpt-5": ["max_tokens", "temperature"], "gpt-4": ["response_format"] },
    reply: () => "{}",
  });
  const wanted = { parameters: { temperature: 0, max_tokens: 5, response_format: { type: "json_object" as const } } };
  await ask({ ...wanted, model: "gpt-5", messages: [{ role: "user", content: "json" }] });
  await ask({ ...wanted, model: "gpt-5", messages: [{ role: "user", content: "json" }] });
  await ask({ ...wanted, model: "gpt-4", messages: [{ role: "user", content: "json" }] });
  expect(server.ledger.map((line) => `${line.model} ${line.status}`)).toEqual([
    "gpt-5 400",
    "gpt-5 400",
    "gpt-5 200",
    "gpt-5 200",
    "gpt-4 400",
    "gpt-4 200",
  ]);
  expect(server.ledger[3]?.request).toMatchObject({
    max_completion_tokens: 5,
    response_format: { type: "json_object" },
  });
  expect(server.ledger[3]?.request).not.toHaveProperty("temperature");
  expect(server.ledger[5]?.request.messages[0]?.content).toMatch(/JSON/);
  expect(server.ledger[5]?.request).toMatchObject({ max_tokens: 5, temperature: 0 });
  expect(notices).toHaveLength(3);
});

test("a limit that is refused under both names is an error, never left out", async () => {
  const { ask } = await started({ refuses: { "*": ["max_tokens", "max_completion_tokens"] } });
  const error = await failure(ask({ parameters: { max_tokens: 5 } }));
  expect(error.code).toBe("bad-request");
});

test("a value that is merely wrong stays an error", async () => {
  const { server, ask } = await started({
    reply: () => ({
      status: 400,
      error: { message: "Invalid value: 'temperature' must be at most 2", param: "temperature", code: "invalid_value" },
    }),
  });
  const error = await failure(ask({ parameters: { temperature: 7 } }));
  expect(error).toMatchObject({ code: "bad-request", status: 400, billed: "no", retryable: false });
  expect(server.ledger).toHaveLength(1);
});

test("errors name the remedy, and never the key", async () => {
  const { ask, server } = await started({ keys: ["other"] });
  const unauthorized = await failure(ask());
  expect(unauthorized).toMatchObject({ code: "auth", billed: "no", retryable: false });
  expect(unauthorized.hint).toContain("OPENAI_API_KEY");
  expect(unauthorized.message).not.toContain(key);
  expect(unauthorized.message).toContain("[API key]");
  server.set({ keys: [key], models: ["gpt-4o"] });
  expect((await failure(ask())).hint).toContain("--alias gpt-4o-mini=");
  server.set({ models: ["gpt-4o-mini"], reply: () => ({ fault: "html" }) });
  const html = await failure(ask());
  expect(html).toMatchObject({ code: "bad-reply", retryable: false });
  expect(html.hint).toContain("--base-url");
});

test("a refused connection names --base-url and was not billed", async () => {
  const { server, ask } = await started();
  await server.close();
  const error = await failure(ask());
  expect(error).toMatchObject({ code: "connection", billed: "no", retryable: false });
  expect(error.hint).toContain("--base-url");
  expect(error.message).toContain("ECONNREFUSED");
});

test("without a key for OpenAI itself nothing is sent", async () => {
  const provider = openai({ environment: {} });
  const asked = provider.complete(
    { model: "m", messages: [], parameters: {} },
    { signal: new AbortController().signal },
  );
  expect((await failure(asked)).hint).toContain("OPENAI_API_KEY");
});

test("a server that needs no key is sent none", async () => {
  const { server, ask } = await started({}, "");
  await ask();
  expect([...server.keysSeen]).toEqual([""]);
});

const faults = [
  ["reset", "connection"],
  ["reset-mid-body", "connection"],
  ["truncate", "bad-reply"],
] as const;

for (const [fault, code] of faults) {
  test(`${fault}: retryable, and perhaps billed`, async () => {
    const { ask } = await started({ reply: () => ({ text: "x".repeat(200), fault }) });
    expect(await failure(ask())).toMatchObject({ code, retryable: true, billed: "unknown" });
  });
}

for (const fault of ["hang", "slow"] as const) {
  test(`${fault}: the time-out covers the body, and the socket is hung up`, async () => {
    const { server, ask } = await started({ reply: () => ({ text: "x".repeat(4000), fault }) });
    expect(await failure(ask({}, 150))).toMatchObject({ code: "timeout", billed: "unknown" });
    await expect.poll(() => server.inFlight()).toBe(0);
  });
}

test("an abort reaches the socket", async () => {
  const { server, ask } = await started({ latencyMs: 60_000 });
  const controller = new AbortController();
  const asked = ask({}, undefined, controller.signal);
  await expect.poll(() => server.inFlight()).toBe(1);
  controller.abort();
  expect(await failure(asked)).toMatchObject({ code: "aborted" });
  await expect.poll(() => server.inFlight()).toBe(0);
  expect(server.ledger[0]?.outcome).toBe("aborted");
});

test("429 and 5xx", async () => {
  const { server, ask } = await started({ reply: () => ({ status: 429, headers: { "retry-after": "2" } }) });
  expect(await failure(ask())).toMatchObject({ code: "rate-limit", retryable: true, retryAfterMs: 2000, billed: "no" });
  server.set({ reply: () => ({ status: 429, error: { code: "insufficient_quota" } }) });
  expect(await failure(ask())).toMatchObject({ code: "quota", retryable: false });
  server.set({ reply: () => ({ status: 503 }) });
  expect(await failure(ask())).toMatchObject({ code: "server", status: 503, retryable: true, billed: "unknown" });
});

test("rate limits are read from the headers", async () => {
  const { ask } = await started({ rateLimit: { perMinute: 60, burst: 10, announces: true } });
  const { rateLimits } = await ask();
  expect(rateLimits?.requests).toMatchObject({ limit: 10, remaining: 9 });
  expect(rateLimits?.requests?.resetMs).toBeGreaterThan(900);
});

test("durations and Retry-After in all their spellings", () => {
  expect(["6m0s", "1.5s", "120ms", "1h2m", "3", ""].map(readDuration)).toEqual([
    360_000,
    1500,
    120,
    3_720_000,
    3000,
    undefined,
  ]);
  const read = (headers: { [name: string]: string }) => readRetryAfter({ get: (name) => headers[name] ?? null });
  expect(read({ "retry-after": "3" })).toBe(3000);
  expect(read({ "retry-after": "3", "retry-after-ms": "250" })).toBe(250);
  expect(read({ "retry-after": "soon" })).toBeUndefined();
  expect(read({})).toBeUndefined();
  const inTenSeconds = read({ "retry-after": new Date(Date.now() + 10_000).toUTCString() });
  expect(inTenSeconds).toBeGreaterThan(8000);
  expect(inTenSeconds).toBeLessThanOrEqual(10_000);
});

test("proxies by the usual variables", () => {
  const api = new URL("https://api.openai.com/v1");
  const local = new URL("http://127.0.0.1:8080/v1");
  expect(proxyFor(api, { HTTPS_PROXY: "http://proxy:1" })).toBe("http://proxy:1");
  expect(proxyFor(api, { https_proxy: "proxy:1" })).toBe("http://proxy:1");
  expect(proxyFor(local, { HTTPS_PROXY: "http://proxy:1" })).toBeUndefined();
  for (const NO_PROXY of ["*", "openai.com", ".openai.com", "x, api.openai.com:443", "*.openai.com"]) {
    expect(proxyFor(api, { HTTPS_PROXY: "http://proxy:1", NO_PROXY })).toBeUndefined();
  }
  for (const NO_PROXY of ["", "ai.com", "openai.org", "api.openai.com:80"]) {
    expect(proxyFor(api, { HTTPS_PROXY: "http://proxy:1", NO_PROXY })).toBe("http://proxy:1");
  }
  expect(proxyFor(local, { HTTP_PROXY: "http://proxy:1", NO_PROXY: "127.0.0.1" })).toBeUndefined();
});

test("a refusal by the model is billed by its usage", async () => {
  const { ask } = await started({
    reply: () => ({ text: "", finishReason: "content_filter", usage: { prompt_tokens: 4, completion_tokens: 1 } }),
  });
  expect(await failure(ask())).toMatchObject({
    code: "refused",
    retryable: false,
    billed: { promptTokens: 4, completionTokens: 1 },
  });
});

test("a base URL with a password is refused at once", () => {
  expect(() => openai({ apiKey: key, baseURL: "https://me:secret@host/v1" })).toThrow(TypeError);
  expect(() => openai({ apiKey: key, baseURL: "localhost:8080" })).toThrow(TypeError);
});

/** A server that sends one body to whoever asks, and how often it was asked. */
async function sending(body: object) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    request.resume().on("end", () => response.setHeader("content-type", "application/json").end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const provider = openai({ apiKey: key, baseURL: `http://127.0.0.1:${port}/v1`, environment: {} });
  open.push({ close: async () => void server.close() }, { close: async () => provider.close?.() });
  const request = { model: "m", messages: [{ role: "user" as const, content: "hello" }], parameters: {} };
  const ask = () => provider.complete(request, { signal: new AbortController().signal, notice: () => {} });
  return { ask, asked: () => asked };
}

test("content in parts is joined, and members of a wrong kind are as good as absent", async () => {
  const content = [{ type: "text", text: "hi" }, { type: "image" }, { type: "text", text: " there" }];
  const logprobs = { content: [{ token: 5, logprob: "a" }, null] };
  const { ask } = await sending({ model: 5, choices: [{ message: { content }, finish_reason: 7, logprobs }] });
  const reply = await ask();
  expect(reply).toMatchObject({ text: "hi there", model: "m", finishReason: "stop", usage: undefined });
  expect(reply.logprobs).toBeUndefined();
});

test.each([[5], [{ a: 1 }], [[{ text: 5 }]]])(
  "content that is no text (%j) is said so, and not asked for again",
  async (content) => {
    const usage = { prompt_tokens: 3, completion_tokens: 1 };
    const { ask } = await sending({ choices: [{ message: { content } }], usage });
    const error = await failure(ask());
    expect([error.code, error.retryable]).toEqual(["bad-reply", false]);
    expect(error.message).toContain(JSON.stringify(JSON.stringify(content)));
    expect(error.billed).toEqual({ promptTokens: 3, completionTokens: 1 });
  },
);

test("asks for replies that are not compressed: what is, would not be read", async () => {
  const seen: (string | undefined)[] = [];
  const message = { role: "assistant", content: "plain" };
  const reply = JSON.stringify({ model: "m", choices: [{ index: 0, message, finish_reason: "stop" }] });
  const server = createServer((request, response) => {
    seen.push(request.headers["accept-encoding"]);
    response.setHeader("content-type", "application/json").end(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const provider = openai({ apiKey: key, baseURL: `http://127.0.0.1:${port}/v1`, environment: {} });
  open.push({ close: async () => void server.close() }, { close: async () => provider.close?.() });
  const request = { model: "m", messages: [{ role: "user" as const, content: "hello" }], parameters: {} };
  const { text } = await provider.complete(request, { signal: new AbortController().signal, notice: () => {} });
  expect({ text, seen }).toEqual({ text: "plain", seen: ["identity"] });
});
