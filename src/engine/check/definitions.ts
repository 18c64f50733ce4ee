// Definitions that nothing uses: warnings, since a host may call them.
import type { Core, Variable } from "../../core/ast.ts";
import type { Cell } from "../../values/cell.ts";
import type { Span } from "../../values/types.ts";
import type { Finding } from "./problem.ts";
import { walkCore } from "./walk-core.ts";

/** `isNamed` says whether a text inside the program, such as Python code, mentions a variable. */
export function* unusedDefinitions(forms: readonly Core[], isNamed: (name: string) => boolean): Generator<Finding> {
  const last = forms.at(-1);
  const defined = new Map<Cell, Span | undefined>();
  const used = new Set<Cell | Variable>();
  const inner = new Set<Variable>();
  // Of a procedure that is defined inside another one: whose body is whose.
  const owners = new Map<Core, Variable>();
  walkCore(forms, undefined as Cell | Variable | undefined, (node, outside) => {
    // A procedure that only calls itself is not used.
    const inside = owners.get(node) ?? outside;
    if (node.type === "global" && node.cell !== inside) used.add(node.cell);
    if (node.type === "local" && node.variable !== inside) used.add(node.variable);
    if (node.type === "letrec") {
      for (const [i, variable] of node.variables.entries()) {
        inner.add(variable);
        owners.set(node.values[i] as Core, variable);
      }
    }
    if (node.type !== "define") return inside;
    // What ends a program is its result.
    if (node !== last) defined.set(node.cell, node.span);
    return node.cell;
  });
  for (const [cell, span] of defined) {
    if (!used.has(cell) && !isExempt(cell.name, isNamed)) yield unused(cell.name, span);
  }
  for (const variable of inner) {
    if (!used.has(variable) && !isExempt(variable.name, isNamed)) yield unused(variable.name, undefined);
  }
}

/** Names of records' parts come by the dozen; those that begin with `_` say themselves that nobody uses them. */
const isExempt = (name: string, isNamed: (name: string) => boolean): boolean => /^[_%]/.test(name) || isNamed(name);

const unused = (name: string, span: Span | undefined): Finding => ({
  severity: "warning",
  code: "unused",
  message: `${name} is defined and never used`,
  span,
});
