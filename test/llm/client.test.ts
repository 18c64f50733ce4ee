// The path of a call: store, caps, retries, JSON, totals, trace; over the scripted provider under a virtual clock.
import { expect, test } from "vitest";
import { BudgetError } from "../../src/llm/budget.ts";
import { createClient } from "../../src/llm/client.ts";
import { confidenceOf } from "../../src/llm/confidence.ts";
import { ProviderError } from "../../src/llm/contract.ts";
import { ModelError } from "../../src/llm/models.ts";
import { type Script, scripted } from "../../src/llm/providers/scripted.ts";
import { ReplayMissError } from "../../src/llm/replay.ts";
import { UnknownPriceError } from "../../src/llm/reserve.ts";
import { memoryStore } from "../../src/llm/store/memory.ts";
import { summaryTable } from "../../src/llm/summary.ts";
import type { TraceRecord } from "../../src/llm/trace.ts";
import type { CallRequest, ClientEvent, ClientOptions } from "../../src/llm/types.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

function setUp(script: Script, options: Partial<ClientOptions> = {}) {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const events: ClientEvent[] = [];
  const provider = scripted((request) => {
    asked.push(String(request.messages.at(-1)?.content));
    return script(request);
  });
  const client = createClient({
    provider,
    clock,
    models: { default: "gpt-4o-mini" },
    random: () => 0.5,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { clock, client, asked, events };
}

const say = (content: string, parameters = {}): CallRequest => ({ messages: [{ role: "user", content }], parameters });

test("a reply with its price, and the totals", async () => {
  const { clock, client } = setUp(() => ({
    text: "yes",
    usage: { promptTokens: 1000, completionTokens: 10 },
    delay: 30,
  }));
  const result = await clock.run(client.call(say("is it?")));
  expect(result).toMatchObject({
    text: "yes",
    model: "gpt-4o-mini",
    cached: false,
    latencyMs: 30,
    finishReason: "stop",
  });
  expect(result.cost).toBeCloseTo(1000 * 0.15e-6 + 10 * 0.6e-6, 12);
  expect(client.totals()).toMatchObject({ calls: 1, promptTokens: 1000, completionTokens: 10, cost: result.cost });
  expect(client.summary()[0]).toMatchObject({ model: "gpt-4o-mini", calls: 1, p50Ms: 30 });
  expect(summaryTable(client.summary())).toContain("gpt-4o-mini");
});

test("temperature 0 is answered once for all, above that each occurrence by its path", async () => {
  let n = 0;
  const store = memoryStore();
  const first = setUp(() => `reply ${n++}`, { store });
  const { clock, client, asked } = first;
  const cold = await clock.run(Promise.all([1, 2, 3].map(() => client.call(say("a", { temperature: 0 })))));
  expect(cold.map((r) => r.text)).toEqual(["reply 0", "reply 0", "reply 0"]);
  expect(cold.map((r) => r.cached)).toEqual([false, true, true]);
  const warm = await clock.run(Promise.all(["x", "y", "x"].map((fiberPath) => client.call(say("a"), { fiberPath }))));
  expect(warm.map((r) => r.text)).toEqual(["reply 1", "reply 2", "reply 3"]);
  expect(asked).toHaveLength(4);
  const again = setUp(() => "new", { store });
  const replies = await again.clock.run(
    Promise.all(["y", "x", "x", "x"].map((fiberPath) => again.client.call(say("a"), { fiberPath }))),
  );
  expect(replies.map((r) => r.text)).toEqual(["reply 2", "reply 1", "reply 3", "new"]);
  expect(replies.map((r) => r.cached)).toEqual([true, true, true, false]);
});

test("who waits for another's reply asks for itself when that fails", async () => {
  let n = 0;
  const { clock, client } = setUp(() =>
    n++ === 0 ? { error: { code: "bad-request", billed: "no" }, delay: 5 } : "fine",
  );
  const [a, b] = await clock.run(Promise.allSettled([1, 2].map(() => client.call(say("a", { temperature: 0 })))));
  expect(a?.status).toBe("rejected");
  expect(b).toMatchObject({ status: "fulfilled", value: { text: "fine", cached: false } });
});

test("aliases and providers by prefix", async () => {
  const other = scripted(({ model }) => `other ${model}`);
  const { clock, client } = setUp(({ model }) => model, {
    providers: { local: other },
    models: { default: "a", aliases: { a: "b", b: "a", "gpt-4": "local/large" } },
  });
  expect((await clock.run(client.call({ ...say("x"), model: "gpt-4" }))).text).toBe("other large");
  expect((await clock.run(client.call({ ...say("x"), model: "openai/gpt-4o" }))).text).toBe("openai/gpt-4o");
  expect(["a", "b"]).toContain((await clock.run(client.call(say("x")))).text);
  const nameless = setUp(() => "", { models: {} });
  await expect(nameless.client.call(say("x"))).rejects.toBeInstanceOf(ModelError);
});

test("failures that may pass are tried again, with full jitter; others are not", async () => {
  let n = 0;
  const { clock, client, events } = setUp(() => (n++ < 2 ? { error: "server" } : "at last"));
  expect((await clock.run(client.call(say("x")))).text).toBe("at last");
  expect(events.filter((e) => e.type === "retry").map((e) => e.delayMs)).toEqual([250, 500]);
  for (const code of ["auth", "bad-request", "model-not-found", "quota", "refused"]) {
    let calls = 0;
    const once = setUp(() => {
      calls++;
      return { error: { code, message: "no" } };
    });
    await expect(once.clock.run(once.client.call(say("x")))).rejects.toMatchObject({ code });
    expect(calls).toBe(1);
  }
});

test("retries end by count, at 0 at once, and a time-out that was asked for is final", async () => {
  const bounded = setUp(() => ({ error: "server" }), { retries: 2 });
  await expect(bounded.clock.run(bounded.client.call(say("x")))).rejects.toBeInstanceOf(ProviderError);
  expect(bounded.asked).toHaveLength(3);
  const none = setUp(() => ({ error: "rate-limit" }));
  await expect(none.clock.run(none.client.call(say("x"), { retries: 0 }))).rejects.toMatchObject({
    code: "rate-limit",
  });
  expect(none.asked).toHaveLength(1);
  const slow = setUp(() => ({ text: "late", delay: 9000 }));
  await expect(slow.clock.run(slow.client.call(say("x"), { timeoutMs: 5000 }))).rejects.toMatchObject({
    code: "timeout",
  });
  expect(slow.asked).toHaveLength(1);
});

test("refusals for rate last as long as the deadline allows", async () => {
  const { clock, client, asked } = setUp(() => ({ error: { code: "rate-limit", retryAfterMs: 10_000 }, delay: 100 }), {
    deadlineMs: 5000,
  });
  await expect(clock.run(client.call(say("x")))).rejects.toMatchObject({ code: "rate-limit" });
  expect(asked.length).toBe(50);
});

test("a cancelled call ends at once, in flight or not yet", async () => {
  const { clock, client, asked } = setUp(() => ({ text: "late", delay: 60_000 }), { maxInFlight: 1 });
  const controller = new AbortController();
  const calls = [1, 2].map((n) => client.call(say(`${n}`), { signal: controller.signal }));
  clock.after(1000, () => controller.abort());
  for (const call of await clock.run(Promise.allSettled(calls)))
    expect(call).toMatchObject({ reason: { code: "aborted" } });
  expect(asked).toEqual(["1"]);
  expect(clock.now()).toBe(1000);
});

test("replay asks nobody, gives what was recorded, and shows the nearest request for a miss", async () => {
  const store = memoryStore();
  const recording = setUp(() => ({ text: "yes", delay: 40 }), { store, mode: "record" });
  const recorded = await recording.clock.run(recording.client.call(say("Is the sky blue?\nAnswer briefly.")));
  const { client, asked } = setUp(() => "never", { store, mode: "replay" });
  expect(await client.call(say("Is the sky blue?\nAnswer briefly."))).toEqual({ ...recorded, cached: true });
  const miss = await client.call(say("Is the sky green?\nAnswer briefly.")).catch((e: unknown) => e);
  expect(miss).toBeInstanceOf(ReplayMissError);
  expect((miss as ReplayMissError).message).toContain("-user: Is the sky blue?\n+user: Is the sky green?");
  const oneMore = await client.call(say("Is the sky blue?\nAnswer briefly.")).catch((e: unknown) => e);
  expect((oneMore as Error).message).toContain("one more of them than was recorded");
  const empty = setUp(() => "never", { mode: "replay" });
  await expect(empty.client.call(say("x"))).rejects.toThrow("the store is empty");
  expect(asked).toEqual([]);
});

test("record asks anew, off keeps nothing", async () => {
  const store = memoryStore();
  for (const [mode, asked] of [
    ["record", 2],
    ["off", 2],
    ["resume", 0],
  ] as const) {
    const one = setUp(() => "x", { store, mode });
    for (let i = 0; i < 2; i++) await one.clock.run(one.client.call(say("a", { temperature: 0 })));
    expect(one.asked).toHaveLength(asked);
  }
});

test("JSON: the word is added, fences are stripped, mistakes repaired, and once asked again", async () => {
  const replies = ['{"a": 1}', 'Sure!\n```json\n{"a": 2}\n```\n', "{a: 3,}", "no idea", '{"a": 4}'];
  const { clock, client, asked } = setUp(() => replies.shift() as string);
  const texts: string[] = [];
  for (let i = 0; i < 4; i++) texts.push((await clock.run(client.call(say(`q${i}`), { json: true }))).text);
  expect(texts.map((text) => JSON.parse(text))).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }]);
  expect(texts[0]).toBe('{"a": 1}');
  expect(asked[4]).toMatch(/not JSON/);
});

test("a schema is checked, and the second asking says what was wrong", async () => {
  const schema = {
    type: "object",
    properties: { n: { type: "integer" }, c: { enum: ["x", "y"] } },
    required: ["n", "c"],
  };
  const replies = ['{"n": "one", "c": "z"}', '{"n": 1, "c": "x"}'];
  const { clock, client, asked } = setUp(() => replies.shift() as string);
  const result = await clock.run(client.call(say("q"), { schema }));
  expect(result.value).toEqual({ n: 1, c: "x" });
  expect(result.cost).toBeGreaterThan(0);
  expect(asked[1]).toContain("/n must be integer");
  expect(asked[1]).toContain('["x","y"]');
});

test("no usable JSON twice is an error, and is asked for anew by the next run", async () => {
  const store = memoryStore();
  const bad = setUp(() => "no", { store });
  await expect(bad.clock.run(bad.client.call(say("q", { temperature: 0 }), { json: true }))).rejects.toMatchObject({
    code: "bad-reply",
  });
  expect(bad.asked).toHaveLength(2);
  const good = setUp(() => "{}", { store });
  expect((await good.clock.run(good.client.call(say("q", { temperature: 0 }), { json: true }))).cached).toBe(false);
});

test("a reply cut off in JSON mode names #:max-tokens", async () => {
  const { clock, client } = setUp(() => ({ text: '{"a": [1, 2', finishReason: "length" }));
  const error = await clock.run(client.call(say("q"), { json: true })).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: "truncated", hint: expect.stringContaining("#:max-tokens") });
});

test("a cap refuses before sending, says how much would do, and lets what fits through", async () => {
  const { clock, client, asked } = setUp(() => ({ text: "x", usage: { promptTokens: 10, completionTokens: 100 } }), {
    budget: { usd: 0.002 },
  });
  const limit = { max_tokens: 1000, temperature: 0.5 };
  await clock.run(client.call(say("one", limit)));
  const settled = await clock.run(
    Promise.allSettled(Array.from({ length: 40 }, (_, i) => client.call(say(`q${i}`, limit)))),
  );
  const errors = settled.filter((s) => s.status === "rejected").map((s) => s.reason as BudgetError);
  expect(errors.length).toBeGreaterThan(0);
  const error = errors[0] as BudgetError;
  expect(error).toBeInstanceOf(BudgetError);
  expect(error).toMatchObject({ kind: "usd", code: "budget" });
  expect(error.hint).toContain("--budget");
  expect(error.smallest).toBeGreaterThan(0.002);
  expect(client.totals().cost).toBeLessThanOrEqual(0.002);
  expect(asked.length).toBe(41 - errors.length);
  // 1000 tokens are reserved, 100 used: room for many more calls than the reservations alone would allow.
  expect(asked.length).toBeGreaterThan(20);
});

test("the smallest cap that an error names is enough, and a picodollar less is not", async () => {
  const script: Script = () => ({ text: "x", usage: { promptTokens: 10, completionTokens: 10 } });
  const tight = setUp(script, { budget: { usd: 0.0001 } });
  const error = (await tight.clock.run(tight.client.call(say("q")).catch((e: unknown) => e))) as BudgetError;
  expect(error).toBeInstanceOf(BudgetError);
  const enough = setUp(script, { budget: { usd: error.smallest } });
  await enough.clock.run(enough.client.call(say("q")));
  const less = setUp(script, { budget: { usd: error.wanted - 1e-8 } });
  await expect(less.clock.run(less.client.call(say("q")))).rejects.toBeInstanceOf(BudgetError);
});

test("under a cap an unknown price is refused with the line to add; without a cap it is not", async () => {
  const { clock, client, asked } = setUp(() => "x", { budget: { usd: 5 } });
  const error = await clock.run(client.call({ ...say("q"), model: "house-model" }).catch((e: unknown) => e));
  expect(error).toBeInstanceOf(UnknownPriceError);
  expect((error as UnknownPriceError).hint).toContain('"house-model": {"input": DOLLARS');
  expect(asked).toEqual([]);
  const priced = setUp(() => "x", { budget: { usd: 5 }, prices: { "house-model": { input: 1, output: 2 } } });
  expect((await priced.clock.run(priced.client.call({ ...say("q"), model: "house-model" }))).cost).toBeGreaterThan(0);
  const free = setUp(() => "x");
  expect((await free.clock.run(free.client.call({ ...say("q"), model: "house-model" }))).cost).toBeUndefined();
});

test("what an earlier cap cut off is no answer without one", async () => {
  const store = memoryStore();
  const capped = setUp(() => ({ text: "cut", finishReason: "length" }), { store, budget: { usd: 1 } });
  await capped.clock.run(capped.client.call(say("q", { temperature: 0 })));
  const again = setUp(() => "whole", { store, budget: { usd: 1 } });
  expect((await again.clock.run(again.client.call(say("q", { temperature: 0 })))).text).toBe("cut");
  const free = setUp(() => "whole", { store });
  expect((await free.clock.run(free.client.call(say("q", { temperature: 0 })))).text).toBe("whole");
});

test("calls and tokens are capped too, and scopes nest", async () => {
  const { clock, client } = setUp(() => "x", { budget: { calls: 3 } });
  const all = await clock.run(Promise.allSettled([1, 2, 3, 4].map((n) => client.call(say(`${n}`)))));
  expect(all.map((s) => s.status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
  expect((all[3] as PromiseRejectedResult).reason).toMatchObject({ kind: "calls", cap: 3, smallest: 4 });
  const nested = setUp(() => "x", { budget: { tokens: 1_000_000 } });
  const scope = nested.client.budget.child({ tokens: 10 });
  const refused = await nested.clock.run(nested.client.call(say("q"), { budgetScope: scope }).catch((e: unknown) => e));
  expect(refused).toMatchObject({ kind: "tokens", hint: expect.stringContaining("token-budget") });
  await nested.clock.run(nested.client.call(say("q")));
  expect(nested.client.budget.spent.calls).toBe(1);
});

test("a call whose bill is unknown is settled at its whole reservation", async () => {
  let n = 0;
  const { clock, client } = setUp(
    () => (n++ === 0 ? { error: "connection" } : { text: "x", usage: { promptTokens: 1, completionTokens: 1 } }),
    {
      budget: { tokens: 100_000 },
    },
  );
  await clock.run(client.call(say("q", { max_tokens: 100 })));
  expect(client.budget.spent).toMatchObject({ calls: 2 });
  expect(client.budget.spent.tokens).toBeGreaterThan(150);
  expect(client.budget.reserved).toEqual({ pico: 0, tokens: 0, calls: 0 });
});

test("the trace has one record per call, errors included", async () => {
  const trace: TraceRecord[] = [];
  let n = 0;
  const { clock, client } = setUp(() => (n++ === 0 ? "fine" : { error: "bad-request" }), {
    trace: (record) => trace.push(record),
  });
  await clock.run(client.call(say("a", { temperature: 0 }), { fiberPath: "0.1" }));
  await clock.run(client.call(say("a", { temperature: 0 })));
  await clock.run(client.call(say("b")).catch(() => {}));
  expect(trace.map((r) => [r.cached, r.reply?.text, r.error?.code])).toEqual([
    [false, "fine", undefined],
    [true, "fine", undefined],
    [false, undefined, "bad-request"],
  ]);
  expect(trace[0]).toMatchObject({ path: "0.1", attempts: 1, messages: [{ role: "user", content: "a" }] });
});

test("checkpoints take any text as name", async () => {
  const { client } = setUp(() => "x");
  for (const name of ["../x", "", "\0", "a".repeat(5000), "ключ"])
    await client.checkpoints.set(name, JSON.stringify({ name }));
  expect(JSON.parse((await client.checkpoints.get("../x")) as string)).toEqual({ name: "../x" });
  expect(await client.checkpoints.get("y")).toBeUndefined();
});

test("a closed client asks nobody", async () => {
  const { client, asked } = setUp(() => "x");
  await client.close();
  await client.close();
  await expect(client.call(say("q"))).rejects.toThrow("closed");
  expect(asked).toEqual([]);
});

test("confidence from log-probabilities", () => {
  expect(confidenceOf([{ logprob: Math.log(0.9) }, { logprob: Math.log(0.4) }])).toBeCloseTo(0.6, 10);
  expect(confidenceOf([])).toBeUndefined();
  expect(confidenceOf([{ logprob: -9999 }])).toBe(0);
});

test("a provider with another identity has other answers", async () => {
  const store = memoryStore();
  const trainedOn = (what: string) => ({ ...scripted(() => what), identity: async () => `p ${what}` });
  const texts: string[] = [];
  for (const what of ["mails", "mails", "contracts"]) {
    const { clock, client } = setUp(() => "", { store, provider: trainedOn(what) });
    const { text, cached } = await clock.run(client.call(say("q", { temperature: 0 })));
    texts.push(`${text} ${cached}`);
  }
  expect(texts).toEqual(["mails false", "mails true", "contracts false"]);
});

test("a listener that throws costs no reply", async () => {
  const thrown: unknown[] = [];
  const listener = (error: unknown) => thrown.push(error);
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", listener);
  try {
    const mistake = new Error("mine");
    const { clock, client } = setUp(() => "paid", {
      onEvent: () => {
        throw mistake;
      },
      trace: () => {
        throw mistake;
      },
    });
    expect((await clock.run(client.call(say("q")))).text).toBe("paid");
    await expect.poll(() => thrown.length).toBeGreaterThan(0);
    expect(thrown.every((error) => error === mistake)).toBe(true);
  } finally {
    process.removeListener("uncaughtException", listener);
    for (const other of others) process.on("uncaughtException", other);
  }
});
