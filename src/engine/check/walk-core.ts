// Walks expanded code without recursion: generated programs may be long.
import type { Core } from "../../core/ast.ts";
import { childrenOf } from "../../core/children.ts";

/** Every node of the forms, parents before children, with what a visitor said about the parent. */
export function walkCore<T>(forms: readonly Core[], root: T, visit: (node: Core, context: T) => T): void {
  const open: [Core, T][] = [];
  for (let i = forms.length - 1; i >= 0; i--) open.push([forms[i] as Core, root]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, context] = next;
    const inner = visit(node, context);
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) open.push([children[i] as Core, inner]);
  }
}
