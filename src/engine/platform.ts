// What an engine takes from where it runs: Node or a browser. Everything else is the same in both.
import type { Provider } from "../llm/contract.ts";
import type { ResponseStore } from "../llm/store/store.ts";
import type { NameSource } from "../python/names.ts";
import type { Python, PythonLimits } from "../python/python.ts";
import type { Prelude } from "./prelude.ts";

export interface Platform {
  prelude(): Promise<Prelude>;
  python(limits: Partial<PythonLimits>, names: NameSource): Python;
  /** A store in a folder, by its path. */
  store(folder: string): ResponseStore;
  /** Who answers where the host says nothing. */
  provider(): Provider;
  /** Tells the host's author of a mistake in a callback, and goes on. */
  warn(error: unknown): void;
}
