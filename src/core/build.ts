// Shorthands for making nodes of the core language.
import { type Span, UNSPECIFIED, type Value } from "../values/types.ts";
import type { Core, LambdaNode, Variable } from "./ast.ts";

export const constant = (value: Value): Core => ({ type: "const", value });
export const unspecified = (): Core => constant(UNSPECIFIED);

export const variable = (name: string): Variable => ({ name, assigned: false });

export const local = (variable: Variable, span?: Span): Core =>
  span === undefined ? { type: "local", variable } : { type: "local", variable, span };

export const branch = (test: Core, then: Core, otherwise: Core): Core => ({ type: "if", test, then, else: otherwise });

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
