// Where the child's program and Pyodide's files are, from sources and from the published package alike.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface ChildFiles {
  /** The bundled child. */
  readonly program: string;
  /** Pyodide's folder, with a trailing separator. */
  readonly pyodide: string;
}

/** Finds both; says what to do when the child was not built. */
export function locateChild(): ChildFiles {
  const here = fileURLToPath(import.meta.url);
  const program = path.join(packageFolder(here), "dist", "python", "child.js");
  if (!fs.existsSync(program)) {
    throw new Error(`the Python child is not built: ${program} is missing; run \`npm run build\``);
  }
  const pyodide = path.dirname(createRequire(here).resolve("pyodide/package.json")) + path.sep;
  return { program, pyodide };
}

function packageFolder(file: string): string {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "package.json"))) return folder;
    if (path.dirname(folder) === folder) throw new Error(`no package.json above ${file}`);
  }
}
