// Runs each example of a pattern as it stands, and compares what it shows with its `; expect:` lines.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createSkein, scripted } from "../../src/index.ts";
import type { Script } from "../../src/llm/providers/scripted.ts";

const folder = new URL("../../examples/patterns/", import.meta.url);
// Not a module of the project: a user's file, loaded as Node loads it.
const { rulesOf }: { rulesOf: (example: string) => Script } = await import(new URL("rules.mjs", folder).href);

const examples = readdirSync(fileURLToPath(folder))
  .filter((file) => file.endsWith(".scm"))
  .map((file) => file.replace(/\.scm$/, ""));

/** Every pattern of the library has one. */
const promised = [
  "active-learning active-learning-plan anytime backtrack bandit choose consensus critique-refine ensemble fan-out-aggregate fold-sequential hedge",
  "iterate-until memoized parallel race recursive-spawn sequence stream-fold tiered tree-reduce try-fallback vote",
  "with-validation",
].flatMap((line) => line.split(" "));

describe("examples of patterns", () => {
  test("there is one for every pattern", () => {
    expect([...examples].sort()).toEqual([...promised].sort());
  });

  test.each(examples)("%s", async (name) => {
    const source = readFileSync(new URL(`${name}.scm`, folder), "utf8");
    expect(source).toMatch(new RegExp(`\\(${name}\\s`));
    const expected = [...source.matchAll(/^; expect: ?(.*)$/gm)].map((match) => match[1]);
    expect(expected.length).toBeGreaterThan(0);
    const skein = createSkein({ provider: scripted(rulesOf(name)) });
    try {
      const { output } = await skein.run(source, { name: `${name}.scm` });
      expect(output.replace(/\n$/, "").split("\n")).toEqual(expected);
    } finally {
      await skein.close();
    }
  });
});
