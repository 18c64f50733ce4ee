// The fallback backend for hosts that forbid eval: the same blocks as closures, the same frames, driver and builtins.
import type { Abi } from "../../machine/abi.ts";
import { Frame, type Result, type Resume, S } from "../../machine/frame.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Site } from "../../values/error.ts";
import type { Keywords, Procedure, ProcedureInfo, Value } from "../../values/types.ts";
import type { Backend } from "../backend.ts";
import type { Block, Lambda, Statement, Tail } from "../ir.ts";
import { FreeVariables, parametersOf } from "../passes/free-variables.ts";
import { infoOf, shapeOf } from "../shapes.ts";
import type { CompiledUnit } from "../unit.ts";
import { at, type Code, type Context, compileExpr, type Environment } from "./expressions.ts";

type BlockCode = (env: Environment) => Result | Again;

/** What a jump back to a loop delivers: caught by the loop, or by the frame that continues its iteration. */
class Again {
  readonly loop: number;
  readonly values: Value[];
  constructor(loop: number, values: Value[]) {
    this.loop = loop;
    this.values = values;
  }
}

/** Continues an iteration that has delivered: runs the loop on while it delivers jumps. */
type LoopCode = (env: Environment, delivered: Result | Again) => Result | Again;

/** Native frames of this backend per call are several: each nested block is one. */
const FRAMES_PER_BLOCK = 2;

export class ClosureBackend implements Backend {
  readonly #m: Machine;
  readonly #abi: Abi;

  constructor(m: Machine, abi: Abi) {
    this.#m = m;
    this.#abi = abi;
  }

  load(unit: CompiledUnit): Procedure {
    return new UnitCompiler(this.#m, this.#abi, unit).closure(unit.ir.entry)([]);
  }
}

class UnitCompiler implements Context {
  readonly unit: CompiledUnit;
  readonly abi: Abi;
  readonly #m: Machine;
  readonly #free: FreeVariables;
  readonly #codes = new Map<number, BlockCode>();

  constructor(m: Machine, abi: Abi, unit: CompiledUnit) {
    this.#m = m;
    this.abi = abi;
    this.unit = unit;
    this.#free = new FreeVariables(unit.ir.lambdas);
  }

  // — procedures —

  /** Makes the closure of a lambda: what is free in it is copied from the environment, since variables never change. */
  closure(l: number): (env: Environment) => Procedure {
    const lambda = this.unit.ir.lambdas[l];
    const free = [...this.#free.ofLambda(l)];
    const make = this.#procedureMaker(lambda, l);
    return (env) => {
      const captured: Environment = [];
      for (const v of free) captured[v] = env[v];
      return make(captured);
    };
  }

  selection(ls: number[]): (env: Environment) => Procedure {
    const makers = ls.map((l) => this.closure(l));
    const shapes = ls.map((l) => shapeOf(this.unit.ir.lambdas[l], this.unit.names));
    return (env) =>
      this.abi.select(
        makers.map((make) => make(env)),
        shapes,
      );
  }

  #procedureMaker(lambda: Lambda, l: number): (captured: Environment) => Procedure {
    const m = this.#m;
    const { required, optional, rest, keywords } = lambda;
    const info = infoOf(lambda, this.unit.names);
    const parameters = [...keywords.map((k) => k.v), ...required, ...optional, ...(rest === undefined ? [] : [rest])];
    const weight = 2 + FRAMES_PER_BLOCK * depthOf(lambda.body) + Math.ceil(parametersOf(lambda).length / 12);
    const body = this.#lambdaBody(l);
    // Entered with every parameter in place, some perhaps missing.
    const enter = (captured: Environment): Procedure => {
      const run: Procedure = (...args: (Value | undefined)[]) => {
        if (m.fuel < 0) return m.again(run, args as Value[]);
        m.fuel -= weight;
        const env = captured.slice();
        parameters.forEach((v, i) => {
          env[v] = args[i];
        });
        return body(env) as Result;
      };
      return run;
    };
    if (optional.length > 0 || rest !== undefined || keywords.length > 0) {
      const shape = shapeOf(lambda, this.unit.names);
      return (captured) => this.abi.adapt(enter(captured), shape);
    }
    return (captured) => this.#checked(enter(captured), required.length, info);
  }

  /** A plain procedure: the number of arguments is the only thing to check. */
  #checked(run: Procedure, count: number, info: ProcedureInfo): Procedure {
    const f: Procedure = (...args: Value[]) =>
      args.length === count ? run(...args) : this.abi.wrongCount(info, args.length);
    f.info = info;
    return f;
  }

  #lambdaBody(l: number): BlockCode {
    // Compiled when first called: much of a program is defined and never run.
    return (env) => {
      const code = this.#codes.get(l) ?? this.#block(this.unit.ir.lambdas[l].body, []);
      this.#codes.set(l, code);
      return code(env);
    };
  }

  // — blocks —

  /** `loops` are the loops around this block up to the nearest join: a resumed iteration must run them on. */
  #block(block: Block, loops: readonly LoopCode[], from = 0): BlockCode {
    const steps = block.statements.slice(from);
    const joinAt = steps.findIndex((s) => s.op === "join");
    const plain = (joinAt < 0 ? steps : steps.slice(0, joinAt)).map((s) => this.#statement(s));
    const last = joinAt < 0 ? this.#tail(block.tail, loops) : this.#join(block, from + joinAt, loops);
    if (plain.length === 0) return last;
    return (env) => {
      for (const step of plain) step(env);
      return last(env);
    };
  }

  #join(block: Block, i: number, loops: readonly LoopCode[]): BlockCode {
    const m = this.#m;
    const { v, block: inner } = block.statements[i] as Extract<Statement, { op: "join" }>;
    const value = this.#block(inner, []);
    const rest = this.#block(block, loops, i + 1);
    const resume: Resume = {
      run(frame, x) {
        // Continuations are multi-shot: each resumption has an environment of its own.
        const env = (frame.a as Environment).slice();
        env[v] = x;
        let delivered = rest(env);
        for (const loop of loops) delivered = loop(env, delivered);
        return delivered as Result;
      },
      site: siteOf(inner.tail, this.unit.sites),
    };
    return (env) => {
      const x = value(env);
      if (x === S) return m.push(new Frame(resume, env));
      env[v] = x;
      return rest(env);
    };
  }

  #statement(statement: Exclude<Statement, { op: "join" }> | Statement): (env: Environment) => void {
    switch (statement.op) {
      case "let": {
        const { v } = statement;
        const code = compileExpr(statement.e, this);
        return (env) => {
          env[v] = code(env);
        };
      }
      case "effect":
        return compileExpr(statement.e, this);
      case "set-box": {
        const { v } = statement;
        const code = compileExpr(statement.e, this);
        return (env) => {
          const x = code(env);
          (env[v] as { v: Value }).v = x;
        };
      }
      case "set-global":
        return this.#setGlobal(statement);
      case "fix":
        return this.#fix(statement);
      default:
        throw new Error("a join is no plain statement");
    }
  }

  #setGlobal(statement: Extract<Statement, { op: "set-global" }>): (env: Environment) => void {
    const cell = this.unit.cells[statement.c];
    const code = compileExpr(statement.e, this);
    const site = this.unit.sites[statement.site];
    return (env) => {
      const x = code(env);
      if (!statement.define && cell.value === undefined) at(site, () => this.abi.unbound(cell));
      cell.value = x;
    };
  }

  /** Mutually recursive closures share one captured environment, filled once all exist. */
  #fix(statement: Extract<Statement, { op: "fix" }>): (env: Environment) => void {
    const { vs, ls } = statement;
    const free = [...new Set(ls.flatMap((l) => [...this.#free.ofLambda(l)]))].filter((v) => !vs.includes(v));
    const makers = ls.map((l) => this.#procedureMaker(this.unit.ir.lambdas[l], l));
    return (env) => {
      const captured: Environment = [];
      for (const v of free) captured[v] = env[v];
      vs.forEach((v, i) => {
        env[v] = captured[v] = makers[i](captured);
      });
    };
  }

  // — tails —

  #tail(tail: Tail, loops: readonly LoopCode[]): BlockCode {
    switch (tail.op) {
      case "return":
        return compileExpr(tail.e, this);
      case "call":
        return this.#call(tail);
      case "if": {
        const test = compileExpr(tail.test, this);
        const then = this.#block(tail.then, loops);
        const otherwise = this.#block(tail.else, loops);
        return (env) => (test(env) !== false ? then(env) : otherwise(env));
      }
      case "again": {
        const args = tail.args.map((arg) => compileExpr(arg, this));
        const { loop } = tail;
        return (env) =>
          new Again(
            loop,
            args.map((arg) => arg(env)),
          );
      }
      case "loop":
        return this.#loop(tail, loops);
    }
  }

  #loop(tail: Extract<Tail, { op: "loop" }>, loops: readonly LoopCode[]): BlockCode {
    const m = this.#m;
    const { vs } = tail;
    const inits = tail.inits.map((e) => compileExpr(e, this));
    let body: BlockCode;
    const paused: Resume = {
      run(frame) {
        const env = (frame.a as Environment).slice();
        let delivered = run(env, new Again(tail.loop, frame.b as Value[]));
        for (const loop of loops) delivered = loop(env, delivered);
        return delivered as Result;
      },
    };
    const run: LoopCode = (env, delivered) => {
      let x = delivered;
      while (x instanceof Again && x.loop === tail.loop) {
        if (m.fuel < 0) return m.pause(new Frame(paused, env, x.values));
        m.fuel -= 1;
        const { values } = x;
        for (let i = 0; i < vs.length; i++) env[vs[i]] = values[i];
        x = body(env);
      }
      return x;
    };
    body = this.#block(tail.body, [run, ...loops]);
    return (env) =>
      run(
        env,
        new Again(
          tail.loop,
          inits.map((init) => init(env)),
        ),
      );
  }

  #call(tail: Extract<Tail, { op: "call" }>): BlockCode {
    const m = this.#m;
    const site = this.unit.sites[tail.site];
    const callee = this.#callee(tail);
    const args = tail.args.map((arg) => compileExpr(arg, this));
    if (tail.keywords !== undefined) {
      const keywords = tail.keywords.map((k) => [this.unit.names[k.name], compileExpr(k.e, this)] as const);
      return (env) => {
        const values = args.map((arg) => arg(env));
        const given: Keywords = new Map(keywords.map(([name, code]) => [name, code(env)]));
        m.site = site;
        return at(site, () => m.applyKeywords(callee(env), given, values));
      };
    }
    return (env) => {
      const values = args.map((arg) => arg(env));
      m.site = site;
      return at(site, () => m.apply(callee(env), values));
    };
  }

  /** A global that is no procedure is reported as unbound when it is. */
  #callee({ f }: Extract<Tail, { op: "call" }>): Code {
    if (f.op !== "global") return compileExpr(f, this);
    const cell = this.unit.cells[f.c];
    return () => cell.value ?? this.abi.unbound(cell);
  }
}

function siteOf(tail: Tail, sites: readonly Site[]): Site | undefined {
  return tail.op === "call" ? sites[tail.site] : undefined;
}

/** How deep blocks are nested in a body: each level is native frames. */
function depthOf(body: Block): number {
  let deepest = 0;
  const todo: { block: Block; depth: number }[] = [{ block: body, depth: 1 }];
  for (let item = todo.pop(); item !== undefined; item = todo.pop()) {
    const { block, depth } = item;
    deepest = Math.max(deepest, depth);
    // Each join runs the rest of its block one level deeper.
    let level = depth;
    for (const statement of block.statements) {
      if (statement.op === "join") todo.push({ block: statement.block, depth: ++level });
    }
    deepest = Math.max(deepest, level);
    const { tail } = block;
    if (tail.op === "if") todo.push({ block: tail.then, depth: level + 1 }, { block: tail.else, depth: level + 1 });
    else if (tail.op === "loop") todo.push({ block: tail.body, depth: level + 1 });
  }
  return deepest;
}
