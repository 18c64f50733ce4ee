// What builtins receive from the engine: doors to the rooms that they may use, and nothing of the engine itself.
import type { Scheduler } from "../fibers/scheduler.ts";
import type { Host } from "../host/host.ts";
import type { BudgetScope } from "../llm/budget.ts";
import type { LlmClient } from "../llm/client.ts";
import type { Meter } from "../llm/meter.ts";
import type { CallOptions, CallRequest } from "../llm/types.ts";
import type { Result } from "../machine/frame.ts";
import type { Reader } from "../reader/reader.ts";
import type { Procedure, Value } from "../values/types.ts";
import type { ScriptPython } from "./python-bridge.ts";

export interface Services {
  readonly host: Host;
  readonly scheduler: Scheduler;
  /** Delivers what the script displays to the host, in order. */
  readonly output: (text: string) => void;
  /** Numbers from 0 up to 1, for `random` and shuffles; seeded in tests. */
  readonly random: { next(): number };
  /** Tells whoever embeds the engine what happens. */
  readonly emit: (event: EngineEvent) => void;
  readonly language: Language;
  /** For `read`: loaded before any script runs. */
  readonly reader: Reader;
  readonly llm: LlmService;
  /** The script's Python; nothing is started before the first call. */
  readonly python: ScriptPython;
}

/** Calls to models. */
/** JSON texts by name. */
export interface Checkpoints {
  get(name: string): Promise<string | undefined>;
  set(name: string, json: string): Promise<void>;
}

export interface LlmService {
  checkpoints(): Checkpoints;
  /** Made at the first use. */
  client(): LlmClient;
  /** The caps around everything that this engine asks: the client's, or those of the call that a child runs for. */
  budget(): BudgetScope;
  /** What counts everything that this engine asks: the meters of the call that a child runs for. */
  readonly meters: readonly Meter[];
  /** Whether calls go through the provider's batch endpoint unless a script says otherwise. */
  readonly batch: boolean;
  /** `#:recursive`: the reply is a program, run in a child of the engine with `data` as its `context`; its result. */
  recursive(request: CallRequest, options: CallOptions, data: Value | undefined): Promise<Value>;
}

/** Reader, expander and compiler together, given by the engine because only it knows all three. */
export interface Language {
  /** `eval`: the environment is what `environment` gave; the caller's top level without one. */
  evaluate(datum: Value, environment: Value | undefined): Result;
  /** Runs every form of a text in the caller's top level; gives the last one's value. */
  evaluateText(text: string, name: string, environment?: Value): Result;
  /** An environment of the named libraries: a value that only `evaluate` understands. */
  environment(libraries: Value[]): Value;
  /** What `cond-expand` knows of this implementation. */
  readonly features: readonly string[];
  /** The script's own variable of that name. */
  variable(name: string): Value | undefined;
  /** What is known of a procedure, compiled ones included. */
  describe(f: Procedure): { name: string; signature: string | undefined };
}

export type EngineEvent =
  | { type: "progress"; done: number; total: number | undefined }
  | { type: "checkpoint"; key: string }
  | { type: string; [detail: string]: unknown };
