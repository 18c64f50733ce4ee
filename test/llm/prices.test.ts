// Prices and token counts: the right model or none, exact sums, and bounds that hold for any text.
import fc from "fast-check";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { fromPico, picoCap, toPico } from "../../src/llm/money.ts";
import { namesOf } from "../../src/llm/price-names.ts";
import { checkOverlay, costOf, type Price, PriceList } from "../../src/llm/prices.ts";
import { counterFor, countPrompt } from "../../src/llm/tokens.ts";

const wall = () => Date.UTC(2026, 0, 1);
const list = new PriceList(undefined, wall);

async function perMillion(model: string, prices = list): Promise<[number, number] | undefined> {
  const price = await prices.find(model);
  return price && [price.input, price.output];
}

test("exact names, dated names, never a shorter one", async () => {
  expect(await perMillion("gpt-4o")).toEqual([2.5, 10]);
  expect(await perMillion("gpt-4o-mini")).toEqual([0.15, 0.6]);
  expect(await perMillion("gpt-4o-mini-2024-07-18")).toEqual([0.15, 0.6]);
  expect(await perMillion("gpt-4o-2024-05-13")).toEqual([5, 15]);
  expect(await perMillion("gpt-4o-mini-2031-01-01")).toEqual([0.15, 0.6]);
  expect(await perMillion("gpt-4")).toEqual([30, 60]);
  expect(await perMillion("gpt-3.5-turbo")).toEqual([0.5, 1.5]);
  expect(await perMillion("GPT-4O-mini")).toEqual([0.15, 0.6]);
  for (const unknown of [
    "gpt-4o-superior",
    "gpt-4o-mini-",
    "gpt",
    "gpt-4o-mini-large",
    "house-model",
    "",
    "constructor",
    "__proto__",
  ]) {
    expect([unknown, await perMillion(unknown)]).toEqual([unknown, undefined]);
  }
  expect(namesOf("m-2024-07-18")).toEqual(["m-2024-07-18", "m"]);
});

test("other makers, and names as resellers spell them", async () => {
  expect(await perMillion("claude-3-5-haiku-latest")).toEqual([0.8, 4]);
  expect(await perMillion("openai/gpt-4o-mini")).toEqual([0.15, 0.6]);
});

test("the user's prices come first: exact, dated, then the longest family", async () => {
  const own = new PriceList(
    {
      "gpt-4o-mini": { input: 1, output: 2 },
      "house-*": { input: 3, output: 4 },
      "house-big-*": { input: 5, output: 6 },
    },
    wall,
  );
  expect(await perMillion("gpt-4o-mini-2024-07-18", own)).toEqual([1, 2]);
  expect(await perMillion("house-small", own)).toEqual([3, 4]);
  expect(await perMillion("house-big-1", own)).toEqual([5, 6]);
  expect(await perMillion("gpt-4o", own)).toEqual([2.5, 10]);
  for (const wrong of [
    [],
    "x",
    null,
    { m: 1 },
    { m: { input: -1, output: 2 } },
    { m: { input: "1", output: 2 } },
    { m: { input: 1, output: 2, context: "8k" } },
  ]) {
    expect(() => checkOverlay(wrong)).toThrow(TypeError);
  }
});

test("many who ask at once look once", () => {
  const fresh = new PriceList(undefined, wall);
  expect(fresh.find("gpt-4o")).toBe(fresh.find("gpt-4o"));
});

test("costs: cached input, batches, and prices that rise with the length", () => {
  const price: Price = { input: 2, output: 8, cachedInput: 0.5, threshold: 1000, above: { input: 4, output: 16 } };
  expect(fromPico(costOf(price, { promptTokens: 1000, completionTokens: 100 }))).toBe(0.0028);
  expect(fromPico(costOf(price, { promptTokens: 1000, completionTokens: 100, cachedTokens: 400 }))).toBe(0.0022);
  expect(fromPico(costOf(price, { promptTokens: 1000, completionTokens: 100 }, true))).toBe(0.0014);
  expect(fromPico(costOf(price, { promptTokens: 1001, completionTokens: 100 }))).toBe(0.005604);
});

test("money is exact whatever the order of a sum, and a cap is never less than was said", () => {
  expect(toPico(0.1) + toPico(0.2)).toBe(toPico(0.3));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 200 }), (micros) => {
      const forth = micros.reduce((sum, n) => sum + toPico(n / 1e6), 0);
      const back = micros.toReversed().reduce((sum, n) => sum + toPico(n / 1e6), 0);
      expect(forth).toBe(back);
      expect(picoCap(micros.reduce((sum, n) => sum + n / 1e6, 0))).toBeGreaterThanOrEqual(forth);
    }),
  );
});

test("tokens: exact for known tokenizers, text that spells special tokens included", async () => {
  const count = await counterFor("gpt-4o-mini");
  for (const text of ["", "hello world", "<|endoftext|>", "naïve 漢字 🙂", "x".repeat(200)]) {
    expect(count(text)).toEqual({ tokens: encode(text, { disallowedSpecial: new Set() }).length, exact: true });
  }
  const bytes = await counterFor("llama-3");
  expect(bytes("漢字")).toEqual({ tokens: 6, exact: false });
});

test("counting in pieces never counts less than the whole, and hardly more", async () => {
  const count = await counterFor("gpt-4o");
  const part = fc.oneof(
    fc.lorem({ maxCount: 400 }),
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom("a".repeat(700), " ".repeat(600), "ab".repeat(300), "漢".repeat(500)),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const text = parts.join(" ");
      const whole = encode(text, { disallowedSpecial: new Set() }).length;
      const { tokens } = count(text);
      expect(tokens * 1.05 + 50).toBeGreaterThanOrEqual(whole);
      expect(tokens).toBeLessThanOrEqual(whole * 1.2 + 50);
    }),
    { numRuns: 60 },
  );
});

test("a prompt counts its messages, and images by their size and not their text", async () => {
  const count = await counterFor("gpt-4o");
  const text = countPrompt([{ role: "user", content: "hello" }], "gpt-4o", count);
  expect(text).toEqual({ tokens: 8, exact: true });
  const url = `data:image/png;base64,${"A".repeat(100_000)}`;
  const image = countPrompt([{ role: "user", content: [{ type: "image_url", image_url: { url } }] }], "gpt-4o", count);
  expect(image.tokens).toBeLessThan(5000);
  expect(image.exact).toBe(false);
});
