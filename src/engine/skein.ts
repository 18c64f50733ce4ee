// The embedding API: what `createSkein` gives a host application.

import type { EngineEvent } from "../builtins/services.ts";
import { denyHost } from "../host/deny.ts";
import type { Host } from "../host/host.ts";
import type { BudgetLimits } from "../llm/budget.ts";
import { createClient, type LlmClient } from "../llm/client.ts";
import type { Provider } from "../llm/contract.ts";
import type { ModelNames } from "../llm/models.ts";
import type { PriceOverlay } from "../llm/prices.ts";
import type { ResponseStore, StoreMode } from "../llm/store/store.ts";
import type { ModelSummary } from "../llm/summary.ts";
import type { TraceRecord } from "../llm/trace.ts";
import type { PythonLimits } from "../python/python.ts";
import { loadReader } from "../reader/reader.ts";
import { UNSPECIFIED } from "../values/types.ts";
import { checkName, checkOptions, checkRunOptions } from "./check-options.ts";
import { type Build, Engine, type EngineEnd, resultOf } from "./engine.ts";
import { copyGlobals } from "./fork.ts";
import type { Description } from "./library.ts";
import type { Platform } from "./platform.ts";
import { SkeinError } from "./skein-error.ts";

export interface SkeinLimits {
  /** Wall-clock seconds of one run or evaluation. */
  seconds?: number;
  /** Procedure calls and loop iterations, about. */
  steps?: number;
  /** Growth of the JavaScript heap during a run; default 512. */
  heapMb?: number;
  /** Text kept in `result.output`, in characters; default 10,000,000. */
  outputCharacters?: number;
  python?: { seconds?: number; heapMb?: number; outputBytes?: number };
}

export interface SkeinOptions {
  /** Default: from the environment (`OPENAI_API_KEY`, `OPENAI_BASE_URL`), else `local()`, which says what it needs. */
  provider?: Provider;
  models?: ModelNames;
  /** Top-level names for Scheme and Python. */
  inputs?: { readonly [name: string]: unknown };
  budget?: BudgetLimits;
  limits?: SkeinLimits;
  /** A folder, or a store of your own; default: in memory. */
  store?: string | ResponseStore;
  storeMode?: StoreMode;
  /** What scripts may reach; default: nothing. */
  host?: Host | "deny";
  /** Gets what the script displays as it displays it; it is collected in `result.output` as well. */
  output?: (text: string) => void;
  prices?: PriceOverlay;
  trace?: (record: TraceRecord) => void;
  /** Send the calls of `map-async` through the provider's batch endpoint. */
  batch?: boolean;
  maxInFlight?: number;
  /** `closures` for hosts that forbid eval (found out by itself); `stress` is for tests. */
  build?: Build;
  /** Numbers from 0 to 1 for `random`; seed it for repeatable runs. */
  random?: () => number;
}

export type SkeinStatus = "finished" | "completed" | "stopped";

export interface SkeinResult {
  /** `finished` by `(finish v)`, `completed` at the end of the script, `stopped` by a limit, an abort or a cap. */
  status: SkeinStatus;
  /** As a JavaScript value. */
  value: unknown;
  /** As `skein run` prints it: text as it is, other values as they are written, nothing when unspecified. */
  text: string;
  output: string;
  /** Calls, tokens, dollars and latencies by model, since the engine was made. */
  usage: { [model: string]: Omit<ModelSummary, "model"> };
  /** Dollars. */
  cost: number;
  /** Why it was stopped: `time`, `steps`, `memory`, `aborted`, `closed`, `budget`. */
  reason: string | undefined;
  error: SkeinError | undefined;
}

export interface RunOptions {
  /** As errors name the source; default `script.scm`. */
  name?: string;
  signal?: AbortSignal;
}

export type SkeinEvent = EngineEvent;
export type Listener = (event: SkeinEvent) => void;

const DEFAULT_HEAP_MB = 512;
const DEFAULT_OUTPUT = 10_000_000;

/** One embedded Scheme. Its state persists between calls; runs go one after the other. */
export class Skein {
  readonly #options: SkeinOptions;
  readonly #platform: Platform;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #defined: { name: string; f: (...args: unknown[]) => unknown; doc: string | undefined }[] = [];
  #engine: Promise<Engine> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #output = "";
  #closed = false;
  readonly #closing = new AbortController();

  /** @internal By `createSkein`, which knows where it runs. */
  constructor(options: SkeinOptions, platform: Platform) {
    checkOptions(options);
    this.#options = options;
    this.#platform = platform;
  }

  /** Python on the script's own interpreter, with the script's variables in sight. */
  readonly python = {
    /** An expression, or statements that end in one: its value as a JavaScript value. Rejects with `SkeinError`. */
    evaluate: (code: string): Promise<unknown> => {
      if (typeof code !== "string") throw new TypeError("python.evaluate: expected Python code as a string");
      return this.#exclusive((engine) => engine.pythonValue(code, this.#limits(undefined)));
    },
  };

  /**
   * Runs a script to its end. Rejects with `SkeinError` for a script's error; limits, aborts and caps resolve as `stopped`.
   * A host function must not wait for another run of its own engine, which begins only when this one has ended: it can call
   * the procedures that it is given, or use a fork.
   */
  run(source: string, options: RunOptions = {}): Promise<SkeinResult> {
    if (typeof source !== "string") throw new TypeError("run: expected the source text of a script");
    checkRunOptions("run", options);
    const turn = new Turn(options.signal);
    const work = this.#exclusive(async (engine) => {
      turn.begun = true;
      this.#output = "";
      engine.calls.opened?.beginRun();
      const end = await engine.runText(source, options.name ?? "script.scm", this.#limits(options.signal), false);
      const result = this.#result(engine, end);
      if (end.type === "error" && result.status !== "stopped") throw end.error;
      return result;
    });
    return turn.orAborted(work, () => ({ ...this.#result(undefined, ABORTED), output: "" }));
  }

  /** The value of the last form of a text, as a JavaScript value. Rejects with `SkeinError`. */
  evaluate(source: string, options: RunOptions = {}): Promise<unknown> {
    if (typeof source !== "string") throw new TypeError("evaluate: expected a source text");
    checkRunOptions("evaluate", options);
    const turn = new Turn(options.signal);
    const work = this.#exclusive(async (engine) => {
      turn.begun = true;
      const end = await engine.runText(source, options.name ?? "evaluate", this.#limits(options.signal), true);
      return engine.toJs(resultOf(end));
    });
    return turn.orAborted(work, () => resultOf(ABORTED));
  }

  /** Like `evaluate`, with the result as it is written instead; `bind` names it for later. For a REPL. */
  evaluateToText(source: string, options: RunOptions & { bind?: string } = {}): Promise<string> {
    return this.#exclusive(async (engine) => {
      const end = await engine.runText(source, options.name ?? "repl", this.#limits(options.signal), true);
      const value = resultOf(end);
      if (value === UNSPECIFIED) return "";
      if (options.bind !== undefined) engine.language.top.define(options.bind, value);
      return engine.written(value);
    });
  }

  /** A Scheme procedure of the script as an async function. */
  procedure(name: string): Promise<(...args: unknown[]) => Promise<unknown>> {
    return this.#exclusive(async (engine) => engine.procedure(name));
  }

  /** Makes a function known to scripts; an async one suspends the fiber that calls it, and others run meanwhile. */
  // biome-ignore lint/suspicious/noExplicitAny: scripts give what they like; the host says what it expects
  define(name: string, f: (...args: any[]) => unknown, options: { doc?: string } = {}): void {
    checkName("define", name);
    if (typeof f !== "function") throw new TypeError(`define: expected a function for ${name}`);
    if (this.#closed) throw new TypeError("define: this engine is closed");
    const definition = { name, f: f as (...args: unknown[]) => unknown, doc: options.doc };
    this.#defined.push(definition);
    void this.#engine?.then((engine) => engine.defineFunction(definition));
  }

  /** Calls `listener` for events of a type: `call`, `retry`, `progress`, `checkpoint`, `notice` …; "*" for all. */
  on(type: string, listener: Listener): () => void {
    if (typeof listener !== "function") throw new TypeError("on: expected a function");
    const set = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, set.add(listener));
    return () => set.delete(listener);
  }

  /** What is known of a name: signature, one line, examples. */
  describe(name: string): Promise<Description | undefined> {
    return this.#ready().then((engine) => engine.describe(name));
  }

  /** All names that begin with `prefix`, sorted. */
  complete(prefix: string): Promise<string[]> {
    return this.#ready().then((engine) =>
      [...engine.names()].filter((name) => name.startsWith(prefix) && !name.startsWith("%")).sort(),
    );
  }

  /** Names whose own text or documentation holds `text`, sorted. */
  apropos(text: string): Promise<string[]> {
    return this.#ready().then((engine) => engine.apropos(text));
  }

  /** Whether a text could be run now, needs more lines, or is wrong already. */
  isComplete(source: string): Promise<"complete" | "incomplete" | "invalid"> {
    return this.#ready().then((engine) => engine.isComplete(source));
  }

  /** The script's own top-level variables and how their values are written, shortened. */
  variables(): Promise<{ name: string; text: string }[]> {
    return this.#ready().then((engine) => engine.variables());
  }

  /** Calls, tokens and dollars so far. */
  spent(): { models: ModelSummary[]; cost: number } {
    const models = this.#client?.summary() ?? [];
    return { models, cost: models.reduce((sum, model) => sum + model.cost, 0) };
  }

  /**
   * An engine with a copy of the globals, and its own Python and budget. Procedures that the script defined at top level see
   * the copy's variables; one that was made by a computation, and so may have state of its own, is an error when called.
   */
  fork(): Promise<Skein> {
    return this.#exclusive(async (engine) => {
      const child = new Skein(this.#options, this.#platform);
      child.#defined.push(...this.#defined);
      const copy = await child.#ready();
      await copyGlobals(copy, engine);
      return child;
    });
  }

  /** Ends Python, cancels what is open. May be repeated; every other call rejects afterwards. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#closing.abort();
    const engine = await this.#engine?.catch(() => undefined);
    engine?.scheduler.stop("closed");
    await this.#last.catch(() => {});
    await engine?.python.close();
    await this.#client?.close();
  }

  #client: LlmClient | undefined;

  #ready(): Promise<Engine> {
    if (this.#closed) return Promise.reject(new SkeinError({ code: "closed", message: "this engine is closed" }));
    this.#engine ??= this.#create();
    return this.#engine;
  }

  /** One after the other: a run begins when the one before it has ended. */
  #exclusive<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
    const ready = this.#ready();
    const result = this.#last.then(async () => {
      const engine = await ready;
      if (this.#closed) throw new SkeinError({ code: "closed", message: "this engine is closed" });
      return use(engine);
    });
    this.#last = result.catch(() => {});
    return result;
  }

  async #create(): Promise<Engine> {
    const { inputs, limits, random, build, output } = this.#options;
    const host = this.#host();
    const keep = limits?.outputCharacters ?? DEFAULT_OUTPUT;
    const store = this.#openStore();
    // Both take their time; neither needs the other.
    const [prelude] = await Promise.all([this.#platform.prelude(), loadReader()]);
    const engine = await Engine.create({
      prelude,
      host,
      output: (text) => {
        if (this.#output.length < keep) this.#output += text.slice(0, keep - this.#output.length);
        output?.(text);
      },
      emit: (event) => this.#emit(event),
      makeClient: () => (this.#client = this.#makeClient(host, store)),
      openPython: (names) => this.#platform.python(pythonLimits(limits), names),
      enter: (action) =>
        this.#exclusive(async (engine) => resultOf(await engine.run(action, this.#limits(undefined), true))),
      ...(random && { random }),
      ...(this.#options.batch && { batch: true }),
      ...(build && { build }),
    });
    for (const [name, value] of Object.entries(inputs ?? {})) {
      engine.defineInput(name, value);
    }
    for (const definition of this.#defined) engine.defineFunction(definition);
    return engine;
  }

  #host(): Host {
    const { host } = this.#options;
    return host === undefined || host === "deny" ? denyHost() : host;
  }

  #openStore(): ResponseStore | undefined {
    const { store } = this.#options;
    if (typeof store !== "string") return store;
    return this.#platform.store(store);
  }

  #makeClient(host: Host, store: ResponseStore | undefined): LlmClient {
    const { models, storeMode, budget, prices, trace, maxInFlight, random } = this.#options;
    const provider = this.#options.provider ?? this.#platform.provider();
    return createClient({
      provider,
      // A name such as local/large says which provider it is for.
      providers: { [provider.name]: provider },
      clock: host.clock,
      onEvent: (event) => this.#emit(event),
      ...(store && { store }),
      models: provider.name === "local" ? { default: "large", ...models } : (models ?? {}),
      ...(storeMode && { mode: storeMode }),
      ...(budget && { budget }),
      ...(prices && { prices }),
      ...(trace && { trace }),
      ...(maxInFlight && { maxInFlight }),
      ...(random && { random }),
    });
  }

  #limits(signal: AbortSignal | undefined) {
    const { seconds, steps, heapMb } = this.#options.limits ?? {};
    return {
      ...(seconds !== undefined && { seconds }),
      ...(steps !== undefined && { steps }),
      heapBytes: (heapMb ?? DEFAULT_HEAP_MB) * 1024 * 1024,
      ...(signal && { signal }),
    };
  }

  /** Without an engine for a run that never began. */
  #result(engine: Engine | undefined, end: EngineEnd): SkeinResult {
    const { models, cost } = this.spent();
    const value = end.type === "value" || end.type === "finished" ? end.value : undefined;
    const refused = end.type === "error" && end.error.code === "budget";
    const reason = end.type === "stopped" ? end.reason : refused ? "budget" : undefined;
    return {
      status: end.type === "finished" ? "finished" : reason === undefined ? "completed" : "stopped",
      value: value === undefined ? undefined : engine?.toJsOrOpaque(value),
      text: value === undefined ? "" : (engine?.printed(value) ?? ""),
      output: this.#output,
      usage: Object.fromEntries(models.map(({ model, ...counts }) => [model, counts])),
      cost,
      reason,
      error: end.type === "error" ? end.error : undefined,
    };
  }

  #emit(event: SkeinEvent): void {
    for (const type of [event.type, "*"]) {
      for (const listener of this.#listeners.get(type) ?? []) {
        try {
          listener(event);
        } catch (error) {
          // It must cost neither the run nor what was paid for, and should be seen.
          this.#platform.warn(error);
        }
      }
    }
  }
}

const ABORTED: EngineEnd = { type: "stopped", reason: "aborted" };

/** A run that is aborted while it waits for its turn ends at once; it does nothing when its turn comes. */
class Turn {
  begun = false;
  readonly #signal: AbortSignal | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** The work's outcome, or that of `ended` when it was aborted before it began. */
  orAborted<T>(work: Promise<T>, ended: () => T): Promise<T> {
    const signal = this.#signal;
    if (signal === undefined) return work;
    return new Promise<T>((resolve, reject) => {
      const abort = (): void => {
        if (!this.begun) Promise.resolve().then(ended).then(resolve, reject);
      };
      signal.addEventListener("abort", abort, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    });
  }
}

function pythonLimits(limits: SkeinLimits | undefined): Partial<PythonLimits> {
  const { seconds, heapMb, outputBytes } = limits?.python ?? {};
  return {
    ...(seconds !== undefined && { seconds }),
    ...(heapMb !== undefined && { heapMb }),
    ...(outputBytes !== undefined && { outputBytes }),
  };
}
