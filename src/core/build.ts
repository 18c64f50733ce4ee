// Shorthands for making nodes of the core language.
import { type Span, UNSPECIFIED, type Value } from "../values/types.ts";
import type { Core, LambdaNode, Variable } from "./ast.ts";

export const constant = (value: Value): Core => ({ type: "const", value });
export const unspecified = (): Core => constant(UNSPECIFIED);

export const variable = (name: string): Variable => ({ name, assigned: false });

export const local = (variable: Variable, span?: Span): Core =>
  span === undefined ? { type: "local", variable } : { type: "local", variable, span };

export const branch = (test: Core, then: Core, otherwise: Core): Core => ({ type: "if", test, then, else: otherwise });

/** A place in a tree that is filled when it is known what goes there. */
export type Hole = { type: "seq"; body: Core[] };

export const hole = (): Hole => ({ type: "seq", body: [] });

/** Makes the hole the node itself, since a wrapper would hide chains of branches from the compiler; another hole stays one. */
export function fill(hole: Hole, core: Core): void {
  if (core.type === "seq") {
    hole.body = [core];
    return;
  }
  Reflect.deleteProperty(hole, "body");
  Object.assign(hole, core);
}

export function sequence(body: Core[]): Core {
  return body.length === 1 ? body[0] : { type: "seq", body };
}

export const bindAll = (variables: Variable[], values: Core[], body: Core): Core =>
  variables.length === 0 ? body : { type: "let", variables, values, body };

export const call = (procedure: Core, args: Core[], span?: Span): Core => ({
  type: "call",
  procedure,
  arguments: args,
  span,
});

/** A lambda with required parameters only. */
export const lambda = (required: Variable[], body: Core, name?: string, span?: Span): LambdaNode => ({
  type: "lambda",
  name,
  required,
  optional: [],
  keywords: [],
  rest: undefined,
  body,
  span,
});

/** A loop: `(let name ((variable value) …) body)`. */
export const loop = (name: Variable, variables: Variable[], inits: Core[], body: Core, span?: Span): Core => ({
  type: "letrec",
  variables: [name],
  values: [lambda(variables, body, name.name, span)],
  body: call(local(name), inits, span),
});
