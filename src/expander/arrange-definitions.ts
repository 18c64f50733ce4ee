// From definitions in their order to nested `let` and `letrec`: boxes and checks only where a value may be used too early.

import type { Core, Variable } from "../core/ast.ts";
import { sequence, variable } from "../core/build.ts";

/** A definition (or an expression among definitions), and which part of the reference log its expansion wrote. */
export interface BodyItem {
  readonly variable: Variable | undefined;
  readonly value: Core;
  readonly from: number;
  readonly to: number;
}

interface Node {
  readonly item: BodyItem;
  readonly index: number;
  /** Indexes of the items that it refers to. */
  readonly refers: ReadonlySet<number>;
}

type Step = { kind: "let"; node: Node } | { kind: "letrec"; nodes: Node[] };

/**
 * R7RS gives a body the meaning of `letrec*`. Most definitions only use what stands before them: those become `let`.
 * What must be a `letrec` is cut as small as possible, and initial values that need nothing of it are taken out of it
 * (nothing can tell: lambdas have no effects, and the order of all other values is kept).
 */
export function arrangeDefinitions(items: readonly BodyItem[], references: readonly Variable[], body: Core): Core {
  if (items.length === 0) return body;
  const steps: Step[] = [];
  arrange(nodesOf(items, references), steps);
  let result = body;
  for (const step of steps.reverse()) result = wrap(step, result);
  return result;
}

function nodesOf(items: readonly BodyItem[], references: readonly Variable[]): Node[] {
  const indexOf = new Map<Variable, number>();
  items.forEach((item, i) => {
    if (item.variable !== undefined) indexOf.set(item.variable, i);
  });
  return items.map((item, index) => {
    const refers = new Set<number>();
    for (let at = item.from; at < item.to; at++) {
      const i = indexOf.get(references[at]);
      if (i !== undefined) refers.add(i);
    }
    return { item, index, refers };
  });
}

const isLambda = (node: Node): boolean => node.item.value.type === "lambda" || node.item.value.type === "case-lambda";

function arrange(nodes: readonly Node[], steps: Step[]): void {
  // What is still to be arranged, the next last.
  const todo: (readonly Node[])[] = [nodes];
  for (let rest = todo.pop(); rest !== undefined; rest = todo.pop()) {
    const size = groupSize(rest);
    const group = rest.slice(0, size);
    if (size < rest.length) todo.push(rest.slice(size));
    if (size === 1 && !group[0].refers.has(group[0].index)) {
      steps.push({ kind: "let", node: group[0] });
      continue;
    }
    const left = takeOut(group, steps);
    if (left.length === group.length) steps.push({ kind: "letrec", nodes: left });
    else if (left.length > 0) todo.push(left);
  }
}

/** How many items from the first on must stand together: until none of them refers behind the last. */
function groupSize(nodes: readonly Node[]): number {
  const positions = new Map(nodes.map((node, i) => [node.index, i]));
  let last = 0;
  for (let i = 0; i <= last; i++) {
    for (const index of nodes[i].refers) last = Math.max(last, positions.get(index) ?? 0);
  }
  return last + 1;
}

/** Puts those values first that need nothing of the group; gives what is left of it. */
function takeOut(group: readonly Node[], steps: Step[]): Node[] {
  const inGroup = new Set(group.map((node) => node.index));
  const out = new Set<Node>();
  for (const node of group) {
    if (isLambda(node)) continue;
    if ([...node.refers].some((index) => inGroup.has(index))) break;
    steps.push({ kind: "let", node });
    inGroup.delete(node.index);
    out.add(node);
  }
  return group.filter((node) => !out.has(node));
}

function wrap(step: Step, body: Core): Core {
  if (step.kind === "letrec") {
    const variables = step.nodes.map(({ item }) => item.variable ?? variable("_"));
    return { type: "letrec", variables, values: step.nodes.map(({ item }) => item.value), body };
  }
  const { variable: name, value } = step.node.item;
  if (name === undefined) return sequence(body.type === "seq" ? [value, ...body.body] : [value, body]);
  return { type: "let", variables: [name], values: [value], body };
}
