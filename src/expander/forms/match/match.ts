// The `match` family: clauses tried in order, each a chain of tests that falls through to the next.

import type { Core, Variable } from "../../../core/ast.ts";
import {
  bindAll,
  branch,
  call,
  constant,
  fill,
  type Hole,
  hole,
  lambda,
  local,
  variable,
} from "../../../core/build.ts";
import { MString } from "../../../values/string.ts";
import type { Syntax } from "../../../values/syntax.ts";
import { SyntaxFailure } from "../../../values/syntax-failure.ts";
import type { Span } from "../../../values/types.ts";
import { expandBody } from "../../body.ts";
import type { Context } from "../../context.ts";
import type { Definitions } from "../../definitions.ts";
import { expand, expandTest } from "../../expand.ts";
import { bindLocal, expectIdentifier, expectList, nameOf, partsOf, withScopes } from "../../form-parts.ts";
import { isAuxiliary } from "../../resolve.ts";
import { ScopeSet } from "../../scopes.ts";
import { addScopes, headOf, itemsOf, keywordOf } from "../../syntax-view.ts";
import { alone } from "../define.ts";
import { type Forms, form } from "../form.ts";
import { namesIn, PatternEmitter } from "./emit.ts";
import { type Pattern, type PatternName, PatternReader } from "./patterns.ts";

interface Attempt {
  readonly core: Core;
  readonly exits: Hole[];
}

/** Patterns, and the scopes in which what they bind is visible. */
interface Bound {
  readonly patterns: Pattern[];
  readonly set: ScopeSet;
  readonly target: Map<PatternName, Variable>;
}

function bindPatterns(stxs: readonly Syntax[], ctx: Context): Bound {
  const reader = new PatternReader(ctx);
  const patterns = reader.many(stxs);
  const set = ScopeSet.of(ctx.expansion.scope());
  const names = new Set(patterns.flatMap(namesIn));
  const target = new Map([...names].map((name) => [name, bindLocal(name.id, set)]));
  return { patterns, set, target };
}

/** Tries patterns on subjects; `success` gets the scopes of what they bind. */
function attempt(
  stxs: readonly Syntax[],
  subjects: readonly Variable[],
  ctx: Context,
  span: Span | undefined,
  success: (bound: Bound, fail: () => Core) => Core,
): Attempt {
  const exits: Hole[] = [];
  const fail = (): Core => {
    const exit = hole();
    exits.push(exit);
    return exit;
  };
  const bound = bindPatterns(stxs, ctx);
  const core = new PatternEmitter(ctx, span, fail).emitAll(bound.patterns, subjects, bound.target, () =>
    success(bound, fail),
  );
  return { core, exits };
}

/** So many clauses stand inside each other before the rest becomes a procedure: the compiler counts nesting. */
const INLINE_LIMIT = 16;

/**
 * The attempts in order, then `last`. What is reached from several places becomes a procedure; these stand one after the
 * other, the last first, so that a hundred clauses nest no deeper than one.
 */
function inOrder(attempts: readonly Attempt[], last: Core): Core {
  const procedures: { variable: Variable; value: Core }[] = [];
  let next = last;
  let inlined = 0;
  for (const { core, exits } of [...attempts].reverse()) {
    // Without an exit the pattern matches anything: what comes after is never reached.
    if (exits.length === 1 && inlined < INLINE_LIMIT) {
      fill(exits[0], next);
      inlined++;
    } else if (exits.length > 0) {
      const otherwise = variable("otherwise");
      for (const exit of exits) fill(exit, call(local(otherwise), []));
      procedures.push({ variable: otherwise, value: lambda([], next, "otherwise") });
      inlined = 0;
    }
    next = core;
  }
  return procedures.reduceRight((core, { variable: v, value }) => bindAll([v], [value], core), next);
}

function clauseAttempt(
  stxs: readonly Syntax[],
  body: readonly Syntax[],
  clause: Syntax,
  subjects: readonly Variable[],
  ctx: Context,
): Attempt {
  return attempt(stxs, subjects, ctx, clause.span, ({ set }, fail) => {
    let forms = withScopes(body, set);
    let test: Core | undefined;
    let giveUp: { variable: Variable; value: Core } | undefined;
    for (;;) {
      const [first, second, ...rest] = forms;
      if (first !== undefined && keywordOf(first) === "when") {
        if (second === undefined) throw new SyntaxFailure("match: #:when has no expression", first.span);
        test = expandTest(second, ctx);
        forms = rest;
      } else if (first !== undefined && isFailureName(first)) {
        const id = expectIdentifier((itemsOf(first) as readonly Syntax[])[1], "match", "a name");
        const scope = ScopeSet.of(ctx.expansion.scope());
        giveUp = { variable: bindLocal(id, scope), value: lambda([], fail(), "next") };
        forms = withScopes(forms.slice(1), scope);
      } else break;
    }
    const inner = expandBody(forms, ctx, { who: "match", span: clause.span });
    const core = giveUp === undefined ? inner : bindAll([giveUp.variable], [giveUp.value], inner);
    return test === undefined ? core : branch(test, core, fail());
  });
}

/** `(=> name)`: inside the body, `(name)` goes on with the next clause. */
function isFailureName(stx: Syntax): boolean {
  const head = headOf(stx);
  return head !== undefined && isAuxiliary(head, "=>") && itemsOf(stx)?.length === 2;
}

function clausesOf(
  clauses: readonly Syntax[],
  subjects: readonly Variable[],
  ctx: Context,
  who: string,
  span: Span | undefined,
  several: boolean,
): Core {
  const attempts = clauses.map((clause) => {
    const [pattern, ...body] = expectList(clause, who, "a clause [pattern body …]");
    if (pattern === undefined) throw new SyntaxFailure(`${who}: an empty clause`, clause.span);
    const patterns = several ? expectList(pattern, who, "patterns (pattern …)") : [pattern];
    if (patterns.length !== subjects.length) {
      throw new SyntaxFailure(`${who}: expected ${subjects.length} patterns, got ${patterns.length}`, pattern.span);
    }
    return clauseAttempt(patterns, body, clause, subjects, ctx);
  });
  return inOrder(attempts, noMatch(who, subjects, ctx, span));
}

function noMatch(who: string, subjects: readonly Variable[], ctx: Context, span: Span | undefined): Core {
  const message = constant(new MString(`${who}: no matching clause for`, true));
  return call(ctx.expansion.runtime("error", span), [message, ...subjects.map((v) => local(v))], span);
}

function expandMatch(stx: Syntax, ctx: Context): Core {
  const [, value, ...clauses] = partsOf(stx, "(match value [pattern body …] …)", 1);
  const subject = variable("value");
  return bindAll([subject], [expand(value, ctx)], clausesOf(clauses, [subject], ctx, "match", stx.span, false));
}

function expandMatchSeveral(stx: Syntax, ctx: Context): Core {
  const [, list, ...clauses] = partsOf(stx, "(match* (value …) [(pattern …) body …] …)", 1);
  const values = expectList(list, "match*", "values (value …)").map((value) => expand(value, ctx));
  const subjects = values.map(() => variable("value"));
  return bindAll(subjects, values, clausesOf(clauses, subjects, ctx, "match*", stx.span, true));
}

function expandMatchLambda(stx: Syntax, ctx: Context): Core {
  const who = nameOf(stx);
  const [, ...clauses] = partsOf(stx, `(${who} [pattern body …] …)`, 0);
  const subject = variable("value");
  const node = lambda([subject], clausesOf(clauses, [subject], ctx, who, stx.span, false), undefined, stx.span);
  if (who !== "match-lambda*") return node;
  return { ...node, required: [], rest: subject };
}

function expandMatchLambdaSeveral(stx: Syntax, ctx: Context): Core {
  const [, ...clauses] = partsOf(stx, "(match-lambda** [(pattern …) body …] …)", 1);
  const count = itemsOf(expectList(clauses[0], "match-lambda**", "a clause")[0] ?? stx)?.length ?? 0;
  const subjects = Array.from({ length: count }, () => variable("value"));
  return lambda(subjects, clausesOf(clauses, subjects, ctx, "match-lambda**", stx.span, true), undefined, stx.span);
}

/** `match-let` binds side by side, `match-let*` and `match-letrec` one after the other. */
const expandMatchLet =
  (sequential: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, list, ...body] = partsOf(stx, `(${who} ([pattern value] …) body …)`, 1);
    const pairs = expectList(list, who, "bindings ([pattern value] …)").map((binding) => {
      const items = itemsOf(binding);
      if (items?.length === 2) return { pattern: items[0], value: items[1], span: binding.span };
      throw new SyntaxFailure(`${who}: expected [pattern value]`, binding.span);
    });
    let set = ScopeSet.of(ctx.expansion.scope());
    const from = (i: number, subjects: readonly Variable[]): Core => {
      const pair = pairs[i];
      if (pair === undefined) return expandBody(withScopes(body, set), ctx, { who, span: stx.span });
      const subject = subjects[i] ?? variable("value");
      ctx.expansion.enter(pair.span);
      const value = sequential ? expand(addScopes(pair.value, set), ctx) : undefined;
      const step = attempt([addScopes(pair.pattern, set)], [subject], ctx, pair.span, (bound) => {
        set = set.union(bound.set);
        return from(i + 1, subjects);
      });
      ctx.expansion.leave();
      const core = inOrder([step], noMatch(who, [subject], ctx, pair.span));
      return value === undefined ? core : bindAll([subject], [value], core);
    };
    if (sequential) return from(0, []);
    const values = pairs.map(({ value }) => expand(value, ctx));
    const subjects = values.map(() => variable("value"));
    return bindAll(subjects, values, from(0, subjects));
  };

function matchDefine(stx: Syntax, into: Definitions): void {
  const [, pattern, value] = partsOf(stx, "(match-define pattern value)", 2, 2);
  const { ctx } = into;
  const { expansion } = ctx;
  const ids = namesIn(new PatternReader(ctx, true).read(pattern)).map((name) => name.id);
  const slots = ids.map((id) => into.declare(id));
  const give = (): Core => {
    const subject = variable("value");
    const step = attempt([pattern], [subject], ctx, stx.span, ({ target }) => {
      const byName = new Map([...target].map(([name, v]) => [name.id.datum, v]));
      const values = ids.map((id) => local(byName.get(id.datum) as Variable));
      return call(expansion.runtime("values", stx.span), values, stx.span);
    });
    const failed = noMatch("match-define", [subject], ctx, stx.span);
    return bindAll([subject], [expand(value, ctx)], inOrder([step], failed));
  };
  into.initialiseAll(slots, undefined, give, stx.span);
}

/** `(define/match (f x …) [(pattern …) body …] …)`. */
function defineMatch(stx: Syntax, into: Definitions): void {
  const [, header, ...clauses] = partsOf(stx, "(define/match (name parameter …) [(pattern …) body …] …)", 1);
  const [name, ...parameters] = expectList(header, "define/match", "(name parameter …)");
  if (name === undefined) throw new SyntaxFailure("define/match: the name is missing", header.span);
  const slot = into.declare(expectIdentifier(name, "define/match", "a name"));
  const subjects = parameters.map((p) => variable(expectIdentifier(p, "define/match", "a parameter").datum.name));
  const expandIt = (): Core =>
    lambda(
      subjects,
      clausesOf(clauses, subjects, into.ctx, slot.id.datum.name, stx.span, true),
      slot.id.datum.name,
      stx.span,
    );
  into.initialise(slot, expandIt, stx.span);
}

export const MATCH: Forms = [
  form("match", expandMatch),
  form("match*", expandMatchSeveral),
  form("match-lambda", expandMatchLambda),
  form("match-lambda*", expandMatchLambda),
  form("match-lambda**", expandMatchLambdaSeveral),
  form("match-let", expandMatchLet(false)),
  form("match-let*", expandMatchLet(true)),
  form("match-letrec", expandMatchLet(true)),
  form("match-define", alone, { define: matchDefine }),
  form("define/match", alone, { define: defineMatch }),
];
