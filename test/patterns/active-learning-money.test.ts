// active-learning where calls cost money: caps, the store, the plan and its pilot, log-probabilities, the batch endpoint.
import { afterEach, describe, expect, test } from "vitest";
import { createSkein, memoryStore, openai, type Provider, type Skein, scripted } from "../../src/index.ts";
import { type OpenAiServer, startOpenAiServer } from "../support/openai-server.ts";

const ITEMS = 300;
const cheapCost = 40 * 0.15e-6 + 20 * 0.6e-6;
const dearCost = 40 * 2.5e-6 + 20 * 10e-6;

let skein: Skein | undefined;
let server: OpenAiServer | undefined;
afterEach(async () => {
  await skein?.close();
  await server?.close();
  server = undefined;
});

const asked: { [model: string]: number[] } = {};

/** The cheap model is right about four in five, and more often where it says so; the expensive one always. */
function answer(model: string, i: number): string {
  asked[model] ??= [];
  asked[model].push(i);
  const confidence = ((i * 37) % 100) / 100;
  const right = model === "gpt-4o" || (i * 53) % 100 < 60 + 40 * confidence;
  return JSON.stringify({ category: right ? `class ${i % 3}` : "none", confidence });
}

function provider(): Provider {
  for (const model of Object.keys(asked)) delete asked[model];
  return scripted(({ model, data }) => ({
    text: answer(model, Number(/\d+/.exec(String(data))?.[0])),
    usage: { promptTokens: 40, completionTokens: 20 },
    delay: 1,
  }));
}

const ask = `
  (define items (map (lambda (i) (format "item ~a" i)) (range ${ITEMS})))
  (define (ask model)
    (lambda (item)
      (llm-query-async #:instruction "Classify. Return JSON: {category, confidence}" #:data item #:model model #:json #t
                       #:temperature 0 #:max-tokens 20)))`;
const learn = (form: string): string => `${ask}
  (define-values (labels report)
    (active-learning items #:cheap (ask "gpt-4o-mini") #:expensive (ask "gpt-4o") ${form}))
  (hash-set report 'labels labels)`;

interface Report {
  labels: string[];
  escalated: number;
  audited: number;
  stopped: boolean;
  "agreement-certified": number;
  cost: { paid: number; list: number; "by-model": { [model: string]: { calls: number; cached: number } } };
  baselines: { "cheap-only": number; "expensive-only": number; "saving-against-expensive-only": number };
  warnings: string[];
  text: string;
}

async function run(program: string, options: Partial<Parameters<typeof createSkein>[0]> = {}) {
  skein = createSkein({ provider: provider(), ...options });
  const result = await skein.run(program);
  await skein.close();
  return { ...result, report: result.value as unknown as Report };
}

const truth = Array.from({ length: ITEMS }, (_, i) => `class ${i % 3}`);
const agreement = ({ labels }: Report): number => labels.filter((label, i) => label === truth[i]).length / ITEMS;

describe("caps", () => {
  test("#:budget is spent nearly whole, never exceeded, and certifies what it bought", async () => {
    const { report, cost } = await run(learn("#:budget 0.035"));
    expect(cost).toBeLessThanOrEqual(0.035);
    expect(cost).toBeGreaterThan(0.0343);
    expect(report.cost.paid).toBeCloseTo(cost, 9);
    expect(asked["gpt-4o-mini"]).toHaveLength(ITEMS);
    expect(asked["gpt-4o"]).toHaveLength(report.escalated);
    expect(report.escalated).toBe(Math.floor((0.035 - ITEMS * cheapCost) / dearCost));
    expect(report["agreement-certified"]).toBeGreaterThan(0.75);
    expect(report["agreement-certified"]).toBeLessThanOrEqual(agreement(report));
    expect(report.baselines["expensive-only"]).toBeCloseTo(ITEMS * dearCost, 9);
    expect(report.baselines["saving-against-expensive-only"]).toBeCloseTo(1 - report.cost.list / (ITEMS * dearCost), 9);
  });

  test.each([0.004, 0.008, 0.02, 0.04])(
    "a cap of the whole run, $%d, is held, and what was answered is kept",
    async (cap) => {
      const { report, cost, status } = await run(learn("#:target 0.95"), { budget: { usd: cap } });
      expect(status).toBe("completed");
      expect(cost).toBeLessThanOrEqual(cap);
      expect(report.labels).toHaveLength(ITEMS);
      const answered = new Set([...(asked["gpt-4o-mini"] ?? []), ...(asked["gpt-4o"] ?? [])]);
      expect(report.labels.filter(Boolean)).toHaveLength(answered.size);
      expect(report["agreement-certified"]).toBeLessThanOrEqual(agreement(report));
      expect(report.stopped).toBe(true);
    },
  );

  test("#:max-expensive is obeyed, the least confident first behind the audit", async () => {
    const { report } = await run(learn("#:threshold 0.7 #:max-expensive 40"));
    expect(asked["gpt-4o"]).toHaveLength(40);
    const beyond = asked["gpt-4o"].slice(report.audited).map((i) => (i * 37) % 100);
    expect(beyond).toEqual([...beyond].sort((a, b) => a - b));
  });
});

describe("the store", () => {
  test("a second run pays nothing, decides the same and reports the same baselines", async () => {
    const store = memoryStore();
    const first = await run(learn("#:budget 0.035"), { store });
    const again = await run(learn("#:budget 0.035"), { store });
    expect(again.cost).toBe(0);
    expect(asked).toEqual({});
    expect(again.report.labels).toEqual(first.report.labels);
    expect(again.report.cost.paid).toBe(0);
    expect(again.report.cost.list).toBeCloseTo(first.report.cost.list, 9);
    expect(again.report.baselines).toEqual(first.report.baselines);
  });

  test("the plan's pilot is the beginning of the run's audit, and is not paid again", async () => {
    const store = memoryStore();
    const plan = `${ask} (active-learning-plan items #:cheap (ask "gpt-4o-mini") #:expensive (ask "gpt-4o") #:pilot 20 #:budget 0.035)`;
    const planned = (await run(plan, { store })).value as unknown as {
      recommendation: string;
      "pilot-cost": number;
      "cheap-only": { cost: number };
      "expensive-only": { cost: number };
      cascade: { cost: number };
    };
    expect(asked["gpt-4o-mini"]).toHaveLength(20);
    expect(asked["gpt-4o"]).toHaveLength(20);
    expect(planned["pilot-cost"]).toBeCloseTo(20 * (cheapCost + dearCost), 9);
    expect(planned["cheap-only"].cost).toBeCloseTo(ITEMS * cheapCost, 9);
    expect(planned["expensive-only"].cost).toBeCloseTo(ITEMS * dearCost, 9);
    expect(planned.recommendation).toBe("cascade");
    const { report } = await run(learn("#:target 0.9"), { store });
    expect(report.cost["by-model"]["gpt-4o-mini"]).toMatchObject({ calls: ITEMS, cached: 20 });
    expect(report.cost["by-model"]["gpt-4o"]).toMatchObject({ calls: report.escalated, cached: 20 });
    expect(agreement(report)).toBeGreaterThanOrEqual(0.9);
  });
});

test("over HTTP, with log-probabilities as the confidence", async () => {
  server = await startOpenAiServer({
    reply: ({ model, messages }) => {
      const i = Number(/item (\d+)/.exec(String(messages.at(-1)?.content))?.[1]);
      const sure = i % 4 !== 0;
      return {
        text: model === "gpt-4o" || sure ? `class ${i % 3}` : "none",
        logprobs: [{ token: "class", logprob: sure ? -0.01 : -1.2 }],
      };
    },
  });
  const program = `
    (define items (map (lambda (i) (format "item ~a" i)) (range 60)))
    (define (ask model) (lambda (item) (llm-query-async #:data item #:model model #:logprobs #t)))
    (define-values (labels report)
      (active-learning items #:cheap (ask "gpt-4o-mini") #:expensive (ask "gpt-4o") #:confidence 'logprob #:threshold 0.8 #:audit 0))
    (hash-set report 'labels labels)`;
  skein = createSkein({ provider: openai({ apiKey: "test", baseURL: server.url }) });
  const { value } = await skein.run(program);
  const report = value as unknown as Report;
  expect(report.escalated).toBe(15);
  expect(report.labels).toEqual(truth.slice(0, 60));
});

test("through the batch endpoint: one batch a phase, at half the price", async () => {
  server = await startOpenAiServer({
    reply: ({ model, messages }) => answer(model, Number(/item (\d+)/.exec(String(messages.at(-1)?.content))?.[1])),
  });
  skein = createSkein({ provider: openai({ apiKey: "test", baseURL: server.url }) });
  const { value, cost } = await skein.run(learn("#:target 0.9 #:batch #t"));
  const report = value as unknown as Report;
  expect([...server.batches.values()].map((batch) => batch.request_counts.total)).toEqual([
    ITEMS,
    report.audited,
    report.escalated - report.audited,
  ]);
  expect(report.labels.filter(Boolean)).toHaveLength(ITEMS);
  expect(server.ledger.every(({ batch }) => batch)).toBe(true);
  expect(report.cost.paid).toBeCloseTo(cost, 9);
});
