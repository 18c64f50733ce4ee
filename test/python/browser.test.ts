// The same bridge in a browser worker, in headless Chromium where there is one.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bundleForPage, chromium, runPage } from "../support/chromium.ts";

const here = path.dirname(fileURLToPath(import.meta.url));

test.skipIf(chromium === undefined)(
  "values, live names, errors, limits and restarts",
  { timeout: 180_000 },
  async () => {
    const { results, requested } = await runPage({
      scripts: {
        "/page.js": await bundleForPage(path.join(here, "browser-page.ts")),
        "/worker.js": await bundleForPage(path.join(here, "..", "..", "src", "python", "child", "worker-main.ts")),
      },
    });
    expect(results).toEqual({
      value: [1, "é", { a: null }, true],
      text: "a\nb\n",
      names: [50_000, "document 49999 with some text in it: naïve 😀"],
      again: 50_000,
      asked: ["documents"],
      error: "exception: KeyError: 'k'",
      big: 5_000_000,
      soft: "deadline: the Python code ran longer than 2 s",
      kept: 5_000_000,
      heap: "exception: MemoryError",
      js: "exception: ModuleNotFoundError: No module named 'js'",
      socket: expect.stringMatching(/^exception: OSError/),
      hard: expect.stringMatching(/^deadline: .*did not stop, so Python was ended/),
      afterwards: [2, false],
      quit: "stopped: Python ended: it ended itself with status 3",
      finally: "alive",
    });
    expect(requested.filter((url) => url.startsWith("/leak"))).toEqual([]);
  },
);
