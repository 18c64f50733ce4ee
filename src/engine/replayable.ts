// Which top-level forms only define: made again in a fork, they do what they did and nothing else.
import type { Core } from "../core/ast.ts";

/** Library procedures whose calls make something from their arguments, and have no other effect. */
const MAKERS: ReadonlySet<string> = new Set([
  "%make-record-type",
  "%record-constructor",
  "%record-predicate",
  "%record-accessor",
  "%record-modifier",
  "choose",
  "compose",
  "const",
  "curry",
  "curryr",
  "make-keyword-procedure",
  "make-parameter",
  "memoized",
  "negate",
  "sequence",
  "with-validation",
]);

export function isReplayable(node: Core): boolean {
  switch (node.type) {
    case "const":
    case "lambda":
    case "case-lambda":
    case "local":
    case "global":
      return true;
    case "define":
      return isReplayable(node.value);
    case "seq":
      return node.body.every(isReplayable);
    case "let":
    case "letrec":
      // A variable that is assigned is state of the original.
      return (
        !node.variables.some((variable) => variable.assigned) &&
        node.values.every(isReplayable) &&
        isReplayable(node.body)
      );
    case "call":
      return (
        node.procedure.type === "global" &&
        node.procedure.cell.constant &&
        MAKERS.has(node.procedure.cell.name) &&
        node.arguments.every(isReplayable) &&
        (node.keywords ?? []).every(({ value }) => isReplayable(value))
      );
    default:
      return false;
  }
}

/** The names of the variables that a form defines. */
export function definedBy(node: Core): string[] {
  if (node.type === "define") return [node.cell.name];
  return node.type === "seq" ? node.body.flatMap(definedBy) : [];
}
