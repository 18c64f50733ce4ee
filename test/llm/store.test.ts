// The stores: in memory, in a directory, as text; limits, names, and two users at once.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { keyOfRecorded } from "../../src/llm/keys.ts";
import { clearStore, exportStore, importStore, listEntries, showEntry } from "../../src/llm/store/commands.ts";
import { directoryStore, StoreError } from "../../src/llm/store/lmdb.ts";
import { memoryStore } from "../../src/llm/store/memory.ts";
import type { ResponseStore, StoredReply } from "../../src/llm/store/store.ts";
import { entryText, parseStoreText, StoreTextError } from "../../src/llm/store/text.ts";

const made: string[] = [];
const opened: ResponseStore[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close?.();
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "skein-store-"));
  made.push(path);
  return join(path, "store");
}

function opening(path: string, options = {}): ResponseStore {
  const store = directoryStore(path, options);
  opened.push(store);
  return store;
}

function reply(text: string, more: Partial<StoredReply> = {}): StoredReply {
  return {
    request: {
      provider: "openai",
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: `ask ${text}` }],
      parameters: { temperature: 0 },
    },
    reply: { text, model: "gpt-4o-mini", finishReason: "stop", usage: { promptTokens: 3, completionTokens: 1 } },
    cost: 0.001,
    latencyMs: 12,
    at: 1_700_000_000_000,
    ...more,
  };
}

async function collect<T>(from: Iterable<T> | AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of from) all.push(one);
  return all;
}

for (const [name, make] of [
  ["memory", () => memoryStore()],
  ["directory", () => opening(directory())],
] as const) {
  describe(name, () => {
    test("keeps replies and items, each area for itself", async () => {
      const store = make();
      expect(await store.get("a")).toBeUndefined();
      await store.put("b", reply("two"));
      await store.put("a", reply("one"));
      await store.put("a", reply("one again"));
      expect((await store.get("a"))?.reply.text).toBe("one again");
      expect((await collect(store.entries())).map(([key]) => key)).toEqual(["a", "b"]);
      await store.remove("a");
      expect(await store.get("a")).toBeUndefined();
      for (const area of ["x", "y"]) {
        for (const item of ["../x", "", "\0", "\ud800", "é".repeat(3000)])
          await store.setItem(area, item, `${area} ${item.length}`);
      }
      expect(await store.getItem("x", "../x")).toBe("x 4");
      expect(await store.getItem("y", "\ud800")).toBe("y 1");
      expect(await collect(store.items("x"))).toHaveLength(5);
      await store.setItem("x", "", undefined);
      expect(await store.getItem("x", "")).toBeUndefined();
      expect(await collect(store.items("x"))).toHaveLength(4);
      expect(await collect(store.items("y"))).toHaveLength(5);
    });
  });
}

test("a directory is private, made once, ignored by git, and kept", async () => {
  const path = directory();
  const made: string[] = [];
  const first = opening(path, { onCreate: (where: string) => made.push(where) });
  await first.put("k", reply("kept \ud800 exactly"));
  await first.close?.();
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(path, ".gitignore"), "utf8")).toBe("*\n");
  const second = opening(path, { onCreate: (where: string) => made.push(where) });
  expect((await second.get("k"))?.reply.text).toBe("kept \ud800 exactly");
  expect(made).toEqual([path]);
});

test("nothing is made before it is used, nor when only an existing store will do", async () => {
  const path = directory();
  const lazy = opening(path);
  await lazy.close?.();
  expect(existsSync(path)).toBe(false);
  const strict = opening(path, { existing: true });
  await expect((async () => strict.get("a"))()).rejects.toBeInstanceOf(StoreError);
  expect(existsSync(path)).toBe(false);
});

test("a path that can not be a store says so, with the remedy", async () => {
  const path = directory();
  writeFileSync(path, "a file");
  const store = directoryStore(path);
  const error = await (async () => store.get("a"))().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(StoreError);
  expect((error as StoreError).hint).toContain("--no-store");
  expect((error as StoreError).message).toContain(path);
});

test.runIf(existsSync("/proc/self"))(
  "where folders can not be made, that is said, and does not take for ever",
  async () => {
    await expect(async () => await directoryStore("/proc/skein-store/inner").get("k")).rejects.toBeInstanceOf(
      StoreError,
    );
  },
);

test("two stores on one directory see each other's replies, and only one has a claim", async () => {
  const path = directory();
  const [a, b] = [opening(path), opening(path)];
  expect(await a.claim?.("k")).toBe(true);
  expect(await b.claim?.("k")).toBe(false);
  expect(await b.claim?.("other")).toBe(true);
  await a.put("k", reply("from a"));
  await a.unclaim?.("k");
  await new Promise((resolve) => setImmediate(resolve));
  expect((await b.get("k"))?.reply.text).toBe("from a");
  expect(await b.claim?.("k")).toBe(true);
});

test("limits of age and size drop the oldest when the store closes", async () => {
  const path = directory();
  const wall = () => 10_000;
  const aged = opening(path, { maxAgeMs: 5000, wall });
  for (const at of [1000, 4999, 5000, 9000]) await aged.put(`k${at}`, reply("x", { at }));
  await aged.close?.();
  const sized = opening(path, { maxBytes: 700, wall });
  expect((await collect(sized.entries())).map(([key]) => key)).toEqual(["k5000", "k9000"]);
  await sized.put("new", reply("x", { at: 9500 }));
  await sized.close?.();
  const left = opening(path);
  expect((await collect(left.entries())).map(([key]) => key)).toEqual(["k9000", "new"]);
});

test("a store in memory stays within its size", async () => {
  const store = memoryStore({ maxBytes: 200_000 });
  for (let i = 0; i < 1000; i++) await store.put(`k${String(i).padStart(4, "0")}`, reply("x".repeat(1000)));
  const keys = (await collect(store.entries())).map(([key]) => key);
  expect(keys.length).toBeGreaterThan(30);
  expect(keys.length).toBeLessThan(100);
  expect(keys.at(-1)).toBe("k0999");
});

test("the text is for people", () => {
  const entry = reply("line one\n\n  line two", { occurrence: { path: "0.3", n: 1 } });
  expect(entryText("abc", entry)).toBe(`== abc
provider: "openai"
model: "gpt-4o-mini"
parameters: {"temperature":0}
occurrence: ["0.3",1]
user:
  ask line one

    line two
reply:
  line one

    line two
finish: {"model":"gpt-4o-mini","finishReason":"stop"}
usage: {"promptTokens":3,"completionTokens":1}
cost: 0.001
latency: 12
at: "2023-11-14T22:13:20.000Z"
`);
});

test("export and import are exact for any text", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("a", " ", "\n", "\n", "  ", "\r", "== x", "user:", "\ud800", "\t", '"', "é", "\u2028"), {
        maxLength: 12,
      })
      .map((parts) => parts.join("")),
  );
  const content = fc.oneof(
    text,
    fc.array(fc.record({ type: fc.constant("text" as const), text }), { minLength: 1, maxLength: 2 }),
  );
  const entry = fc.record({
    text,
    content,
    system: text,
    n: fc.nat(3),
    path: text,
    at: fc.nat(2e12),
    cost: fc.option(fc.double({ min: 0, max: 9, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 4 }), async (drafts) => {
      const store = memoryStore();
      for (const draft of drafts) {
        const one: StoredReply = {
          ...reply(draft.text, { at: draft.at, ...(draft.cost !== null && { cost: draft.cost }) }),
          request: {
            provider: "p",
            model: "m",
            messages: [
              { role: "system", content: draft.system },
              { role: "user", content: draft.content },
            ],
            parameters: {},
          },
          occurrence: { path: draft.path, n: draft.n },
        };
        await store.put(await keyOfRecorded(one), one);
      }
      const copy = memoryStore();
      const exported = (await collect(exportStore(store))).join("");
      await importStore(copy, Buffer.from(exported, "utf8").toString("utf8"));
      expect(await collect(copy.entries())).toEqual(await collect(store.entries()));
    }),
    { numRuns: 300 },
  );
});

test("a broken text says where, and adds nothing", async () => {
  const good = `skein store 1\n\n${entryText("k", reply("x"))}`;
  const broken: [string, number][] = [
    ["hello", 1],
    [good.replace("parameters: {", "parameters: {{"), 6],
    [good.replace("latency: 12\n", ""), 3],
    [good.replace("user:\n", "usr:\n"), 7],
    ['skein store 1\nmodel: "x"\n', 2],
  ];
  for (const [text, line] of broken) {
    const store = memoryStore();
    const error = await importStore(store, text).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StoreTextError);
    expect((error as StoreTextError).line).toBe(line);
    expect(await collect(store.entries())).toEqual([]);
  }
  expect([...parseStoreText(good)]).toHaveLength(1);
  expect([...parseStoreText(good.replaceAll("\n", "\r\n"))]).toEqual([...parseStoreText(good)]);
});

test("ls, show and clear", async () => {
  const store = memoryStore();
  for (const text of ["one", "two"]) await store.put(await keyOfRecorded(reply(text)), reply(text));
  const rows = await collect(listEntries(store));
  expect(rows.map((row) => row.prompt).sort()).toEqual(["ask one", "ask two"]);
  expect(await showEntry(store, (rows[0] as { key: string }).key.slice(0, 8))).toHaveLength(1);
  expect(await clearStore(store, (entry) => entry.reply.text === "one")).toBe(1);
  expect(await collect(listEntries(store))).toHaveLength(1);
  expect(await clearStore(store)).toBe(1);
});

test("no file beside its own", async () => {
  const path = directory();
  const store = opening(path);
  await store.put("k", reply("x"));
  expect(readdirSync(path).sort()).toEqual([".gitignore", "claims", "data.mdb", "lock.mdb"]);
});
