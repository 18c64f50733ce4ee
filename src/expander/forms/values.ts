// Several values: let-values, let*-values, receive; and SRFI 2's and-let*.

import type { Core, Variable } from "../../core/ast.ts";
import { bindAll, branch, constant, local, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Span } from "../../values/types.ts";
import { expandBody } from "../body.ts";
import type { Context } from "../context.ts";
import { expand, expandNamed, showForm } from "../expand.ts";
import { bindLocal, expectList, partsOf, withScopes } from "../form-parts.ts";
import { findDuplicate } from "../resolve.ts";
import { ScopeSet } from "../scopes.ts";
import { addScopes, type Identifier, isIdentifier, itemsOf } from "../syntax-view.ts";
import { parseNames } from "./define.ts";
import { type Forms, form } from "./form.ts";

interface ValuesBinding {
  readonly names: readonly Identifier[];
  readonly rest: Identifier | undefined;
  readonly value: Syntax;
  readonly span: Span | undefined;
}

function parseValuesBindings(stx: Syntax, who: string): ValuesBinding[] {
  return expectList(stx, who, "bindings (((name …) value) …)").map((binding) => {
    const items = itemsOf(binding);
    if (items?.length !== 2) {
      throw new SyntaxFailure(`${who}: expected ((name …) value), got ${showForm(binding)}`, binding.span);
    }
    return { ...parseNames(items[0], who), value: items[1], span: binding.span };
  });
}

function letValues(
  variables: Variable[],
  rest: Variable | undefined,
  values: Core,
  body: Core,
  span: Span | undefined,
): Core {
  return rest === undefined
    ? { type: "let-values", variables, values, body, span }
    : { type: "let-values", variables, rest, values, body, span };
}

/** All values are computed before any name is bound: they go through variables that no program can name. */
function expandLetValues(stx: Syntax, ctx: Context): Core {
  const [, list, ...body] = partsOf(stx, "(let-values (((name …) value) …) body …)", 1);
  const bindings = parseValuesBindings(list, "let-values");
  const twice = findDuplicate(bindings.flatMap((b) => (b.rest === undefined ? b.names : [...b.names, b.rest])));
  if (twice !== undefined) throw new SyntaxFailure(`let-values: ${twice.datum.name} is bound twice`, twice.span);
  const values = bindings.map(({ value }) => expand(value, ctx));
  const set = ScopeSet.of(ctx.expansion.scope());
  const groups = bindings.map(({ names, rest }) => ({
    variables: names.map((id) => bindLocal(id, set)),
    rest: rest === undefined ? undefined : bindLocal(rest, set),
  }));
  const inner = expandBody(withScopes(body, set), ctx, { who: "let-values", span: stx.span });
  return groups.reduceRight(
    (rest, group, i) => letValues(group.variables, group.rest, values[i], rest, bindings[i].span),
    inner,
  );
}

function expandLetStarValues(stx: Syntax, ctx: Context): Core {
  const [, list, ...body] = partsOf(stx, "(let*-values (((name …) value) …) body …)", 1);
  let set = ScopeSet.of(ctx.expansion.scope());
  const steps = parseValuesBindings(list, "let*-values").map(({ names, rest, value, span }) => {
    const core = expand(addScopes(value, set), ctx);
    set = set.union(ScopeSet.of(ctx.expansion.scope()));
    const variables = names.map((id) => bindLocal(id, set));
    return { variables, rest: rest === undefined ? undefined : bindLocal(rest, set), core, span };
  });
  const inner = expandBody(withScopes(body, set), ctx, { who: "let*-values", span: stx.span });
  return steps.reduceRight((rest, step) => letValues(step.variables, step.rest, step.core, rest, step.span), inner);
}

function expandReceive(stx: Syntax, ctx: Context): Core {
  const [, formals, value, ...body] = partsOf(stx, "(receive (name …) expression body …)", 2);
  const { names, rest } = parseNames(formals, "receive");
  const core = expand(value, ctx);
  const set = ScopeSet.of(ctx.expansion.scope());
  const variables = names.map((id) => bindLocal(id, set));
  const restVariable = rest === undefined ? undefined : bindLocal(rest, set);
  const inner = expandBody(withScopes(body, set), ctx, { who: "receive", span: stx.span });
  return letValues(variables, restVariable, core, inner, stx.span);
}

/** Clauses are `(name value)`, `(test)` or a variable; the first false one ends it. */
function expandAndLet(stx: Syntax, ctx: Context): Core {
  const [, list, ...body] = partsOf(stx, "(and-let* ((name value) …) body …)", 1);
  let set = ScopeSet.of(ctx.expansion.scope());
  const steps = expectList(list, "and-let*", "clauses ((name value) …)").map((clause) => {
    const scoped = addScopes(clause, set);
    const items = itemsOf(scoped);
    if (items?.length === 2 && isIdentifier(items[0])) {
      const value = expandNamed(items[1], ctx, items[0].datum.name);
      const inner = ScopeSet.of(ctx.expansion.scope());
      set = set.union(inner);
      return { variable: bindLocal(items[0], inner), value };
    }
    if (!isIdentifier(clause) && items?.length !== 1) {
      throw new SyntaxFailure(
        `and-let*: expected (name value), (test) or a name, got ${showForm(clause)}`,
        clause.span,
      );
    }
    return { variable: variable("t"), value: expand(items?.[0] ?? scoped, ctx) };
  });
  let result: Core;
  if (body.length > 0) result = expandBody(withScopes(body, set), ctx, { who: "and-let*", span: stx.span });
  else {
    const last = steps.pop();
    result = last === undefined ? constant(true) : last.value;
  }
  return steps.reduceRight(
    (rest, step) => bindAll([step.variable], [step.value], branch(local(step.variable), rest, constant(false))),
    result,
  );
}

export const VALUES: Forms = [
  form("let-values", expandLetValues),
  form("let*-values", expandLetStarValues),
  form("receive", expandReceive),
  form("and-let*", expandAndLet),
];
