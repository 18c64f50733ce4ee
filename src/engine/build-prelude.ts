// The build's step for the prelude: compiles `lib/` and writes what an engine loads at start.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compilePrelude } from "./compile-prelude.ts";
import type { PreludeUnit } from "./prelude.ts";

/** Writes `prelude.js` into `folder`, from the `lib` folder beside it. */
export async function buildPrelude(folder: string): Promise<void> {
  const { units, docs } = await compilePrelude(pathToFileURL(join(folder, "..", "lib", "/")));
  // As text of JSON, which is read faster than JavaScript, and for what is not used not at all.
  const json = (value: unknown): string => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
  const unit = ({ code, ...rest }: PreludeUnit): string => `{ ...${json(rest)}, code: () => ${json(code())} }`;
  const text = `export const prelude = { docs: ${json(docs)}, units: [\n${units.map(unit).join(",\n")}\n] };\n`;
  writeFileSync(join(folder, "prelude.js"), text);
}
