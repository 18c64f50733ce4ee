// `createSkein` in a browser: Python in workers, stores in memory or the page's own, no environment.
import { local } from "../llm/providers/local/local.ts";
import { createBrowserPython } from "../python/browser.ts";
import type { WorkerLike } from "../python/worker.ts";
import type { Platform } from "./platform.ts";
import { Skein, type SkeinOptions } from "./skein.ts";

export interface BrowserSkeinOptions extends Omit<SkeinOptions, "store"> {
  store?: Exclude<SkeinOptions["store"], string>;
  /**
   * Where scripts' Python comes from; without it, Python is an error. The page must be cross-origin isolated (headers
   * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`).
   */
  python?: {
    /** Starts `skein/python-worker` as a module worker. */
    worker: () => WorkerLike;
    /** URL of a folder with Pyodide's files, ending in a slash. */
    pyodide: string;
  };
}

/** Makes an engine. Throws a TypeError for an unknown option or a wrong type; nothing is started before the first call. */
export function createSkein({ python, ...options }: BrowserSkeinOptions = {}): Skein {
  const platform: Platform = {
    prelude: async () => (await import("virtual:prelude")).prelude,
    python(limits, names) {
      if (python === undefined)
        throw new Error("Python in a browser wants createSkein({ python: { worker, pyodide } })");
      return createBrowserPython({ ...limits, ...python, names });
    },
    store: noFolder,
    provider: () => local(),
    warn: (error) => (globalThis as { reportError?: (error: unknown) => void }).reportError?.(error),
  };
  if (typeof options.store === "string") noFolder(options.store);
  return new Skein(options, platform);
}

function noFolder(folder: string): never {
  throw new TypeError(
    `createSkein: a browser has no folder ${JSON.stringify(folder)}; give a store such as memoryStore()`,
  );
}
