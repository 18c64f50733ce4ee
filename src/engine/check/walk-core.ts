// Walks expanded code without recursion: generated programs may be long.
import type { Core, LambdaNode } from "../../core/ast.ts";

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

export function childrenOf(node: Core): Core[] {
  switch (node.type) {
    case "const":
    case "local":
    case "global":
      return [];
    case "set-local":
    case "set-global":
    case "define":
      return [node.value];
    case "if":
      return [node.test, node.then, node.else];
    case "lambda":
      return ofLambda(node);
    case "case-lambda":
      return node.clauses;
    case "seq":
      return node.body;
    case "let":
    case "letrec":
      return [...node.values, node.body];
    case "let-values":
      return [node.values, node.body];
    case "call":
      return [node.procedure, ...node.arguments, ...(node.keywords ?? []).map(({ value }) => value)];
  }
}

function ofLambda({ optional, keywords, body }: LambdaNode): Core[] {
  const defaults = keywords.flatMap((keyword) => (keyword.default === undefined ? [] : [keyword.default]));
  return [...optional.map((parameter) => parameter.default), ...defaults, body];
}
