// Expressions as closures over an environment array. Like in emitted JS, nothing here can unwind.
import type { Abi } from "../../machine/abi.ts";
import { Raised, type Site } from "../../values/error.ts";
import type { Procedure, Value } from "../../values/types.ts";
import type { Expr } from "../ir.ts";
import type { CompiledUnit } from "../unit.ts";

/** The variables of one activation, by number; boxes are `{ v }`. */
export type Environment = unknown[];
export type Code = (env: Environment) => Value;

interface Box {
  v: Value | undefined;
}

/** What expressions need from the backend that compiles them. */
export interface Context {
  readonly unit: CompiledUnit;
  readonly abi: Abi;
  closure(l: number): (env: Environment) => Procedure;
  selection(ls: number[]): (env: Environment) => Procedure;
}

export function compileExpr(e: Expr, context: Context): Code {
  const { unit, abi } = context;
  switch (e.op) {
    case "const": {
      const value = unit.constants[e.k];
      return () => value;
    }
    case "int": {
      const { n } = e;
      return () => n;
    }
    case "bool": {
      const { b } = e;
      return () => b;
    }
    case "var": {
      const { v } = e;
      return (env) => env[v] as Value;
    }
    case "unbox":
      return compileUnbox(e, context);
    case "box": {
      if (e.e === undefined) return () => ({ v: undefined });
      const inner = compileExpr(e.e, context);
      return (env) => ({ v: inner(env) });
    }
    case "fixed": {
      const { value } = unit.cells[e.c];
      return () => value as Value;
    }
    case "global": {
      const cell = unit.cells[e.c];
      const site = unit.sites[e.site];
      return () => cell.value ?? at(site, () => abi.unbound(cell));
    }
    case "prim":
    case "leaf":
      return compileLeaf(e, context);
    case "cond": {
      const [test, then, otherwise] = [e.test, e.then, e.else].map((part) => compileExpr(part, context));
      return (env) => (test(env) !== false ? then(env) : otherwise(env));
    }
    case "lambda":
      return context.closure(e.l);
    case "case-lambda":
      return context.selection(e.ls);
    case "missing": {
      const { v } = e;
      return (env) => env[v] === undefined;
    }
    case "values": {
      const inner = compileExpr(e.e, context);
      const site = unit.sites[e.site];
      return (env) => {
        const x = inner(env);
        return at(site, () => abi.values(x, e.count, e.rest));
      };
    }
    case "item": {
      const { v, i } = e;
      return (env) => (env[v] as Value[])[i];
    }
  }
}

function compileUnbox(e: Extract<Expr, { op: "unbox" }>, { unit, abi }: Context): Code {
  const { v } = e;
  if (!e.checked) return (env) => (env[v] as Box).v as Value;
  const site = unit.sites[e.site];
  return (env) => (env[v] as Box).v ?? at(site, () => abi.early(unit.names[e.name]));
}

function compileLeaf(e: Extract<Expr, { op: "prim" | "leaf" }>, context: Context): Code {
  const { unit } = context;
  const f = unit.cells[e.c].value as Procedure;
  const site = unit.sites[e.site];
  const args = e.args.map((arg) => compileExpr(arg, context));
  const [a, b] = args;
  switch (args.length) {
    case 1:
      return (env) => {
        const x = a(env);
        return at(site, () => f(x));
      };
    case 2:
      return (env) => {
        const x = a(env);
        const y = b(env);
        return at(site, () => f(x, y));
      };
    default:
      return (env) => {
        const values = args.map((arg) => arg(env));
        return at(site, () => (f.many === undefined ? f(...values) : f.many(values)) as Value);
      };
  }
}

/** Runs what can fail at a site: there are no lines of emitted code here that a stack trace could name. */
export function at<T>(site: Site | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Raised) error.site ??= site;
    throw error;
  }
}
