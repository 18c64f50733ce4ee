// Compiles the library's own Scheme, form by form in one unit a file, without an engine around it.
import { readFileSync } from "node:fs";
import { emitUnit } from "../compiler/emit/js-backend.ts";
import { lowerToBlocks } from "../compiler/passes/lower-to-blocks.ts";
import { toPortable } from "../compiler/portable.ts";
import type { Core } from "../core/ast.ts";
import { sequence } from "../core/build.ts";
import { Expander } from "../expander/expander.ts";
import { loadReader } from "../reader/reader.ts";
import { bareLibrary } from "./bare-library.ts";
import { docsOf, type Prelude, type PreludeDoc, type PreludeUnit } from "./prelude.ts";

/** Orchestration patterns: definitions only, loaded when one of their names is used, so that their order is free. */
const PATTERNS = [
  "active-learning",
  "active-learning-picture",
  "active-learning-plan",
  "answers",
  "anytime",
  "backtrack",
  "bandit",
  "calibrate",
  "cascade",
  "certificate",
  "consensus",
  "labels",
  "memoized",
  "parallel",
  "race",
  "refining",
  "report",
  "sequence",
  "strategies",
  "stream-fold",
  "tiered",
  "trees",
  "vote",
];

/** In the order in which they are loaded: a file's top-level expressions may use what the files before it define. */
export const LIBRARY_FILES: readonly string[] = [
  ...[
    "functions.scm",
    "lists.scm",
    "list-sets.scm",
    "vectors.scm",
    "hash-tables.scm",
    "sorting.scm",
    "strings.scm",
    "generators.scm",
    "sequences.scm",
  ],
  ...["async.scm", "script.scm"],
  ...PATTERNS.map((name) => `patterns/${name}.scm`),
];

/** Reads and compiles `lib/`; names that it defines become the library's. */
export async function compilePrelude(folder: URL): Promise<Prelude> {
  const reader = await loadReader();
  const library = bareLibrary();
  const expander = new Expander({ builtin: (name) => library.cell(name), builtinNames: () => library.names() });
  const top = expander.topLevel("library");
  const units: PreludeUnit[] = [];
  const docs: PreludeDoc[] = [];
  for (const file of LIBRARY_FILES) {
    const text = readFileSync(new URL(file, folder), "utf8");
    const forms = expander.expandProgram(reader.readAll(text, `lib/${file}`), top);
    const unit = lowerToBlocks(sequence(forms));
    const { emitter: _, ...emitted } = emitUnit(unit, `skl${units.length}`);
    const code = { unit: toPortable(unit), emitted };
    units.push({ file, defines: definedBy(forms), lazy: file.startsWith("patterns/"), code: () => code });
    docs.push(...docsOf(text, file));
  }
  return { units, docs };
}

function definedBy(forms: readonly Core[]): string[] {
  return forms.flatMap((form) => {
    if (form.type === "define") return [form.cell.name];
    return form.type === "seq" ? definedBy(form.body) : [];
  });
}
