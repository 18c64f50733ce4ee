// `createSkein` on Node: Python in child processes, stores in folders, keys from the environment.
import { directoryStore } from "../llm/store/lmdb.ts";
import { createPython } from "../python/node.ts";
import { providerFromEnvironment } from "./default-provider.ts";
import { loadPrelude } from "./load-prelude.ts";
import type { Platform } from "./platform.ts";
import { Skein, type SkeinOptions } from "./skein.ts";

const node: Platform = {
  prelude: loadPrelude,
  python: (limits, names) => createPython({ ...limits, names }),
  store: (folder) => directoryStore(folder),
  provider: providerFromEnvironment,
  warn: (error) => process.emitWarning(error instanceof Error ? error : String(error)),
};

/** Makes an engine. Throws a TypeError for an unknown option or a wrong type; nothing is started before the first call. */
export function createSkein(options: SkeinOptions = {}): Skein {
  return new Skein(options, node);
}
