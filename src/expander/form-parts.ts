// What every form needs: its parts, counted, and errors that show how the form is written.

import type { Variable } from "../core/ast.ts";
import { variable } from "../core/build.ts";
import type { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Span } from "../values/types.ts";
import type { Context } from "./context.ts";
import { showForm } from "./expand.ts";
import { bind, findDuplicate } from "./resolve.ts";
import { ScopeSet } from "./scopes.ts";
import { addScopes, headOf, type Identifier, isIdentifier, viewOf } from "./syntax-view.ts";

/** The elements of a form, its head included; `usage` is how it is written. */
export function partsOf(stx: Syntax, usage: string, min: number, max = Number.POSITIVE_INFINITY): readonly Syntax[] {
  const view = viewOf(stx);
  if (view === undefined || view.tail !== undefined) malformed(stx, usage, "a form is written without a dot");
  const count = view.items.length - 1;
  if (count < min) malformed(stx, usage, "something is missing");
  if (count > max) malformed(stx, usage, "there is too much", view.items[max + 1]?.span);
  return view.items;
}

/** A form that is not as it should be. */
export function malformed(stx: Syntax, usage: string, problem: string, span: Span | undefined = stx.span): never {
  throw new SyntaxFailure(`${nameOf(stx)}: ${problem} in ${showForm(stx)}`, span, `it is written ${usage}`);
}

/** The name that a form goes by where it is used. */
export const nameOf = (stx: Syntax): string => headOf(stx)?.datum.name ?? "form";

export function expectIdentifier(stx: Syntax, who: string, what: string): Identifier {
  if (isIdentifier(stx)) return stx;
  throw new SyntaxFailure(`${who}: expected ${what}, got ${showForm(stx)}`, stx.span);
}

/** The elements of a list inside a form. */
export function expectList(stx: Syntax, who: string, what: string): readonly Syntax[] {
  const view = viewOf(stx);
  if (view !== undefined && view.tail === undefined) return view.items;
  throw new SyntaxFailure(`${who}: expected ${what}, got ${showForm(stx)}`, stx.span);
}

/** Local variables for `ids`, and the scopes that code needs to see them. */
export interface Locals {
  readonly variables: Variable[];
  readonly set: ScopeSet;
}

export function bindLocals(ids: readonly Identifier[], ctx: Context, who: string): Locals {
  const twice = ids.length > 1 ? findDuplicate(ids) : undefined;
  if (twice !== undefined) {
    throw new SyntaxFailure(
      `${who}: ${twice.datum.name} is bound twice`,
      twice.span,
      "give the variables different names",
    );
  }
  const set = ScopeSet.of(ctx.expansion.scope());
  return { variables: ids.map((id) => bindLocal(id, set)), set };
}

/** Binds one variable in the given scopes. */
export function bindLocal(id: Identifier, set: ScopeSet): Variable {
  const v = variable(id.datum.name);
  bind(addScopes(id, set) as Identifier, { kind: "local", variable: v });
  return v;
}

export const withScopes = (forms: readonly Syntax[], set: ScopeSet): Syntax[] =>
  forms.map((form) => addScopes(form, set));
