// The only names that emitted code may mention: constructors, tests and adapters; slow paths are the builtins themselves. Frozen: the injection test reads it.

import type { Cell } from "../values/cell.ts";
import { Char } from "../values/char.ts";
import { isEqv } from "../values/equality.ts";
import { fail } from "../values/error.ts";
import { Flonum } from "../values/numbers.ts";
import { listFrom, Pair } from "../values/pair.ts";
import { MString } from "../values/string.ts";
import { Sym } from "../values/symbol.ts";
import {
  EOF,
  type Keywords,
  MultipleValues,
  NIL,
  type Procedure,
  type ProcedureInfo,
  UNSPECIFIED,
  type Value,
} from "../values/types.ts";
import { arityError } from "./arity.ts";
import { Frame, type Result, S } from "./frame.ts";
import type { Machine } from "./machine.ts";

/** How a lambda with optional, rest or keyword parameters is entered; positional ones are required + optional. */
export interface LambdaShape {
  readonly required: number;
  readonly positional: number;
  readonly rest: boolean;
  readonly keywords: readonly { readonly name: string; readonly required: boolean }[];
  readonly info: ProcedureInfo;
}

const NO_KEYWORDS: Keywords = new Map();

/** The ABI of one machine: `m` and everything that emitted code calls besides Scheme procedures. */
export function makeAbi(m: Machine) {
  return Object.freeze({
    m,
    S,
    Frame,
    Pair,
    Flonum,
    MString,
    Sym,
    Char,
    NIL,
    EOF,
    UNSPECIFIED,
    isArray: Array.isArray,
    isEqv,

    /** A callee that is no procedure. */
    callee: (f: Value | undefined, cell: Cell | undefined): never =>
      f === undefined && cell !== undefined ? unbound(cell) : m.notProcedure(f as Value),
    unbound,
    /** A variable of a body that is read before its definition has run. */
    early: (name: string): never =>
      fail("undefined", `${name}: used before its definition has run`, [], "move its definition before the first use"),
    arity(f: Procedure, args: (Value | undefined)[]): never {
      const info = m.units.infoOf(f) ?? { name: "procedure", min: 0, max: 0 };
      const extra = args[args.length - 1] !== undefined;
      return arityError(info, extra ? "more" : args.filter((x) => x !== undefined).length);
    },

    /** The same with a known count. */
    wrongCount: (info: ProcedureInfo, count: number): never => arityError(info, count),

    callKeywords: (f: Value, names: string[], values: Value[], args: Value[]): Result =>
      m.applyKeywords(f, new Map(names.map((name, i) => [name, values[i]])), args),
    /** Entries for a lambda that is not plain; `body` takes keyword values, positional ones (or undefined), the rest as a list. */
    adapt: (body: Procedure, shape: LambdaShape): Procedure => adapt(body, shape),
    select: (clauses: Procedure[], shapes: LambdaShape[]): Procedure => select(m, clauses, shapes),
    /** The values of an expression as an array of `count`, with the others as a list behind when `rest`. */
    values(x: Value, count: number, rest: boolean): Value[] {
      const items = x instanceof MultipleValues ? x.items : [x];
      if (items.length < count || (!rest && items.length > count)) {
        fail(
          "arity",
          `expected ${rest ? "at least " : ""}${count} value${count === 1 ? "" : "s"}, got ${items.length}`,
        );
      }
      return rest ? [...items.slice(0, count), listFrom(items, count)] : items;
    },
  });
}

export type Abi = ReturnType<typeof makeAbi>;

function unbound(cell: Cell): never {
  fail("unbound", `${cell.name}: is not defined`);
}

function adapt(body: Procedure, shape: LambdaShape): Procedure {
  const { required, positional, rest, keywords, info } = shape;
  const enter = (given: Keywords, args: Value[]): Result => {
    const count = args.length;
    if (count < required || (!rest && count > positional)) arityError(info, count);
    const all: (Value | undefined)[] = keywords.map(({ name, required }) => {
      const value = given.get(name);
      if (value === undefined && required) {
        fail("keyword", `${info.name}: the keyword #:${name} is missing`, [], `its signature is ${info.signature}`);
      }
      return value;
    });
    for (let i = 0; i < positional; i++) all.push(args[i]);
    if (rest) all.push(listFrom(args, positional));
    return body.apply(undefined, all);
  };
  const f: Procedure = (...args: Value[]) => enter(NO_KEYWORDS, args);
  if (rest) f.many = (args) => enter(NO_KEYWORDS, args);
  if (keywords.length > 0) {
    f.kw = (given, ...args) => {
      for (const name of given.keys()) {
        if (!keywords.some((k) => k.name === name)) {
          const known = keywords.map((k) => `#:${k.name}`).join(" ");
          fail("keyword", `${info.name}: unknown keyword #:${name}`, [], `the keywords it knows are ${known}`);
        }
      }
      return enter(given, args);
    };
  }
  f.info = info;
  return f;
}

function select(m: Machine, clauses: Procedure[], shapes: LambdaShape[]): Procedure {
  const name = shapes[0]?.info.name ?? "case-lambda";
  const choose = (args: Value[]): Result => {
    const i = shapes.findIndex((s) => args.length === s.required || (s.rest && args.length > s.required));
    if (i < 0) {
      fail("arity", `${name}: no clause takes ${args.length} argument${args.length === 1 ? "" : "s"}`);
    }
    return m.apply(clauses[i], args);
  };
  const f: Procedure = (...args: Value[]) => choose(args);
  f.many = choose;
  f.info = {
    name,
    min: Math.min(...shapes.map((s) => s.required)),
    max: shapes.some((s) => s.rest) ? Number.POSITIVE_INFINITY : Math.max(...shapes.map((s) => s.required)),
    kind: "lambda",
  };
  return f;
}
