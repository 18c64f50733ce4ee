// Forms that come from SRFIs and Racket's corners: rec, local; and macros of other systems, refused with advice.
import type { Core } from "../../core/ast.ts";
import { local as localVariable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { expandBody } from "../body.ts";
import type { Context } from "../context.ts";
import { expandNamed } from "../expand.ts";
import { bindLocals, expectList, nameOf, partsOf, withScopes } from "../form-parts.ts";
import { addScopes, type Identifier, isIdentifier, makeList, viewOf } from "../syntax-view.ts";
import { type Forms, form } from "./form.ts";

/** SRFI 31: `(rec name value)` and `(rec (name parameter …) body …)`. */
function expandRec(stx: Syntax, ctx: Context): Core {
  const usage = "(rec name value) or (rec (name parameter …) body …)";
  const [, target, ...body] = partsOf(stx, usage, 2);
  const view = viewOf(target);
  const id = isIdentifier(target) ? target : view?.items[0];
  if (id === undefined || !isIdentifier(id) || (isIdentifier(target) && body.length > 1)) {
    throw new SyntaxFailure("rec: expected a name and a value", target.span, `it is written ${usage}`);
  }
  const value = isIdentifier(target) ? body[0] : lambdaForm(stx, target, body, ctx);
  const { variables, set } = bindLocals([id as Identifier], ctx, "rec");
  const core = expandNamed(addScopes(value, set), ctx, id.datum.name);
  return { type: "letrec", variables, values: [core], body: localVariable(variables[0], id.span) };
}

function lambdaForm(stx: Syntax, header: Syntax, body: readonly Syntax[], ctx: Context): Syntax {
  const view = viewOf(header);
  const formals = makeList(view?.items.slice(1) ?? [], header.span, view?.tail);
  return makeList([ctx.expansion.core("lambda", stx.span), formals, ...body], stx.span);
}

/** Racket's `(local (definition …) body …)`. */
function expandLocal(stx: Syntax, ctx: Context): Core {
  const [, definitions, ...body] = partsOf(stx, "(local (definition …) body …)", 2);
  const { set } = bindLocals([], ctx, "local");
  const forms = [...expectList(definitions, "local", "definitions (definition …)"), ...body];
  return expandBody(withScopes(forms, set), ctx, { who: "local", span: stx.span });
}

/** Macros that are procedures: there is no time before run time for them to run in. */
const refused = (stx: Syntax): Core => {
  throw new SyntaxFailure(
    `${nameOf(stx)}: procedural macros are not supported`,
    stx.span,
    "write the macro with syntax-rules: (define-syntax name (syntax-rules () ((_ part …) template) …))",
  );
};

export const LESSER: Forms = [
  form("rec", expandRec),
  form("local", expandLocal),
  ...["define-macro", "defmacro", "syntax-case", "er-macro-transformer", "ir-macro-transformer"].map((name) =>
    form(name, refused),
  ),
];
