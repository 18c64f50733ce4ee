// From the core language to blocks in A-normal form: names every value that a call gives, in the order of evaluation.
import type { CallNode, Core, LambdaNode, Variable } from "../../core/ast.ts";
import type { Cell } from "../../values/cell.ts";
import { isProcedure, type Span, UNSPECIFIED, type Value } from "../../values/types.ts";
import { CompileError } from "../compile-error.ts";
import type { Block, Expr, Lambda, Statement, Tail, UnitIR } from "../ir.ts";
import { PRIMITIVES } from "../primitives.ts";
import { type CompiledUnit, UnitTables } from "../unit.ts";
import { findLoops, type LetrecNode } from "./find-loops.ts";

/** Nested expressions deeper than this would overflow V8's parser once they are JS. */
const MAX_DEPTH = 400;

/** Lowers one top-level form. */
export function lowerToBlocks(root: Core): CompiledUnit {
  return new Lowering(root).run(root);
}

class Lowering {
  readonly #tables = new UnitTables();
  readonly #lambdas: Lambda[] = [];
  readonly #ids = new Map<Variable, number>();
  readonly #loops: ReadonlySet<LetrecNode>;
  /** The loop that a variable names, while its body is lowered. */
  readonly #loopIds = new Map<Variable, number>();
  /** Inner definitions that are boxed and may be read before they have run. */
  readonly #late = new Set<Variable>();
  #next = 0;
  #depth = 0;
  #procedure: string | undefined;

  constructor(root: Core) {
    this.#loops = findLoops(root);
  }

  run(root: Core): CompiledUnit {
    const entry = this.#lambda({
      type: "lambda",
      name: undefined,
      required: [],
      optional: [],
      keywords: [],
      rest: undefined,
      body: root,
    });
    const ir: UnitIR = { lambdas: this.#lambdas, entry };
    const { constants, names, cells, sites } = this.#tables;
    return { ir, constants, names, cells, sites };
  }

  // — blocks —

  #block(core: Core): Block {
    const statements: Statement[] = [];
    return { statements, tail: this.#tail(core, statements) };
  }

  /** Lowers `core` where its value is what the enclosing block delivers. Iterates along the spine. */
  #tail(core: Core, out: Statement[]): Tail {
    this.#enter(core);
    try {
      for (let node = core; ; ) {
        switch (node.type) {
          case "seq":
            for (const part of node.body.slice(0, -1)) this.#effect(part, out);
            node = node.body[node.body.length - 1];
            break;
          case "let":
            this.#bind(node.variables, node.values, out);
            node = node.body;
            break;
          case "let-values":
            this.#bindValues(node, out);
            node = node.body;
            break;
          case "letrec":
            if (this.#loops.has(node)) return this.#loop(node, out);
            this.#fix(node, out);
            node = node.body;
            break;
          case "if":
            return this.#branches(node, out);
          case "call": {
            const again = this.#again(node, out);
            if (again !== undefined) return again;
            if (this.#simpleCall(node) !== undefined) return { op: "return", e: this.#value(node, out) };
            return this.#call(node, out);
          }
          default:
            return { op: "return", e: this.#value(node, out) };
        }
      }
    } finally {
      this.#depth--;
    }
  }

  /** An `if` and the chain of its else branches, which the emitter writes without nesting. */
  #branches(node: Extract<Core, { type: "if" }>, out: Statement[]): Tail {
    const first = this.#conditional(node, out);
    let at = first;
    let rest: Core = node.else;
    while (rest.type === "if") {
      const statements: Statement[] = [];
      const inner = this.#conditional(rest, statements);
      at.else = { statements, tail: inner };
      at = inner;
      rest = rest.else;
    }
    at.else = this.#block(rest);
    return first;
  }

  #conditional(node: Extract<Core, { type: "if" }>, out: Statement[]): Extract<Tail, { op: "if" }> {
    const test = this.#value(node.test, out);
    return {
      op: "if",
      test,
      then: this.#block(node.then),
      else: { statements: [], tail: { op: "return", e: this.#unspecified() } },
    };
  }

  #loop(node: LetrecNode, out: Statement[]): Tail {
    const lambda = node.values[0] as LambdaNode;
    const inits = this.#values((node.body as CallNode).arguments, out);
    const loop = this.#next++;
    this.#loopIds.set(node.variables[0], loop);
    const { vs, prologue } = this.#parameters(lambda.required);
    const body = this.#block(lambda.body);
    body.statements.unshift(...prologue);
    return { op: "loop", loop, vs, inits, body };
  }

  /** A jump back, if the call is one. */
  #again(node: CallNode, out: Statement[]): Tail | undefined {
    const loop = node.procedure.type === "local" ? this.#loopIds.get(node.procedure.variable) : undefined;
    return loop === undefined ? undefined : { op: "again", loop, args: this.#values(node.arguments, out) };
  }

  #call(node: CallNode, out: Statement[]): Tail {
    const keywords = node.keywords ?? [];
    const parts = [node.procedure, ...node.arguments, ...keywords.map((k) => k.value)];
    // A global is read when the call is made; one that is unbound now is reported before the arguments cost anything.
    const late = node.procedure.type === "global";
    if (late && node.procedure.type === "global" && node.procedure.cell.value === undefined && parts.length > 1) {
      out.push({ op: "effect", e: this.#value(node.procedure, out) });
    }
    const exprs = late
      ? [this.#value(node.procedure, out), ...this.#values(parts.slice(1), out)]
      : this.#values(parts, out);
    const count = node.arguments.length;
    return {
      op: "call",
      f: exprs[0],
      args: exprs.slice(1, count + 1),
      keywords:
        keywords.length === 0
          ? undefined
          : keywords.map((k, i) => ({ name: this.#tables.name(k.keyword), e: exprs[count + 1 + i] })),
      site: this.#site(node.span),
    };
  }

  // — values —

  /** Lowers `core` to an expression; what has to happen before is added to `out`. */
  #value(core: Core, out: Statement[]): Expr {
    this.#enter(core);
    try {
      switch (core.type) {
        case "const":
          return this.#constant(core.value);
        case "local":
          return this.#read(core.variable, core.span);
        case "global":
          return this.#global(core.cell, core.span);
        case "set-local":
          out.push({ op: "set-box", v: this.#id(core.variable), e: this.#value(core.value, out) });
          return this.#unspecified();
        case "set-global":
        case "define": {
          const e = this.#value(core.value, out);
          out.push({
            op: "set-global",
            c: this.#tables.cell(core.cell),
            e,
            define: core.type === "define",
            site: this.#site(core.span),
          });
          return this.#unspecified();
        }
        case "lambda":
          return { op: "lambda", l: this.#lambda(core) };
        case "case-lambda": {
          return { op: "case-lambda", ls: core.clauses.map((clause) => this.#lambda(clause)) };
        }
        case "seq":
          for (const part of core.body.slice(0, -1)) this.#effect(part, out);
          return this.#value(core.body[core.body.length - 1], out);
        case "let":
          this.#bind(core.variables, core.values, out);
          return this.#value(core.body, out);
        case "let-values":
          this.#bindValues(core, out);
          return this.#value(core.body, out);
        case "letrec":
          if (this.#loops.has(core)) return this.#join(this.#block(core), out);
          this.#fix(core, out);
          return this.#value(core.body, out);
        case "if":
          return this.#ifValue(core, out);
        case "call": {
          const simple = this.#simpleCall(core);
          if (simple === undefined) return this.#join(this.#block(core), out);
          return simple(this.#values(core.arguments, out));
        }
      }
    } finally {
      this.#depth--;
    }
  }

  #ifValue(node: Extract<Core, { type: "if" }>, out: Statement[]): Expr {
    const block = this.#block(node);
    out.push(...block.statements);
    block.statements = [];
    const tail = block.tail as Extract<Tail, { op: "if" }>;
    const then = asExpr(tail.then);
    const otherwise = asExpr(tail.else);
    if (then !== undefined && otherwise !== undefined) return { op: "cond", test: tail.test, then, else: otherwise };
    return this.#join(block, out);
  }

  #join(block: Block, out: Statement[]): Expr {
    const simple = asExpr(block);
    if (simple !== undefined) return simple;
    const v = this.#next++;
    out.push({ op: "join", v, block });
    return { op: "var", v };
  }

  #effect(core: Core, out: Statement[]): void {
    const e = this.#value(core, out);
    if (!isStable(e)) out.push({ op: "effect", e });
  }

  /** Left to right: what a later part's statements could change is named before they run. */
  #values(cores: Core[], out: Statement[]): Expr[] {
    const parts = cores.map((core) => {
      const statements: Statement[] = [];
      return { e: this.#value(core, statements), statements };
    });
    const last = parts.findLastIndex((part) => part.statements.length > 0);
    return parts.map(({ e, statements }, i) => {
      out.push(...statements);
      if (i >= last || isStable(e)) return e;
      const v = this.#next++;
      out.push({ op: "let", v, e });
      return { op: "var", v };
    });
  }

  /** How a call of a known builtin is written without a check for the sentinel; undefined for any other call. */
  #simpleCall(node: CallNode): ((args: Expr[]) => Expr) | undefined {
    const { procedure } = node;
    if (procedure.type !== "global" || !procedure.cell.constant || node.keywords?.length) return undefined;
    const { cell } = procedure;
    if (!isProcedure(cell.value) || !cell.value.info?.leaf) return undefined;
    const count = node.arguments.length;
    const primitive = PRIMITIVES.get(cell.name);
    const c = this.#tables.cell(cell);
    const site = this.#site(node.span);
    if (primitive !== undefined && count >= primitive.min && count <= primitive.max) {
      return (args) => ({ op: "prim", name: cell.name, c, args, site });
    }
    if (primitive?.arithmetic !== undefined && count > 2 && !primitive.predicate) {
      return (args) => args.reduce((a, b) => ({ op: "prim", name: cell.name, c, args: [a, b], site }));
    }
    return (args) => ({ op: "leaf", c, args, site });
  }

  // — binding —

  #bind(variables: Variable[], values: Core[], out: Statement[]): void {
    const exprs = this.#values(values, out);
    exprs.forEach((e, i) => {
      const variable = variables[i];
      out.push({ op: "let", v: this.#id(variable), e: variable.assigned ? { op: "box", e } : e });
    });
  }

  #bindValues(node: Extract<Core, { type: "let-values" }>, out: Statement[]): void {
    const all = this.#next++;
    const variables = node.rest === undefined ? node.variables : [...node.variables, node.rest];
    const rest = node.rest !== undefined;
    const e = this.#value(node.values, out);
    out.push({
      op: "let",
      v: all,
      e: { op: "values", e, count: node.variables.length, rest, site: this.#site(node.span) },
    });
    variables.forEach((variable, i) => {
      const item: Expr = { op: "item", v: all, i };
      out.push({ op: "let", v: this.#id(variable), e: variable.assigned ? { op: "box", e: item } : item });
    });
  }

  #fix(node: LetrecNode, out: Statement[]): void {
    const isFixed = (i: number): boolean => node.values[i].type === "lambda" && !node.variables[i].assigned;
    const boxed = node.variables.filter((_, i) => !isFixed(i));
    for (const variable of boxed) {
      // The expander need not know which inner definitions are lambdas: the others are boxes, filled in order.
      this.#late.add(variable);
      out.push({ op: "let", v: this.#id(variable), e: { op: "box", e: undefined } });
    }
    const fixed = node.variables.flatMap((_, i) => (isFixed(i) ? [i] : []));
    if (fixed.length > 0) {
      const vs = fixed.map((i) => this.#id(node.variables[i]));
      out.push({ op: "fix", vs, ls: fixed.map((i) => this.#lambda(node.values[i] as LambdaNode)) });
    }
    node.variables.forEach((variable, i) => {
      if (isFixed(i)) return;
      out.push({ op: "set-box", v: this.#id(variable), e: this.#value(node.values[i], out) });
    });
  }

  #lambda(node: LambdaNode): number {
    const enclosing = this.#procedure;
    this.#procedure = node.name ?? enclosing;
    // The index is taken first, so that lambdas are numbered in the order of the source.
    const index = this.#lambdas.length;
    this.#lambdas.push(undefined as unknown as Lambda);
    const { vs, prologue } = this.#parameters(node.required);
    const optional = node.optional.map(({ variable, default: value }) => this.#defaulted(variable, value, prologue));
    const rest = node.rest === undefined ? undefined : this.#parameters([node.rest], prologue).vs[0];
    const keywords = node.keywords.map(({ keyword, variable, default: value }) => ({
      name: this.#tables.name(keyword),
      v:
        value === undefined ? this.#parameters([variable], prologue).vs[0] : this.#defaulted(variable, value, prologue),
      required: value === undefined,
    }));
    const body = this.#block(node.body);
    body.statements.unshift(...prologue);
    const name = node.name === undefined ? -1 : this.#tables.name(node.name);
    const signature = this.#tables.name(signatureOf(node));
    this.#lambdas[index] = { name, signature, required: vs, optional, keywords, rest, body };
    this.#procedure = enclosing;
    return index;
  }

  /** The raw variables that receive arguments, and the statements that box those which are assigned. */
  #parameters(variables: Variable[], prologue: Statement[] = []): { vs: number[]; prologue: Statement[] } {
    const vs = variables.map((variable) => {
      if (!variable.assigned) return this.#id(variable);
      const raw = this.#next++;
      prologue.push({ op: "let", v: this.#id(variable), e: { op: "box", e: { op: "var", v: raw } } });
      return raw;
    });
    return { vs, prologue };
  }

  /** The raw variable of a parameter with a default, which is evaluated where it is missing. */
  #defaulted(variable: Variable, value: Core, prologue: Statement[]): number {
    const raw = this.#next++;
    const given: Block = { statements: [], tail: { op: "return", e: { op: "var", v: raw } } };
    const tail: Tail = { op: "if", test: { op: "missing", v: raw }, then: this.#block(value), else: given };
    const e = this.#join({ statements: [], tail }, prologue);
    prologue.push({ op: "let", v: this.#id(variable), e: variable.assigned ? { op: "box", e } : e });
    return raw;
  }

  // — leaves —

  #read(variable: Variable, span: Span | undefined): Expr {
    const v = this.#id(variable);
    const checked = this.#late.has(variable);
    if (!variable.assigned && !checked) return { op: "var", v };
    return { op: "unbox", v, checked, name: this.#tables.name(variable.name), site: checked ? this.#site(span) : -1 };
  }

  #global(cell: Cell, span: Span | undefined): Expr {
    if (cell.constant && cell.value !== undefined) return { op: "fixed", c: this.#tables.cell(cell) };
    return { op: "global", c: this.#tables.cell(cell), site: this.#site(span) };
  }

  #constant(value: Value): Expr {
    if (typeof value === "boolean") return { op: "bool", b: value };
    if (typeof value === "number" && Math.abs(value) <= 0x7fffffff) return { op: "int", n: value };
    return { op: "const", k: this.#tables.constant(value) };
  }

  #unspecified(): Expr {
    return this.#constant(UNSPECIFIED);
  }

  #id(variable: Variable): number {
    const id = this.#ids.get(variable) ?? this.#next++;
    this.#ids.set(variable, id);
    return id;
  }

  #site(span: Span | undefined): number {
    return this.#tables.site({ procedure: this.#procedure, span });
  }

  #enter(core: Core): void {
    if (++this.#depth > MAX_DEPTH) {
      this.#depth = 0;
      throw new CompileError(
        `expressions are nested more than ${MAX_DEPTH} deep here`,
        "span" in core ? core.span : undefined,
      );
    }
  }
}

/** `(name a [b] #:key c . rest)`, for errors and `,doc`. */
function signatureOf({ name, required, optional, keywords, rest }: LambdaNode): string {
  const parts = [
    name ?? "lambda",
    ...required.map((v) => v.name),
    ...optional.map((o) => `[${o.variable.name}]`),
    ...keywords.map((k) => `#:${k.keyword} ${k.default === undefined ? k.variable.name : `[${k.variable.name}]`}`),
    ...(rest === undefined ? [] : [".", rest.name]),
  ];
  return `(${parts.join(" ")})`;
}

/** The expression that a block is, if it is nothing more. */
function asExpr(block: Block): Expr | undefined {
  return block.statements.length === 0 && block.tail.op === "return" ? block.tail.e : undefined;
}

/** Whether an expression can be moved behind other code: it reads nothing that changes and does nothing. */
function isStable(e: Expr): boolean {
  return e.op === "const" || e.op === "fixed" || e.op === "int" || e.op === "bool" || e.op === "var" || e.op === "item";
}
