// From patterns of `match` to core: tests, and names bound to parts, with one way out where something does not match.

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
import { SyntaxFailure } from "../../../values/syntax-failure.ts";
import { NIL, type Span } from "../../../values/types.ts";
import type { Context } from "../../context.ts";
import { variableReference } from "../../expand.ts";
import type { RuntimeName } from "../../runtime-names.ts";
import { isDatum } from "../case.ts";
import type { Pattern, PatternName } from "./patterns.ts";

/** Which variable a name goes to, and which names have a value already. */
interface Names {
  readonly target: ReadonlyMap<PatternName, Variable>;
  readonly bound: Set<PatternName>;
}

type Make = () => Core;

export class PatternEmitter {
  readonly #ctx: Context;
  readonly #span: Span | undefined;
  /** Gives a new node for each place where matching fails. */
  readonly #fail: Make;

  constructor(ctx: Context, span: Span | undefined, fail: Make) {
    this.#ctx = ctx;
    this.#span = span;
    this.#fail = fail;
  }

  /** `success` with the names bound if all subjects match. It is used exactly once. */
  emitAll(
    patterns: readonly Pattern[],
    subjects: readonly Variable[],
    target: ReadonlyMap<PatternName, Variable>,
    success: Make,
  ): Core {
    const names: Names = { target, bound: new Set() };
    return this.#sequence(patterns, (i) => local(subjects[i]), names, success, this.#fail);
  }

  #emit(pattern: Pattern, subject: Variable, names: Names, success: Make, fail: Make): Core {
    const { expansion } = this.#ctx;
    expansion.enter(this.#span);
    expansion.charge(1, this.#span);
    const core = this.#emitKind(pattern, subject, names, success, fail);
    expansion.leave();
    return core;
  }

  #emitKind(pattern: Pattern, subject: Variable, names: Names, success: Make, fail: Make): Core {
    const it = (): Core => local(subject);
    switch (pattern.kind) {
      case "any":
        return success();
      case "name":
        return this.#bind(pattern.name, it(), names, success, fail);
      case "datum":
        return branch(this.#isDatum(pattern, subject), success(), fail());
      case "equal":
        return branch(this.#call("equal?", pattern.value, it()), success(), fail());
      case "predicate": {
        const test = call(pattern.predicate, [it()], this.#span);
        return branch(test, this.#emit(pattern.pattern, subject, names, success, fail), fail());
      }
      case "app":
        return this.#part(call(pattern.procedure, [it()], this.#span), pattern.pattern, names, success, fail);
      case "regexp": {
        const match = branch(
          this.#call("string?", it()),
          this.#call("regexp-match", pattern.regexp, it()),
          constant(false),
        );
        const found = variable("found");
        const inner = this.#emit(pattern.pattern, found, names, success, fail);
        return bindAll([found], [match], branch(local(found), inner, fail()));
      }
      case "box": {
        const inner = this.#part(this.#call("unbox", it()), pattern.pattern, names, success, fail);
        return branch(this.#call("box?", it()), inner, fail());
      }
      case "and":
        return this.#sequence(pattern.patterns, it, names, success, fail);
      case "or":
        return this.#or(pattern.patterns, subject, names, success, fail);
      case "not":
        return this.#not(pattern.pattern, subject, names, success, fail);
      case "list":
        return this.#list(pattern, 0, subject, names, success, fail);
      case "vector":
        return this.#vector(pattern.list, subject, names, success, fail);
      case "struct":
        return this.#struct(pattern, subject, names, success, fail);
      case "hash":
        return this.#hash(pattern, subject, names, success, fail);
    }
  }

  #bind(name: PatternName, value: Core, names: Names, success: Make, fail: Make): Core {
    const target = names.target.get(name) as Variable;
    if (names.bound.has(name)) return branch(this.#call("equal?", local(target), value), success(), fail());
    names.bound.add(name);
    return bindAll([target], [value], success());
  }

  /** Matches a part of the subject: names and wildcards need no variable of their own. */
  #part(value: Core, pattern: Pattern, names: Names, success: Make, fail: Make): Core {
    if (pattern.kind === "name") return this.#bind(pattern.name, value, names, success, fail);
    if (pattern.kind === "any" && value.type === "local") return success();
    const part = variable("part");
    return bindAll([part], [value], this.#emit(pattern, part, names, success, fail));
  }

  /** Parts from left to right; wildcards are not even taken out. */
  #sequence(patterns: readonly Pattern[], part: (i: number) => Core, names: Names, success: Make, fail: Make): Core {
    const from = (i: number): Core => {
      if (i === patterns.length) return success();
      if (patterns[i].kind === "any") return from(i + 1);
      return this.#part(part(i), patterns[i], names, () => from(i + 1), fail);
    };
    return from(0);
  }

  #isDatum(pattern: Extract<Pattern, { kind: "datum" }>, subject: Variable): Core {
    if (pattern.datum === NIL) return this.#call("null?", local(subject));
    return isDatum(local(subject), pattern.datum, this.#ctx, this.#span);
  }

  #or(patterns: readonly Pattern[], subject: Variable, names: Names, success: Make, fail: Make): Core {
    const own = namesIn({ kind: "or", patterns: [...patterns] }).filter((name) => !names.bound.has(name));
    const found = variable("found");
    const params = own.map((name) => names.target.get(name) as Variable);
    const alternatives = patterns.map((pattern) => {
      const target = new Map(names.target);
      for (const name of own) target.set(name, variable(name.id.datum.name));
      const missing = own.find((name) => !namesIn(pattern).includes(name));
      if (missing !== undefined) {
        const text = missing.id.datum.name;
        throw new SyntaxFailure(`match: ${text} is not bound by every alternative of or`, missing.id.span);
      }
      const values = (): Core[] => own.map((name) => local(target.get(name) as Variable));
      return (otherwise: Make): Core =>
        this.#emit(
          pattern,
          subject,
          { target, bound: new Set(names.bound) },
          () => call(local(found), values()),
          otherwise,
        );
    });
    let core: Make = fail;
    for (const alternative of alternatives.reverse()) {
      const next = core;
      core = () => this.#otherwise(next, alternative);
    }
    const tests = core();
    for (const name of own) names.bound.add(name);
    return bindAll([found], [lambda(params, success(), "found")], tests);
  }

  /** Emits something that may fail in several places, where what follows should stand once. */
  #otherwise(next: Make, emit: (fail: Make) => Core): Core {
    const exits: Hole[] = [];
    const otherwise = variable("otherwise");
    const core = emit(() => {
      const exit = hole();
      exits.push(exit);
      return exit;
    });
    if (exits.length === 1) fill(exits[0], next());
    if (exits.length < 2) return core;
    for (const exit of exits) fill(exit, call(local(otherwise), []));
    return bindAll([otherwise], [lambda([], next(), "otherwise")], core);
  }

  #not(pattern: Pattern, subject: Variable, names: Names, success: Make, fail: Make): Core {
    const target = new Map(names.target);
    for (const name of namesIn(pattern)) target.set(name, variable(name.id.datum.name));
    const inner: Names = { target, bound: new Set(names.bound) };
    return this.#otherwise(success, (otherwise) => this.#emit(pattern, subject, inner, fail, otherwise));
  }

  #list(
    pattern: Extract<Pattern, { kind: "list" }>,
    at: number,
    rest: Variable,
    names: Names,
    success: Make,
    fail: Make,
  ): Core {
    const { items, repeated, tail } = pattern;
    if (at === items.length) {
      if (repeated === undefined) return this.#emit(tail, rest, names, success, fail);
      return this.#repeat(pattern, rest, names, success, fail);
    }
    const { expansion } = this.#ctx;
    expansion.enter(this.#span);
    const next = variable("rest");
    const following = (): Core =>
      bindAll([next], [this.#call("cdr", local(rest))], this.#list(pattern, at + 1, next, names, success, fail));
    const inner = this.#part(this.#call("car", local(rest)), items[at], names, following, fail);
    expansion.leave();
    return branch(this.#call("pair?", local(rest)), inner, fail());
  }

  /** `pattern ... after … . tail`: as many elements as leave enough for what follows. */
  #repeat(whole: Extract<Pattern, { kind: "list" }>, list: Variable, names: Names, success: Make, fail: Make): Core {
    const { pattern, min, after } = whole.repeated as NonNullable<typeof whole.repeated>;
    const proper = whole.tail.kind === "datum" && whole.tail.datum === NIL;
    const rest: Pattern = { kind: "list", items: after, repeated: undefined, tail: whole.tail };
    const isList = (core: Core): Core => (proper ? branch(this.#call("list?", local(list)), core, fail()) : core);
    const plain = pattern.kind === "any" || pattern.kind === "name";
    if (proper && after.length === 0 && min === 0 && plain) {
      return isList(this.#part(local(list), pattern, names, success, fail));
    }
    const length = variable("count");
    const n = proper ? this.#call("length", local(list)) : this.#countPairs(list);
    const take = after.length === 0 ? n : this.#call("-", n, constant(after.length));
    const collected = this.#collect(
      pattern,
      list,
      length,
      names,
      (end) => this.#emit(rest, end, names, success, fail),
      fail,
    );
    const enough = this.#call(">=", local(length), constant(min));
    return isList(bindAll([length], [take], branch(enough, collected, fail())));
  }

  #collect(
    pattern: Pattern,
    list: Variable,
    count: Variable,
    names: Names,
    then: (rest: Variable) => Core,
    fail: Make,
  ): Core {
    const own = namesIn(pattern).filter((name) => !names.bound.has(name));
    const target = new Map(names.target);
    for (const name of own) target.set(name, variable(name.id.datum.name));
    const again = variable("each");
    const rest = variable("rest");
    const left = variable("left");
    const accs = own.map((name) => variable(`${name.id.datum.name}s`));
    const inner: Names = { target, bound: new Set(names.bound) };
    const element = this.#part(
      this.#call("car", local(rest)),
      pattern,
      inner,
      () => {
        const consed = own.map((name, i) => this.#call("cons", local(target.get(name) as Variable), local(accs[i])));
        return call(local(again), [
          this.#call("cdr", local(rest)),
          this.#call("-", local(left), constant(1)),
          ...consed,
        ]);
      },
      fail,
    );
    const finish = own.reduceRight<Make>(
      (next, name, i) => () => this.#bind(name, this.#call("reverse", local(accs[i])), names, next, fail),
      () => then(rest),
    );
    const body = branch(this.#call("=", local(left), constant(0)), finish(), element);
    return loop(again, [rest, left, ...accs], [local(list), local(count), ...own.map(() => constant(NIL))], body);
  }

  #countPairs(list: Variable): Core {
    const again = variable("count");
    const rest = variable("rest");
    const n = variable("n");
    const next = call(local(again), [this.#call("cdr", local(rest)), this.#call("+", local(n), constant(1))]);
    const body = branch(this.#call("pair?", local(rest)), next, local(n));
    return loop(again, [rest, n], [local(list), constant(0)], body);
  }

  #vector(list: Extract<Pattern, { kind: "list" }>, subject: Variable, names: Names, success: Make, fail: Make): Core {
    const isVector = (core: Core): Core => branch(this.#call("vector?", local(subject)), core, fail());
    if (list.repeated !== undefined) {
      return isVector(this.#part(this.#call("vector->list", local(subject)), list, names, success, fail));
    }
    const element = (i: number): Core => this.#call("vector-ref", local(subject), constant(i));
    const fits = this.#call("=", this.#call("vector-length", local(subject)), constant(list.items.length));
    return isVector(branch(fits, this.#sequence(list.items, element, names, success, fail), fail()));
  }

  #struct(
    pattern: Extract<Pattern, { kind: "struct" }>,
    subject: Variable,
    names: Names,
    success: Make,
    fail: Make,
  ): Core {
    const { shape, fields, at } = pattern;
    if (shape.predicate === undefined) throw new SyntaxFailure(`match: ${shape.name} has no predicate`, at.span);
    const field = (i: number): Core => {
      const { name, accessor } = shape.fields[i];
      if (accessor === undefined)
        throw new SyntaxFailure(`match: the field ${name} of ${shape.name} has no accessor`, at.span);
      return call(variableReference(accessor, at.span, this.#ctx), [local(subject)], at.span);
    };
    const test = call(variableReference(shape.predicate, at.span, this.#ctx), [local(subject)], at.span);
    return branch(test, this.#sequence(fields, field, names, success, fail), fail());
  }

  #hash(pattern: Extract<Pattern, { kind: "hash" }>, subject: Variable, names: Names, success: Make, fail: Make): Core {
    const { entries, closed, pairs } = pattern;
    const isHash = (core: Core): Core => branch(this.#call("hash?", local(subject)), core, fail());
    if (pairs !== undefined) {
      return isHash(this.#part(this.#call("hash->list", local(subject)), pairs, names, success, fail));
    }
    const from = (i: number): Core => {
      if (i === entries.length) return success();
      const key = variable("key");
      const value = this.#call("hash-ref", local(subject), local(key));
      const inner =
        entries[i].pattern.kind === "any"
          ? from(i + 1)
          : this.#part(value, entries[i].pattern, names, () => from(i + 1), fail);
      const has = this.#call("hash-has-key?", local(subject), local(key));
      return bindAll([key], [entries[i].key], branch(has, inner, fail()));
    };
    if (!closed) return isHash(from(0));
    const size = this.#call("=", this.#call("hash-count", local(subject)), constant(entries.length));
    return isHash(branch(size, from(0), fail()));
  }

  #call(name: RuntimeName, ...args: Core[]): Core {
    return call(this.#ctx.expansion.runtime(name, this.#span), args, this.#span);
  }
}

/** The names that a pattern binds, each once. */
export function namesIn(pattern: Pattern): PatternName[] {
  const found = new Set<PatternName>();
  const todo: Pattern[] = [pattern];
  for (let p = todo.pop(); p !== undefined; p = todo.pop()) {
    if (p.kind === "name") found.add(p.name);
    else if (p.kind === "list")
      todo.push(p.tail, ...(p.repeated ? [...p.repeated.after, p.repeated.pattern] : []), ...p.items);
    else if (p.kind === "vector") todo.push(p.list);
    else if (p.kind === "and" || p.kind === "or") todo.push(...p.patterns);
    else if (p.kind === "struct") todo.push(...p.fields);
    else if (p.kind === "hash") todo.push(...p.entries.map((e) => e.pattern), ...(p.pairs ? [p.pairs] : []));
    else if (p.kind === "predicate" || p.kind === "app" || p.kind === "regexp" || p.kind === "box")
      todo.push(p.pattern);
  }
  return [...found];
}
