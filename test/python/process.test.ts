// The child process: what it is given, how it starts, and that none is left behind.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPython } from "../../src/python/node.ts";
import { bundleChild } from "./bundle.ts";
import { failureOf, HANG } from "./open.ts";
import { PLAIN } from "./plain.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "skein-test-"));
beforeAll(bundleChild);
afterAll(() => fs.rmSync(folder, { recursive: true }));

const linux = process.platform === "linux";

/** Processes that this one has started and that are still there. */
function children(): number[] {
  const list = execFileSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return list
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...command]) => Number(parent) === process.pid && command.join(" ").includes("child.js"))
    .map(([pid]) => Number(pid));
}

describe("the child process", { timeout: HANG }, () => {
  test("does not start before the first call", async () => {
    const python = createPython({ cacheFolder: folder });
    expect(children()).toEqual([]);
    await python.evaluate("1", "py-eval", PLAIN);
    expect(children().length).toBe(1);
    await python.close();
  });

  test("starts from a snapshot that only its user can read or write", async () => {
    const cache = path.join(folder, "cache");
    const python = createPython({ cacheFolder: cache });
    await python.warm();
    const [name] = fs.readdirSync(cache);
    expect(name).toMatch(/^python-[0-9a-f]{32}\.snapshot$/);
    expect(fs.statSync(path.join(cache, name)).mode & 0o777).toBe(0o600);
    await python.close();
  });

  test("two starts from one snapshot do not draw the same numbers", async () => {
    const draw = async (): Promise<unknown> => {
      const python = createPython({ cacheFolder: folder });
      const { value } = await python.evaluate(
        "import random, uuid; [random.random(), str(uuid.uuid4())]",
        "py-eval",
        PLAIN,
      );
      await python.close();
      return value;
    };
    expect(await draw()).not.toEqual(await draw());
  });

  test("a snapshot that does not load, or that others can write, is not used", async () => {
    const cache = path.join(folder, "bad");
    const make = async (): Promise<unknown> => {
      const python = createPython({ cacheFolder: cache });
      const { value } = await python.evaluate("6 * 7", "py-eval", PLAIN);
      await python.close();
      return value;
    };
    expect(await make()).toBe(42);
    const file = path.join(cache, fs.readdirSync(cache)[0]);
    fs.writeFileSync(file, "not a snapshot");
    expect(await make()).toBe(42);
    expect(await make()).toBe(42);
    expect(fs.statSync(file).size).toBeGreaterThan(1_000_000);
    const good = fs.readFileSync(file);
    fs.chmodSync(file, 0o666);
    const before = fs.statSync(file).ino;
    expect(await make()).toBe(42);
    expect(fs.statSync(file).ino).not.toBe(before);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(good.length).toBeGreaterThan(1_000_000);
  });

  test("works where nothing can be cached", async () => {
    const file = path.join(folder, "a-file");
    fs.writeFileSync(file, "");
    const python = createPython({ cacheFolder: path.join(file, "below") });
    expect((await python.evaluate("1 + 1", "py-eval", PLAIN)).value).toBe(2);
    await failureOf(python.evaluate("import os; os._exit(1)", "py-eval", PLAIN));
    expect((await python.evaluate("1 + 1", "py-eval", PLAIN)).value).toBe(2);
    await python.close();
    const plain = createPython({ plain: true });
    expect((await plain.evaluate("1 + 1", "py-eval", PLAIN)).value).toBe(2);
    await plain.close();
  });

  test.skipIf(!linux)("has no environment and no descriptors but its own", async () => {
    process.env.SKEIN_CANARY = "bird";
    const python = createPython({ cacheFolder: folder });
    await python.warm();
    const [pid] = children();
    expect(fs.readFileSync(`/proc/${pid}/environ`, "utf8")).toBe("");
    expect(fs.readlinkSync(`/proc/${pid}/cwd`)).toBe("/");
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    expect(command).toEqual(expect.arrayContaining(["--disallow-code-generation-from-strings"]));
    expect(command.some((flag) => /^--(experimental-)?permission$/.test(flag))).toBe(true);
    expect(
      command.filter((flag) => flag.startsWith("--allow")).every((flag) => flag.startsWith("--allow-fs-read=")),
    ).toBe(true);
    delete process.env.SKEIN_CANARY;
    await python.close();
  });

  test.skipIf(!linux)("is gone after close, after a kill and after ten restarts", async () => {
    const python = createPython({ cacheFolder: folder, seconds: 0.2, graceSeconds: 0.2 });
    for (let i = 0; i < 10; i++) {
      await failureOf(python.evaluate(i % 2 ? "import os; os._exit(1)" : "sum(range(10 ** 12))", "py-eval", PLAIN));
      expect((await python.evaluate("1", "py-eval", PLAIN)).value).toBe(1);
      expect(children().length).toBe(1);
    }
    await python.close();
    await expect.poll(() => children().length, { timeout: 20_000 }).toBe(0);
  });

  test("references of an earlier interpreter are known as such", async () => {
    const python = createPython({ cacheFolder: folder });
    const { value } = await python.evaluate("object()", "py-eval", PLAIN);
    const { number } = value as unknown as { number: number };
    await failureOf(python.evaluate("import os; os._exit(1)", "py-eval", PLAIN));
    await python.evaluate("[object() for _ in range(3)]", "py-eval", PLAIN);
    const error = await failureOf(python.call([(writer) => writer.reference(number)], PLAIN));
    expect(error.message).toMatch(
      /ReferenceError: this Python object was released or belongs to an earlier interpreter/,
    );
    await python.close();
  });

  test("two of them share nothing", async () => {
    const [a, b] = [createPython({ cacheFolder: folder }), createPython({ cacheFolder: folder })];
    await a.evaluate("import sys; x = 1; sys.marker = 1; open('/tmp/f', 'w').write('a')", "py-exec", PLAIN);
    const { value } = await b.evaluate(
      "import os, sys; ['x' in globals(), hasattr(sys, 'marker'), os.path.exists('/tmp/f')]",
      "py-eval",
      PLAIN,
    );
    expect(value).toEqual([false, false, false]);
    await Promise.all([a.close(), b.close()]);
  });
});
