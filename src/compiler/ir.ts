// The compiler's intermediate language: blocks in A-normal form. Plain data, so that compiled libraries can keep it.

/** Variables, loops, lambdas, constants, cells and sites are numbers within their unit. */
export type Expr =
  | { op: "const"; k: number }
  | { op: "int"; n: number }
  | { op: "bool"; b: boolean }
  | { op: "var"; v: number }
  /** A boxed variable; `checked` when it may be read before its definition has run. */
  | { op: "unbox"; v: number; checked: boolean; name: number; site: number }
  | { op: "box"; e: Expr | undefined }
  /** A variable of the library, whose value is there before the unit runs. */
  | { op: "fixed"; c: number }
  /** A top-level variable that may be unbound. */
  | { op: "global"; c: number; site: number }
  /** A call of a builtin that the emitter knows how to write in line. */
  | { op: "prim"; name: string; c: number; args: Expr[]; site: number }
  /** A call of a builtin that never calls back: it gives a value, never the sentinel. */
  | { op: "leaf"; c: number; args: Expr[]; site: number }
  | { op: "cond"; test: Expr; then: Expr; else: Expr }
  | { op: "lambda"; l: number }
  | { op: "case-lambda"; ls: number[] }
  /** Whether an optional or keyword argument is missing. */
  | { op: "missing"; v: number }
  /** Several values spread into an array of `count` (and the rest as a list). */
  | { op: "values"; e: Expr; count: number; rest: boolean; site: number }
  | { op: "item"; v: number; i: number };

export type Statement =
  | { op: "let"; v: number; e: Expr }
  | { op: "effect"; e: Expr }
  /** The value that `block` delivers goes to `v`. */
  | { op: "join"; v: number; block: Block }
  /** Mutually recursive lambdas. */
  | { op: "fix"; vs: number[]; ls: number[] }
  | { op: "set-box"; v: number; e: Expr }
  | { op: "set-global"; c: number; e: Expr; define: boolean; site: number };

/** What ends a block: it delivers a value to whoever encloses the block. */
export type Tail =
  | { op: "return"; e: Expr }
  | { op: "call"; f: Expr; args: Expr[]; keywords: { name: number; e: Expr }[] | undefined; site: number }
  | { op: "if"; test: Expr; then: Block; else: Block }
  | { op: "loop"; loop: number; vs: number[]; inits: Expr[]; body: Block }
  | { op: "again"; loop: number; args: Expr[] };

export interface Block {
  statements: Statement[];
  tail: Tail;
}

export interface Lambda {
  /** Index of the name among the unit's names, or −1. */
  name: number;
  /** Index of the signature, as people read it. */
  signature: number;
  required: number[];
  optional: number[];
  keywords: { name: number; v: number; required: boolean }[];
  rest: number | undefined;
  body: Block;
}

/** What the backends compile: one top-level form, or one library body. */
export interface UnitIR {
  lambdas: Lambda[];
  /** Index into `lambdas` of the thunk that runs the unit. */
  entry: number;
}
