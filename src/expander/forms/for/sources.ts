// What a `for` clause iterates over: the loop's state, its test, the items and the step, in line for known sequences.

import type { Core, Variable } from "../../../core/ast.ts";
import { bindAll, branch, call, constant, local, variable } from "../../../core/build.ts";
import { MString } from "../../../values/string.ts";
import { intern } from "../../../values/symbol.ts";
import type { Syntax } from "../../../values/syntax.ts";
import { SyntaxFailure } from "../../../values/syntax-failure.ts";
import type { Span } from "../../../values/types.ts";
import type { Context } from "../../context.ts";
import { expand, showForm } from "../../expand.ts";
import { resolve } from "../../resolve.ts";
import type { RuntimeName } from "../../runtime-names.ts";
import { headOf, itemsOf, keywordOf } from "../../syntax-view.ts";

/** One sequence inside a loop. Functions make a fresh node at each call, since core is a tree. */
export interface Source {
  /** Computed once, before the loop. */
  readonly setup: readonly { variable: Variable; value: Core }[];
  readonly states: readonly { variable: Variable; init: Core }[];
  /** Whether there is an item; undefined: always. */
  readonly test: (() => Core) | undefined;
  /** The items, in the order of the clause's names. */
  readonly items: readonly Core[];
  /** Whether the item just taken is one, for producers that only then know. */
  readonly itemTest: ((items: readonly Variable[]) => Core) | undefined;
  readonly next: () => Core[];
}

/** Makes sources of sequence expressions that have been given their scopes. */
export class SourceMaker {
  readonly #ctx: Context;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  make(stx: Syntax, count: number): Source[] {
    const head = headOf(stx);
    const name = head?.datum.name ?? "";
    const parts = itemsOf(stx) ?? [];
    const known = head !== undefined && name.startsWith("in-") && this.#isLibrary(head) && !parts.some(keywordOf);
    const args = parts.slice(1);
    if (known && name === "in-parallel" && args.length === count) return args.flatMap((arg) => this.make(arg, 1));
    const source = known ? this.#known(name, args, stx, count) : undefined;
    return [source ?? this.#unknown(stx, count)];
  }

  /** Whether a name is the library's own, also where the library only knows it as part of `for`. */
  #isLibrary(head: NonNullable<ReturnType<typeof headOf>>): boolean {
    const binding = resolve(head);
    if (binding === undefined) return true;
    return binding.kind === "global" && binding.owner === undefined && binding.cell.name === head.datum.name;
  }

  #known(name: string, args: readonly Syntax[], stx: Syntax, count: number): Source | undefined {
    const fits = (min: number, max: number, items = 1): void => {
      if (args.length < min || args.length > max) {
        throw new SyntaxFailure(
          `${name}: expected ${min === max ? min : `${min} to ${max}`} arguments in ${showForm(stx)}`,
          stx.span,
        );
      }
      if (items !== count)
        throw new SyntaxFailure(`${name}: gives ${items} values, but ${count} names are bound`, stx.span);
    };
    const first = (): Core => expand(args[0], this.#ctx);
    switch (name) {
      case "in-range":
        fits(1, 3);
        return this.#range(args, stx.span);
      case "in-naturals":
        fits(0, 1);
        return this.#counting(args.length === 0 ? constant(0) : first(), undefined, constant(1), stx.span);
      case "in-list":
        fits(1, 1);
        return this.#list(this.#checkedList(first(), args[0].span), stx.span);
      case "in-vector":
      case "in-string":
        if (args.length > 1) return undefined;
        fits(1, 1);
        return this.#indexed(name === "in-vector" ? "vector" : "string", first(), stx.span);
      case "in-hash-keys":
      case "in-hash-values":
      case "in-hash-pairs": {
        fits(1, 1);
        const list = name === "in-hash-keys" ? "hash-keys" : name === "in-hash-values" ? "hash-values" : "hash->list";
        return this.#list(this.#call(list, [first()], stx.span), stx.span);
      }
      case "in-hash":
        fits(1, 1, 2);
        return this.#pairs(this.#call("hash->list", [first()], stx.span), stx.span);
      case "in-indexed":
        fits(1, 1, 2);
        return this.#withIndex(this.#generic(first(), args[0].span), stx.span);
      case "in-value":
        fits(1, 1);
        return this.#once(first());
      case "in-producer":
        fits(1, 2);
        return this.#producer(args, stx.span);
      default:
        return undefined;
    }
  }

  #unknown(stx: Syntax, count: number): Source {
    const core = expand(stx, this.#ctx);
    if (count === 2) return this.#pairs(this.#call("%sequence-pairs", [core], stx.span), stx.span);
    if (count !== 1) throw new SyntaxFailure(`for: no sequence gives ${count} values at once`, stx.span);
    // `[i 10]` counts.
    if (core.type === "const" && typeof core.value === "number")
      return this.#counting(constant(0), core, constant(1), stx.span);
    return this.#generic(core, stx.span);
  }

  #list(list: Core, span: Span | undefined): Source {
    const l = variable("list");
    return {
      setup: [],
      states: [{ variable: l, init: list }],
      test: () => this.#call("pair?", [local(l)], span),
      items: [this.#call("car", [local(l)], span)],
      itemTest: undefined,
      next: () => [this.#call("cdr", [local(l)], span)],
    };
  }

  /** The items of a list of pairs, as two values. */
  #pairs(list: Core, span: Span | undefined): Source {
    const source = this.#list(list, span);
    const l = source.states[0].variable;
    const pair = (): Core => this.#call("car", [local(l)], span);
    return { ...source, items: [this.#call("car", [pair()], span), this.#call("cdr", [pair()], span)] };
  }

  #checkedList(list: Core, span: Span | undefined): Core {
    const l = variable("list");
    const wrong = this.#call(
      "%wrong-argument",
      [constant(intern("in-list")), constant(1), constant(new MString("a list", true)), local(l)],
      span,
    );
    const isList = branch(this.#call("pair?", [local(l)], span), constant(true), this.#call("null?", [local(l)], span));
    return bindAll([l], [list], branch(isList, local(l), wrong));
  }

  /** A list in line; anything else through a cursor. */
  #generic(sequence: Core, span: Span | undefined): Source {
    const c = variable("cursor");
    const isPair = (): Core => this.#call("pair?", [local(c)], span);
    const done = (): Core => this.#call("not", [this.#call("%sequence-done?", [local(c)], span)], span);
    return {
      setup: [],
      states: [{ variable: c, init: this.#call("%sequence-start", [sequence], span) }],
      test: () => branch(isPair(), constant(true), done()),
      items: [branch(isPair(), this.#call("car", [local(c)], span), this.#call("%sequence-item", [local(c)], span))],
      itemTest: undefined,
      next: () => [
        branch(isPair(), this.#call("cdr", [local(c)], span), this.#call("%sequence-next", [local(c)], span)),
      ],
    };
  }

  #range(args: readonly Syntax[], span: Span | undefined): Source {
    const cores = args.map((arg) => expand(arg, this.#ctx));
    if (cores.length === 1) return this.#counting(constant(0), cores[0], constant(1), span);
    return this.#counting(cores[0], cores[1], cores[2] ?? constant(1), span);
  }

  #counting(start: Core, end: Core | undefined, step: Core, span: Span | undefined): Source {
    const i = variable("i");
    const setup: { variable: Variable; value: Core }[] = [];
    const keep = (name: string, core: Core): (() => Core) => {
      if (core.type === "const") return () => constant(core.value);
      const v = variable(name);
      setup.push({ variable: v, value: core });
      return () => local(v);
    };
    const first = keep("start", start);
    const last = end === undefined ? undefined : keep("end", end);
    const by = keep("step", step);
    const compare = (name: "<" | ">"): Core => this.#call(name, [local(i), (last as () => Core)()], span);
    const upwards = step.type === "const" && typeof step.value === "number" ? step.value >= 0 : undefined;
    const test = (): Core => {
      if (upwards !== undefined) return compare(upwards ? "<" : ">");
      return branch(this.#call("<", [by(), constant(0)], span), compare(">"), compare("<"));
    };
    return {
      setup,
      states: [{ variable: i, init: first() }],
      test: last === undefined ? undefined : test,
      items: [local(i)],
      itemTest: undefined,
      next: () => [this.#call("+", [local(i), by()], span)],
    };
  }

  #indexed(kind: "vector" | "string", sequence: Core, span: Span | undefined): Source {
    const s = variable(kind);
    const n = variable("length");
    const i = variable("i");
    return {
      setup: [
        { variable: s, value: sequence },
        { variable: n, value: this.#call(`${kind}-length`, [local(s)], span) },
      ],
      states: [{ variable: i, init: constant(0) }],
      test: () => this.#call("<", [local(i), local(n)], span),
      items: [this.#call(`${kind}-ref`, [local(s), local(i)], span)],
      itemTest: undefined,
      next: () => [this.#call("+", [local(i), constant(1)], span)],
    };
  }

  #withIndex(source: Source, span: Span | undefined): Source {
    const i = variable("i");
    return {
      ...source,
      states: [...source.states, { variable: i, init: constant(0) }],
      items: [...source.items, local(i)],
      next: () => [...source.next(), this.#call("+", [local(i), constant(1)], span)],
    };
  }

  #once(value: Core): Source {
    const v = variable("value");
    const more = variable("more");
    return {
      setup: [{ variable: v, value }],
      states: [{ variable: more, init: constant(true) }],
      test: () => local(more),
      items: [local(v)],
      itemTest: undefined,
      next: () => [constant(false)],
    };
  }

  /** Items are calls of a procedure, until one is the stop value or satisfies the stop predicate. */
  #producer(args: readonly Syntax[], span: Span | undefined): Source {
    const f = variable("producer");
    const stop = variable("stop");
    const setup = [{ variable: f, value: expand(args[0], this.#ctx) }];
    if (args.length === 2) setup.push({ variable: stop, value: expand(args[1], this.#ctx) });
    const isEnd = ([item]: readonly Variable[]): Core =>
      branch(
        this.#call("procedure?", [local(stop)], span),
        call(local(stop), [local(item)], span),
        this.#call("eqv?", [local(item), local(stop)], span),
      );
    return {
      setup,
      states: [],
      test: undefined,
      items: [call(local(f), [], span)],
      itemTest: args.length === 2 ? (items) => this.#call("not", [isEnd(items)], span) : undefined,
      next: () => [],
    };
  }

  #call(name: RuntimeName, args: Core[], span: Span | undefined): Core {
    return call(this.#ctx.expansion.runtime(name, span), args, span);
  }
}
