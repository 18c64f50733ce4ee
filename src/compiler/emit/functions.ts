// Functions of emitted JS: lambdas, and the resume functions that continue one after its native frame is gone.
import type { Block, Expr, Lambda, Statement, Tail } from "../ir.ts";
import { FreeVariables } from "../passes/free-variables.ts";
import { emitTest, emitValue, type FunctionScope } from "./expressions.ts";
import { names, siteLine } from "./text.ts";

type CallTail = Extract<Tail, { op: "call" }>;
type LoopTail = Extract<Tail, { op: "loop" }>;

/** Where a block's value goes: out of the function, or into a variable and on behind a labelled block. */
type Destination = { kind: "return" } | { kind: "assign"; v: number };

/** What is left to do once a block has delivered, innermost first; undefined: return from the function. */
type Rest =
  | { kind: "join"; v: number; block: Block; next: Rest | undefined }
  | { kind: "loop"; tail: LoopTail; next: Rest | undefined };

/** How to jump back to a loop: variables are set, then this statement runs. */
type Jumps = ReadonlyMap<number, { vs: number[]; jump: string }>;

/** A place where the native stack can be unwound: a call that is not in tail position, or the head of a loop. */
export interface ResumePoint {
  readonly index: number;
  readonly site: number;
  /** Variables saved in the frame; for a loop, its own come first. */
  readonly saved: readonly number[];
  readonly loop: LoopTail | undefined;
  readonly rest: Rest | undefined;
}

const RETURN: Destination = { kind: "return" };
const NO_JUMPS: Jumps = new Map();

/** Emits the functions of one unit, and notes what they need from outside. */
export class FunctionEmitter {
  readonly resumePoints: ResumePoint[] = [];
  /** Identifiers that the text mentions, declared by whoever assembles the unit. */
  readonly used = {
    constants: new Set<number>(),
    names: new Set<number>(),
    cells: new Set<number>(),
    fixed: new Set<number>(),
    shapes: new Set<number>(),
    resumes: new Set<number>(),
    abi: new Set<string>(),
  };
  readonly #lambdas: readonly Lambda[];
  readonly #id: string;
  readonly #free: FreeVariables;
  readonly #points = new Map<Tail, ResumePoint>();
  readonly #rests = new WeakMap<Statement, Block>();
  readonly #known = new Set<number>();
  #temporaries = 0;
  #callees = 0;

  constructor(lambdas: readonly Lambda[], id: string) {
    this.#lambdas = lambdas;
    this.#id = id;
    this.#free = new FreeVariables(lambdas);
  }

  /** A lambda as a function expression. */
  lambda(l: number): string {
    const lambda = this.#lambdas[l];
    const { required, optional, rest, keywords } = lambda;
    if (optional.length === 0 && rest === undefined && keywords.length === 0) return this.#plain(lambda, l);
    const parameters = [...keywords.map((k) => k.v), ...required, ...optional, ...(rest === undefined ? [] : [rest])];
    this.used.shapes.add(l);
    return `${this.#abi("adapt")}(${this.#body(lambda, l, parameters, "")}, ${names.shape(l)})`;
  }

  /** The function that continues at a resume point: takes the frame and the value that the call gave. */
  resume(point: ResumePoint): string {
    const { index, saved, loop, rest } = point;
    const slots = saved.map((_, i) => (saved.length <= 3 ? `fr.${"abc"[i]}` : `fr.a[${i}]`));
    const outer = loop === undefined ? saved : saved.slice(loop.vs.length);
    const offset = saved.length - outer.length;
    const restored = outer.map((v, i) => `const ${names.variable(v)} = ${slots[i + offset]};`).join(" ");
    const text = this.#withTemporaries(() => {
      if (loop === undefined) {
        const join = rest as Extract<Rest, { kind: "join" }>;
        return this.#continue(join.next, (destination, jumps) => {
          return `const ${names.variable(join.v)} = x;\n${this.#block(join.block, destination, join.next, jumps)}`;
        });
      }
      return this.#continue(rest, (destination, jumps) => {
        const start = loop.vs.map((v, i) => `let ${names.next(v)} = ${slots[i]};`).join(" ");
        return `${start}\n${this.#loop(loop, destination, rest, jumps)}`;
      });
    });
    return `function ${this.#id}$r${index}(fr, x) {\n${restored}\n${text}}`;
  }

  // — functions —

  #plain(lambda: Lambda, l: number): string {
    const last = lambda.required.at(-1);
    const self = `${this.#id}$${l}`;
    const given = [...lambda.required.map(names.variable), "X"];
    const missing = last === undefined ? "" : `${names.variable(last)} === undefined || `;
    const check = `if (${missing}X !== undefined) return ${this.#abi("arity")}(${self}, [${given.join(", ")}]);\n`;
    return this.#body(lambda, l, lambda.required, check, "X");
  }

  #body(lambda: Lambda, l: number, parameters: number[], check: string, extra?: string): string {
    const self = `${this.#id}$${l}`;
    const given = parameters.map(names.variable);
    const all = extra === undefined ? given : [...given, extra];
    const shape = measure(lambda.body);
    let charge = "";
    if (shape.calls) {
      const weight = 1 + Math.ceil((shape.variables + parameters.length) / 12);
      const m = this.#abi("m");
      charge = `if (${m}.fuel < 0) return ${m}.again(${self}, [${given.join(", ")}]);\n${m}.fuel -= ${weight};\n`;
    }
    const text = this.#withTemporaries(() => this.#block(lambda.body, RETURN, undefined, NO_JUMPS));
    return `function ${self}(${all.join(", ")}) {\n${check}${charge}${text}}`;
  }

  /** The body of a function, with the temporaries that it uses declared in front. */
  #withTemporaries(emit: () => string): string {
    const outer = this.#temporaries;
    this.#temporaries = 0;
    const text = emit();
    const declared = Array.from({ length: this.#temporaries }, (_, i) => names.temporary(i));
    this.#temporaries = outer;
    return (declared.length === 0 ? "" : `let ${declared.join(", ")};\n`) + text;
  }

  // — what is left to do —

  /** Wraps `inner` in the joins and loops of `rest`, innermost first. */
  #continue(rest: Rest | undefined, inner: (destination: Destination, jumps: Jumps) => string): string {
    let emit = inner;
    for (let at = rest; at !== undefined; at = at.next) {
      const inside = emit;
      const here = at;
      if (here.kind === "join") {
        emit = (destination, jumps) =>
          `let ${names.variable(here.v)};\n${names.block(here.v)}: {\n${inside({ kind: "assign", v: here.v }, jumps)}}\n` +
          this.#block(here.block, destination, here.next, jumps);
      } else {
        const { loop, vs } = here.tail;
        // The rest of this iteration, in which a jump back leaves the block; then the ordinary loop.
        emit = (destination, jumps) =>
          `${vs.map((v) => `let ${names.next(v)};\n`).join("")}${names.iteration(loop)}: {\n` +
          inside(destination, new Map(jumps).set(loop, { vs, jump: `break ${names.iteration(loop)};` })) +
          `}\n${this.#loop(here.tail, destination, here.next, jumps)}`;
      }
    }
    return emit(RETURN, NO_JUMPS);
  }

  // — blocks —

  #block(block: Block, destination: Destination, rest: Rest | undefined, jumps: Jumps): string {
    let text = "";
    for (let at = block; ; ) {
      at.statements.forEach((statement, i) => {
        text += this.#statement(statement, at, i, rest, jumps);
      });
      const { tail } = at;
      if (tail.op !== "if") return text + this.#tail(tail, destination, rest, jumps);
      // Every branch leaves, so the else branch follows without nesting: a cond of a thousand clauses stays flat.
      text += `if (${emitTest(tail.test, this.#scope)}) {\n${this.#block(tail.then, destination, rest, jumps)}}\n`;
      at = tail.else;
    }
  }

  #statement(statement: Statement, block: Block, i: number, rest: Rest | undefined, jumps: Jumps): string {
    switch (statement.op) {
      case "let":
        return `const ${names.variable(statement.v)} = ${this.#value(statement.e)};\n`;
      case "effect":
        return `void (${this.#value(statement.e)});\n`;
      case "set-box":
        return `${names.variable(statement.v)}.v = ${this.#value(statement.e)};\n`;
      case "set-global": {
        const cell = this.#scope.cell(statement.c);
        const value = this.#value(statement.e);
        if (statement.define) return `${cell}.value = ${value};\n`;
        const t = this.#scope.temporary();
        return `${t} = ${value};\nif (${cell}.value === undefined) ${siteLine(statement.site)}${this.#abi("unbound")}(${cell});\n${cell}.value = ${t};\n`;
      }
      case "fix": {
        for (const v of statement.vs) this.#known.add(v);
        return statement.vs.map((v, j) => `const ${names.variable(v)} = ${this.lambda(statement.ls[j])};\n`).join("");
      }
      case "join": {
        const v = names.variable(statement.v);
        const after: Rest = { kind: "join", v: statement.v, block: this.#after(block, i), next: rest };
        const inner = statement.block;
        if (inner.statements.length === 0 && inner.tail.op === "call") {
          const { prepare, call } = this.#call(inner.tail);
          return `${prepare}const ${v} = ${call};\n${this.#unwind(inner.tail, v, after)}`;
        }
        const body = this.#block(inner, { kind: "assign", v: statement.v }, after, jumps);
        return `let ${v};\n${names.block(statement.v)}: {\n${body}}\n`;
      }
    }
  }

  #tail(tail: Exclude<Tail, { op: "if" }>, destination: Destination, rest: Rest | undefined, jumps: Jumps): string {
    switch (tail.op) {
      case "return":
        return this.#deliver(this.#value(tail.e), destination);
      case "call": {
        const { prepare, call } = this.#call(tail);
        if (destination.kind === "return") return `${prepare}return (${call});\n`;
        const v = names.variable(destination.v);
        return `${prepare}${v} = ${call};\n${this.#unwind(tail, v, rest)}break ${names.block(destination.v)};\n`;
      }
      case "loop": {
        const inits = tail.inits.map((e) => this.#value(e));
        const start = tail.vs.map((v, i) => `let ${names.next(v)} = ${inits[i]};\n`).join("");
        return start + this.#loop(tail, destination, rest, jumps);
      }
      case "again": {
        const { vs, jump } = jumps.get(tail.loop) as { vs: number[]; jump: string };
        const values = tail.args.map((e) => this.#value(e));
        return `${vs.map((v, i) => `${names.next(v)} = ${values[i]};\n`).join("")}${jump}\n`;
      }
    }
  }

  #deliver(value: string, destination: Destination): string {
    if (destination.kind === "return") return `return (${value});\n`;
    return `${names.variable(destination.v)} = ${value};\nbreak ${names.block(destination.v)};\n`;
  }

  /** A loop whose next variables are set. Each iteration has bindings of its own, so closures may keep them. */
  #loop(tail: LoopTail, destination: Destination, rest: Rest | undefined, jumps: Jumps): string {
    const { loop, vs, body } = tail;
    const point = this.#point(tail, -1, rest);
    const bind = vs.map((v) => `const ${names.variable(v)} = ${names.next(v)};`).join(" ");
    const inside: Rest = { kind: "loop", tail, next: rest };
    const again = new Map(jumps).set(loop, { vs, jump: `continue ${names.loop(loop)};` });
    const m = this.#abi("m");
    const text = this.#block(body, destination, inside, again);
    return `${names.loop(loop)}: for (;;) {\n${bind}\nif (${m}.fuel < 0) return ${m}.pause(${this.#frame(point)});\n${m}.fuel -= 1;\n${text}}\n`;
  }

  // — calls —

  #call(tail: CallTail): { prepare: string; call: string } {
    const { f, site } = tail;
    const args = tail.args.map((e) => this.#value(e)).join(", ");
    if (tail.keywords !== undefined) {
      const keys = tail.keywords.map((k) => this.#scope.name(k.name));
      const values = tail.keywords.map((k) => this.#value(k.e)).join(", ");
      const callee = this.#value(f);
      return {
        prepare: "",
        call: `${siteLine(site)}${this.#abi("callKeywords")}(${callee}, [${keys.join(", ")}], [${values}], [${args}])`,
      };
    }
    if (f.op === "fixed") return { prepare: "", call: `${siteLine(site)}${this.#value(f)}(${args})` };
    if (f.op === "var" && this.#known.has(f.v))
      return { prepare: "", call: `${siteLine(site)}${names.variable(f.v)}(${args})` };
    const callee = names.callee(this.#callees++);
    const cell = f.op === "global" ? this.#scope.cell(f.c) : undefined;
    const read = cell === undefined ? this.#value(f) : `${cell}.value`;
    const prepare = `const ${callee} = ${read};\nif (typeof ${callee} !== "function") ${siteLine(site)}${this.#abi("callee")}(${callee}, ${cell ?? "undefined"});\n`;
    return { prepare, call: `${siteLine(site)}${callee}(${args})` };
  }

  /** After a call that is not in tail position: leave if the stack is being unwound. */
  #unwind(tail: CallTail, v: string, rest: Rest | undefined): string {
    // The value leaves the loops between the call and the join that waits for it.
    let after = rest;
    while (after?.kind === "loop") after = after.next;
    const point = this.#point(tail, tail.site, after);
    return `if (${v} === ${this.#abi("S")}) return ${this.#abi("m")}.push(${this.#frame(point)});\n`;
  }

  #frame(point: ResumePoint): string {
    this.used.resumes.add(point.index);
    const saved = point.saved.map(names.variable);
    const slots = saved.length <= 3 ? saved : [`[${saved.join(", ")}]`];
    return `new ${this.#abi("Frame")}(${[names.resume(point.index), ...slots].join(", ")})`;
  }

  #point(tail: CallTail | LoopTail, site: number, rest: Rest | undefined): ResumePoint {
    const known = this.#points.get(tail);
    if (known !== undefined) return known;
    const live = new Set<number>();
    for (let at = rest; at !== undefined; at = at.next) {
      const free = at.kind === "join" ? this.#free.ofBlock(at.block) : this.#free.ofBlock(at.tail.body);
      const bound = at.kind === "join" ? [at.v] : at.tail.vs;
      const inner = at.kind === "join" ? [] : bound;
      for (const v of free) if (!inner.includes(v)) live.add(v);
      if (at.kind === "join") live.delete(at.v);
    }
    const loop = tail.op === "loop" ? tail : undefined;
    if (loop !== undefined) {
      for (const v of this.#free.ofBlock(loop.body)) if (!loop.vs.includes(v)) live.add(v);
    }
    const outer = [...live].sort((a, b) => a - b);
    const point = { index: this.resumePoints.length, site, saved: [...(loop?.vs ?? []), ...outer], loop, rest };
    this.resumePoints.push(point);
    this.#points.set(tail, point);
    return point;
  }

  /** What follows a statement in its block, as a block: the same object each time. */
  #after(block: Block, i: number): Block {
    const statement = block.statements[i];
    let after = this.#rests.get(statement);
    if (after === undefined) {
      after = { statements: block.statements.slice(i + 1), tail: block.tail };
      this.#rests.set(statement, after);
    }
    return after;
  }

  // — expressions —

  #value(e: Expr): string {
    return emitValue(e, this.#scope);
  }

  #abi(name: string): string {
    this.used.abi.add(name);
    return name;
  }

  readonly #scope: FunctionScope = {
    temporary: () => names.temporary(this.#temporaries++),
    lambda: (l) => this.lambda(l),
    selection: (ls) => {
      for (const l of ls) this.used.shapes.add(l);
      const clauses = ls.map((l) => this.lambda(l)).join(", ");
      return `${this.#abi("select")}([${clauses}], [${ls.map(names.shape).join(", ")}])`;
    },
    constant: (k) => {
      this.used.constants.add(k);
      return names.constant(k);
    },
    name: (n) => {
      this.used.names.add(n);
      return names.name(n);
    },
    cell: (c) => {
      this.used.cells.add(c);
      return names.cell(c);
    },
    fixed: (c) => {
      this.used.fixed.add(c);
      return names.fixed(c);
    },
    abi: (name) => this.#abi(name),
  };
}

/** Whether a body calls anything unknown, and how many variables it binds: the weight of its native frame. */
function measure(body: Block): { calls: boolean; variables: number } {
  let calls = false;
  let variables = 0;
  const todo = [body];
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    for (const statement of block.statements) {
      if (statement.op === "let" || statement.op === "join") variables++;
      else if (statement.op === "fix") variables += statement.vs.length;
      if (statement.op === "join") todo.push(statement.block);
    }
    const { tail } = block;
    if (tail.op === "call") calls = true;
    else if (tail.op === "if") todo.push(tail.then, tail.else);
    else if (tail.op === "loop") {
      variables += 2 * tail.vs.length;
      todo.push(tail.body);
    }
  }
  return { calls, variables };
}
