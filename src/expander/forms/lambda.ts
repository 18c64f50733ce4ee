// Procedures: lambda, case-lambda, named-lambda, thunk, and SRFI 26's cut and cute.

import type { Core, LambdaNode, Variable } from "../../core/ast.ts";
import { bindAll, call, lambda, local, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { expandBody } from "../body.ts";
import type { Context } from "../context.ts";
import { expand, showForm } from "../expand.ts";
import { expectIdentifier, expectList, nameOf, partsOf } from "../form-parts.ts";
import { expandProcedure } from "../procedures.ts";
import { isAuxiliary } from "../resolve.ts";
import { isIdentifier, makeList, viewOf } from "../syntax-view.ts";
import { type Forms, form } from "./form.ts";

function expandLambda(stx: Syntax, ctx: Context): Core {
  const who = nameOf(stx);
  const [, formals, ...body] = partsOf(stx, `(${who} (parameter …) body …)`, 1);
  return expandProcedure({ formals, body, who, name: undefined, span: stx.span }, ctx);
}

function expandNamedLambda(stx: Syntax, ctx: Context): Core {
  const usage = "(named-lambda (name parameter …) body …)";
  const [, header, ...body] = partsOf(stx, usage, 1);
  const view = viewOf(header);
  if (view === undefined || view.items.length === 0) {
    throw new SyntaxFailure(`named-lambda: expected (name parameter …), got ${showForm(header)}`, header.span);
  }
  const name = expectIdentifier(view.items[0], "named-lambda", "a name").datum.name;
  const formals = makeList(view.items.slice(1), header.span, view.tail);
  return expandProcedure({ formals, body, who: name, name, span: stx.span }, ctx);
}

function expandCaseLambda(stx: Syntax, ctx: Context): Core {
  const [, ...clauses] = partsOf(stx, "(case-lambda ((parameter …) body …) …)", 0);
  const nodes = clauses.map((clause): LambdaNode => {
    const [formals, ...body] = expectList(clause, "case-lambda", "a clause ((parameter …) body …)");
    if (formals === undefined) throw new SyntaxFailure("case-lambda: an empty clause", clause.span);
    const node = expandProcedure({ formals, body, who: "case-lambda", name: undefined, span: clause.span }, ctx);
    if (node.optional.length > 0 || node.keywords.length > 0) {
      const hint = "add a clause for each number of arguments";
      throw new SyntaxFailure("case-lambda: a clause has only required parameters and a rest", formals.span, hint);
    }
    return node;
  });
  return { type: "case-lambda", name: undefined, clauses: nodes, span: stx.span };
}

function expandThunk(stx: Syntax, ctx: Context): Core {
  const [, ...body] = partsOf(stx, "(thunk body …)", 1);
  return lambda([], expandBody(body, ctx, { who: "thunk", span: stx.span }), undefined, stx.span);
}

/** `cute` evaluates what is no slot once, when the procedure is made. */
const expandCut =
  (once: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, ...parts] = partsOf(stx, `(${who} procedure-or-<> argument-or-<> …)`, 1);
    const isMark = (part: Syntax, name: string): boolean => isIdentifier(part) && isAuxiliary(part, name);
    const open = isMark(parts[parts.length - 1], "<...>");
    const given = open ? parts.slice(0, -1) : parts;
    const slots: Variable[] = [];
    const kept: Variable[] = [];
    const values: Core[] = [];
    const cores = given.map((part): Core => {
      if (isMark(part, "<...>")) throw new SyntaxFailure(`${who}: <...> must come last`, part.span);
      if (isMark(part, "<>")) {
        slots.push(variable(`x${slots.length + 1}`));
        return local(slots[slots.length - 1]);
      }
      const core = expand(part, ctx);
      if (!once) return core;
      kept.push(variable("value"));
      values.push(core);
      return local(kept[kept.length - 1]);
    });
    if (cores.length === 0) throw new SyntaxFailure(`${who}: the procedure is missing`, stx.span);
    const node = lambda(slots, call(cores[0], cores.slice(1), stx.span), undefined, stx.span);
    if (open) {
      node.rest = variable("rest");
      const apply = ctx.expansion.runtime("apply", stx.span);
      node.body = call(apply, [...cores, local(node.rest)], stx.span);
    }
    return bindAll(kept, values, node);
  };

export const LAMBDA: Forms = [
  form("lambda", expandLambda),
  form("λ", expandLambda),
  form("named-lambda", expandNamedLambda),
  form("case-lambda", expandCaseLambda),
  form("thunk", expandThunk),
  form("cut", expandCut(false)),
  form("cute", expandCut(true)),
];
