// Python on Node: interpreters in child processes, started from a memory snapshot where there is one.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Interpreter } from "./interpreter.ts";
import { type ChildFiles, locateChild } from "./locate.ts";
import type { NameSource } from "./names.ts";
import { ProcessInterpreter } from "./process.ts";
import { FROM_CHILD } from "./protocol.ts";
import {
  createPythonWith,
  DEFAULT_LIMITS,
  type Launcher,
  type Python,
  type PythonLimits,
  startFailure,
} from "./python.ts";
import { SnapshotCache } from "./snapshot.ts";

/** The walls around Python. All stand; tests take some away to see that the others hold alone. */
export interface Layers {
  readonly imports: boolean;
  readonly globals: boolean;
  readonly blocker: boolean;
  readonly permission: boolean;
  readonly codeGeneration: boolean;
  readonly environment: boolean;
}

export const ALL_LAYERS: Layers = {
  imports: true,
  globals: true,
  blocker: true,
  permission: true,
  codeGeneration: true,
  environment: true,
};

export interface PythonOptions extends Partial<PythonLimits> {
  /** The host's variables that Python sees; none by default. */
  readonly names?: NameSource;
  /** Where snapshots are kept; default: the user's cache folder. */
  readonly cacheFolder?: string;
  /** Keep one more interpreter ready, for a restart that takes no time; it costs its memory. */
  readonly spare?: boolean;
  /** Never use a snapshot. */
  readonly plain?: boolean;
  /** For tests only. */
  readonly layers?: Partial<Layers>;
}

const NO_NAMES: NameSource = { resolve: () => ({ kind: "absent" }), fresh: () => true };

/** Nothing is started before the first call. */
export function createPython(options: PythonOptions = {}): Python {
  const limits = { ...DEFAULT_LIMITS, ...definedOnly(options) };
  return createPythonWith(new ProcessLauncher(options, limits), limits, options.names ?? NO_NAMES);
}

function definedOnly(options: PythonOptions): Partial<PythonLimits> {
  const known = Object.keys(DEFAULT_LIMITS) as (keyof PythonLimits)[];
  return Object.fromEntries(known.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
}

class ProcessLauncher implements Launcher {
  readonly #options: PythonOptions;
  readonly #limits: PythonLimits;
  readonly #layers: Layers;
  // Where no file can be kept, a snapshot lives as long as this.
  #bytes: Uint8Array | undefined;
  #generation = 0;
  #spare: Promise<Interpreter | undefined> | undefined;
  #closed = false;

  constructor(options: PythonOptions, limits: PythonLimits) {
    this.#options = options;
    this.#limits = limits;
    this.#layers = { ...ALL_LAYERS, ...options.layers };
  }

  async start(): Promise<Interpreter> {
    const spare = await this.#spare;
    this.#spare = undefined;
    const interpreter = spare?.alive ? spare : await this.#fresh();
    if (this.#options.spare && !this.#closed) this.#prepareSpare();
    return interpreter;
  }

  close(): void {
    this.#closed = true;
    this.#spare?.then((spare) => spare?.kill());
  }

  #prepareSpare(): void {
    this.#spare = this.#fresh().then(
      (interpreter) => {
        if (this.#closed) interpreter.kill();
        return interpreter;
      },
      // The next start will fail with the same reason and say so.
      () => undefined,
    );
  }

  async #fresh(): Promise<Interpreter> {
    const files = locateChild();
    if (this.#options.plain) return this.#launch(files, undefined);
    const cache = new SnapshotCache(files, this.#options.cacheFolder);
    const snapshot = cache.open() ?? (await this.#make(files, cache));
    if (snapshot === undefined) return this.#launch(files, undefined);
    try {
      return await this.#launch(files, snapshot);
    } catch {
      // A snapshot that does not load is worse than none.
      cache.discard();
      this.#bytes = undefined;
      return this.#launch(files, undefined);
    }
  }

  async #make(files: ChildFiles, cache: SnapshotCache): Promise<number | undefined> {
    try {
      this.#bytes ??= await makeSnapshot(files, this.#limits, this.#layers);
    } catch {
      return undefined;
    }
    cache.save(this.#bytes);
    const saved = cache.open();
    if (saved === undefined) return openBytes(this.#bytes);
    this.#bytes = undefined;
    return saved;
  }

  #launch(files: ChildFiles, snapshot: number | undefined): Promise<Interpreter> {
    const settings = bootSettings(this.#limits, this.#layers, false, ++this.#generation);
    const child = new ProcessInterpreter({ files, settings, snapshot, layers: this.#layers });
    return awaitFrame(child, FROM_CHILD.ready, (ready) => ready);
  }
}

function makeSnapshot(files: ChildFiles, limits: PythonLimits, layers: Layers): Promise<Uint8Array> {
  const settings = bootSettings(limits, layers, true, 1);
  const builder = new ProcessInterpreter({ files, settings, snapshot: undefined, layers });
  return awaitFrame(builder, FROM_CHILD.snapshot, (_, body) => body);
}

const bootSettings = (limits: PythonLimits, layers: Layers, makeSnapshot: boolean, generation: number) => ({
  makeSnapshot,
  heapMb: limits.heapMb,
  outputBytes: limits.outputBytes,
  messageBytes: limits.messageBytes,
  graceMs: limits.graceSeconds * 1000,
  generation,
  layers: { imports: layers.imports, globals: layers.globals, blocker: layers.blocker },
});

/** A load that takes longer than this has failed. */
const START_MS = 120_000;

/** Waits for the first frame of a kind; the interpreter keeps the host alive meanwhile. */
function awaitFrame<T>(
  child: ProcessInterpreter,
  kind: number,
  make: (child: Interpreter, body: Uint8Array) => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let why: string | undefined;
    const timer = setTimeout(() => {
      why = `it was not ready after ${START_MS / 1000} s`;
      child.kill();
    }, START_MS);
    child.events = {
      reply: (reply) => {
        if (reply.kind === FROM_CHILD.failed) why = new TextDecoder().decode(reply.body);
        if (reply.kind !== kind) return;
        clearTimeout(timer);
        child.hold(false);
        resolve(make(child, reply.body));
      },
      gone: (gone) => {
        clearTimeout(timer);
        reject(startFailure(gone, why));
      },
    };
  });
}

/** A descriptor of a file without a name that holds `bytes`. */
function openBytes(bytes: Uint8Array): number | undefined {
  try {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "skein-"));
    const file = path.join(folder, "snapshot");
    fs.writeFileSync(file, bytes, { mode: 0o600 });
    const fd = fs.openSync(file, "r");
    fs.rmSync(folder, { recursive: true });
    return fd;
  } catch {
    return undefined;
  }
}
