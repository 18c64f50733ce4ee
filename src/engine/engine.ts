// The engine: one Scheme with its own globals, machine, fibers and Python. The only room that knows all rooms.

import { ScriptPython } from "../builtins/python-bridge.ts";
import { makeRegexp } from "../builtins/regexp/regexp.ts";
import type { EngineEvent, Services } from "../builtins/services.ts";
import type { Backend } from "../compiler/backend.ts";
import { ClosureBackend } from "../compiler/closures/closure-backend.ts";
import { canEmit, JsBackend } from "../compiler/emit/js-backend.ts";
import { Expander } from "../expander/expander.ts";
import type { RunLimits } from "../fibers/limits.ts";
import { type RunEnd, Scheduler } from "../fibers/scheduler.ts";
import type { Host } from "../host/host.ts";
import type { LlmClient } from "../llm/client.ts";
import { makeAbi } from "../machine/abi.ts";
import { type Action, Machine } from "../machine/machine.ts";
import type { NameSource } from "../python/names.ts";
import type { Python } from "../python/python.ts";
import { loadReader, type Reader } from "../reader/reader.ts";
import { Raised } from "../values/error.ts";
import { print, printShort } from "../values/printer.ts";
import { RegexpLiteral } from "../values/regexp-literal.ts";
import { MString } from "../values/string.ts";
import { EOF, isProcedure, MultipleValues, UNSPECIFIED, type Value } from "../values/types.ts";
import { diagnose } from "./diagnose.ts";
import { type HostFunction, makeProcedures } from "./host-functions.ts";
import { Opaque, type Procedures, toJs, toScheme } from "./js-values.ts";
import { type Description, Library } from "./library.ts";
import { Calls, type ChildCalls, type RunChild } from "./llm-service.ts";
import type { Prelude } from "./prelude.ts";
import { runProgram } from "./program.ts";
import { ScriptLanguage } from "./script-language.ts";
import { SkeinError } from "./skein-error.ts";

export type Build = "fast" | "closures" | "stress";

export interface EngineOptions {
  readonly prelude: Prelude;
  readonly host: Host;
  readonly output: (text: string) => void;
  readonly emit: (event: EngineEvent) => void;
  readonly makeClient: () => LlmClient;
  readonly openPython: (names: NameSource) => Python;
  readonly random?: () => number;
  readonly batch?: boolean;
  /** How a procedure is called from outside when no run is under way; default: as a run without limits. */
  readonly enter?: (action: Action) => Promise<Value>;
  /** `closures` is the fallback for hosts that forbid eval; `stress` unwinds the stack at every call. */
  readonly build?: Build;
  /** Sees every emitted text: the injection test. */
  readonly inspect?: (source: string) => void;
  /** Set for the child of a recursive call. */
  readonly child?: ChildCalls;
}

/** How a run ended, as the embedding API tells it. */
export type EngineEnd =
  | { type: "value"; value: Value }
  | { type: "finished"; value: Value }
  | { type: "error"; payload: Value; error: SkeinError }
  | { type: "stopped"; reason: string };

export class Engine {
  readonly machine: Machine;
  readonly scheduler: Scheduler;
  readonly calls: Calls;
  readonly python: ScriptPython;
  readonly library: Library;
  readonly language: ScriptLanguage;
  readonly procedures: Procedures;
  readonly #options: EngineOptions;

  static async create(options: EngineOptions): Promise<Engine> {
    return new Engine(options, await loadReader());
  }

  private constructor(options: EngineOptions, reader: Reader) {
    const { host, output, emit, random, inspect } = options;
    this.#options = options;
    const build = options.build ?? (canEmit() ? "fast" : "closures");
    const m = new Machine(build === "stress" ? { fuelPerTurn: 0 } : {});
    const abi = makeAbi(m);
    const backend: Backend = build === "closures" ? new ClosureBackend(m, abi) : new JsBackend(m, abi, inspect);
    this.machine = m;
    this.scheduler = new Scheduler(m, host.clock, host.heapUsed?.bind(host));
    this.calls = new Calls(options.makeClient, (...args) => this.#runChild(...args), options.batch, options.child);
    this.library = new Library();
    const expander = new Expander({
      builtin: (name) => this.library.cell(name),
      builtinNames: () => this.library.names(),
      interrupt: () => this.scheduler.interrupt(),
      include: (path, from, foldCase) => this.language.readFile(path, from, foldCase),
      loadLibrary: (name, from) => this.language.readLibrary(name, from),
      literal: (datum) => (datum instanceof RegexpLiteral ? makeRegexp(datum.kind, datum.source) : datum),
    });
    const top = expander.topLevel("script");
    const builtin = (name: string) => this.library.cell(name);
    this.language = new ScriptLanguage({ machine: m, reader, backend, expander, top, output, host, builtin });
    this.python = new ScriptPython({ open: options.openPython, variables: this.language.variables, output });
    const services: Services = {
      host,
      scheduler: this.scheduler,
      output,
      random: { next: random ?? Math.random },
      emit,
      language: this.language,
      reader,
      llm: this.calls,
      python: this.python,
    };
    this.library.installBuiltins(m, services);
    this.library.installPrelude(options.prelude, backend, m);
    const enter = options.enter ?? (async (action) => resultOf(await this.run(action, {}, true)));
    this.procedures = makeProcedures(m, this.scheduler, {
      enter: async (action) => this.toJs(await enter(action)),
      failure: (payload) => this.#diagnosed(payload),
    });
  }

  /** Runs a text's forms; with `keepOpen`, what it leaves open may be awaited by the next text. */
  async runText(text: string, name: string, limits: RunLimits, keepOpen: boolean): Promise<EngineEnd> {
    const program = this.language.read(text, name, !keepOpen);
    if (program instanceof SkeinError) return { type: "error", payload: false, error: program };
    return this.run((m) => runProgram(m, program), limits, keepOpen);
  }

  async run(main: Action, limits: RunLimits, keepOpen: boolean): Promise<EngineEnd> {
    return this.#ended(await this.scheduler.run(main, limits, keepOpen));
  }

  #ended(end: RunEnd): EngineEnd {
    if (end.type !== "error") return end;
    return { ...end, error: this.#diagnosed(end.payload) };
  }

  #diagnosed(payload: Value): SkeinError {
    return diagnose(payload, {
      machine: this.machine,
      sources: this.language.sources,
      names: () => this.names(),
    });
  }

  /** Python's value of some code, as a JavaScript value. */
  async pythonValue(code: string, limits: RunLimits): Promise<unknown> {
    const end = await this.run(
      () =>
        this.scheduler.engineWait(async (signal) => {
          const value = await this.python.evaluate(code, { signal });
          return () => value;
        }),
      limits,
      true,
    );
    return this.toJs(resultOf(end));
  }

  /** A Scheme procedure of the script as an async JavaScript function. */
  procedure(name: string): (...args: unknown[]) => Promise<unknown> {
    const value = this.language.top.cell(name)?.value;
    if (value === undefined) throw new SkeinError({ code: "unbound", message: `${name}: is not defined` });
    if (!isProcedure(value)) throw new SkeinError({ code: "wrong-type", message: `${name}: is no procedure` });
    return this.procedures.toJs(value);
  }

  defineInput(name: string, value: unknown): void {
    this.language.top.define(name, toScheme(value, this.procedures, `inputs.${name}`));
  }

  defineFunction({ name, f, doc }: HostFunction): void {
    const procedure = this.procedures.toScheme(f, name);
    if (doc !== undefined && procedure.info !== undefined) procedure.info.doc = doc;
    this.language.top.define(name, procedure);
  }

  /** Throws `SkeinError` for a value that contains itself or is nested too deep. */
  toJs(value: Value): unknown {
    try {
      return toJs(value, this.procedures);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      throw this.#diagnosed(error.payload);
    }
  }

  /** The same, with what can not cross kept as it is: a run's result must not be lost. */
  toJsOrOpaque(value: Value): unknown {
    try {
      return this.toJs(value);
    } catch (error) {
      if (!(error instanceof SkeinError)) throw error;
      return new Opaque(value);
    }
  }

  /** As `skein run` prints a result: text as it is, other values as they are written, nothing when unspecified. */
  printed(value: Value): string {
    if (value instanceof MString) return value.toString();
    return value === UNSPECIFIED || value === EOF ? "" : this.written(value);
  }

  written(value: Value): string {
    if (value instanceof MultipleValues) return value.items.map((item) => this.written(item)).join("\n");
    return print(value, { procedureInfo: (f) => this.machine.units.infoOf(f) });
  }

  async #runChild(...[program, context, options, depth, levels]: Parameters<RunChild>): ReturnType<RunChild> {
    const child = await Engine.create({
      ...this.#options,
      makeClient: () => this.calls.client(),
      child: { depth, levels, budget: options.budgetScope, meters: options.meters },
    });
    if (context !== undefined) child.language.top.define("context", context);
    try {
      const end = await child.runText(
        program,
        "generated.scm",
        options.signal ? { signal: options.signal } : {},
        false,
      );
      if (end.type === "finished") return { value: end.value };
      if (end.type === "stopped") return { problem: `it was stopped: ${end.reason}` };
      if (end.type === "value") return { problem: "it ended without (finish value)" };
      return end.error.code === "budget" || end.error.code === "depth"
        ? { payload: end.payload }
        : { problem: end.error.toString() };
    } finally {
      await child.python.close();
    }
  }

  // — what is known of names —

  names(): Iterable<string> {
    return this.language.top.names();
  }

  describe(name: string): Description | undefined {
    const value = this.language.variable(name);
    if (value === undefined) return this.library.describe(name);
    const info = isProcedure(value) ? this.machine.units.infoOf(value) : undefined;
    const doc = info?.doc ?? (isProcedure(value) ? "a procedure of the script" : "a variable of the script");
    return { name, signature: info?.signature ?? name, doc, examples: [], source: "script" };
  }

  apropos(text: string): string[] {
    const wanted = text.toLowerCase();
    return [...this.names()]
      .filter(
        (name) =>
          !name.startsWith("%") && (name.includes(wanted) || this.describe(name)?.doc.toLowerCase().includes(wanted)),
      )
      .sort();
  }

  isComplete(source: string): "complete" | "incomplete" | "invalid" {
    return this.language.isComplete(source);
  }

  variables(): { name: string; text: string }[] {
    return [...this.language.variables.names()].map((name) => ({
      name,
      text: printShort(this.language.variable(name) as Value),
    }));
  }
}

/** The value of a run that must have one; its error otherwise. */
export function resultOf(end: EngineEnd): Value {
  if (end.type === "error") throw end.error;
  if (end.type === "stopped")
    throw new SkeinError({ code: end.reason, message: STOPPED[end.reason] ?? `stopped: ${end.reason}` });
  return end.value;
}

const STOPPED: { readonly [reason: string]: string } = {
  time: "stopped: the time limit is reached",
  steps: "stopped: the limit of steps is reached",
  memory: "stopped: the memory limit is reached",
  aborted: "stopped: it was aborted",
  closed: "stopped: the engine was closed",
};
