// The core language as text, for tests and for people: every variable has a name of its own.

import { Pair } from "../values/pair.ts";
import { write } from "../values/printer.ts";
import { Keyword, Sym } from "../values/symbol.ts";
import { NIL, UNSPECIFIED, type Value } from "../values/types.ts";
import type { Core, LambdaNode, Variable } from "./ast.ts";

/** Variables of one name are told apart by a number: `x`, `x.2`, `x.3`, in the order of their first mention. */
export function showCore(core: Core): string {
  return new Printer().show(core);
}

class Printer {
  readonly #names = new Map<Variable, string>();
  readonly #counts = new Map<string, number>();

  show(core: Core): string {
    switch (core.type) {
      case "const":
        return showConstant(core.value);
      case "local":
        return this.#name(core.variable);
      case "global":
        return core.cell.name;
      case "set-local":
        return `(set! ${this.#name(core.variable)} ${this.show(core.value)})`;
      case "set-global":
        return `(set! ${core.cell.name} ${this.show(core.value)})`;
      case "define":
        return `(define ${core.cell.name} ${this.show(core.value)})`;
      case "if":
        return `(if ${this.show(core.test)} ${this.show(core.then)} ${this.show(core.else)})`;
      case "lambda":
        return `(lambda ${this.#lambda(core)})`;
      case "case-lambda":
        return `(case-lambda ${core.clauses.map((clause) => `(${this.#lambda(clause)})`).join(" ")})`;
      case "seq":
        return `(begin ${this.#all(core.body)})`;
      case "let":
        return `(let (${this.#bindings(core.variables, core.values)}) ${this.show(core.body)})`;
      case "letrec":
        return `(letrec (${this.#bindings(core.variables, core.values)}) ${this.show(core.body)})`;
      case "let-values": {
        const values = this.show(core.values);
        const rest = core.rest === undefined ? "" : ` . ${this.#name(core.rest)}`;
        const names = core.variables.map((v) => this.#name(v)).join(" ");
        return `(let-values ((${names}${rest}) ${values}) ${this.show(core.body)})`;
      }
      case "call": {
        const keywords = (core.keywords ?? []).map((k) => ` #:${k.keyword} ${this.show(k.value)}`).join("");
        return `(${this.#all([core.procedure, ...core.arguments])}${keywords})`;
      }
    }
  }

  #lambda(node: LambdaNode): string {
    const parts = node.required.map((v) => this.#name(v));
    for (const o of node.optional) parts.push(`[${this.#name(o.variable)} ${this.show(o.default)}]`);
    for (const k of node.keywords) {
      const name = this.#name(k.variable);
      parts.push(`#:${k.keyword} ${k.default === undefined ? name : `[${name} ${this.show(k.default)}]`}`);
    }
    if (node.rest !== undefined) parts.push(`. ${this.#name(node.rest)}`);
    return `(${parts.join(" ")}) ${this.show(node.body)}`;
  }

  #bindings(variables: Variable[], values: Core[]): string {
    return variables.map((v, i) => `(${this.#name(v)} ${this.show(values[i])})`).join(" ");
  }

  #all(cores: Core[]): string {
    return cores.map((core) => this.show(core)).join(" ");
  }

  #name(variable: Variable): string {
    let name = this.#names.get(variable);
    if (name === undefined) {
      const count = (this.#counts.get(variable.name) ?? 0) + 1;
      this.#counts.set(variable.name, count);
      name = count === 1 ? variable.name : `${variable.name}.${count}`;
      this.#names.set(variable, name);
    }
    return name;
  }
}

function showConstant(value: Value): string {
  if (value === UNSPECIFIED) return "(void)";
  const quoted = value === NIL || value instanceof Pair || value instanceof Sym || value instanceof Keyword;
  return quoted || Array.isArray(value) ? `'${write(value)}` : write(value);
}
