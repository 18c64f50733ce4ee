// Node's flags for the child: the permission model by the name that this version knows, no code from strings.
import path from "node:path";
import type { ChildFiles } from "./locate.ts";

/** Which of the process's walls stand; all but for tests of the others. */
export interface ProcessLayers {
  readonly permission: boolean;
  readonly codeGeneration: boolean;
}

/** V8's stack, on which WebAssembly runs; see `STACK_BYTES` in `child/main.ts`. The main thread has 8 MB as a rule. */
const STACK_KB = 6500;
/** The JavaScript side of the child is small: what Python holds is in the wasm heap. */
const OLD_SPACE_MB = 256;

export function childFlags(files: ChildFiles, layers: ProcessLayers): string[] {
  const flags = ["--no-warnings", "--no-addons", `--stack-size=${STACK_KB}`, `--max-old-space-size=${OLD_SPACE_MB}`];
  if (layers.codeGeneration) flags.push("--disallow-code-generation-from-strings");
  if (layers.permission) {
    // Node 20 and 22 know only the old name at first; newer ones refuse it.
    const known = process.allowedNodeEnvironmentFlags;
    flags.push(known.has("--permission") ? "--permission" : "--experimental-permission");
    for (const folder of [path.dirname(files.program), path.dirname(files.pyodide)])
      flags.push(`--allow-fs-read=${folder}${path.sep}*`);
  }
  return flags;
}
