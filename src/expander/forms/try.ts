// `try`: the forms that scripts of this family write, and those that people write by analogy.

import type { Core } from "../../core/ast.ts";
import { bindAll, branch, call, lambda, local, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { expandBody } from "../body.ts";
import type { Context } from "../context.ts";
import { expand, showForm } from "../expand.ts";
import { bindLocals, expectIdentifier, partsOf, withScopes } from "../form-parts.ts";
import { resolve } from "../resolve.ts";
import { headOf, isIdentifier, itemsOf, keywordOf } from "../syntax-view.ts";
import { guarded, thunkOf } from "./control.ts";
import { type Forms, form } from "./form.ts";

const USAGE = "(try expression on-error handler) or (try body … (on-error (e) handler …))";

/** Words that begin a handler clause, unless a program has made them something else. */
const HANDLER_WORDS: ReadonlySet<string> = new Set(["on-error", "catch", "except"]);
const FINALLY_WORDS: ReadonlySet<string> = new Set(["finally"]);

function expandTry(stx: Syntax, ctx: Context): Core {
  const [, ...all] = partsOf(stx, USAGE, 2);
  const mark = all.findIndex((part) => isWord(part, HANDLER_WORDS) || keywordOf(part) === "on-error");
  if (mark >= 0) return expandInfix(stx, all, mark, ctx);
  const parts = [...all];
  const finallyClause = startsWith(parts[parts.length - 1], FINALLY_WORDS) ? parts.pop() : undefined;
  const clause = startsWith(parts[parts.length - 1], HANDLER_WORDS) ? parts.pop() : undefined;
  if (clause === undefined && finallyClause === undefined) {
    throw new SyntaxFailure("try: there is no handler", stx.span, `it is written ${USAGE}`);
  }
  const body =
    clause === undefined
      ? expandBody(parts, ctx, { who: "try", span: stx.span })
      : guarded(ctx, stx.span, thunkOf(parts, ctx, "try", stx.span), (condition) =>
          handlerBody(clause, condition, ctx),
        );
  return finallyClause === undefined ? body : windUp(body, finallyClause, ctx);
}

/** `(try body … on-error handler)`; a handler that is no procedure is the value itself. */
function expandInfix(stx: Syntax, parts: readonly Syntax[], mark: number, ctx: Context): Core {
  if (mark === 0 || mark !== parts.length - 2) {
    const problem = mark === 0 ? "there is no expression before" : "expected one handler after";
    throw new SyntaxFailure(`try: ${problem} on-error`, parts[mark].span, `it is written ${USAGE}`);
  }
  const { expansion } = ctx;
  const handler = variable("handler");
  const value = expand(parts[mark + 1], ctx);
  const thunk = thunkOf(parts.slice(0, mark), ctx, "try", stx.span);
  return guarded(ctx, stx.span, thunk, (condition) => {
    const handled = call(local(handler), [local(condition)], parts[mark + 1].span);
    if (value.type === "lambda") return call(value, [local(condition)], stx.span);
    const isProcedure = call(expansion.runtime("procedure?", stx.span), [local(handler)], stx.span);
    return bindAll([handler], [value], branch(isProcedure, handled, local(handler)));
  });
}

/** `(on-error (e) body …)`, also `(catch e body …)`. */
function handlerBody(clause: Syntax, condition: ReturnType<typeof variable>, ctx: Context): Core {
  const [, spec, ...body] = partsOf(clause, "(on-error (e) handler …)", 2);
  const name = isIdentifier(spec) ? spec : itemsOf(spec)?.length === 1 ? itemsOf(spec)?.[0] : undefined;
  if (name === undefined) {
    throw new SyntaxFailure(`try: expected a name for the error, got ${showForm(spec)}`, spec.span, `write ${USAGE}`);
  }
  const { variables, set } = bindLocals([expectIdentifier(name, "try", "a name for the error")], ctx, "try");
  const inner = expandBody(withScopes(body, set), ctx, { who: "try", span: clause.span });
  return bindAll(variables, [local(condition)], inner);
}

function windUp(body: Core, clause: Syntax, ctx: Context): Core {
  const [, ...forms] = partsOf(clause, "(finally body …)", 1);
  const { expansion } = ctx;
  const after = thunkOf(forms, ctx, "try", clause.span);
  const before = expansion.runtime("void", clause.span);
  return call(expansion.runtime("dynamic-wind", clause.span), [before, lambda([], body), after], clause.span);
}

function isWord(stx: Syntax | undefined, words: ReadonlySet<string>): boolean {
  if (stx === undefined || !isIdentifier(stx) || !words.has(stx.datum.name)) return false;
  const binding = resolve(stx);
  return binding === undefined || binding.kind === "auxiliary";
}

const startsWith = (stx: Syntax | undefined, words: ReadonlySet<string>): boolean =>
  stx !== undefined && isWord(headOf(stx), words);

export const TRY: Forms = [form("try", expandTry)];
