// The loops of `for`: everything in tail position, so that nested loops, `#:break` and `#:final` cost no calls.

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
  loop,
  variable,
} from "../../../core/build.ts";
import type { Syntax } from "../../../values/syntax.ts";
import { SyntaxFailure } from "../../../values/syntax-failure.ts";
import { expandBranch } from "../../body.ts";
import type { Context } from "../../context.ts";
import { expandTest, showForm } from "../../expand.ts";
import { bindLocal, expectIdentifier, withScopes } from "../../form-parts.ts";
import { findDuplicate } from "../../resolve.ts";
import { ScopeSet } from "../../scopes.ts";
import { addScopes, type Identifier, isIdentifier, itemsOf, keywordOf } from "../../syntax-view.ts";
import { type Source, SourceMaker } from "./sources.ts";

interface Iteration {
  readonly names: readonly Identifier[];
  readonly sequence: Syntax;
}

type Step =
  | { kind: "iterate"; iterations: Iteration[] }
  | { kind: "when" | "unless" | "break" | "final"; test: Syntax }
  | { kind: "do"; body: Syntax };

/** What is carried from one iteration to the next. */
export interface Accumulator {
  /** The name by which clauses and body see it, if they do. */
  readonly id: Identifier | undefined;
  readonly init: Core;
}

/** Goes on with new values of the accumulators. */
export type Continue = (values: Core[]) => Core;

export interface LoopForm {
  readonly who: string;
  readonly accumulators: readonly Accumulator[];
  /**
   * The work of one iteration: `variables` are the accumulators now, `next` goes on, `stop` ends all loops. What it gives
   * without calling them is the value of the whole.
   */
  body(scopes: ScopeSet, variables: readonly Variable[], next: Continue, stop: Continue): Core;
  /** The value of the whole when all loops have ended, from the accumulators. */
  result(scopes: ScopeSet, variables: readonly Variable[]): Core;
}

const KEYWORDS: ReadonlyMap<string, "when" | "unless" | "break" | "final"> = new Map([
  ["when", "when"],
  ["unless", "unless"],
  ["break", "break"],
  ["final", "final"],
]);

/** Groups the clauses: those side by side iterate together in `for`, one inside the other in `for*`. */
export function parseClauses(clauses: readonly Syntax[], nested: boolean, who: string): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < clauses.length; i++) {
    const keyword = keywordOf(clauses[i]);
    if (keyword !== undefined) {
      const kind = KEYWORDS.get(keyword);
      const operand = clauses[++i];
      if (kind === undefined && keyword !== "do") {
        throw new SyntaxFailure(
          `${who}: unknown clause #:${keyword}`,
          clauses[i - 1].span,
          "known are #:when #:unless #:break #:final #:do",
        );
      }
      if (operand === undefined) throw new SyntaxFailure(`${who}: #:${keyword} has no expression`, clauses[i - 1].span);
      steps.push(kind === undefined ? { kind: "do", body: operand } : { kind, test: operand });
      continue;
    }
    const iteration = parseIteration(clauses[i], who);
    const last = steps.at(-1);
    if (!nested && last?.kind === "iterate") last.iterations.push(iteration);
    else steps.push({ kind: "iterate", iterations: [iteration] });
  }
  return steps;
}

function parseIteration(stx: Syntax, who: string): Iteration {
  const items = itemsOf(stx);
  if (items?.length !== 2) {
    throw new SyntaxFailure(
      `${who}: expected a clause [name sequence], got ${showForm(stx)}`,
      stx.span,
      `the clauses stand in a list of their own: (${who} ([x items]) body …)`,
    );
  }
  const [target, sequence] = items;
  const targets = isIdentifier(target) ? [target] : itemsOf(target);
  const names = targets?.map((t) => expectIdentifier(t, who, "a name"));
  if (names === undefined || names.length === 0)
    throw new SyntaxFailure(`${who}: expected a name, got ${showForm(target)}`, target.span);
  return { names, sequence };
}

export function expandLoops(steps: readonly Step[], form: LoopForm, ctx: Context): Core {
  return new Loops(steps, form, ctx).expand();
}

class Loops {
  readonly #steps: readonly Step[];
  readonly #form: LoopForm;
  readonly #ctx: Context;
  readonly #sources: SourceMaker;
  /** Where all loops end. */
  readonly #exits: { hole: Hole; values: Core[] }[] = [];
  readonly #done = variable("done");

  constructor(steps: readonly Step[], form: LoopForm, ctx: Context) {
    this.#steps = steps;
    this.#form = form;
    this.#ctx = ctx;
    this.#sources = new SourceMaker(ctx);
  }

  expand(): Core {
    const { accumulators, result } = this.#form;
    const set = ScopeSet.of(this.#ctx.expansion.scope());
    const variables = this.#bindAccumulators(set);
    const core = this.#emit(0, set, variables, (values) => this.#stop(values), undefined);
    const start = bindAll(
      variables,
      accumulators.map((a) => a.init),
      core,
    );
    const endSet = ScopeSet.of(this.#ctx.expansion.scope());
    const ended = this.#bindAccumulators(endSet);
    const end = result.call(this.#form, endSet, ended);
    // Mostly there is one exit, and the result stands there; otherwise it is a procedure that the exits call.
    if (this.#exits.length === 1) {
      const [exit] = this.#exits;
      fill(exit.hole, bindAll(ended, exit.values, end));
      return start;
    }
    for (const exit of this.#exits) fill(exit.hole, call(local(this.#done), exit.values));
    return this.#exits.length === 0 ? start : bindAll([this.#done], [lambda(ended, end, "done")], start);
  }

  #stop(values: Core[]): Core {
    const exit = { hole: hole(), values };
    this.#exits.push(exit);
    return exit.hole;
  }

  #bindAccumulators(set: ScopeSet): Variable[] {
    return this.#form.accumulators.map((a) => (a.id === undefined ? variable("acc") : bindLocal(a.id, set)));
  }

  #emit(i: number, set: ScopeSet, accs: readonly Variable[], next: Continue, last: Variable | undefined): Core {
    const step = this.#steps[i];
    const { expansion } = this.#ctx;
    if (step === undefined) return this.#form.body(set, accs, next, (values) => this.#stop(values));
    const same = (): Core[] => accs.map((v) => local(v));
    const rest = (after = next, final = last): Core => this.#emit(i + 1, set, accs, after, final);
    if (step.kind === "do") {
      throw new SyntaxFailure(
        "for: #:do is not supported",
        step.body.span,
        "bind the value with [name (in-value expression)]",
      );
    }
    if (step.kind === "iterate") {
      expansion.enter(step.iterations[0].sequence.span);
      const core = this.#iterate(i, step.iterations, set, accs, next, last);
      expansion.leave();
      return core;
    }
    const test = expandTest(addScopes(step.test, set), this.#ctx);
    switch (step.kind) {
      case "when":
        return branch(test, rest(), next(same()));
      case "unless":
        return branch(test, next(same()), rest());
      case "break":
        return branch(test, this.#stop(same()), rest());
      case "final": {
        const final = variable("final");
        const value = last === undefined ? test : branch(local(last), constant(true), test);
        return bindAll(
          [final],
          [value],
          rest((values) => branch(local(final), this.#stop(values), next(values)), final),
        );
      }
    }
  }

  #iterate(
    i: number,
    iterations: readonly Iteration[],
    set: ScopeSet,
    outer: readonly Variable[],
    next: Continue,
    last: Variable | undefined,
  ): Core {
    const { who } = this.#form;
    const scoped = iterations.map((it) => this.#sources.make(addScopes(it.sequence, set), it.names.length));
    const sources = scoped.flat();
    const scope = ScopeSet.of(this.#ctx.expansion.scope());
    const inner = set.union(scope);
    const accs = this.#bindAccumulators(inner);
    const names = iterations.flatMap((it) => it.names);
    const twice = findDuplicate(names);
    if (twice !== undefined) throw new SyntaxFailure(`${who}: ${twice.datum.name} is bound twice`, twice.span);
    const items = names.map((id) => bindLocal(addScopes(id, set) as Identifier, scope));
    const again = variable("for");
    const step: Continue = (values) => call(local(again), [...sources.flatMap((s) => s.next()), ...values]);
    const repeat: Continue =
      last === undefined ? step : (values) => branch(local(last), this.#stop(values), step(values));
    const leave = (): Core => next(accs.map((v) => local(v)));
    let body = this.#emit(i + 1, inner, accs, repeat, last);
    body = this.#takeItems(sources, items, body, leave);
    const tests = sources.flatMap((s) => (s.test === undefined ? [] : [s.test()]));
    if (tests.length > 0) {
      const all = tests.reduceRight((rest, test) => branch(test, rest, constant(false)));
      body = branch(all, body, leave());
    }
    const states = sources.flatMap((s) => s.states);
    const start = loop(
      again,
      [...states.map((s) => s.variable), ...accs],
      [...states.map((s) => s.init), ...outer.map((v) => local(v))],
      body,
    );
    return sources
      .flatMap((s) => s.setup)
      .reduceRight((core, { variable: v, value }) => bindAll([v], [value], core), start);
  }

  #takeItems(sources: readonly Source[], names: readonly Variable[], body: Core, leave: () => Core): Core {
    let core = body;
    let end = names.length;
    for (const source of [...sources].reverse()) {
      const own = names.slice(end - source.items.length, end);
      end -= source.items.length;
      if (source.itemTest !== undefined) core = branch(source.itemTest(own), core, leave());
      core = bindAll([...own], [...source.items], core);
    }
    return core;
  }
}

/** The body of a `for`, which may define. */
export const expandForBody = (body: readonly Syntax[], scopes: ScopeSet, ctx: Context, who: string): Core =>
  expandBranch(withScopes(body, scopes), ctx, who, body[0]?.span);
