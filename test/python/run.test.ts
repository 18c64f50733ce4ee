// What a piece of code gives: the last value, what was printed, and how both are told apart.
import { describe, expect, test } from "vitest";
import { HANG, openPython } from "./open.ts";

const py = openPython();

describe("running", { timeout: HANG }, () => {
  test.each([
    ["1 + 1", 2, ""],
    ["x = 5\nx * 2", 10, ""],
    ["import json; json.dumps([1])", "[1]", ""],
    ["def f():\n    return 7\nf()", 7, ""],
    ["print('a')\n3", 3, "a\n"],
    ["print('no newline', end='')", null, "no newline"],
    ["print(1); print(2)", null, "1\n2\n"],
    ["y = 1", null, ""],
    ["", null, ""],
    ["# only a comment", null, ""],
    ["\n\n  1 + 2\n", 3, ""],
    ["    a = 1\n    if a:\n        a = 3\n    a", 3, ""],
    ["import sys; sys.stdout.write('t') and None", null, "t"],
    ["import os; os.write(1, b'raw\\n'); print('then')", null, "raw\nthen\n"],
  ])("%j", async (code, value, text) => {
    const outcome = await py.run(code);
    expect([outcome.value, outcome.none, outcome.text]).toEqual([value, value === null, text]);
  });

  test("standard error is told apart", async () => {
    const outcome = await py.run("import sys; print('out'); print('err', file=sys.stderr)");
    expect([outcome.text, outcome.errorText]).toEqual(["out\n", "err\n"]);
  });

  test("globals persist and functions see them", async () => {
    await py.run("count = 0\ndef bump():\n    global count\n    count += 1\n    return count");
    await py.run("bump()");
    expect(await py.value("bump()")).toBe(2);
    expect(await py.value("[count for _ in range(2)]")).toEqual([2, 2]);
    expect(await py.value("__name__")).toBe("__main__");
  });

  test("a printed lone surrogate survives", async () => {
    expect((await py.run("print('a\\ud800')")).text).toBe("a\ud800\n");
  });

  test("printed text comes in order and whole", async () => {
    const { text } = await py.run("for i in range(20000): print(i)");
    expect(text).toBe(Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(""));
  });

  test("calls by name, by dotted name, by expression, of objects and methods", async () => {
    const { python } = py;
    const call = async (...values: unknown[]): Promise<unknown> => {
      const { PLAIN } = await import("./plain.ts");
      const writes = values.map((value) => (writer: import("../../src/python/writer.ts").Writer) => {
        if (typeof value === "number") writer.integer(value);
        else if (typeof value === "string") writer.string(value);
        else writer.reference((value as { number: number }).number);
      });
      return (await python.call(writes, PLAIN)).value;
    };
    await py.run(
      "def twice(n): return 2 * n\nclass Box:\n    size = 3\n    def grow(self, n): self.size += n; return self.size\nbox = Box()",
    );
    expect(await call("twice", 4)).toBe(8);
    expect(await call("max", 1, 5)).toBe(5);
    expect(await call("math.floor", 5)).toBe(5);
    expect(await call("lambda n: n + 1", 5)).toBe(6);
    const box = await py.value("box");
    expect(await call(box, "grow", 4)).toBe(7);
    expect(await call(box, "size")).toBe(7);
    expect(await call(await py.value("str.upper"), "abc")).toBe("ABC");
    await expect(call("nothing_here", 1)).rejects.toThrow("NameError: name 'nothing_here' is not defined");
  });

  test("asyncio runs on time alone", async () => {
    const code = `
import asyncio
async def work(n):
    await asyncio.sleep(0.01 * (3 - n))
    done.append(n)
    return n
async def main():
    return await asyncio.gather(*[work(n) for n in range(3)]), await asyncio.to_thread(len, "abcd")
done = []
[asyncio.run(main()), done]`;
    expect(await py.value(code)).toEqual([
      [[0, 1, 2], 4],
      [2, 1, 0],
    ]);
    expect(
      (await py.failure("async def never(): await asyncio.get_running_loop().create_future()\nasyncio.run(never())"))
        .message,
    ).toMatch(/waits for something that can not happen/);
  });

  test("objects are released", async () => {
    const before = await py.value(
      "class Probe: pass\nimport weakref, gc\nalive = weakref.WeakSet()\ndef probe():\n    p = Probe(); alive.add(p); return p\nprobe()",
    );
    expect(await py.value("gc.collect(); len(alive)")).toBe(1);
    py.python.release((before as unknown as { number: number }).number);
    expect(await py.value("gc.collect(); len(alive)")).toBe(0);
  });

  test("one call at a time, in order", async () => {
    await py.run("seen = []");
    await Promise.all(Array.from({ length: 20 }, (_, i) => py.run(`seen.append(${i})`)));
    expect(await py.value("seen")).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });
});
