// The Batch API: gathered, split, retried in part, budgeted, and found again by the next process.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { BudgetError } from "../../src/llm/budget.ts";
import { createClient, type LlmClient } from "../../src/llm/client.ts";
import { openai } from "../../src/llm/providers/openai.ts";
import { directoryStore } from "../../src/llm/store/lmdb.ts";
import { memoryStore } from "../../src/llm/store/memory.ts";
import type { ClientEvent, ClientOptions } from "../../src/llm/types.ts";
import { type OpenAiServer, type ServerOptions, startOpenAiServer } from "../support/openai-server.ts";
import { realClock } from "../support/real-clock.ts";

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function serving(options: ServerOptions = {}): Promise<OpenAiServer> {
  const server = await startOpenAiServer({ reply: (request) => `re: ${request.messages[0]?.content}`, ...options });
  open.push(() => server.close());
  return server;
}

function connect(
  server: OpenAiServer,
  options: Partial<ClientOptions> = {},
): { client: LlmClient; events: ClientEvent[] } {
  const events: ClientEvent[] = [];
  const client = createClient({
    provider: openai({ apiKey: "k", baseURL: server.url, environment: {} }),
    clock: realClock,
    models: { default: "gpt-4o-mini" },
    onEvent: (event) => events.push(event),
    ...options,
    batch: { quietMs: 20, pollMs: 10, ...options.batch },
  });
  open.push(() => client.close());
  return { client, events };
}

const ask = (client: LlmClient, text: string, model?: string) =>
  client.call(
    {
      messages: [{ role: "user", content: text }],
      parameters: { temperature: 0 },
      ...(model !== undefined && { model }),
    },
    { batch: true },
  );

const texts = (n: number): string[] => Array.from({ length: n }, (_, i) => `item ${i}`);

test("one batch for all, matched by id, at half price", async () => {
  const server = await serving();
  const { client, events } = connect(server);
  const results = await Promise.all(texts(20).map((text) => ask(client, text)));
  expect(results.map((r) => r.text)).toEqual(texts(20).map((text) => `re: ${text}`));
  expect(server.batches.size).toBe(1);
  expect(server.ledger.every((line) => line.batch)).toBe(true);
  const bill = server.bill({ "gpt-4o-mini": { input: 0.15, output: 0.6 } });
  expect(client.totals().cost).toBeCloseTo(bill, 9);
  expect(results[0]?.cost).toBeCloseTo(bill / 20, 9);
  expect(events.filter((e) => e.type === "batch").at(-1)).toMatchObject({ state: "ended", done: 20, total: 20 });
});

test("split by requests, by bytes and by model", async () => {
  const server = await serving();
  const { client } = connect(server, { batch: { maxRequests: 8 } });
  await Promise.all([...texts(20).map((text) => ask(client, text)), ask(client, "other", "gpt-4o")]);
  expect([...server.batches.values()].map((batch) => batch.request_counts.total).sort((a, b) => a - b)).toEqual([
    1, 4, 8, 8,
  ]);
  const small = connect(server, { batch: { maxBytes: 2000 } });
  await Promise.all(texts(3).map((text) => ask(small.client, text + "x".repeat(500))));
  expect(server.batches.size).toBe(4 + 3);
});

test("lines that failed for a while are sent again; others fail alone", async () => {
  const failed = new Set<string>();
  const server = await serving({
    batch: {
      fails: (_id, request) => {
        const text = String(request.messages[0]?.content);
        if (text === "item 3") return { status: 400, message: "no such thing" };
        if (text !== "item 5" || failed.has(text)) return undefined;
        failed.add(text);
        return { status: 500, message: "try again" };
      },
    },
  });
  const { client } = connect(server);
  const settled = await Promise.allSettled(texts(8).map((text) => ask(client, text)));
  expect(settled.map((s) => s.status)).toEqual(texts(8).map((_, i) => (i === 3 ? "rejected" : "fulfilled")));
  expect((settled[3] as PromiseRejectedResult).reason).toMatchObject({ code: "bad-request" });
  expect([...server.batches.values()].map((batch) => batch.request_counts.total)).toEqual([8, 1]);
});

test("what an expired batch did not do is done by another", async () => {
  const server = await serving({ batch: { expires: true } });
  const { client } = connect(server);
  const all = Promise.all(texts(8).map((text) => ask(client, text)));
  await expect.poll(() => server.batches.size).toBe(2);
  server.set({ batch: {} });
  expect((await all).map((r) => r.text)).toEqual(texts(8).map((text) => `re: ${text}`));
  expect(server.calls()).toBe(8);
});

test("a parameter that the model refuses is left out of the next round", async () => {
  const server = await serving({ refuses: { "gpt-4o-mini": ["temperature"] } });
  const { client } = connect(server);
  expect((await Promise.all(texts(3).map((text) => ask(client, text)))).map((r) => r.text)).toHaveLength(3);
  expect(server.batches.size).toBe(2);
});

test("the whole is reserved before anything is sent", async () => {
  const server = await serving();
  const { client } = connect(server, { budget: { usd: 0.004 } });
  const settled = await Promise.allSettled(texts(10).map((text) => ask(client, text)));
  expect(settled.filter((s) => s.status === "rejected").map((s) => (s as PromiseRejectedResult).reason)).toEqual([]);
  // Three reservations of 4,096 tokens at half price fit at a time; settled at what was used, they make room for more.
  expect(server.batches.size).toBeGreaterThan(2);
  const tight = connect(server, { budget: { usd: 0.0001 } });
  await expect(ask(tight.client, "x")).rejects.toBeInstanceOf(BudgetError);
});

test("a second process takes up the batch of a first one that is gone", async () => {
  const server = await serving({ batch: { polls: 1000 } });
  const path = join(mkdtempSync(join(tmpdir(), "skein-batch-")), "store");
  open.push(async () => rmSync(path, { recursive: true, force: true }));
  const first = connect(server, { store: directoryStore(path) });
  const lost = texts(6).map((text) => ask(first.client, text).catch((e: unknown) => e));
  await expect.poll(() => [...server.batches.values()].some((batch) => batch.polls > 2)).toBe(true);
  await first.client.close();
  for (const error of await Promise.all(lost)) expect(error).toMatchObject({ code: "aborted" });
  server.set({ batch: { polls: 1 } });
  const second = connect(server, { store: directoryStore(path) });
  // Asked one after the other, and one more that is new.
  const results: string[] = [];
  for (const text of [...texts(6).reverse(), "new"]) results.push((await ask(second.client, text)).text);
  expect(results).toEqual([...texts(6).reverse(), "new"].map((text) => `re: ${text}`));
  expect([...server.batches.values()].map((batch) => batch.request_counts.total)).toEqual([6, 1]);
  await second.client.close();
  const third = directoryStore(path);
  const pending: unknown[] = [];
  for await (const item of third.items("batch")) pending.push(item);
  expect(pending).toEqual([]);
  await third.close?.();
});

test("a process that died while submitting: found by its mark, or sent anew", async () => {
  const server = await serving({ batch: { polls: 1000 } });
  const store = memoryStore();
  const first = connect(server, { store });
  const asked = ask(first.client, "item 0").catch(() => {});
  await expect.poll(() => server.batches.size).toBe(1);
  await first.client.close();
  await asked;
  const [mark, text] = [...(store.items("batch") as Iterable<[string, string]>)][0] as [string, string];
  const { id: _known, ...unknown } = JSON.parse(text) as { id: string };
  await store.setItem("batch", mark, JSON.stringify(unknown));
  server.set({ batch: { polls: 1 } });
  expect((await ask(connect(server, { store }).client, "item 0")).text).toBe("re: item 0");
  expect(server.batches.size).toBe(1);
  const other = memoryStore();
  const key = (JSON.parse(text) as { keys: string[] }).keys;
  await other.setItem("batch", "m", JSON.stringify({ mark: "m", provider: "openai", at: Date.now(), keys: key }));
  expect((await ask(connect(server, { store: other }).client, "item 0")).text).toBe("re: item 0");
  expect(server.batches.size).toBe(2);
});

test("without a batch endpoint the call is an ordinary one", async () => {
  const { scripted } = await import("../../src/llm/providers/scripted.ts");
  const client = createClient({ provider: scripted(() => "plain"), clock: realClock, models: { default: "m" } });
  expect((await ask(client, "x")).text).toBe("plain");
});
