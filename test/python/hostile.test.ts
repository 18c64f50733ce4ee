// Scripts that try to get out or to break what they run in: each ends in a value or an error, the host is untouched, the next call works.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Layers } from "../../src/python/node.ts";
import { type Canary, hostileScripts, runHostile, setCanary } from "./hostile.ts";
import { HANG, openPython } from "./open.ts";

const scripts = hostileScripts();
let canary: Canary;
beforeAll(async () => {
  canary = await setCanary();
});
afterAll(() => canary.close());

const ALONE: Partial<Layers> = {
  globals: false,
  blocker: false,
  permission: false,
  codeGeneration: false,
  environment: false,
};

describe.each<[string, Partial<Layers>]>([
  ["all layers", {}],
  ["the import filter alone", ALONE],
])("%s", (name, layers) => {
  const py = openPython({ seconds: 1, graceSeconds: 0.5, heapMb: 128, outputBytes: 100_000, layers });

  test("there are at least eighty scripts", () => {
    expect(scripts.length).toBeGreaterThanOrEqual(80);
  });

  test.each(scripts.map((script) => [script.name, script] as const))("%s", { timeout: HANG }, async (_, script) => {
    // What only a missing layer changes is not the filter's to prevent.
    await runHostile(py, script, canary, name === "all layers");
  });
});
