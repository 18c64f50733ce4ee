// The variables that a block needs from outside: what a heap frame has to save.
import type { Block, Expr, Lambda, Statement, Tail } from "../ir.ts";

/** Free variables of blocks and lambdas of one unit, each computed once. */
export class FreeVariables {
  readonly #blocks = new WeakMap<Block, ReadonlySet<number>>();
  readonly #lambdas = new Map<number, ReadonlySet<number>>();
  readonly #table: readonly Lambda[];

  constructor(lambdas: readonly Lambda[]) {
    this.#table = lambdas;
  }

  ofBlock(block: Block): ReadonlySet<number> {
    const free = this.#blocks.get(block) ?? this.#block(block);
    this.#blocks.set(block, free);
    return free;
  }

  ofLambda(l: number): ReadonlySet<number> {
    const known = this.#lambdas.get(l);
    if (known !== undefined) return known;
    const lambda = this.#table[l];
    const free = new Set(this.ofBlock(lambda.body));
    for (const v of parametersOf(lambda)) free.delete(v);
    this.#lambdas.set(l, free);
    return free;
  }

  /** From the end to the start, so that each binding removes what it binds. */
  #block(block: Block): Set<number> {
    const free = new Set<number>();
    this.#tail(block.tail, free);
    for (let i = block.statements.length - 1; i >= 0; i--) this.#statement(block.statements[i], free);
    return free;
  }

  #tail(tail: Tail, free: Set<number>): void {
    switch (tail.op) {
      case "return":
        this.#expr(tail.e, free);
        return;
      case "call":
        this.#expr(tail.f, free);
        for (const arg of tail.args) this.#expr(arg, free);
        for (const { e } of tail.keywords ?? []) this.#expr(e, free);
        return;
      case "if":
        this.#expr(tail.test, free);
        addAll(free, this.ofBlock(tail.then));
        addAll(free, this.ofBlock(tail.else));
        return;
      case "loop":
        addAll(free, this.ofBlock(tail.body));
        for (const v of tail.vs) free.delete(v);
        for (const e of tail.inits) this.#expr(e, free);
        return;
      case "again":
        for (const arg of tail.args) this.#expr(arg, free);
    }
  }

  #statement(statement: Statement, free: Set<number>): void {
    switch (statement.op) {
      case "let":
        free.delete(statement.v);
        this.#expr(statement.e, free);
        return;
      case "effect":
      case "set-global":
        this.#expr(statement.e, free);
        return;
      case "join":
        free.delete(statement.v);
        addAll(free, this.ofBlock(statement.block));
        return;
      case "fix":
        for (const l of statement.ls) addAll(free, this.ofLambda(l));
        for (const v of statement.vs) free.delete(v);
        return;
      case "set-box":
        free.add(statement.v);
        this.#expr(statement.e, free);
    }
  }

  #expr(e: Expr, free: Set<number>): void {
    switch (e.op) {
      case "var":
      case "unbox":
      case "missing":
      case "item":
        free.add(e.v);
        return;
      case "box":
        if (e.e !== undefined) this.#expr(e.e, free);
        return;
      case "prim":
      case "leaf":
        for (const arg of e.args) this.#expr(arg, free);
        return;
      case "cond":
        this.#expr(e.test, free);
        this.#expr(e.then, free);
        this.#expr(e.else, free);
        return;
      case "lambda":
        addAll(free, this.ofLambda(e.l));
        return;
      case "case-lambda":
        for (const l of e.ls) addAll(free, this.ofLambda(l));
        return;
      case "values":
        this.#expr(e.e, free);
    }
  }
}

/** All variables that a call of a lambda binds. */
export function parametersOf(lambda: Lambda): number[] {
  const { required, optional, keywords, rest } = lambda;
  return [...required, ...optional, ...(rest === undefined ? [] : [rest]), ...keywords.map((k) => k.v)];
}

function addAll(into: Set<number>, from: ReadonlySet<number>): void {
  for (const v of from) into.add(v);
}
