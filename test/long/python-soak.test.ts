// A hundred thousand calls with flat memory, and restarts in a row without a process left behind.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPython } from "../../src/python/node.ts";
import type { Python } from "../../src/python/python.ts";
import { bundleChild } from "../python/bundle.ts";
import { failureOf } from "../python/open.ts";
import { PLAIN } from "../python/plain.ts";

const linux = process.platform === "linux";
let python: Python;
beforeAll(bundleChild);
afterAll(() => python?.close());

function children(): number[] {
  const list = execFileSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return list
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...command]) => Number(parent) === process.pid && command.join(" ").includes("child.js"))
    .map(([pid]) => Number(pid));
}

/** Resident memory of a process in MB. */
const resident = (pid: number): number =>
  (Number(fs.readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096) / 2 ** 20;

test.skipIf(!linux)("a hundred thousand calls of every kind", async () => {
  let version = 0;
  python = createPython({
    names: {
      resolve: (name) =>
        name === "live"
          ? { kind: "value", token: version, part: { head: ["J", 1], bytes: new TextEncoder().encode("7") } }
          : { kind: "absent" },
      fresh: (_, token) => token === version,
    },
  });
  const round = async (i: number): Promise<void> => {
    version++;
    expect((await python.evaluate(`live + ${i}`, "py-eval", PLAIN)).value).toBe(7 + i);
    const { value } = await python.evaluate("object()", "py-eval", PLAIN);
    python.release((value as unknown as { number: number }).number);
    await python.set(`v${i % 50}`, (writer) => writer.string("text ".repeat(i % 100)));
    await failureOf(python.evaluate(`nothing_${i}`, "py-eval", PLAIN));
    await python.evaluate(`print(${i}); def_${i % 10} = [${i}] * 100`, "py-exec", PLAIN);
  };
  const rounds = 20_000;
  const measure = async (): Promise<[child: number, objects: number, host: number]> => {
    const { value } = await python.evaluate("import gc; gc.collect(); len(gc.get_objects())", "py-eval", PLAIN);
    globalThis.gc?.();
    return [resident(children()[0]), value as number, process.memoryUsage().heapUsed / 2 ** 20];
  };
  for (let i = 0; i < rounds / 4; i++) await round(i);
  const before = await measure();
  for (let i = rounds / 4; i < rounds; i++) await round(i);
  const after = await measure();
  console.log(`child MB, Python objects, host MB: ${before.join(", ")} → ${after.join(", ")}`);
  expect(after[0]).toBeLessThan(before[0] + 16);
  expect(after[1]).toBeLessThan(before[1] + 500);
  expect(after[2]).toBeLessThan(before[2] + 32);
  await python.close();
});

test.skipIf(!linux)("fifty restarts, by every way to end", async () => {
  python = createPython({ seconds: 0.3, graceSeconds: 0.2, heapMb: 128 });
  const ends = [
    "import os; os._exit(1)",
    "sum(iter(int, 1))",
    "import os; os.abort()",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "x = []\nfor _ in range(10 ** 6): x = [x]\ndel x",
  ];
  for (let i = 0; i < 50; i++) {
    await failureOf(python.evaluate(ends[i % ends.length], "py-exec", PLAIN));
    expect((await python.evaluate("6 * 7", "py-eval", PLAIN)).value).toBe(42);
    expect(children().length).toBe(1);
  }
  await python.close();
  await expect.poll(() => children().length, { timeout: 30_000 }).toBe(0);
});

test.skipIf(!linux)("interpreters that are opened and closed in turn leave nothing", async () => {
  for (let i = 0; i < 20; i++) {
    const one = createPython({ spare: i % 2 === 0 });
    await one.evaluate("1", "py-eval", PLAIN);
    await one.close();
  }
  await expect.poll(() => children().length, { timeout: 30_000 }).toBe(0);
  expect(process.listenerCount("exit")).toBeLessThan(10);
});
