// Deadlines, memory, output, interruption: what happens at each limit, and that the next call works.
import { describe, expect, test } from "vitest";
import { createPython } from "../../src/python/node.ts";
import { failureOf, HANG, openPython, type TestPython } from "./open.ts";
import { PLAIN } from "./plain.ts";

// On a busy machine a deadline must neither strike where another limit is meant, nor the hard one before the soft.
const py = openPython({ heapMb: 128, outputBytes: 10_000, messageBytes: 20_000_000 });
const soft = openPython({ seconds: 0.5, graceSeconds: 20 });
const hard = openPython({ seconds: 0.3, graceSeconds: 0.3 });

/** Whether variables of before are still there. */
async function survived(on: TestPython, code: string): Promise<[code: string, kept: boolean, message: string]> {
  await on.run("keep = 1");
  const error = await on.failure(code);
  const kept = (await on.value("'keep' in globals()")) as boolean;
  expect(error.facts.restarted ?? false).toBe(!kept);
  return [error.code, kept, error.message];
}

describe("limits", { timeout: HANG }, () => {
  test.each([
    ["while True: pass"],
    ["import time; time.sleep(60)"],
    ["import re; re.match('(a+)+$', 'a' * 60 + 'b')"],
    ["9 ** 9 ** 9"],
    ["import itertools\nfor _ in itertools.count(): len('a')"],
    ["import asyncio; asyncio.run(asyncio.sleep(60))"],
  ])("soft deadline: %s", async (code) => {
    expect(await survived(soft, code)).toEqual(["deadline", true, "the Python code ran longer than 0.5 s"]);
  });

  test.each([
    ["while True:\n    try:\n        while True: pass\n    except BaseException: pass"],
    ["import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"],
    ["sum(range(10 ** 12))"],
    ["'a' * 100 in iter(int, 1)"],
  ])("hard deadline: %s", async (code) => {
    expect(await survived(hard, code)).toEqual([
      "deadline",
      false,
      expect.stringMatching(/did not stop, so Python was ended/),
    ]);
  });

  test("code may catch the soft deadline and end well", async () => {
    expect(await soft.value("try:\n    while True: pass\nexcept KeyboardInterrupt:\n    r = 'caught'\nr")).toBe(
      "caught",
    );
  });

  test.each([["[0] * 10 ** 9"], ["a = []\nwhile True: a.append(bytearray(10 ** 6))"], ["'x' * 400_000_000"]])(
    "heap: %s",
    async (code) => {
      const [kind, kept, message] = await survived(py, code);
      expect([kind, kept, message]).toEqual(["exception", true, "MemoryError"]);
      await py.run("a = None");
    },
  );

  test("files count too, and a deleted file that is open", async () => {
    const code = "f = open('/tmp/big', 'wb')\nimport os; os.unlink('/tmp/big')\nwhile True: f.write(bytes(10 ** 6))";
    expect((await py.failure(code)).message).toBe("OSError: [Errno 51] No space left on device");
    expect((await py.failure("g = open('/tmp/g', 'wb'); g.truncate(10 ** 9)")).message).toMatch(/No space left/);
    await py.run("f.close(); g.close()");
    expect(await py.value("open('/tmp/h', 'wb').write(bytes(10 ** 6))")).toBe(1_000_000);
    expect((await py.failure("for i in range(30_000): open(f'/tmp/n{i}', 'w').close()")).message).toMatch(
      /No space left/,
    );
  });

  test("output: what fits is kept, then an error", async () => {
    const error = await py.failure("while True: print('0123456789')");
    expect(error.message).toMatch(/^OSError: printed more than the limit of 10000 characters/);
    expect(error.printed.text.length).toBe(10_000);
    expect((await py.run("print('x')")).text).toBe("x\n");
  });

  test("output below Python's streams is bounded as well", async () => {
    const { text } = await py.run("import os\nfor _ in range(1000): os.write(1, b'x' * 1000)");
    expect(text.length).toBeLessThanOrEqual(10_000);
  });

  test("what was printed before a kill is not lost", async () => {
    expect((await hard.failure("print('before'); sum(range(10 ** 12))")).printed.text).toBe("before\n");
  });

  test("a value that is too big does not leave", async () => {
    const error = await py.failure("['x' * 1_000_000] * 25");
    expect(error.message).toMatch(/value of 25\d+ bytes is bigger than the limit of 20000000/);
    expect(await py.value("'fine'")).toBe("fine");
  });

  test("an interruption from outside is soft at first", async () => {
    const slow = createPython({ seconds: 60, graceSeconds: 0.5 });
    await slow.evaluate("keep = 1", "py-exec", PLAIN);
    const stop = new AbortController();
    const running = slow.evaluate("print('on')\nwhile True: pass", "py-exec", PLAIN, { signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    const error = await failureOf(running);
    expect([error.code, error.printed.text]).toEqual(["interrupted", "on\n"]);
    expect((await slow.evaluate("keep", "py-eval", PLAIN)).value).toBe(1);
    const again = new AbortController();
    const stuck = slow.evaluate("sum(range(10 ** 13))", "py-eval", PLAIN, { signal: again.signal });
    setTimeout(() => again.abort(), 100);
    expect((await failureOf(stuck)).facts.restarted).toBe(true);
    expect((await slow.evaluate("1", "py-eval", PLAIN)).value).toBe(1);
    await slow.close();
  });

  test("a call that is aborted before its turn never runs", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(py.python.evaluate("ran = 1", "py-exec", PLAIN, { signal: stop.signal })).rejects.toThrow();
    expect(await py.value("'ran' in globals()")).toBe(false);
  });

  test("a shorter limit for one call", async () => {
    const slow = createPython({ seconds: 60 });
    const error = await failureOf(slow.evaluate("while True: pass", "py-exec", PLAIN, { seconds: 0.2 }));
    expect(error.message).toBe("the Python code ran longer than 0.2 s");
    await slow.close();
  });

  test("after close every call fails, and closing while it runs ends it", async () => {
    const other = createPython();
    await other.warm();
    const running = failureOf(other.evaluate("while True: pass", "py-exec", PLAIN));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await other.close();
    expect((await running).code).toBe("closed");
    expect((await failureOf(other.evaluate("1", "py-eval", PLAIN))).message).toBe("Python is closed");
    await other.close();
  });
});
