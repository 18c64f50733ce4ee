// Python in a browser: interpreters in workers, the same bridge, the same import gate.
import type { Interpreter } from "./interpreter.ts";
import type { NameSource } from "./names.ts";
import { FROM_CHILD } from "./protocol.ts";
import {
  createPythonWith,
  DEFAULT_LIMITS,
  type Launcher,
  type Python,
  type PythonLimits,
  startFailure,
} from "./python.ts";
import { WorkerInterpreter, type WorkerLike } from "./worker.ts";

export interface BrowserPythonOptions extends Partial<PythonLimits> {
  /** Starts the bundled `child/worker-main.ts` as a module worker. */
  readonly worker: () => WorkerLike;
  /** URL of the folder with Pyodide's files, ending in a slash. */
  readonly pyodide: string;
  readonly names?: NameSource;
}

const NO_NAMES: NameSource = { resolve: () => ({ kind: "absent" }), fresh: () => true };

/**
 * Nothing is started before the first call. The page must be cross-origin isolated (headers `Cross-Origin-Opener-Policy:
 * same-origin` and `Cross-Origin-Embedder-Policy: require-corp`): a worker in a call can only be told things through
 * shared memory.
 */
export function createBrowserPython(options: BrowserPythonOptions): Python {
  if (typeof SharedArrayBuffer === "undefined") {
    throw new Error(
      "Python in a browser needs a cross-origin isolated page: send the headers COOP same-origin and COEP require-corp",
    );
  }
  const { worker, pyodide, names, ...given } = options;
  const limits: PythonLimits = { ...DEFAULT_LIMITS, ...given };
  return createPythonWith(new WorkerLauncher(worker, pyodide, limits), limits, names ?? NO_NAMES);
}

class WorkerLauncher implements Launcher {
  readonly #make: () => WorkerLike;
  readonly #pyodide: string;
  readonly #limits: PythonLimits;
  #generation = 0;

  constructor(make: () => WorkerLike, pyodide: string, limits: PythonLimits) {
    this.#make = make;
    this.#pyodide = pyodide;
    this.#limits = limits;
  }

  start(): Promise<Interpreter> {
    const { heapMb, outputBytes, messageBytes, graceSeconds } = this.#limits;
    const interpreter = new WorkerInterpreter(this.#make(), {
      pyodide: this.#pyodide,
      snapshot: false,
      makeSnapshot: false,
      heapMb,
      outputBytes,
      messageBytes,
      graceMs: graceSeconds * 1000,
      generation: ++this.#generation,
      layers: { imports: true, globals: true, blocker: true },
    });
    return new Promise((resolve, reject) => {
      let why: string | undefined;
      interpreter.events = {
        reply: ({ kind, body }) => {
          if (kind === FROM_CHILD.failed) why = new TextDecoder().decode(body);
          if (kind === FROM_CHILD.ready) resolve(interpreter);
        },
        gone: (gone) => reject(startFailure(gone, why)),
      };
    });
  }

  close(): void {}
}
