// Local variables: let, let*, letrec, letrec*, named let, do, fluid-let.

import type { Core, Variable } from "../../core/ast.ts";
import { bindAll, branch, call, lambda, local, loop, sequence, unspecified, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { arrangeDefinitions, type BodyItem } from "../arrange-definitions.ts";
import { expandBody, expandBranch } from "../body.ts";
import type { Context } from "../context.ts";
import { expand, expandNamed, expandTest, showForm } from "../expand.ts";
import { bindLocal, bindLocals, expectIdentifier, expectList, nameOf, partsOf, withScopes } from "../form-parts.ts";
import { ScopeSet } from "../scopes.ts";
import { addScopes, type Identifier, isIdentifier, viewOf } from "../syntax-view.ts";
import { assign } from "./assignment.ts";
import { type Forms, form } from "./form.ts";

export interface BindingPair {
  readonly id: Identifier;
  readonly value: Syntax;
}

/** The bindings of a `let`-like form. */
export function parseBindings(stx: Syntax, who: string): BindingPair[] {
  return expectList(stx, who, "bindings ((name value) …)").map((binding) => parseBinding(binding, who));
}

export function parseBinding(stx: Syntax, who: string): BindingPair {
  const items = viewOf(stx)?.items;
  if (items === undefined || !isIdentifier(items[0] ?? stx)) {
    const hint = `the bindings stand in a list of their own: (${who} ((name value) …) body …)`;
    throw new SyntaxFailure(`${who}: expected a binding (name value), got ${showForm(stx)}`, stx.span, hint);
  }
  if (items.length !== 2) {
    const hint =
      items.length < 2 ? "give the variable a value" : "a binding has one value: is a parenthesis misplaced?";
    throw new SyntaxFailure(`${who}: expected (name value), got ${showForm(stx)}`, stx.span, hint);
  }
  return { id: items[0] as Identifier, value: items[1] };
}

function expandLet(stx: Syntax, ctx: Context): Core {
  const parts = partsOf(stx, "(let ((name value) …) body …)", 1);
  if (isIdentifier(parts[1])) return expandNamedLet(stx, parts[1], ctx);
  const bindings = parseBindings(parts[1], "let");
  const values = bindings.map(({ id, value }) => expandNamed(value, ctx, id.datum.name));
  const { variables, set } = bindLocals(
    bindings.map((b) => b.id),
    ctx,
    "let",
  );
  const body = expandBody(withScopes(parts.slice(2), set), ctx, { who: "let", span: stx.span });
  return bindAll(variables, values, body);
}

function expandNamedLet(stx: Syntax, name: Identifier, ctx: Context): Core {
  const parts = partsOf(stx, "(let name ((variable value) …) body …)", 2);
  const bindings = parseBindings(parts[2], "let");
  const inits = bindings.map(({ id, value }) => expandNamed(value, ctx, id.datum.name));
  const outer = bindLocals([name], ctx, "let");
  const ids = bindings.map((b) => addScopes(b.id, outer.set) as Identifier);
  const inner = bindLocals(ids, ctx, "let");
  const body = withScopes(withScopes(parts.slice(3), outer.set), inner.set);
  return loop(
    outer.variables[0],
    inner.variables,
    inits,
    expandBody(body, ctx, { who: "let", span: stx.span }),
    stx.span,
  );
}

/** Each binding sees those before it, also of the same name. */
function expandLetStar(stx: Syntax, ctx: Context): Core {
  const [, list, ...body] = partsOf(stx, "(let* ((name value) …) body …)", 1);
  let set = ScopeSet.of(ctx.expansion.scope());
  const steps: { variable: Variable; value: Core }[] = [];
  for (const { id, value } of parseBindings(list, "let*")) {
    const core = expandNamed(addScopes(value, set), ctx, id.datum.name);
    set = set.union(ScopeSet.of(ctx.expansion.scope()));
    steps.push({ variable: bindLocal(id, set), value: core });
  }
  const inner = expandBody(withScopes(body, set), ctx, { who: "let*", span: stx.span });
  return steps.reduceRight((rest, step) => bindAll([step.variable], [step.value], rest), inner);
}

const expandLetrec =
  (inOrder: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, list, ...body] = partsOf(stx, `(${who} ((name value) …) body …)`, 1);
    const bindings = parseBindings(list, who);
    const { variables, set } = bindLocals(
      bindings.map((b) => b.id),
      ctx,
      who,
    );
    const { references } = ctx.expansion;
    const items: BodyItem[] = bindings.map(({ id, value }, i) => {
      const from = references.length;
      const core = expandNamed(addScopes(value, set), ctx, id.datum.name);
      return { variable: variables[i], value: core, from, to: references.length };
    });
    const inner = expandBody(withScopes(body, set), ctx, { who, span: stx.span });
    // The variable is there before its value: when a continuation comes back to the call, it gets another one.
    if (items.length === 1 && items[0].value.type === "call") {
      return { type: "letrec", variables, values: [items[0].value], body: inner };
    }
    if (inOrder) return arrangeDefinitions(items, references, inner);
    return bindAtOnce(items, references, inner);
  };

/**
 * `letrec` evaluates all values before any variable has one. Values that use none of the variables are bound together, so
 * that a continuation captured in one of them finds the others as they were.
 */
function bindAtOnce(items: BodyItem[], references: readonly Variable[], body: Core): Core {
  const own = new Set(items.map((item) => item.variable));
  const isSimple = ({ value, from, to }: BodyItem): boolean =>
    value.type !== "lambda" &&
    value.type !== "case-lambda" &&
    !references.slice(from, to).some((reference) => own.has(reference));
  const simple = items.filter(isSimple);
  const rest = items.filter((item) => !isSimple(item));
  return bindAll(
    simple.map((item) => item.variable as Variable),
    simple.map((item) => item.value),
    arrangeDefinitions(rest, references, body),
  );
}

function expandDo(stx: Syntax, ctx: Context): Core {
  const usage = "(do ((name init step) …) (test result …) body …)";
  const [, list, end, ...body] = partsOf(stx, usage, 2);
  const specs = expectList(list, "do", "variables ((name init step) …)").map((spec) => {
    const items = expectList(spec, "do", "a variable (name init step)");
    if (items.length < 2 || items.length > 3) {
      throw new SyntaxFailure(`do: expected (name init) or (name init step), got ${showForm(spec)}`, spec.span);
    }
    return { id: expectIdentifier(items[0], "do", "a name"), init: items[1], step: items[2] as Syntax | undefined };
  });
  const [test, ...results] = expectList(end, "do", "a test and results (test result …)");
  if (test === undefined) throw new SyntaxFailure("do: the test is missing", end.span, `it is written ${usage}`);
  const inits = specs.map(({ id, init }) => expandNamed(init, ctx, id.datum.name));
  const { variables, set } = bindLocals(
    specs.map((spec) => spec.id),
    ctx,
    "do",
  );
  const again = variable("do");
  const condition = expandTest(addScopes(test, set), ctx);
  const result = expandBranch(withScopes(results, set), ctx, "do", end.span);
  const work = body.length === 0 ? [] : [expandBranch(withScopes(body, set), ctx, "do", stx.span)];
  const steps = specs.map(({ step }, i) =>
    step === undefined ? local(variables[i]) : expand(addScopes(step, set), ctx),
  );
  const next = sequence([...work, call(local(again), steps, stx.span)]);
  return loop(again, variables, inits, branch(condition, result, next), stx.span);
}

/** Assigns variables for the extent of a body, also when that is left and entered by continuations. */
function expandFluidLet(stx: Syntax, ctx: Context): Core {
  const [, list, ...body] = partsOf(stx, "(fluid-let ((name value) …) body …)", 1);
  const bindings = parseBindings(list, "fluid-let");
  const values = bindings.map(({ value }) => expand(value, ctx));
  const inside = bindings.map(({ id }) => variable(id.datum.name));
  const swap = (): Core =>
    lambda(
      [],
      sequence([
        ...bindings.map(({ id }, i) => {
          const t = variable("t");
          const store: Core = { type: "set-local", variable: inside[i], value: local(t) };
          const exchange = sequence([assign(id, local(inside[i]), ctx), store]);
          return bindAll([t], [expand(id, ctx)], exchange);
        }),
        unspecified(),
      ]),
    );
  for (const v of inside) v.assigned = true;
  const thunk = lambda([], expandBody(body, ctx, { who: "fluid-let", span: stx.span }));
  const wind = call(ctx.expansion.runtime("dynamic-wind", stx.span), [swap(), thunk, swap()], stx.span);
  return bindAll(inside, values, wind);
}

export const BINDING: Forms = [
  form("let", expandLet),
  form("let*", expandLetStar),
  form("letrec", expandLetrec(false)),
  form("letrec*", expandLetrec(true)),
  form("do", expandDo),
  form("fluid-let", expandFluidLet),
];
