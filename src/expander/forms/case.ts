// Choosing by value: `case`, which compares as Racket's does (`equal?`), so that strings work.

import type { Core, Variable } from "../../core/ast.ts";
import { bindAll, branch, call, constant, local, unspecified, variable } from "../../core/build.ts";
import { isNumber } from "../../values/numbers.ts";
import { listFrom, Pair } from "../../values/pair.ts";
import { MString } from "../../values/string.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Span, Value } from "../../values/types.ts";
import { expandBranch } from "../body.ts";
import type { Context } from "../context.ts";
import { expand, showForm } from "../expand.ts";
import { expectList, partsOf } from "../form-parts.ts";
import { isAuxiliary } from "../resolve.ts";
import { datumOf, isIdentifier, viewOf } from "../syntax-view.ts";
import { anyTest } from "./conditionals.ts";
import { type Forms, form } from "./form.ts";

/** More data than this in one clause are looked up in a list. */
const INLINE_LIMIT = 8;

function expandCase(stx: Syntax, ctx: Context): Core {
  const [, subject, ...clauses] = partsOf(stx, "(case value ((datum …) body …) … (else body …))", 1);
  const key = variable("key");
  const value = expand(subject, ctx);
  const steps = clauses.map((clause, i) => expandClause(clause, i === clauses.length - 1, key, ctx));
  return bindAll(
    [key],
    [value],
    steps.reduceRight((rest, step) => step(rest), unspecified()),
  );
}

function expandClause(clause: Syntax, last: boolean, key: Variable, ctx: Context): (rest: Core) => Core {
  const [data, ...body] = expectList(clause, "case", "a clause ((datum …) body …)");
  if (data === undefined) throw new SyntaxFailure("case: an empty clause", clause.span);
  if (body.length === 0) throw new SyntaxFailure("case: a clause without a body", clause.span, "add what it gives");
  const then = expandClauseBody(body, clause, key, ctx);
  if (isIdentifier(data) && isAuxiliary(data, "else")) {
    if (!last) throw new SyntaxFailure("case: else must be the last clause", clause.span);
    return () => then;
  }
  const items = viewOf(data);
  if (items === undefined || items.tail !== undefined) {
    const hint = `a clause begins with a list of data: ((${showForm(data)}) …)`;
    throw new SyntaxFailure(`case: expected a list of data, got ${showForm(data)}`, data.span, hint);
  }
  const test = keyIsIn(key, items.items.map(datumOf), ctx, clause.span);
  return (rest) => branch(test, then, rest);
}

function expandClauseBody(body: readonly Syntax[], clause: Syntax, key: Variable, ctx: Context): Core {
  const [arrow, receiver] = body;
  if (!(isIdentifier(arrow) && isAuxiliary(arrow, "=>"))) return expandBranch(body, ctx, "case", clause.span);
  if (body.length !== 2) {
    throw new SyntaxFailure(`case: expected one procedure after =>, got ${showForm(clause)}`, clause.span);
  }
  return call(expand(receiver, ctx), [local(key)], clause.span);
}

/** A test whether the key is one of the data. */
export function keyIsIn(key: Variable, data: readonly Value[], ctx: Context, span: Span | undefined): Core {
  if (data.length === 0) return constant(false);
  if (data.length <= INLINE_LIMIT) return anyTest(data.map((datum) => isDatum(local(key), datum, ctx, span)));
  const procedure = data.some(isCompound) ? "member" : "memv";
  return call(ctx.expansion.runtime(procedure, span), [local(key), constant(listFrom(data))], span);
}

/** A test whether a value is the datum, by the cheapest procedure that compares as `equal?` does there. */
export function isDatum(value: Core, datum: Value, ctx: Context, span: Span | undefined): Core {
  const procedure = isCompound(datum) ? "equal?" : isNumber(datum) ? "eqv?" : "eq?";
  return call(ctx.expansion.runtime(procedure, span), [value, constant(datum)], span);
}

const isCompound = (x: Value): boolean =>
  x instanceof Pair || x instanceof MString || Array.isArray(x) || x instanceof Uint8Array;

export const CASE: Forms = [form("case", expandCase)];
