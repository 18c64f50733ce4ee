// What builtins receive from the engine: doors to the rooms that they may use, and nothing of the engine itself.
import type { Host } from "../host/host.ts";
import type { Value } from "../values/types.ts";
import type { ScriptPython } from "./python-bridge.ts";

export interface Services {
  readonly host: Host;
  /** Delivers what the script displays to the host, in order. */
  readonly output: (text: string) => void;
  /** The table of settings for optional rooms; each section that needs one documents it beside its rows. */
  readonly random: { next(): number };
  /** `eval`, `load`, `environment`: given by the engine, because only it knows reader, expander and compiler together. */
  readonly language: {
    evaluate(datum: Value, environment: Value | undefined): Value | symbol;
  };
  /** The script's Python; nothing is started before the first call. */
  readonly python: ScriptPython;
}
