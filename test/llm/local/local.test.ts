// The provider as its callers see it: replies, refusals, laziness, aborts, and nothing shared between two of them.
import { describe, expect, test, vi } from "vitest";
import { local } from "../../../src/llm/providers/local/local.ts";
import type { TrainingProgress } from "../../../src/llm/providers/local/tiers.ts";
import { asJson, ask, failure, fruit, request } from "./helpers.ts";

const trained = () => local({ train: { items: fruit } });
const classify = "Classify. Return JSON: {category: str, confidence: 0-1}";
const schema = (properties: object, required: string[] = Object.keys(properties)) => ({
  response_format: {
    type: "json_schema" as const,
    json_schema: { name: "x", schema: { type: "object", properties, required } },
  },
});

describe("replies", () => {
  test("the seed's two prompts", async () => {
    const provider = trained();
    expect({ name: provider.name, gate: provider.gate, paid: provider.paid }).toEqual({
      name: "local",
      gate: "local",
      paid: false,
    });
    const cheap = await ask(
      provider,
      request(classify, "an apple", { model: "gpt-3.5-turbo", parameters: { ...asJson, temperature: 0 } }),
    );
    expect(Object.keys(JSON.parse(cheap.text))).toEqual(["category", "confidence"]);
    expect(JSON.parse(cheap.text).category).toBe("Fruit");
    expect(cheap).toMatchObject({ model: "local/small", finishReason: "stop" });
    const expert = await ask(provider, request("Expert classification", "the carrot", { parameters: asJson }));
    expect(JSON.parse(expert.text).category).toBe("Vegetable");
    expect(JSON.parse(expert.text).confidence).toBeGreaterThan(0.8);
    // From 60 texts nobody knows anything to one in a thousand.
    expect(JSON.parse(expert.text).confidence).toBeLessThan(0.999);
    expect(expert.model).toBe("local/large");
  });

  test.each([
    ["Give the label", {}, /^Fruit$/],
    ["Classify. Reply in JSON", {}, /^\{"category": "Fruit", "confidence": 0\.\d+\}$/],
    ['Classify as {"score": 0-100, "label": ...}', asJson, /^\{"score": \d+, "label": "Fruit"\}$/],
    ["Classify. JSON: {__proto__: str, why: str}", asJson, /^\{"__proto__": "Fruit", "why": 0\.\d+\}$/],
    ["Classify. JSON: {category: str, reason: str}", asJson, /^\{"category": "Fruit", "reason": null\}$/],
    [
      "Classify. JSON: {label: str, fruit: 0-1, vegetable: 0-1}",
      asJson,
      /^\{"label": "Fruit", "fruit": 0\.\d+, "vegetable": 0\.\d+\}$/,
    ],
    ["Classify. JSON: {out: {labels: [str]}}", asJson, /^\{"out": \{"labels": \["Fruit"\]\}\}$/],
    ["Look at this", schema({ kind: { enum: ["fruit", "vegetable"] } }), /^\{"kind": "fruit"\}$/],
    ["Look at this", schema({ kind: { enum: ["vegetable", "meat"] } }), /^\{"kind": "vegetable"\}$/],
    ["Classify", schema({ kind: { enum: ["fruit"] }, why: { type: "string" } }, ["kind"]), /^\{"kind": "fruit"\}$/],
  ])("%s", async (instruction, parameters, expected) => {
    const { text } = await ask(trained(), request(instruction, "some apple", { parameters }));
    expect(text).toMatch(expected);
  });

  test("log-probabilities are those of the label", async () => {
    const { logprobs, text } = await ask(
      trained(),
      request(classify, "an apple", { parameters: { ...asJson, logprobs: true } }),
    );
    expect(logprobs).toHaveLength(1);
    expect(logprobs?.[0]?.token).toBe("Fruit");
    expect(Math.exp(logprobs?.[0]?.logprob as number)).toBeCloseTo(JSON.parse(text).confidence, 5);
  });

  test("usage is that of the messages, counted by whom the caller says", async () => {
    const wanted = request("Classify", "apple".repeat(100));
    expect((await ask(trained(), wanted)).usage).toEqual({ promptTokens: 128, completionTokens: 2, estimated: true });
    const count = vi.fn((text: string, model: string) => text.length * (model === "gpt-4" ? 1 : 0));
    const provider = local({ train: { items: fruit }, countTokens: count });
    expect((await ask(provider, wanted)).usage).toEqual({ promptTokens: 509, completionTokens: 5, estimated: true });
  });

  test("messages alone are understood: system instructs, the last user message is the text", async () => {
    const { instruction: _, data: __, ...bare } = request("Give the label", "carrot");
    expect((await ask(trained(), bare)).text).toBe("Vegetable");
  });

  test("an empty or a strange text gets the base rate, not a crash", async () => {
    for (const text of ["\u{1F34E}", "\uD800", "x".repeat(1_000_000), "\0", "…"]) {
      const { confidence } = JSON.parse((await ask(trained(), request(classify, text, { parameters: asJson }))).text);
      expect(confidence).toBeGreaterThanOrEqual(0.5);
      expect(confidence).toBeLessThan(0.7);
    }
  });
});

describe("refusals", () => {
  test("without training texts: the three remedies", async () => {
    const error = await failure(ask(local(), request(classify, "x")));
    expect(error).toMatchObject({ code: "refused", retryable: false, billed: "no" });
    expect(error.message).toBe(
      "there is no model to ask: neither a key nor a base URL is set, and the local classifier has no labelled texts to learn from",
    );
    for (const remedy of ["OPENAI_API_KEY", "--base-url", "--train"]) expect(error.hint).toContain(remedy);
  });

  test.each([
    [
      request("Summarise the text", "x"),
      /^the local classifier only classifies, and this instruction asks for something else: "Summarise the text"$/,
      /"classify".*OPENAI_API_KEY/,
    ],
    [request("x".repeat(1000), "x"), /: "x{60}…"$/, /--base-url/],
    [
      request("Summarise", "x", { parameters: schema({ summary: { type: "string" } }) }),
      /only classifies/,
      /OPENAI_API_KEY/,
    ],
    [request("Classify: an apple"), /^there is nothing to classify: #:data is missing/, /#:data/],
    [request(classify, " \n"), /^there is nothing to classify: #:data is empty/, /#:data/],
    [
      request("Classify", "x", { parameters: schema({ kind: { enum: ["meat", "fish"] } }) }),
      /^none of the labels asked for \(meat, fish\) is among those of the training texts \(Fruit, Vegetable\)$/,
      /--train/,
    ],
    [
      request('Classify. JSON {"category": "meat"|"fish"}', "x", { parameters: asJson }),
      /^none of the labels asked for \(meat, fish\)/,
      /--train/,
    ],
    [
      request("Classify", "x", { parameters: schema({ kind: { enum: ["fruit"] }, why: { type: "string" } }) }),
      /^the schema requires "why"/,
      /optional/,
    ],
    [
      request("Classify", "x", {
        messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:," } }] }],
      }),
      /reads text only/,
      /OPENAI_API_KEY/,
    ],
  ])("%#", async (wanted, message, hint) => {
    const error = await failure(ask(trained(), wanted));
    expect(error).toMatchObject({ code: "refused", retryable: false, billed: "no" });
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  test("a tier that does not exist, also by alias", async () => {
    const error = await failure(ask(trained(), request(classify, "x", { model: "local/huge" })));
    expect(error).toMatchObject({
      code: "model-not-found",
      hint: "the tiers are local/small, local/medium, local/large",
    });
    const provider = local({ train: { items: fruit }, aliases: { "gpt-4": "huge" } });
    expect((await failure(ask(provider, request(classify, "x")))).message).toBe(
      "huge, the alias of gpt-4, is no tier of the local classifier",
    );
  });

  test("training texts that nothing can be learned from", async () => {
    const one = await failure(
      ask(local({ train: { items: fruit.filter(({ label }) => label === "Fruit") } }), request(classify, "x")),
    );
    expect(one.code).toBe("refused");
    expect(one.message).toBe(
      'the training texts: all 30 texts have the label "Fruit"; there must be at least two labels to tell apart',
    );
    const none = await failure(ask(local({ train: { items: [] } }), request(classify, "x")));
    expect(none.message).toBe("the training texts: holds no labelled texts");
    const odd = local({ train: { items: [{ text: 3 }] as unknown as typeof fruit } });
    expect((await failure(ask(odd, request(classify, "x")))).message).toMatch(/^the training texts: item 1: expected/);
  });
});

test("misuse throws at once", () => {
  for (const train of ["t.jsonl", {}, null, { items: "x" }, fruit]) {
    expect(() => local({ train } as unknown as Parameters<typeof local>[0])).toThrow(TypeError);
  }
});

describe("training", () => {
  test("is lazy, happens once per tier for calls at the same time, and reports progress", async () => {
    const load = vi.fn(() => fruit);
    const seen: TrainingProgress[] = [];
    const provider = local({ train: load, onProgress: (progress) => seen.push(progress) });
    await failure(ask(provider, request("Summarise", "x")));
    expect(load).toHaveBeenCalledTimes(0);
    const calls = ["gpt-3.5-turbo", "gpt-4", "gpt-4", "gpt-3.5-turbo"].map((model) =>
      ask(provider, request(classify, "apple", { model })),
    );
    await Promise.all(calls);
    expect(load).toHaveBeenCalledTimes(1);
    for (const tier of ["small", "large"]) {
      const own = seen.filter((progress) => progress.tier === tier);
      expect(own.at(-1)).toEqual({ tier, done: 360, total: 360 });
      expect(own.map(({ done }) => done)).toEqual(own.map(({ done }) => done).toSorted((a, b) => a - b));
      expect(own.filter(({ done }) => done === 360).length).toBeLessThanOrEqual(2);
    }
    expect(seen.some(({ tier }) => tier === "medium")).toBe(false);
  });

  test("gives other events their turn, also between many short calls", async () => {
    const provider = local({ train: { items: Array.from({ length: 40 }, () => fruit).flat() } });
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await ask(provider, request(classify, "apple"));
    expect(turns).toBeGreaterThan(3);
    turns = 0;
    for (let i = 0; i < 1000; i++) await ask(provider, request(classify, "apple"));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  test("an abort ends the call at once and leaves the training to the others", async () => {
    const provider = trained();
    const stop = new AbortController();
    const gone = failure(ask(provider, request(classify, "apple"), stop.signal));
    const stays = ask(provider, request(classify, "apple", { parameters: asJson }));
    stop.abort();
    expect(await gone).toMatchObject({ code: "aborted", billed: "no" });
    expect(JSON.parse((await stays).text).category).toBe("Fruit");
    expect((await failure(ask(provider, request(classify, "apple"), stop.signal))).code).toBe("aborted");
  });

  test("close ends the training", async () => {
    const provider = local({ train: { items: Array.from({ length: 100 }, () => fruit).flat() } });
    const call = failure(ask(provider, request(classify, "apple")));
    await provider.close?.();
    expect((await call).code).toBe("aborted");
    expect((await failure(ask(provider, request(classify, "apple")))).code).toBe("aborted");
  });

  test("two providers share nothing", async () => {
    const swapped = fruit.map(({ text, label }) => ({ text, label: label === "Fruit" ? "Vegetable" : "Fruit" }));
    const [a, b] = [trained(), local({ train: { items: swapped } })];
    const replies = await Promise.all([
      ask(a, request("Give the label", "apple")),
      ask(b, request("Give the label", "apple")),
    ]);
    expect(replies.map(({ text }) => text)).toEqual(["Fruit", "Vegetable"]);
  });

  test("two items are enough to answer, not to be sure", async () => {
    const items = [
      { text: "apple", label: "f" },
      { text: "carrot", label: "v" },
    ];
    const { text } = await ask(local({ train: { items } }), request(classify, "apple", { parameters: asJson }));
    expect(JSON.parse(text).confidence).toBeLessThan(0.9);
  });
});
