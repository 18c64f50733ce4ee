// `cond-expand`: which clause's requirement holds here.
import type { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import { showForm } from "./expand.ts";
import { expectList, partsOf } from "./form-parts.ts";
import { libraryName } from "./import-sets.ts";
import { isIdentifier, itemsOf } from "./syntax-view.ts";

type HasLibrary = (name: readonly string[]) => boolean;

/** The forms of the first clause whose requirement holds; none if there is no such clause. */
export function chooseClause(stx: Syntax, features: readonly string[], hasLibrary: HasLibrary): readonly Syntax[] {
  const [, ...clauses] = partsOf(stx, "(cond-expand (requirement form …) … (else form …))", 0);
  for (const clause of clauses) {
    const [requirement, ...forms] = expectList(clause, "cond-expand", "a clause (requirement form …)");
    if (requirement === undefined) throw new SyntaxFailure("cond-expand: an empty clause", clause.span);
    if (holds(requirement, features, hasLibrary, 0)) return forms;
  }
  return [];
}

const MAX_DEPTH = 100;

function holds(stx: Syntax, features: readonly string[], hasLibrary: HasLibrary, depth: number): boolean {
  if (depth > MAX_DEPTH) throw new SyntaxFailure("cond-expand: a requirement is nested too deep", stx.span);
  if (isIdentifier(stx)) return stx.datum.name === "else" || features.includes(stx.datum.name);
  const [head, ...args] = itemsOf(stx) ?? [];
  const check = (arg: Syntax): boolean => holds(arg, features, hasLibrary, depth + 1);
  if (head !== undefined && isIdentifier(head)) {
    switch (head.datum.name) {
      case "and":
        return args.every(check);
      case "or":
        return args.some(check);
      case "not":
        if (args.length === 1) return !check(args[0]);
        break;
      case "library": {
        const name = args.length === 1 ? libraryName(args[0]) : undefined;
        if (name !== undefined) return hasLibrary(name);
      }
    }
  }
  const hint = "a requirement is a feature, (library name), (and …), (or …), (not …) or else";
  throw new SyntaxFailure(`cond-expand: ${showForm(stx)} is no requirement`, stx.span, hint);
}
