// Exceptions, parameters, continuations and promises: guard, with-handlers, parameterize, let/cc, delay, assert, time.

import type { Core, Variable } from "../../core/ast.ts";
import { bindAll, branch, call, constant, lambda, local, sequence, variable } from "../../core/build.ts";
import { MString } from "../../values/string.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Span } from "../../values/types.ts";
import { expandBody } from "../body.ts";
import type { Context } from "../context.ts";
import { expand, showForm } from "../expand.ts";
import { bindLocals, expectIdentifier, expectList, nameOf, partsOf, withScopes } from "../form-parts.ts";
import { datumOf, itemsOf } from "../syntax-view.ts";
import { expandClauses } from "./conditionals.ts";
import { type Forms, form } from "./form.ts";

/** A thunk of a body. */
export const thunkOf = (body: readonly Syntax[], ctx: Context, who: string, span: Span | undefined): Core =>
  lambda([], expandBody(body, ctx, { who, span }), undefined, span);

/** `clauses` gets the condition and the call that raises it again. */
export function guarded(
  ctx: Context,
  span: Span | undefined,
  thunk: Core,
  clauses: (c: Variable, again: Core) => Core,
): Core {
  const condition = variable("condition");
  const reraise = variable("reraise");
  const handler = lambda([condition, reraise], clauses(condition, call(local(reraise), [], span)), "guard", span);
  return call(ctx.expansion.runtime("%call-with-guard", span), [handler, thunk], span);
}

function expandGuard(stx: Syntax, ctx: Context): Core {
  const [, spec, ...body] = partsOf(stx, "(guard (name (test handler …) …) body …)", 1);
  const [name, ...clauses] = expectList(spec, "guard", "(name clause …)");
  if (name === undefined) throw new SyntaxFailure("guard: the name of the condition is missing", spec.span);
  const id = expectIdentifier(name, "guard", "a name for the condition");
  const { variables, set } = bindLocals([id], ctx, "guard");
  const thunk = thunkOf(body, ctx, "guard", stx.span);
  return guarded(ctx, stx.span, thunk, (condition, again) =>
    bindAll(variables, [local(condition)], expandClauses(withScopes(clauses, set), ctx, "guard", again)),
  );
}

function expandWithHandlers(stx: Syntax, ctx: Context): Core {
  const who = nameOf(stx);
  const [, list, ...body] = partsOf(stx, `(${who} ((predicate handler) …) body …)`, 1);
  const variables: Variable[] = [];
  const values: Core[] = [];
  const tests = expectList(list, who, "handlers ((predicate handler) …)").map((clause) => {
    const items = itemsOf(clause);
    if (items?.length !== 2) {
      throw new SyntaxFailure(`${who}: expected (predicate handler), got ${showForm(clause)}`, clause.span);
    }
    const predicate = variable("predicate");
    const handler = variable("handler");
    variables.push(predicate, handler);
    values.push(expand(items[0], ctx), expand(items[1], ctx));
    return { predicate, handler, span: clause.span };
  });
  const thunk = thunkOf(body, ctx, who, stx.span);
  const protectedBody = guarded(ctx, stx.span, thunk, (condition, again) =>
    tests.reduceRight(
      (rest, { predicate, handler, span }) =>
        branch(call(local(predicate), [local(condition)], span), call(local(handler), [local(condition)], span), rest),
      again,
    ),
  );
  return bindAll(variables, values, protectedBody);
}

function expandParameterize(stx: Syntax, ctx: Context): Core {
  const [, list, ...body] = partsOf(stx, "(parameterize ((parameter value) …) body …)", 1);
  const parameters: Core[] = [];
  const values: Core[] = [];
  for (const binding of expectList(list, "parameterize", "bindings ((parameter value) …)")) {
    const items = itemsOf(binding);
    if (items?.length !== 2) {
      throw new SyntaxFailure(`parameterize: expected (parameter value), got ${showForm(binding)}`, binding.span);
    }
    parameters.push(expand(items[0], ctx));
    values.push(expand(items[1], ctx));
  }
  const { expansion } = ctx;
  const listOf = (items: Core[]): Core => call(expansion.runtime("list", stx.span), items, stx.span);
  const thunk = thunkOf(body, ctx, "parameterize", stx.span);
  return call(expansion.runtime("%parameterize", stx.span), [listOf(parameters), listOf(values), thunk], stx.span);
}

const expandLetContinuation =
  (procedure: "call-with-current-continuation" | "call-with-escape-continuation") =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, name, ...body] = partsOf(stx, `(${who} name body …)`, 1);
    const { variables, set } = bindLocals([expectIdentifier(name, who, "a name")], ctx, who);
    const inner = expandBody(withScopes(body, set), ctx, { who, span: stx.span });
    const receiver = lambda(variables, inner, undefined, stx.span);
    return call(ctx.expansion.runtime(procedure, stx.span), [receiver], stx.span);
  };

function expandDelay(stx: Syntax, ctx: Context): Core {
  const [, ...body] = partsOf(stx, "(delay expression)", 1);
  return delayed(thunkBody(body, ctx, "delay", stx), ctx, stx.span);
}

const thunkBody = (body: readonly Syntax[], ctx: Context, who: string, stx: Syntax): Core =>
  expandBody(body, ctx, { who, span: stx.span });

function delayed(value: Core, ctx: Context, span: Span | undefined): Core {
  const { expansion } = ctx;
  const promise = call(expansion.runtime("%make-promise", span), [value], span);
  return call(expansion.runtime("%make-delayed", span), [lambda([], promise, undefined, span)], span);
}

function expandDelayForce(stx: Syntax, ctx: Context): Core {
  const who = nameOf(stx);
  const [, body] = partsOf(stx, `(${who} expression)`, 1, 1);
  return call(ctx.expansion.runtime("%make-delayed", stx.span), [thunkOf([body], ctx, who, stx.span)], stx.span);
}

function expandConsStream(stx: Syntax, ctx: Context): Core {
  const [, first, rest] = partsOf(stx, "(cons-stream first rest)", 2, 2);
  const tail = delayed(expand(rest, ctx), ctx, stx.span);
  return call(ctx.expansion.runtime("cons", stx.span), [expand(first, ctx), tail], stx.span);
}

function expandAssert(stx: Syntax, ctx: Context): Core {
  const [, test, ...more] = partsOf(stx, "(assert test message …)", 1);
  const { expansion } = ctx;
  const t = variable("t");
  const told = more.length > 0 ? more.map((m) => expand(m, ctx)) : [constant(datumOf(test))];
  const message = constant(new MString("assertion failed:", true));
  const failure = call(expansion.runtime("error", stx.span), [message, ...told], stx.span);
  return bindAll([t], [expand(test, ctx)], branch(local(t), local(t), failure));
}

/** Racket's `time`: the value, after a line that says what it took. There is one clock here, so its figures are the same. */
function expandTime(stx: Syntax, ctx: Context): Core {
  const { span } = stx;
  const [, ...body] = partsOf(stx, "(time expression …)", 1);
  const { expansion } = ctx;
  const clock = (): Core => call(expansion.runtime("current-milliseconds", span), [], span);
  const start = variable("start");
  const spent = variable("spent");
  const values = variable("values");
  const format = constant(new MString("cpu time: ~a real time: ~a gc time: 0~%", true));
  const told = call(expansion.runtime("printf", span), [format, local(spent), local(spent)], span);
  const difference = call(expansion.runtime("-", span), [clock(), local(start)], span);
  const give = call(expansion.runtime("apply", span), [expansion.runtime("values", span), local(values)], span);
  const report = bindAll([spent], [difference], sequence([told, give]));
  const work = expandBody(body, ctx, { who: "time", span });
  return bindAll([start], [clock()], {
    type: "let-values",
    variables: [],
    rest: values,
    values: work,
    body: report,
    span,
  });
}

export const CONTROL: Forms = [
  form("guard", expandGuard),
  form("with-handlers", expandWithHandlers),
  form("with-handlers*", expandWithHandlers),
  form("parameterize", expandParameterize),
  form("let/cc", expandLetContinuation("call-with-current-continuation")),
  form("let/ec", expandLetContinuation("call-with-escape-continuation")),
  form("delay", expandDelay),
  form("delay-force", expandDelayForce),
  form("lazy", expandDelayForce),
  form("cons-stream", expandConsStream),
  form("assert", expandAssert),
  form("assume", expandAssert),
  form("time", expandTime),
];
