// Choosing by truth: if, and, or, when, unless, cond.

import type { Core } from "../../core/ast.ts";
import { bindAll, branch, call, constant, local, unspecified, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { expandBranch } from "../body.ts";
import type { Context } from "../context.ts";
import { expand, expandTest, showForm } from "../expand.ts";
import { expectList, nameOf, partsOf } from "../form-parts.ts";
import { isAuxiliary } from "../resolve.ts";
import { isIdentifier, viewOf } from "../syntax-view.ts";
import { type Forms, form } from "./form.ts";

function expandIf(stx: Syntax, ctx: Context): Core {
  const given = viewOf(stx)?.items ?? [];
  if (given.length > 4) {
    const hint = "to do several things in a branch, write (begin …), or use cond, when or unless";
    throw new SyntaxFailure(`if: expected a test and two branches, got ${given.length - 1} parts`, given[4].span, hint);
  }
  const [, test, then, otherwise] = partsOf(stx, "(if test then else)", 2);
  if (otherwise === undefined) {
    const hint = "use when if there is nothing to do otherwise, or add the other branch";
    ctx.expansion.services.lint({ message: "if: has no else branch", span: stx.span, hint });
  }
  return branch(
    expandTest(test, ctx),
    expandBranch([then], ctx, "if", then.span),
    otherwise === undefined ? unspecified() : expandBranch([otherwise], ctx, "if", otherwise.span),
  );
}

const expandWhen =
  (negated: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, test, ...body] = partsOf(stx, `(${who} test body …)`, 1);
    const condition = expandTest(test, ctx);
    const then = expandBranch(body, ctx, who, stx.span);
    return negated ? branch(condition, unspecified(), then) : branch(condition, then, unspecified());
  };

/** Built from the last operand to the first, so that any number of them nests no calls of ours. */
function expandAnd(stx: Syntax, ctx: Context): Core {
  const [, ...operands] = partsOf(stx, "(and test …)", 0);
  if (operands.length === 0) return constant(true);
  const cores = operands.map((operand, i) =>
    i < operands.length - 1 ? expandTest(operand, ctx) : expand(operand, ctx),
  );
  return cores.reduceRight((rest, core) => branch(core, rest, constant(false)));
}

function expandOr(stx: Syntax, ctx: Context): Core {
  const [, ...operands] = partsOf(stx, "(or test …)", 0);
  if (operands.length === 0) return constant(false);
  const cores = operands.map((operand) => expand(operand, ctx));
  return cores.reduceRight((rest, core) => orElse(core, rest));
}

/** The value of `core` if that is true, else of `rest`. */
export function orElse(core: Core, rest: Core): Core {
  const t = variable("t");
  return bindAll([t], [core], branch(local(t), local(t), rest));
}

function andTest(stx: Syntax, ctx: Context): Core {
  const [, ...operands] = partsOf(stx, "(and test …)", 0);
  const cores = operands.map((operand) => expandTest(operand, ctx));
  return cores.length === 0 ? constant(true) : cores.reduceRight((rest, core) => branch(core, rest, constant(false)));
}

function orTest(stx: Syntax, ctx: Context): Core {
  const [, ...operands] = partsOf(stx, "(or test …)", 0);
  const cores = operands.map((operand) => expandTest(operand, ctx));
  return cores.length === 0 ? constant(false) : anyTest(cores);
}

/** Whether any of the tests is true, as a test. */
export const anyTest = (tests: Core[]): Core => tests.reduceRight((rest, test) => branch(test, constant(true), rest));

function expandCond(stx: Syntax, ctx: Context): Core {
  const [, ...clauses] = partsOf(stx, "(cond (test body …) … (else body …))", 0);
  return expandClauses(clauses, ctx, "cond", unspecified());
}

/** The clauses of `cond` and `guard`; `none` is the value when no test is true. */
export function expandClauses(clauses: readonly Syntax[], ctx: Context, who: string, none: Core): Core {
  const steps: ((rest: Core) => Core)[] = [];
  for (let i = 0; i < clauses.length; i++) {
    const parts = expectList(clauses[i], who, "a clause (test body …)");
    const [test, ...body] = parts;
    if (test === undefined) throw new SyntaxFailure(`${who}: an empty clause`, clauses[i].span);
    if (isIdentifier(test) && isAuxiliary(test, "else")) {
      if (i < clauses.length - 1) throw new SyntaxFailure(`${who}: else must be the last clause`, clauses[i].span);
      if (body.length === 0) throw new SyntaxFailure(`${who}: the else clause is empty`, clauses[i].span);
      const last = expandBranch(body, ctx, who, clauses[i].span);
      steps.push(() => last);
    } else {
      steps.push(expandClause(test, body, clauses[i], ctx, who));
    }
  }
  return steps.reduceRight((rest, step) => step(rest), none);
}

function expandClause(
  test: Syntax,
  body: readonly Syntax[],
  clause: Syntax,
  ctx: Context,
  who: string,
): (rest: Core) => Core {
  if (body.length === 0) {
    const value = expand(test, ctx);
    return (rest) => orElse(value, rest);
  }
  const [arrow, receiver] = body;
  if (isIdentifier(arrow) && isAuxiliary(arrow, "=>")) {
    if (body.length !== 2) {
      throw new SyntaxFailure(`${who}: expected one procedure after =>, got ${showForm(clause)}`, clause.span);
    }
    const t = variable("t");
    const value = expand(test, ctx);
    const procedure = expand(receiver, ctx);
    return (rest) => bindAll([t], [value], branch(local(t), call(procedure, [local(t)], clause.span), rest));
  }
  const condition = expandTest(test, ctx);
  const then = expandBranch(body, ctx, who, clause.span);
  return (rest) => branch(condition, then, rest);
}

export const CONDITIONALS: Forms = [
  form("if", expandIf),
  form("when", expandWhen(false)),
  form("unless", expandWhen(true)),
  form("and", expandAnd, { expandTest: andTest }),
  form("or", expandOr, { expandTest: orTest }),
  form("cond", expandCond),
];
