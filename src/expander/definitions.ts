// What a definition adds names to: a body, or the top level of a program.
import type { Core } from "../core/ast.ts";
import type { Span } from "../values/types.ts";
import type { Binding } from "./bindings.ts";
import type { Context } from "./context.ts";
import type { VariableBinding } from "./struct-shape.ts";
import type { Identifier } from "./syntax-view.ts";

/** A variable that is being defined. */
export interface Slot {
  readonly id: Identifier;
  readonly binding: VariableBinding;
}

/**
 * A definition first declares all its names, then says how they get their values; in a body those expressions are expanded
 * when all names of the body are known, so they are given as functions.
 */
export interface Definitions {
  readonly ctx: Context;
  /** Binds a variable, or what `as` makes of it: the name of a struct is a variable and more. */
  declare(id: Identifier, as?: (variable: VariableBinding) => Binding): Slot;
  initialise(slot: Slot, value: () => Core, span: Span | undefined): void;
  /** `define-values`: the values of one expression. */
  initialiseAll(slots: readonly Slot[], rest: Slot | undefined, value: () => Core, span: Span | undefined): void;
  /** Binds syntax. */
  bindSyntax(id: Identifier, binding: Binding): void;
}
