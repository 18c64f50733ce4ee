// What an identifier can stand for.
import type { Core, Variable } from "../core/ast.ts";
import type { Cell } from "../values/cell.ts";
import type { Syntax } from "../values/syntax.ts";
import type { Context } from "./context.ts";
import type { Definitions } from "./definitions.ts";
import type { TopLevel } from "./environment.ts";
import type { Scope } from "./scopes.ts";
import type { StructShape } from "./struct-shape.ts";

export type Binding = LocalBinding | GlobalBinding | FormBinding | MacroBinding | AuxiliaryBinding | StructBinding;

export interface LocalBinding {
  readonly kind: "local";
  readonly variable: Variable;
}

export interface GlobalBinding {
  readonly kind: "global";
  readonly cell: Cell;
  /** The environment that defined it and may assign it; undefined for the library's own. */
  readonly owner: TopLevel | undefined;
}

/** Syntax that is written in TypeScript. */
export interface FormBinding {
  readonly kind: "form";
  readonly name: string;
  readonly expand: (stx: Syntax, ctx: Context) => Core;
  /** As the test of an `if`, where only truth matters. */
  readonly expandTest?: (stx: Syntax, ctx: Context) => Core;
  /** Forms that define: what they add to a body or a top level. `expand` is not called for them. */
  readonly define?: (stx: Syntax, into: Definitions) => void;
  /** Forms that stand for the forms inside them: `begin`, `include`, `cond-expand`. */
  readonly splice?: (stx: Syntax, ctx: Context) => Syntax[];
  /** Forms that stand only at the top level of a program. */
  readonly topLevel?: (stx: Syntax, ctx: Context) => Core;
}

export interface MacroBinding {
  readonly kind: "macro";
  readonly name: string;
  /** The input as the macro gets it; `introduced` marks what the macro adds. */
  readonly transform: (stx: Syntax, introduced: Scope, ctx: Context) => Syntax;
  /** The definition context that it was defined in, whose uses of it need a use-site scope. */
  readonly frame: object;
}

/** `else`, `=>`, `...` and the like: known by their binding, so that a local variable of that name is no keyword. */
export interface AuxiliaryBinding {
  readonly kind: "auxiliary";
  readonly name: string;
}

/** The name of a record type: syntax to `match` and `struct-copy`, and perhaps a variable as well. */
export interface StructBinding {
  readonly kind: "struct";
  readonly name: string;
  readonly shape: StructShape;
  /** What the name is as an expression. */
  readonly value: LocalBinding | GlobalBinding;
}
