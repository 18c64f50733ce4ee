// The parts of a node, for passes that walk all of them.
import type { Core, LambdaNode } from "./ast.ts";

/** The direct parts of a node, in order. */
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
