// The core language: what the expander produces and the compiler consumes. All binding is resolved, all sugar is gone.
import type { Cell } from "../values/cell.ts";
import type { Span, Value } from "../values/types.ts";

/** A local variable; identity is the object, the name is for people. */
export interface Variable {
  name: string;
  /** True when any `set!` reaches it (also as an inner definition whose value is not a lambda). */
  assigned: boolean;
}

export type Core =
  | { type: "const"; value: Value }
  | { type: "local"; variable: Variable; span?: Span }
  | { type: "global"; cell: Cell; span?: Span }
  | { type: "set-local"; variable: Variable; value: Core; span?: Span }
  | { type: "set-global"; cell: Cell; value: Core; span?: Span }
  /** A top-level definition; its value is unspecified (the REPL and `run` ask the engine what was defined). */
  | { type: "define"; cell: Cell; value: Core; span?: Span }
  | { type: "if"; test: Core; then: Core; else: Core }
  | LambdaNode
  /** `case-lambda`: the first clause that takes the number of arguments; clauses have no optionals or keywords. */
  | { type: "case-lambda"; name: string | undefined; clauses: LambdaNode[]; span?: Span }
  | { type: "seq"; body: Core[] }
  | { type: "let"; variables: Variable[]; values: Core[]; body: Core }
  /** `letrec*`: values in order, each may refer to all; use before initialisation is an error at run time. */
  | { type: "letrec"; variables: Variable[]; values: Core[]; body: Core }
  /** `call-with-values` with a literal consumer; too few or too many values are an arity error. */
  | { type: "let-values"; variables: Variable[]; rest?: Variable; values: Core; body: Core; span?: Span }
  | CallNode;

export interface LambdaNode {
  type: "lambda";
  name: string | undefined;
  required: Variable[];
  /** Defaults are evaluated left to right and see all earlier parameters. */
  optional: { variable: Variable; default: Core }[];
  /** A default of `undefined`: the keyword must be given. */
  keywords: { keyword: string; variable: Variable; default: Core | undefined }[];
  rest: Variable | undefined;
  body: Core;
  span?: Span;
}

export interface CallNode {
  type: "call";
  procedure: Core;
  arguments: Core[];
  /** Keyword arguments in the order written; evaluated after the positional ones' order as written does not matter to scripts. */
  keywords?: { keyword: string; value: Core }[];
  span?: Span;
}
