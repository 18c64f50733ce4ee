// The cap under random schedules: however calls, failures, retries, aborts and nested caps interleave, the bill stays below.
import fc from "fast-check";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { BudgetError, type BudgetScope } from "../../src/llm/budget.ts";
import { createClient, type LlmClient } from "../../src/llm/client.ts";
import { openai } from "../../src/llm/providers/openai.ts";
import { type ScriptedReply, scripted } from "../../src/llm/providers/scripted.ts";
import { limitOf, type ServerAnswer, startOpenAiServer } from "../support/openai-server.ts";
import { realClock } from "../support/real-clock.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const seed = Number(process.env.SKEIN_SEED ?? Date.now() % 1_000_000_007);
const model = "gpt-4o-mini";
const price = { input: 0.15e-6, output: 0.6e-6 };

/** What happens to the attempts of one call, in turn; after the last one, all is well. */
const fates = ["ok", "ok", "ok", "full", "rate", "bad", "server", "dropped", "lost"] as const;
type Fate = (typeof fates)[number];

const plannedCall = fc.record({
  words: fc.integer({ min: 0, max: 400 }),
  limit: fc.option(fc.integer({ min: 1, max: 3000 })),
  fates: fc.array(fc.constantFrom<Fate>(...fates), { minLength: 1, maxLength: 3 }),
  delay: fc.integer({ min: 0, max: 300 }),
  abortAt: fc.oneof(
    { weight: 7, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 400 }) },
  ),
  scope: fc.integer({ min: 0, max: 3 }),
});

const schedule = fc.record({
  calls: fc.array(plannedCall, { minLength: 1, maxLength: 25, size: "max" }),
  concurrency: fc.integer({ min: 1, max: 200 }),
  maxInFlight: fc.constantFrom(1, 3, 256),
  /** Shares of what all reservations together would be. */
  cap: fc.integer({ min: 0, max: 120 }).map((percent) => percent / 100),
  nested: fc.array(
    fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    { minLength: 3, maxLength: 3 },
  ),
  tokens: fc.option(fc.integer({ min: 100, max: 100_000 })),
});

type Planned = typeof plannedCall extends fc.Arbitrary<infer T> ? T : never;
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

const prompt = (call: Planned, n: number): string => `call ${n}: ${"word ".repeat(call.words)}`;
const promptTokens = (text: string): number => countTokens(text) + 7;

/** The server's own account: a line is billed in full when it begins, and corrected only where the server says so. */
class Ledger {
  readonly lines: { call: number; usd: number; tokens: number }[] = [];

  begin(call: number, promptCount: number, limit: number): (completion: number | "nothing") => void {
    const line = { call, usd: promptCount * price.input + limit * price.output, tokens: promptCount + limit };
    this.lines.push(line);
    return (completion) => {
      line.usd = completion === "nothing" ? 0 : promptCount * price.input + completion * price.output;
      line.tokens = completion === "nothing" ? 0 : promptCount + completion;
    };
  }

  total(calls: (call: number) => boolean = () => true): { usd: number; tokens: number } {
    const lines = this.lines.filter((line) => calls(line.call));
    return {
      usd: lines.reduce((sum, line) => sum + line.usd, 0),
      tokens: lines.reduce((sum, line) => sum + line.tokens, 0),
    };
  }
}

/** Scope 0 is the client's; 1 is in 0, 2 in 1, 3 in 0. */
function scopesOf(client: LlmClient, caps: number[]): BudgetScope[] {
  const [a = 0, b = 0, c = 0] = caps;
  const one = client.budget.child({ usd: a });
  return [client.budget, one, one.child({ usd: b }), client.budget.child({ usd: c })];
}

const within: { [scope: number]: number[] } = { 0: [0, 1, 2, 3], 1: [1, 2], 2: [2], 3: [3] };

async function sumOfReservations(calls: Planned[]): Promise<number> {
  const client = createClient({ provider: scripted(() => ""), clock: new VirtualClock(), models: { default: model } });
  let sum = 0;
  for (const [n, call] of calls.entries()) {
    const { usd = 0 } = await client.estimate({
      messages: [{ role: "user", content: prompt(call, n) }],
      parameters: parametersOf(call),
    });
    // Each attempt that may have been billed takes a reservation of its own.
    sum += usd * (1 + call.fates.length);
  }
  return sum;
}

const parametersOf = (call: Planned) => ({ temperature: 0.5, ...(call.limit !== null && { max_tokens: call.limit }) });

async function eachOf(
  plan: Schedule,
  client: LlmClient,
  scopes: BudgetScope[],
  after: (ms: number, go: () => void) => void,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  let next = 0;
  const worker = async () => {
    while (next < plan.calls.length) {
      const n = next++;
      const call = plan.calls[n] as Planned;
      const controller = new AbortController();
      if (call.abortAt !== null) after(call.abortAt, () => controller.abort());
      const asked = client.call(
        { messages: [{ role: "user", content: prompt(call, n) }], parameters: parametersOf(call) },
        { budgetScope: scopes[call.scope] as BudgetScope, signal: controller.signal, fiberPath: String(n) },
      );
      await asked.catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: plan.concurrency }, worker));
  return errors;
}

function expectWithin(plan: Schedule, ledger: Ledger, client: LlmClient, caps: number[], cap: number): void {
  const penny = 1e-8;
  for (const [scope, limit] of [cap, ...caps].entries()) {
    const bill = ledger.total((call) => within[scope]?.includes((plan.calls[call] as Planned).scope) ?? false);
    expect(bill.usd).toBeLessThanOrEqual(limit + penny);
  }
  if (plan.tokens !== null) expect(ledger.total().tokens).toBeLessThanOrEqual(plan.tokens);
  expect(client.budget.reserved).toEqual({ pico: 0, tokens: 0, calls: 0 });
}

function replyFor(
  fate: Fate,
  limit: number,
  close: (completion: number | "nothing") => void,
  promptCount: number,
  delay: number,
): ScriptedReply {
  const used = fate === "full" ? limit : Math.floor(limit / 7);
  if (fate === "ok" || fate === "full") {
    close(used);
    return { text: "fine", usage: { promptTokens: promptCount, completionTokens: used }, delay };
  }
  if (fate === "rate" || fate === "bad") {
    close("nothing");
    const code = fate === "rate" ? "rate-limit" : "bad-request";
    return { error: { code, message: fate, billed: "no" }, delay };
  }
  const code = { server: "server", dropped: "connection", lost: "timeout" }[fate];
  return { error: { code, message: fate }, delay };
}

async function virtualRun(
  plan: Schedule,
  share: number,
  roomy = false,
): Promise<{ errors: unknown[]; ledger: Ledger; client: LlmClient; caps: number[]; cap: number }> {
  const clock = new VirtualClock();
  const ledger = new Ledger();
  const attempts = new Map<number, number>();
  const sum = await sumOfReservations(plan.calls);
  const cap = sum * share;
  const caps = plan.nested.map((part) => sum * (roomy ? share : part));
  const provider = scripted(({ messages, parameters }) => {
    const text = messages[0]?.content as string;
    const n = Number(/\d+/.exec(text)?.[0]);
    const call = plan.calls[n] as Planned;
    const limit = parameters.max_tokens;
    if (limit === undefined) throw new Error("a request under a cap came without a limit");
    const turn = attempts.get(n) ?? 0;
    attempts.set(n, turn + 1);
    const count = promptTokens(text);
    return replyFor(call.fates[turn] ?? "ok", limit, ledger.begin(n, count, limit), count, call.delay);
  });
  const budget = { usd: cap, ...(plan.tokens !== null && { tokens: plan.tokens }) };
  const client = createClient({
    provider,
    clock,
    models: { default: model },
    budget,
    maxInFlight: plan.maxInFlight,
    random: () => 0.5,
  });
  const scopes = scopesOf(client, caps);
  const errors = await clock.run(eachOf(plan, client, scopes, (ms, go) => void clock.after(ms, go)));
  return { errors, ledger, client, caps, cap };
}

test(`1,000 random schedules under a virtual clock stay within every cap (seed ${seed})`, async () => {
  let refused = 0;
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(schedule, async (plan) => {
      const { errors, ledger, client, caps, cap } = await virtualRun(plan, plan.cap);
      expectWithin(plan, ledger, client, caps, cap);
      refused += errors.filter((error) => error instanceof BudgetError).length;
      sent += ledger.lines.length;
    }),
    { numRuns: 1000, seed },
  );
  // The caps must have been tight enough to matter, and loose enough to let calls through.
  expect(refused).toBeGreaterThan(1000);
  expect(sent).toBeGreaterThan(5000);
});

test(`with a cap at the sum of the reservations nothing is refused (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async (plan) => {
      const { errors } = await virtualRun({ ...plan, tokens: null }, 1, true);
      expect(errors.filter((error) => error instanceof BudgetError)).toEqual([]);
    }),
    { numRuns: 200, seed },
  );
});

const faults: { [fate in Fate]: (delayMs: number) => ServerAnswer } = {
  ok: (delayMs) => ({ text: "fine", delayMs }),
  full: (delayMs) => ({ text: "word ".repeat(4000), delayMs }),
  rate: (delayMs) => ({ status: 429, delayMs, headers: { "retry-after-ms": "5" } }),
  bad: (delayMs) => ({ status: 400, delayMs }),
  server: (delayMs) => ({ status: 500, delayMs, billed: true }),
  dropped: (delayMs) => ({ text: "x".repeat(100), fault: "reset-mid-body", delayMs }),
  lost: (delayMs) => ({ fault: "reset", delayMs }),
};

test(`30 random schedules over HTTP stay within the cap by the server's ledger (seed ${seed})`, async () => {
  const attempts = new Map<string, number>();
  let plan: Schedule | undefined;
  let sent = 0;
  const server = await startOpenAiServer({
    countTokens: (text) => countTokens(text),
    reply: (request) => {
      const text = request.messages[0]?.content as string;
      expect(limitOf(request)).toBeGreaterThan(0);
      const turn = attempts.get(text) ?? 0;
      attempts.set(text, turn + 1);
      const call = plan?.calls[Number(/\d+/.exec(text)?.[0])] as Planned;
      return faults[call.fates[turn] ?? "ok"](call.delay / 10);
    },
  });
  try {
    await fc.assert(
      fc.asyncProperty(schedule, async (drawn) => {
        plan = drawn;
        attempts.clear();
        server.ledger.length = 0;
        const sum = await sumOfReservations(drawn.calls);
        const caps = drawn.nested.map((part) => part * sum);
        const client = createClient({
          provider: openai({ apiKey: "k", baseURL: server.url, environment: {} }),
          clock: realClock,
          models: { default: model },
          budget: { usd: drawn.cap * sum },
          maxInFlight: drawn.maxInFlight,
          random: () => 0.01,
        });
        const go = (ms: number, then: () => void) => void setTimeout(then, ms / 10);
        await eachOf(drawn, client, scopesOf(client, caps), go);
        await client.close();
        sent += server.ledger.length;
        expect(server.bill({ [model]: { input: 0.15, output: 0.6 } })).toBeLessThanOrEqual(drawn.cap * sum + 1e-8);
      }),
      { numRuns: 30, seed },
    );
    expect(sent).toBeGreaterThan(150);
  } finally {
    await server.close();
  }
});

test.each([
  [{ promptTokens: -1_000_000, completionTokens: 1 }],
  [{ promptTokens: 1, completionTokens: Number.NaN }],
  [{ promptTokens: 1, completionTokens: 1, cachedTokens: -5 }],
  [{ promptTokens: 1.5, completionTokens: Number.POSITIVE_INFINITY }],
])("counts of tokens that can not be (%o) give no money back, and the whole reservation is booked", async (usage) => {
  const clock = new VirtualClock();
  const client = createClient({
    provider: scripted(() => ({ text: "yes", usage })),
    clock,
    mode: "off",
    budget: { usd: 0.001, tokens: 1000 },
  });
  const asked = { model, messages: [{ role: "user" as const, content: "is it?" }], parameters: { max_tokens: 10 } };
  const result = await clock.run(client.call(asked));
  expect([result.text, result.usage, result.cost]).toEqual(["yes", undefined, undefined]);
  expect(client.budget.spent.pico).toBeGreaterThan(10 * price.output * 1e12);
  expect(client.budget.spent.tokens).toBeGreaterThan(10);
});
