// Which letrecs are loops: one lambda whose every reference is a call in tail position, so that it can become `for (;;)`.

import type { CallNode, Core, LambdaNode, Variable } from "../../core/ast.ts";
import { childrenOf } from "../../core/children.ts";

export type LetrecNode = Extract<Core, { type: "letrec" }>;

/** The letrecs that become loops, from one walk over a unit. */
export function findLoops(root: Core): ReadonlySet<LetrecNode> {
  const references = new Map<Variable, number>();
  const candidates: LetrecNode[] = [];
  // An explicit stack, and children before parents in `candidates`, so that inner loops are known first.
  const todo: Core[] = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.type === "local") references.set(node.variable, (references.get(node.variable) ?? 0) + 1);
    if (node.type === "letrec" && isCandidate(node)) candidates.push(node);
    for (const child of childrenOf(node)) todo.push(child);
  }
  const loops = new Set<LetrecNode>();
  for (const node of candidates.reverse()) {
    const lambda = node.values[0] as LambdaNode;
    const variable = node.variables[0];
    const calls = tailCalls(lambda.body, variable, lambda.required.length, loops);
    if (calls + 1 === references.get(variable)) loops.add(node);
  }
  return loops;
}

/** A named let: one plain lambda, and a body that is a call of it with the right number of arguments. */
function isCandidate(node: LetrecNode): boolean {
  if (node.variables.length !== 1 || node.variables[0].assigned) return false;
  const [lambda] = node.values;
  if (lambda.type !== "lambda" || !isPlain(lambda)) return false;
  return isCallOf(node.body, node.variables[0], lambda.required.length);
}

export const isPlain = (lambda: LambdaNode): boolean =>
  lambda.optional.length === 0 && lambda.keywords.length === 0 && lambda.rest === undefined;

const isCallOf = (node: Core, variable: Variable, count: number): node is CallNode =>
  node.type === "call" &&
  node.procedure.type === "local" &&
  node.procedure.variable === variable &&
  node.arguments.length === count &&
  !node.keywords?.length;

/** How many calls of `variable` stand in tail position of `body`, loops found so far included. */
function tailCalls(body: Core, variable: Variable, count: number, loops: ReadonlySet<LetrecNode>): number {
  let found = 0;
  const todo: Core[] = [body];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (isCallOf(node, variable, count)) found++;
    else if (node.type === "if") todo.push(node.then, node.else);
    else if (node.type === "seq") todo.push(node.body[node.body.length - 1]);
    else if (node.type === "let" || node.type === "let-values") todo.push(node.body);
    else if (node.type === "letrec") {
      if (loops.has(node)) todo.push((node.values[0] as LambdaNode).body);
      else todo.push(node.body);
    }
  }
  return found;
}
