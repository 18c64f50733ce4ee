// Lambdas: the scopes of parameters, defaults that see earlier parameters, and the body.

import type { Core, LambdaNode, Variable } from "../core/ast.ts";
import { bindAll, branch, call, constant, lambda, local, variable } from "../core/build.ts";
import type { Syntax } from "../values/syntax.ts";
import type { Span, Value } from "../values/types.ts";
import { expandBody } from "./body.ts";
import type { Context } from "./context.ts";
import { expandNamed } from "./expand.ts";
import { bindLocal, withScopes } from "./form-parts.ts";
import { type Parameter, parseParameters } from "./parameters.ts";
import { ScopeSet } from "./scopes.ts";
import { addScopes, type Identifier } from "./syntax-view.ts";

/** Stands for an argument that was not given, where the compiler's order of defaults is not that of the source. */
const MISSING: Value = Object.freeze({ missing: true });

export interface ProcedureParts {
  readonly formals: Syntax;
  readonly body: readonly Syntax[];
  readonly who: string;
  readonly name: string | undefined;
  readonly span: Span | undefined;
}

export function expandProcedure(parts: ProcedureParts, ctx: Context): LambdaNode {
  const { parameters, rest } = parseParameters(parts.formals, parts.who);
  const node: LambdaNode = lambda([], constant(false), parts.name, parts.span);
  const binder = new ParameterBinder(node, ctx);
  for (const parameter of parameters) binder.add(parameter);
  if (rest !== undefined) node.rest = binder.bind(rest);
  const body = expandBody(withScopes(parts.body, binder.set), ctx, { who: parts.who, span: parts.span });
  node.body = binder.wrap(body);
  return node;
}

/** Binds parameters one after the other: a default is expanded where only the earlier ones are visible. */
class ParameterBinder {
  set: ScopeSet;
  readonly #node: LambdaNode;
  readonly #ctx: Context;
  readonly #keywordVariables = new Set<Variable>();
  /** Defaults that the body has to evaluate, in order. */
  readonly #late: { variable: Variable; value: Core }[] = [];

  constructor(node: LambdaNode, ctx: Context) {
    this.#node = node;
    this.#ctx = ctx;
    this.set = ScopeSet.of(ctx.expansion.scope());
  }

  bind(id: Identifier): Variable {
    return bindLocal(id, this.set);
  }

  add(parameter: Parameter): void {
    const { id, keyword } = parameter;
    if (parameter.default === undefined) {
      const v = this.bind(id);
      if (keyword === undefined) this.#node.required.push(v);
      else this.#addKeyword(keyword, v, undefined);
      return;
    }
    const { references } = this.#ctx.expansion;
    const from = references.length;
    const value = expandNamed(addScopes(parameter.default, this.set), this.#ctx, id.datum.name);
    this.set = this.set.union(ScopeSet.of(this.#ctx.expansion.scope()));
    const v = this.bind(id);
    // Keywords get their values after the positional parameters; a default that would need one too early waits for the
    // body, and so do all after it.
    const early = keyword === undefined && references.slice(from).some((r) => this.#keywordVariables.has(r));
    if (early || this.#late.length > 0) this.#addLate(v, keyword, value, id);
    else if (keyword === undefined) this.#node.optional.push({ variable: v, default: value });
    else this.#addKeyword(keyword, v, value);
  }

  #addKeyword(keyword: string, v: Variable, value: Core | undefined): void {
    this.#keywordVariables.add(v);
    this.#node.keywords.push({ keyword, variable: v, default: value });
  }

  #addLate(v: Variable, keyword: string | undefined, value: Core, id: Identifier): void {
    const given = variable(id.datum.name);
    if (keyword === undefined) this.#node.optional.push({ variable: given, default: constant(MISSING) });
    else this.#addKeyword(keyword, given, constant(MISSING));
    const isMissing = call(this.#ctx.expansion.runtime("eq?", id.span), [local(given), constant(MISSING)]);
    this.#late.push({ variable: v, value: branch(isMissing, value, local(given)) });
  }

  wrap(body: Core): Core {
    return this.#late.reduceRight((inner, { variable, value }) => bindAll([variable], [value], inner), body);
  }
}
