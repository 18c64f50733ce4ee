// The whole hostile suite against the import filter alone: no permission model, the host's environment, code from strings allowed.
import { afterAll, beforeAll, test } from "vitest";
import { type Canary, hostileScripts, runHostile, setCanary } from "../python/hostile.ts";
import { HANG, openPython } from "../python/open.ts";

const layers = { globals: false, blocker: false, permission: false, codeGeneration: false };
const py = openPython({ seconds: 1, graceSeconds: 0.3, heapMb: 128, outputBytes: 100_000, spare: true, layers });

let canary: Canary;
beforeAll(async () => {
  canary = await setCanary();
});
afterAll(() => canary.close());

test.each(hostileScripts().map((script) => [script.name, script] as const))(
  "%s",
  { timeout: HANG },
  async (_, script) => {
    // How each ends may differ where a layer gives the better message; what must not happen is the same.
    await runHostile(py, script, canary, false);
  },
);
