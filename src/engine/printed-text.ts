// What Python prints is not lost: where the value of `(py-exec …)` is thrown away, its text goes to the script's output.

import type { Core } from "../core/ast.ts";
import { childrenOf } from "../core/children.ts";
import type { Cell } from "../values/cell.ts";

/** Rewrites a form in place: calls of the library's `py-exec` whose value nobody gets become calls of `showing`. */
export function showPrinted(form: Core, showing: () => Cell | undefined): void {
  const todo: Core[] = [form];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.type === "seq") for (const part of node.body.slice(0, -1)) drop(part, showing);
    for (const child of childrenOf(node)) todo.push(child);
  }
}

/** The value of this node is thrown away. */
function drop(dropped: Core, showing: () => Cell | undefined): void {
  const todo: Core[] = [dropped];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    switch (node.type) {
      case "call": {
        const { procedure } = node;
        if (procedure.type !== "global" || !procedure.cell.constant || procedure.cell.name !== "py-exec") break;
        const cell = showing();
        if (cell !== undefined) node.procedure = { ...procedure, cell };
        break;
      }
      case "if":
        todo.push(node.then, node.else);
        break;
      case "seq":
        todo.push(...node.body.slice(-1));
        break;
      case "let":
      case "letrec":
      case "let-values":
        todo.push(node.body);
        break;
    }
  }
}
