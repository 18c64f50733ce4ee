// Scripts that try to get out or to break what they run in: each ends in a value or an error, the host is untouched, the next call works.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Canary, hostileScripts, runHostile, setCanary } from "./hostile.ts";
import { HANG, openPython } from "./open.ts";

const scripts = hostileScripts();
const py = openPython({ seconds: 1, graceSeconds: 0.3, heapMb: 128, outputBytes: 100_000, spare: true });

let canary: Canary;
beforeAll(async () => {
  canary = await setCanary();
});
afterAll(() => canary.close());

test("there are at least eighty scripts", () => {
  expect(scripts.length).toBeGreaterThanOrEqual(80);
});

test.each(scripts.map((script) => [script.name, script] as const))("%s", { timeout: HANG }, async (_, script) => {
  await runHostile(py, script, canary, true);
});
