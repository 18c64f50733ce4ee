// Finding the JSON in what a model wrote: what is there is found, and no text takes long.
import { expect, test } from "vitest";
import { parseReply } from "../../src/llm/structured.ts";

test.each([
  ['{"a": 1}', { a: 1 }],
  ['```json\n{"a": 1}\n```', { a: 1 }],
  ['Here it is: {"a": [1, 2]} as you wished.', { a: [1, 2] }],
  ["{'a': 1, b: True,}", { a: 1, b: true }],
  ["[1, 2", [1, 2]],
  ["no JSON at all", undefined],
  ["] and then [", undefined],
  ["", undefined],
])("%j", async (text, value) => {
  expect((await parseReply(text))?.value).toEqual(value);
});

test.each([
  ["opening brackets", "[".repeat(1_000_000)],
  ["brackets of both kinds", "[{".repeat(500_000)],
  ["strings without commas", `{"a":"${'"b'.repeat(500_000)}`],
  ["members without commas", `{${"a:1 ".repeat(300_000)}`],
  ["fences", "```json\n".repeat(150_000)],
])("a megabyte of %s does not keep the host waiting", async (_what, text) => {
  const begun = performance.now();
  await parseReply(text);
  // Not a measure: ten times what the slowest takes here, where it took minutes.
  expect(performance.now() - begun).toBeLessThan(10_000);
});
