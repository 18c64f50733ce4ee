// The build's step for the prelude: compiles `lib/` and writes what an engine loads at start.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compilePrelude } from "./compile-prelude.ts";

/** Writes `prelude.js` into `folder`, from the `lib` folder beside it. */
export async function buildPrelude(folder: string): Promise<void> {
  const prelude = await compilePrelude(pathToFileURL(join(folder, "..", "lib", "/")));
  writeFileSync(
    join(folder, "prelude.js"),
    `export const prelude = JSON.parse(${JSON.stringify(JSON.stringify(prelude))});\n`,
  );
}
