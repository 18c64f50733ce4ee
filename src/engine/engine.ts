// The engine: one Scheme with its own globals, machine, fibers and Python. The only room that knows all rooms.
import type { EngineEvent, Language, Services } from "../builtins/services.ts";
import { PrintedText, ScriptPython } from "../builtins/python-bridge.ts";
import { type Builtin, wrap } from "../builtins/wrap.ts";
import type { Backend } from "../compiler/backend.ts";
import { ClosureBackend } from "../compiler/closures/closure-backend.ts";
import { canEmit, JsBackend } from "../compiler/emit/js-backend.ts";
import { lowerToBlocks } from "../compiler/passes/lower-to-blocks.ts";
import { fromPortable } from "../compiler/portable.ts";
import type { RunLimits } from "../fibers/limits.ts";
import { type RunEnd, Scheduler } from "../fibers/scheduler.ts";
import type { Host } from "../host/host.ts";
import type { BudgetScope } from "../llm/budget.ts";
import type { LlmClient } from "../llm/client.ts";
import { makeAbi } from "../machine/abi.ts";
import { type Action, Machine } from "../machine/machine.ts";
import type { Result } from "../machine/frame.ts";
import type { NameSource } from "../python/names.ts";
import type { Python } from "../python/python.ts";
import { loadReader, type Reader } from "../reader/reader.ts";
import { Cell } from "../values/cell.ts";
import { isProcedure, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { SECTIONS } from "../builtins/sections.ts";
import { diagnose, type DiagnosisContext } from "./diagnose.ts";
import { Calls, type RunChild } from "./llm-service.ts";
import { loadPrelude } from "./load-prelude.ts";
import { type Program, runProgram } from "./program.ts";
import type { SkeinError } from "./skein-error.ts";

export type Build = "fast" | "closures" | "stress";

export interface EngineOptions {
  readonly host: Host;
  readonly output: (text: string) => void;
  readonly emit: (event: EngineEvent) => void;
  readonly makeClient: () => LlmClient;
  readonly openPython: (names: NameSource) => Python;
  readonly random?: () => number;
  /** `closures` is the fallback for hosts that forbid eval; `stress` unwinds the stack at every call. */
  readonly build?: Build;
  /** Sees every emitted text: the injection test. */
  readonly inspect?: (source: string) => void;
  /** Set for the child of a recursive call. */
  readonly child?: { readonly depth: number; readonly budget: BudgetScope | undefined };
}

/** How a run ended, as the embedding API tells it. */
export type EngineEnd =
  | { type: "value" | "finished"; value: Value }
  | { type: "error"; payload: Value; error: SkeinError }
  | { type: "stopped"; reason: string };

export class Engine {
  readonly machine: Machine;
  readonly scheduler: Scheduler;
  readonly calls: Calls;
  readonly python: ScriptPython;
  readonly top: TopLevel;
  /** Texts by file name, for the framed line of an error. */
  readonly #sources = new Map<string, string>();
  readonly #backend: Backend;
  readonly #language: ScriptLanguage;
  readonly #builtins = new Map<string, Builtin>();

  static async create(options: EngineOptions): Promise<Engine> {
    const [reader, prelude] = await Promise.all([loadReader(), loadPrelude()]);
    return new Engine(options, reader, prelude);
  }
}
