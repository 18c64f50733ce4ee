// Which tier answers for which model name.
import { describe, expect, test } from "vitest";
import { tierOf } from "../../../src/llm/providers/local/models.ts";

describe("by family", () => {
  test.each([
    ["gpt-3.5-turbo", "small"],
    ["gpt-3.5-turbo-0125", "small"],
    ["gpt-4o-mini", "small"],
    ["gpt-4.1-nano-2025-04-14", "small"],
    ["claude-3-5-haiku-latest", "small"],
    ["gemini-2.0-flash", "small"],
    ["meta-llama/Llama-3.1-8B-Instruct", "small"],
    ["mistral-medium-latest", "medium"],
    ["gpt-4", "large"],
    ["gpt-4o", "large"],
    ["gemini-1.5-pro", "large"],
    ["llama-3.1-405b", "large"],
    ["llama-3-70b-instruct", "large"],
    ["something-new", "large"],
    ["local/small", "small"],
    ["medium", "medium"],
    ["local/large", "large"],
    ["local/huge", undefined],
  ])("%s → %s", (model, tier) => expect(tierOf(model, {})).toBe(tier));
});

describe("by price rank among the models of the script", () => {
  const priceOf = (model: string): number | undefined => ({ a: 1, b: 5, c: 9, d: 9, "gpt-4": 2 })[model];
  test("cheapest, between, dearest", () => {
    const choice = { models: ["c", "a", "b"], priceOf };
    expect(["a", "b", "c", "d"].map((model) => tierOf(model, choice))).toEqual(["small", "medium", "large", "large"]);
  });
  test("rank wins over family, the family where there is no rank", () => {
    expect(tierOf("gpt-4", { models: ["gpt-4", "c"], priceOf })).toBe("small");
    expect(tierOf("gpt-4", { models: ["gpt-4"], priceOf })).toBe("large");
    expect(tierOf("gpt-4o-mini", { models: ["a", "c"], priceOf })).toBe("small");
  });
});

test("an alias wins over everything, with or without local/", () => {
  const aliases = { "gpt-4": "local/small", x: "medium", y: "huge" };
  expect(tierOf("gpt-4", { aliases })).toBe("small");
  expect(tierOf("x", { aliases })).toBe("medium");
  expect(tierOf("y", { aliases })).toBeUndefined();
  expect(tierOf("toString", { aliases })).toBe("large");
});
