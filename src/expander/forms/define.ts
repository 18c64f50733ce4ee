// Definitions of variables: define (also curried), define-values.
import type { Core } from "../../core/ast.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { expandBranch } from "../body.ts";
import type { Context } from "../context.ts";
import type { Definitions } from "../definitions.ts";
import { expand, expandNamed, showForm } from "../expand.ts";
import { expectIdentifier, partsOf } from "../form-parts.ts";
import { expandProcedure } from "../procedures.ts";
import { findDuplicate } from "../resolve.ts";
import { type Identifier, isIdentifier, makeList, viewOf } from "../syntax-view.ts";
import { type Forms, form } from "./form.ts";

const USAGE = "(define name value) or (define (name parameter …) body …)";

/** A definition where an expression should be is a body of its own: what it defines is seen by nothing. */
export const alone = (stx: Syntax, ctx: Context): Core => expandBranch([stx], ctx, "define", stx.span);

function define(stx: Syntax, into: Definitions): void {
  const parts = partsOf(stx, USAGE, 1);
  const [, target] = parts;
  if (!isIdentifier(target)) {
    defineProcedure(stx, target, parts.slice(2), into);
    return;
  }
  if (parts.length > 3) {
    const hint = `a procedure is defined as (define (${target.datum.name} parameter …) body …)`;
    throw new SyntaxFailure(
      `define: expected one value for ${target.datum.name}, got ${parts.length - 2}`,
      parts[3].span,
      hint,
    );
  }
  if (parts.length === 2)
    throw new SyntaxFailure(`define: ${target.datum.name} has no value`, stx.span, `it is written ${USAGE}`);
  const slot = into.declare(target);
  into.initialise(slot, () => expandNamed(parts[2], into.ctx, target.datum.name), stx.span);
}

function defineProcedure(stx: Syntax, header: Syntax, body: readonly Syntax[], into: Definitions): void {
  // `(define ((f a) b) …)`: f gives a procedure; the parameter lists from the outermost in.
  const lists: Syntax[] = [];
  let at = header;
  for (; !isIdentifier(at); ) {
    const view = viewOf(at);
    if (view === undefined || view.items.length === 0) {
      throw new SyntaxFailure(`define: expected a name, got ${showForm(at)}`, at.span, `it is written ${USAGE}`);
    }
    lists.unshift(makeList(view.items.slice(1), at.span, view.tail));
    at = view.items[0];
  }
  const id: Identifier = at;
  const { name } = id.datum;
  const slot = into.declare(id);
  // Inner procedures as syntax, so that they are expanded where the outer parameters are visible.
  let forms = body;
  for (const formals of lists.slice(1).reverse()) {
    forms = [makeList([into.ctx.expansion.core("lambda", stx.span), formals, ...forms], stx.span)];
  }
  const parts = { formals: lists[0], body: forms, who: name, name, span: stx.span };
  into.initialise(slot, () => expandProcedure(parts, into.ctx), stx.span);
}

function defineValues(stx: Syntax, into: Definitions): void {
  const usage = "(define-values (name …) expression)";
  const [, formals, value] = partsOf(stx, usage, 2, 2);
  const { names, rest } = parseNames(formals, "define-values");
  const slots = names.map((id) => into.declare(id));
  const restSlot = rest === undefined ? undefined : into.declare(rest);
  into.initialiseAll(slots, restSlot, () => expand(value, into.ctx), stx.span);
}

/** The names of several values: `(a b . rest)`. */
export function parseNames(stx: Syntax, who: string): { names: Identifier[]; rest: Identifier | undefined } {
  const view = isIdentifier(stx) ? { items: [], tail: stx } : viewOf(stx);
  if (view === undefined) throw new SyntaxFailure(`${who}: expected names (name …), got ${showForm(stx)}`, stx.span);
  const names = view.items.map((item) => expectIdentifier(item, who, "a name"));
  const rest = view.tail === undefined ? undefined : expectIdentifier(view.tail, who, "a name after the dot");
  const twice = findDuplicate(rest === undefined ? names : [...names, rest]);
  if (twice !== undefined) throw new SyntaxFailure(`${who}: ${twice.datum.name} occurs twice`, twice.span);
  return { names, rest };
}

export const DEFINE: Forms = [
  form("define", alone, { define }),
  form("define-values", alone, { define: defineValues }),
];
