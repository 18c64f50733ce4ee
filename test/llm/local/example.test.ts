// The example's inputs: the verbatim script, the fixed split of the mails, and the table's arithmetic.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const folder = new URL("../../../examples/active-learning/", import.meta.url);
const seed = new URL("../../../../shared/seed/pattern-09-active-learning.md", import.meta.url);
const load = (name: string) => import(new URL(name, folder).href);

if (!existsSync(seed)) process.stderr.write("skipped: no seed document beside the repository (../shared/seed)\n");

test.skipIf(!existsSync(seed))("active-learning.scm is the seed's code block, byte for byte", () => {
  const document = readFileSync(seed, "utf8");
  const section = document.slice(document.indexOf("### Complete Example"));
  const block = /```scheme\n([\s\S]*?)```/.exec(section)?.[1];
  expect(readFileSync(new URL("active-learning.scm", folder), "utf8")).toBe(block);
});

describe("mails", () => {
  test("a mail is read as a person would see it", async () => {
    const { textOf } = await load("mails.mjs");
    const plain =
      "From x  Thu Aug 22\nSubject: =?utf-8?Q?Caf=C3=A9?=\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ=\n";
    expect((await textOf(Buffer.from(plain))).trim()).toBe("Café\nhello world");
    const html = "Subject: s\nContent-Type: text/html\n\n<style>p{}</style><p>a&nbsp;&lt; <b>b</b> &#8364;\n";
    expect((await textOf(Buffer.from(html))).replace(/\s+/g, " ").trim()).toBe("s a < b €");
    const long = `Subject: s\n\n${"x".repeat(3997)}\u{1F600}`;
    const text: string = await textOf(Buffer.from(long));
    expect(text.length).toBe(4000);
    expect(text).not.toMatch(/\p{Cs}/u);
  });

  test("the split is fixed, labels stay out of what scripts read", { timeout: 120_000 }, async () => {
    const { prepare } = await load("prepare.mjs");
    const paths = await prepare();
    const lines = (path: string) =>
      readFileSync(path, "utf8")
        .trimEnd()
        .split("\n")
        .map((line): Record<string, string> => JSON.parse(line));
    const [train, unseen, sample] = [lines(paths.train), lines(paths.unseen), lines(paths.sample)];
    expect([train.length, unseen.length, sample.length]).toEqual([1046, 5000, 250]);
    expect(train.filter(({ label }) => label === "spam")).toHaveLength(330);
    expect(unseen.slice(0, 250)).toEqual(sample);
    expect(Object.keys(sample[0] as object)).toEqual(["id", "text"]);
    expect(new Set(unseen.map(({ id }) => id)).size).toBe(5000);
    const labels: string[] = JSON.parse(readFileSync(paths.labels, "utf8"));
    expect(labels.filter((label) => label === "spam")).toHaveLength(1566);
    expect(unseen.every(({ id }, i) => (id as string).startsWith("spam") === (labels[i] === "spam"))).toBe(true);
  });
});

describe("table", () => {
  const used = (calls: number, promptTokens: number, completionTokens: number) => ({
    calls,
    promptTokens,
    completionTokens,
  });

  test("costs are at the list prices of the models named", async () => {
    const { costOf } = await load("table.mjs");
    expect(costOf({ "gpt-4": used(1, 1_000_000, 0), "gpt-3.5-turbo": used(9, 0, 1_000_000) })).toBeCloseTo(31.5, 6);
    expect(() => costOf({ "no-such-model": used(1, 1, 1) })).toThrow("no list price is known for no-such-model");
  });

  test("accuracy, calls, share and cost line up", async () => {
    const { accuracyOf, renderTable } = await load("table.mjs");
    expect(accuracyOf(["a", "b", "b", "b"], ["a", "b", "b", "a"])).toBe(0.75);
    expect(() => accuracyOf(["a"], ["a", "b"])).toThrow("1 answers to 2 documents");
    const ways = [
      {
        name: "cheap only",
        labels: ["a", "b"],
        escalated: 0,
        calls: { "gpt-3.5-turbo": used(2, 1000, 100), "gpt-4": used(0, 0, 0) },
      },
      {
        name: "cascade",
        labels: ["a", "a"],
        escalated: 1,
        calls: { "gpt-3.5-turbo": used(2, 1000, 100), "gpt-4": used(1, 500, 50) },
      },
    ];
    expect(renderTable(ways, ["a", "a"]).split("\n")).toEqual([
      "            accuracy  calls                      escalated  at list prices",
      "cheap only  50.0 %    2 gpt-3.5-turbo            0.0 %      $0.00",
      "cascade     100.0 %   2 gpt-3.5-turbo + 1 gpt-4  50.0 %     $0.02",
    ]);
  });
});
