// Racket's `for` family: what each form collects.

import type { Core, Variable } from "../../../core/ast.ts";
import { bindAll, branch, call, constant, local, sequence, unspecified, variable } from "../../../core/build.ts";
import type { Syntax } from "../../../values/syntax.ts";
import { SyntaxFailure } from "../../../values/syntax-failure.ts";
import { NIL, type Span } from "../../../values/types.ts";
import type { FormBinding } from "../../bindings.ts";
import { expandBranch } from "../../body.ts";
import type { Context } from "../../context.ts";
import { expand } from "../../expand.ts";
import { expectIdentifier, expectList, nameOf, partsOf, withScopes } from "../../form-parts.ts";
import type { RuntimeName } from "../../runtime-names.ts";
import type { ScopeSet } from "../../scopes.ts";
import { keywordOf } from "../../syntax-view.ts";
import { parseBinding } from "../binding.ts";
import { type Forms, form } from "../form.ts";
import { type Accumulator, type Continue, expandLoops, type LoopForm, parseClauses } from "./loops.ts";

/** What one use of a `for` form has to say to its collector. */
interface Use {
  readonly ctx: Context;
  readonly span: Span | undefined;
  readonly call: (name: RuntimeName, ...args: Core[]) => Core;
  /** Expands the body in the loops' scopes. */
  readonly body: (scopes: ScopeSet) => Core;
}

type Collector = (use: Use) => Omit<LoopForm, "who">;

const hidden = (init: Core): Accumulator => ({ id: undefined, init });
const simpleResult = (_: ScopeSet, [acc]: readonly Variable[]): Core => local(acc);

const forEffect: Collector = (use) => ({
  accumulators: [],
  body: (scopes, _, next) => sequence([use.body(scopes), next([])]),
  result: unspecified,
});

/** A list of the bodies' values, made into what `finish` names. */
const listOf =
  (finish?: RuntimeName): Collector =>
  (use) => ({
    accumulators: [hidden(constant(NIL))],
    body: (scopes, [acc], next) => next([use.call("cons", use.body(scopes), local(acc))]),
    result: (_, [acc]) => {
      const list = use.call("reverse", local(acc));
      return finish === undefined ? list : use.call(finish, list);
    },
  });

const arithmetic =
  (operator: "+" | "*", start: number): Collector =>
  (use) => ({
    accumulators: [hidden(constant(start))],
    body: (scopes, [acc], next) => next([use.call(operator, local(acc), use.body(scopes))]),
    result: simpleResult,
  });

const last: Collector = (use) => ({
  accumulators: [hidden(constant(false))],
  body: (scopes, _, next) => next([use.body(scopes)]),
  result: simpleResult,
});

/** The first value; it ends the loops by not going on. */
const first: Collector = (use) => ({
  accumulators: [],
  body: (scopes) => use.body(scopes),
  result: () => constant(false),
});

const and: Collector = (use) => ({
  accumulators: [hidden(constant(true))],
  body(scopes, _, next) {
    const value = variable("value");
    return bindAll([value], [use.body(scopes)], branch(local(value), next([local(value)]), constant(false)));
  },
  result: simpleResult,
});

const or: Collector = (use) => ({
  accumulators: [],
  body(scopes, _, next) {
    const value = variable("value");
    return bindAll([value], [use.body(scopes)], branch(local(value), local(value), next([])));
  },
  result: () => constant(false),
});

const hash =
  (make: "hash" | "hasheq" | "hasheqv"): Collector =>
  (use) => ({
    accumulators: [hidden(use.call(make))],
    body(scopes, [acc], next) {
      const variables = [variable("key"), variable("value")];
      const set = use.call("hash-set", local(acc), local(variables[0]), local(variables[1]));
      return { type: "let-values", variables, values: use.body(scopes), body: next([set]), span: use.span };
    },
    result: simpleResult,
  });

/** `#:length n`: a vector of that size, filled in order; the loops end when it is full. */
const vectorOfLength =
  (length: Variable, fill: Core): Collector =>
  (use) => ({
    accumulators: [hidden(use.call("make-vector", local(length), fill)), hidden(constant(0))],
    body(scopes, [vector, index], next, stop) {
      const after = variable("index");
      const store = use.call("vector-set!", local(vector), local(index), use.body(scopes));
      const isFull = use.call("<", local(after), local(length));
      const goOn = branch(isFull, next([local(vector), local(after)]), stop([local(vector), local(after)]));
      return sequence([store, bindAll([after], [use.call("+", local(index), constant(1))], goOn)]);
    },
    result: simpleResult,
  });

const collectWith =
  (collector: Collector, nested: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const parts = partsOf(stx, `(${who} ([name sequence] …) body …)`, 1);
    return run(stx, parts[1], parts.slice(2), collector, nested, ctx);
  };

function run(
  stx: Syntax,
  clauses: Syntax,
  body: readonly Syntax[],
  collector: Collector,
  nested: boolean,
  ctx: Context,
): Core {
  const who = nameOf(stx);
  const use = useOf(stx, body, ctx);
  const steps = parseClauses(expectList(clauses, who, "clauses ([name sequence] …)"), nested, who);
  return expandLoops(steps, { who, ...collector(use) }, ctx);
}

function useOf(stx: Syntax, body: readonly Syntax[], ctx: Context): Use {
  const { span } = stx;
  const who = nameOf(stx);
  if (body.length === 0)
    throw new SyntaxFailure(`${who}: the body is empty`, span, "a body needs at least one expression");
  return {
    ctx,
    span,
    call: (name, ...args) => call(ctx.expansion.runtime(name, span), args, span),
    body: (scopes) => expandBranch(withScopes(body, scopes), ctx, who, span),
  };
}

const expandForVector =
  (nested: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const parts = partsOf(stx, `(${who} [#:length n] ([name sequence] …) body …)`, 1);
    const options = new Map<string, Core>();
    let at = 1;
    for (
      let keyword = keywordOf(parts[at]);
      keyword !== undefined && at + 2 < parts.length;
      keyword = keywordOf(parts[at])
    ) {
      if (keyword !== "length" && keyword !== "fill") {
        throw new SyntaxFailure(`${who}: unknown option #:${keyword}`, parts[at].span, "known are #:length and #:fill");
      }
      options.set(keyword, expand(parts[at + 1], ctx));
      at += 2;
    }
    const size = options.get("length");
    if (size === undefined) return run(stx, parts[at], parts.slice(at + 1), listOf("list->vector"), nested, ctx);
    const length = variable("length");
    const collector = vectorOfLength(length, options.get("fill") ?? constant(0));
    const filled = run(stx, parts[at], parts.slice(at + 1), collector, nested, ctx);
    const isEmpty = call(ctx.expansion.runtime("=", stx.span), [local(length), constant(0)], stx.span);
    const empty = call(ctx.expansion.runtime("list->vector", stx.span), [constant(NIL)], stx.span);
    return bindAll([length], [size], branch(isEmpty, empty, filled));
  };

/** `for/fold`: accumulators with names, one value of the body for each. */
const expandForFold =
  (nested: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, list, clauses, ...body] = partsOf(stx, `(${who} ([name init] …) ([name sequence] …) body …)`, 2);
    const items = [...expectList(list, who, "accumulators ([name init] …)")];
    const at = items.findIndex((item) => keywordOf(item) === "result");
    const result = at < 0 ? undefined : items.splice(at, 2)[1];
    if (at >= 0 && result === undefined) throw new SyntaxFailure(`${who}: #:result has no expression`, list.span);
    const use = useOf(stx, body, ctx);
    const accumulators = items.map((item) => {
      const { id, value } = parseBinding(item, who);
      return { id, init: expand(value, ctx) };
    });
    const loopForm: LoopForm = {
      who,
      accumulators,
      body: (scopes, variables, next) => foldBody(use.body(scopes), variables, next, stx.span),
      result: (scopes, variables) => {
        if (result !== undefined) return expandBranch(withScopes([result], scopes), ctx, who, result.span);
        if (variables.length === 1) return local(variables[0]);
        return use.call("values", ...variables.map((v) => local(v)));
      },
    };
    return expandLoops(
      parseClauses(expectList(clauses, who, "clauses ([name sequence] …)"), nested, who),
      loopForm,
      ctx,
    );
  };

function foldBody(body: Core, variables: readonly Variable[], next: Continue, span: Span | undefined): Core {
  if (variables.length === 1) return next([body]);
  if (variables.length === 0) return sequence([body, next([])]);
  const values = variables.map((v) => variable(v.name));
  return { type: "let-values", variables: values, values: body, body: next(values.map((v) => local(v))), span };
}

/** `for/lists`: a list for each value of the body, in the order of the iterations. */
const expandForLists =
  (nested: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, list, clauses, ...body] = partsOf(stx, `(${who} (name …) ([name sequence] …) body …)`, 2);
    const ids = expectList(list, who, "names (name …)").map((id) => expectIdentifier(id, who, "a name"));
    const use = useOf(stx, body, ctx);
    const loopForm: LoopForm = {
      who,
      accumulators: ids.map((id) => ({ id, init: constant(NIL) })),
      body(scopes, variables, next) {
        const values = variables.map((v) => variable(v.name));
        const consed = values.map((v, i) => use.call("cons", local(v), local(variables[i])));
        return { type: "let-values", variables: values, values: use.body(scopes), body: next(consed), span: stx.span };
      },
      result: (_, variables) => use.call("values", ...variables.map((v) => use.call("reverse", local(v)))),
    };
    return expandLoops(
      parseClauses(expectList(clauses, who, "clauses ([name sequence] …)"), nested, who),
      loopForm,
      ctx,
    );
  };

const COLLECTORS: readonly [string, Collector][] = [
  ["", forEffect],
  ["/list", listOf()],
  ["/string", listOf("list->string")],
  ["/sum", arithmetic("+", 0)],
  ["/product", arithmetic("*", 1)],
  ["/first", first],
  ["/last", last],
  ["/and", and],
  ["/or", or],
  ["/hash", hash("hash")],
  ["/hasheq", hash("hasheq")],
  ["/hasheqv", hash("hasheqv")],
];

const both = (suffix: string, expandWith: (nested: boolean) => FormBinding["expand"]): FormBinding[] => [
  form(`for${suffix}`, expandWith(false)),
  form(`for*${suffix}`, expandWith(true)),
];

export const FOR: Forms = [
  ...COLLECTORS.flatMap(([suffix, collector]) => both(suffix, (nested) => collectWith(collector, nested))),
  ...both("/vector", expandForVector),
  ...both("/fold", expandForFold),
  ...both("/lists", expandForLists),
];
