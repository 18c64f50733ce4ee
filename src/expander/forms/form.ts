// How a form of the language is written down: its name and what it does.
import type { Core } from "../../core/ast.ts";
import type { Syntax } from "../../values/syntax.ts";
import type { FormBinding } from "../bindings.ts";
import type { Context } from "../context.ts";

/** A table of forms, by name. */
export type Forms = readonly FormBinding[];

export const form = (
  name: string,
  expand: (stx: Syntax, ctx: Context) => Core,
  more: Omit<FormBinding, "kind" | "name" | "expand"> = {},
): FormBinding => ({ kind: "form", name, expand, ...more });
