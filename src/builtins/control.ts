// Control features (R7RS 6.10): procedures, several values, continuations, dynamic-wind.

import { arityError } from "../machine/arity.ts";
import { type Captured, capture, dynamicWind, goTo } from "../machine/dynamic.ts";
import type { Result } from "../machine/frame.ts";
import type { Action, Machine } from "../machine/machine.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { arrayFrom, listFrom } from "../values/pair.ts";
import { intern, internKeyword, Keyword } from "../values/symbol.ts";
import {
  isProcedure,
  type Keywords,
  MultipleValues,
  type Procedure,
  type ProcedureInfo,
  UNSPECIFIED,
  type Value,
} from "../values/types.ts";
import { LOOP_WEIGHT, makeCall } from "./loops.ts";
import type { Row, Section } from "./row.ts";

/** One value as itself, any other number of them as several. */
export const valuesOf = (items: Value[]): Value => (items.length === 1 ? items[0] : new MultipleValues(items));

/** What a program calls to go back to where `captured` was the continuation. */
function continuation(m: Machine, captured: Captured): Procedure {
  const go = (args: Value[]): Result =>
    m.act((m) => {
      const arrive: Action = (m) => goTo(m, captured, () => valuesOf(args));
      return captured.fiber === m.fiber ? arrive(m) : m.foreignContinuation(captured.fiber, arrive);
    });
  const k: Procedure = (...args: Value[]) => go(args);
  k.many = go;
  k.info = { name: "continuation", min: 0, max: Number.POSITIVE_INFINITY, kind: "continuation" };
  return k;
}

const continuations = (m: Machine): Row[] => {
  const callCC = (f: Procedure): Result => m.act((m) => f(continuation(m, capture(m))) as Result);
  const row = (name: string, doc: string): Row => ({
    signature: `(${name} f:procedure)`,
    doc,
    example: `(+ 1 (${name} (lambda (return) (* 10 (return 2))))) => 3`,
    kind: "calls",
    run: callCC,
  });
  return [
    row(
      "call-with-current-continuation",
      "Calls f with the continuation of this call, which can be called at any time.",
    ),
    row("call/cc", "Calls f with the continuation of this call, which can be called at any time."),
    row("call-with-escape-continuation", "Calls f with a procedure that ends this call with the values given."),
    row("call/ec", "Calls f with a procedure that ends this call with the values given."),
    {
      signature: "(continuation? x)",
      doc: "Whether x is a continuation that call/cc gave.",
      example: "(call/cc continuation?) => #t",
      run: (x: Value) => isProcedure(x) && x.info?.kind === "continuation",
    },
    {
      signature: "(dynamic-wind before:procedure thunk:procedure after:procedure)",
      doc: "Calls thunk, with before whenever control enters it and after whenever control leaves it.",
      example: "(dynamic-wind void (lambda () 'inside) void) => inside",
      kind: "calls",
      run: (before: Procedure, thunk: Procedure, after: Procedure) => dynamicWind(m, before, thunk, after),
    },
  ];
};

const several = (m: Machine): Row[] => {
  const receive = makeCall(m, (value: Value, consumer: Procedure) =>
    value instanceof MultipleValues ? m.apply(consumer, value.items) : (consumer(value) as Result),
  );
  return [
    {
      signature: "(values x ...)",
      doc: "Gives all its arguments at once.",
      example: "(call-with-values (lambda () (values 1 2)) +) => 3",
      run: valuesOf,
    },
    {
      signature: "(call-with-values producer:procedure consumer:procedure)",
      doc: "Calls consumer with the values that producer gives.",
      example: "(call-with-values (lambda () (values 4 5)) (lambda (a b) b)) => 5",
      kind: "calls",
      run: (producer: Procedure, consumer: Procedure) => receive(producer, undefined, consumer),
    },
  ];
};

/** The arguments of `apply`: all but the last as they are, the last one spread. */
function spreadLast(args: Value[], index: number): Value[] {
  const last = args.pop();
  if (last === undefined) return [];
  const items = arrayFrom(last);
  if (items === undefined) wrongArgument(index + args.length, "a list", last);
  return args.length === 0 ? items : [...args, ...items];
}

function keywordArguments(names: Value, values: Value): Map<string, Value> {
  const keys = arrayFrom(names) ?? [];
  const given = arrayFrom(values) ?? [];
  if (keys.length !== given.length) wrongArgument(3, `a list of ${keys.length} values, one for each keyword`, values);
  return new Map(
    keys.map((key, i) => {
      if (!(key instanceof Keyword)) wrongArgument(2, "a list of keywords", names);
      return [key.name, given[i]];
    }),
  );
}

const applying = (m: Machine): Row[] => [
  {
    signature: "(apply f:procedure x more ...)",
    doc: "Calls f with the arguments given, the last of which is a list of further ones.",
    example: "(apply + 1 2 '(3 4)) => 10\n(apply sort #:key - (list '(1 3 2) <)) => (3 2 1)",
    kind: "calls",
    run(f: Procedure, x: Value, more: Value[]) {
      m.fuel -= LOOP_WEIGHT;
      return m.apply(f, spreadLast([x, ...more], 2));
    },
    forward(keywords: Keywords, f: Procedure, x: Value, more: Value[]) {
      m.fuel -= LOOP_WEIGHT;
      return m.applyKeywords(f, keywords, spreadLast([x, ...more], 2));
    },
  },
  {
    signature: "(keyword-apply f:procedure keywords:list values:list x more ...)",
    doc: "Like apply, with a list of keywords and a list of their values before the other arguments.",
    example: "(keyword-apply sort '(#:key) (list -) '(1 3 2) (list <)) => (3 2 1)",
    kind: "calls",
    run(f: Procedure, keywords: Value, values: Value, x: Value, more: Value[]) {
      m.fuel -= LOOP_WEIGHT;
      return m.applyKeywords(f, keywordArguments(keywords, values), spreadLast([x, ...more], 4));
    },
  },
];

/** A procedure of any keywords; `enter` gets them with the positional arguments. */
function ofKeywords(info: ProcedureInfo, enter: (keywords: Keywords, args: Value[]) => Result): Procedure {
  const f: Procedure = (...args: Value[]) => enter(NO_KEYWORDS, args);
  f.many = (args) => enter(NO_KEYWORDS, args);
  f.kw = (keywords, ...args) => enter(keywords, args);
  f.info = info;
  return f;
}

const NO_KEYWORDS: Keywords = new Map();

const wrapping = (m: Machine): Row[] => [
  {
    signature: "(make-keyword-procedure f:procedure [plain:procedure])",
    doc: "A procedure of any keywords: f gets a list of them, in order, a list of their values, and the other arguments.",
    example: "((make-keyword-procedure list) 1 #:b 2 #:a 3) => ((#:a #:b) (3 2) 1)",
    run: (f: Procedure, plain?: Procedure) =>
      ofKeywords({ name: m.nameOf(f), min: 0, max: Number.POSITIVE_INFINITY, kind: "lambda" }, (keywords, args) => {
        if (keywords.size === 0 && plain !== undefined) return m.apply(plain, args);
        const names = [...keywords.keys()].sort();
        const values = names.map((name) => keywords.get(name) as Value);
        return m.apply(f, [listFrom(names.map(internKeyword)), listFrom(values), ...args]);
      }),
  },
  {
    signature: "(%with-arity-of f:procedure g:procedure)",
    doc: "A procedure that calls g, which takes any arguments, but takes as many as f.",
    example: "(procedure-arity (%with-arity-of cons list)) => 2",
    run(f: Procedure, g: Procedure) {
      const info: ProcedureInfo = { name: m.nameOf(f), ...arityOf(m, f), kind: "lambda" };
      return ofKeywords(info, (keywords, args) => {
        if (args.length < info.min || args.length > info.max) arityError(info, args.length);
        return m.applyKeywords(g, keywords, args);
      });
    },
  },
];

const arityOf = (m: Machine, f: Procedure): { min: number; max: number } => {
  const { min, max } = m.units.infoOf(f) ?? { min: f.length, max: f.length };
  return { min, max };
};

const procedures = (m: Machine): Row[] => [
  {
    signature: "(procedure? x)",
    doc: "Whether x is a procedure.",
    example: "(procedure? car) => #t",
    run: isProcedure,
  },
  {
    signature: "(procedure-arity f:procedure)",
    doc: "How many arguments f takes: a number, or a list of the fewest and the most (#f: no limit).",
    example: "(procedure-arity cons) => 2\n(procedure-arity list) => (0 #f)",
    run(f: Procedure) {
      const { min, max } = arityOf(m, f);
      return min === max ? min : listFrom([min, max === Number.POSITIVE_INFINITY ? false : max]);
    },
  },
  {
    signature: "(procedure-arity-includes? f:procedure k:index)",
    doc: "Whether f can be called with k arguments.",
    example: "(procedure-arity-includes? cons 3) => #f",
    run(f: Procedure, k: number) {
      const { min, max } = arityOf(m, f);
      return min <= k && k <= max;
    },
  },
  {
    signature: "(object-name x)",
    doc: "The name of a procedure, as a symbol; #f for what has no name.",
    example: "(object-name car) => car",
    run(x: Value) {
      const name = isProcedure(x) ? m.units.infoOf(x)?.name : undefined;
      return name === undefined ? false : intern(name);
    },
  },
  {
    signature: "(void x ...)",
    doc: "The value of expressions that have no useful value.",
    example: "(void? (void)) => #t",
    run: () => UNSPECIFIED,
  },
  {
    signature: "(void? x)",
    doc: "Whether x is the value that (void) gives.",
    example: "(void? 0) => #f",
    run: (x: Value) => x === UNSPECIFIED,
  },
];

/** Racket's currying: after the first call, arguments are collected until f takes that many. */
const currying = (m: Machine): Row[] => {
  const curry = (f: Procedure, given: Value[], side: "left" | "right"): Procedure => {
    const { name = "procedure" } = m.units.infoOf(f) ?? {};
    const collect = (args: Value[]): Result => {
      const all = side === "left" ? [...given, ...args] : [...args, ...given];
      const { min, max } = arityOf(m, f);
      if (all.length > max) fail("arity", `${name}: expected at most ${max} arguments, got ${all.length}`);
      return all.length >= min ? m.apply(f, all) : curry(f, all, side);
    };
    return curried(name, collect);
  };
  const first = (f: Procedure, args: Value[], side: "left" | "right"): Result =>
    args.length === arityOf(m, f).max ? m.apply(f, args) : curry(f, args, side);
  const curried = (name: string, collect: (args: Value[]) => Result): Procedure => {
    const g: Procedure = (...args: Value[]) => collect(args);
    g.many = collect;
    g.info = { name: `curried:${name}`, min: 0, max: Number.POSITIVE_INFINITY, kind: "lambda" };
    return g;
  };
  const row = (name: string, side: "left" | "right", doc: string, example: string): Row => ({
    signature: `(${name} f:procedure x ...)`,
    doc,
    example,
    kind: "calls",
    run: (f: Procedure, args: Value[]) =>
      args.length === 0
        ? curried(m.units.infoOf(f)?.name ?? "procedure", (args) => first(f, args, side))
        : first(f, args, side),
  });
  return [
    row(
      "curry",
      "left",
      "A procedure that takes the arguments of f one call after another.",
      "((curry + 1) 2) => 3\n(((curry list) 1) 2) => (1 2)",
    ),
    row("curryr", "right", "Like curry, but the arguments given first come last.", "((curryr - 1) 10) => 9"),
  ];
};

export const control: Section = (m) => [
  ...procedures(m),
  ...applying(m),
  ...wrapping(m),
  ...several(m),
  ...continuations(m),
  ...currying(m),
];
