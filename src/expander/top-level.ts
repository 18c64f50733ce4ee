// Top-level forms: definitions make cells of the program, everything else is an expression.

import type { Core } from "../core/ast.ts";
import { local, sequence, unspecified, variable } from "../core/build.ts";
import { Cell } from "../values/cell.ts";
import { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Span } from "../values/types.ts";
import type { Binding, FormBinding, GlobalBinding } from "./bindings.ts";
import type { Context } from "./context.ts";
import type { Definitions, Slot } from "./definitions.ts";
import { expandHead, expandMacros, homeOf, named } from "./expand.ts";
import { bind } from "./resolve.ts";
import { ScopeSet } from "./scopes.ts";
import { addScopes, headOf, type Identifier, isIdentifier, scopesOf } from "./syntax-view.ts";

/** Forms that are known by name where nothing else is, since a program without imports could not import. */
export type AlwaysKnown = (name: string) => FormBinding | undefined;

/** Expands one top-level form; what `begin` and macros make of it are forms of their own. */
export function expandTopLevelForm(form: Syntax, ctx: Context, alwaysKnown: AlwaysKnown): Core {
  const into = new TopLevelDefinitions(ctx);
  const { out } = into;
  const todo = [addScopes(form, ScopeSet.of(ctx.env.scope))];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const head = expandMacros(next, ctx);
    const binding = isIdentifier(head.stx) ? undefined : (head.binding ?? known(head.stx, alwaysKnown));
    const syntax = binding?.kind === "form" ? binding : undefined;
    if (syntax?.splice !== undefined) {
      ctx.expansion.charge(1, next.span);
      todo.push(...[...syntax.splice(head.stx, ctx)].reverse());
    } else if (syntax?.define !== undefined) {
      syntax.define(head.stx, into);
    } else if (syntax?.topLevel !== undefined) {
      out.push(syntax.topLevel(head.stx, ctx));
    } else {
      out.push(expandHead(head, ctx));
    }
  }
  return out.length === 0 ? unspecified() : sequence(out);
}

const known = (stx: Syntax, alwaysKnown: AlwaysKnown): FormBinding | undefined => {
  const head = headOf(stx);
  return head === undefined ? undefined : alwaysKnown(head.datum.name);
};

class TopLevelDefinitions implements Definitions {
  readonly ctx: Context;
  readonly out: Core[] = [];

  constructor(ctx: Context) {
    this.ctx = ctx;
  }

  declare(id: Identifier, as?: (variable: GlobalBinding) => Binding): Slot {
    const name = this.#bindable(id);
    const { env } = this.ctx;
    if (this.#isPlain(name)) {
      const binding = env.own(name.datum.name);
      env.defined(binding.cell);
      if (as !== undefined) env.bind(name.datum.name, as(binding));
      return { id: name, binding };
    }
    const binding: GlobalBinding = { kind: "global", cell: new Cell(name.datum.name), owner: homeOf(name, this.ctx) };
    bind(name, as === undefined ? binding : as(binding));
    env.introduce(name.datum.name, binding);
    return { id: name, binding };
  }

  bindSyntax(id: Identifier, binding: Binding): void {
    const name = this.#bindable(id);
    if (this.#isPlain(name)) this.ctx.env.bind(name.datum.name, binding);
    else bind(name, binding);
  }

  initialise(slot: Slot, value: () => Core, span: Span | undefined): void {
    const core = named(value(), slot.id.datum.name);
    this.out.push({ type: "define", cell: cellOf(slot), value: core, span });
  }

  initialiseAll(slots: readonly Slot[], rest: Slot | undefined, value: () => Core, span: Span | undefined): void {
    const all = rest === undefined ? slots : [...slots, rest];
    const given = all.map((slot) => variable(slot.id.datum.name));
    const stores = all.map((slot, i): Core => ({ type: "define", cell: cellOf(slot), value: local(given[i]), span }));
    this.out.push({
      type: "let-values",
      variables: given.slice(0, slots.length),
      rest: rest === undefined ? undefined : given[slots.length],
      values: value(),
      body: sequence([...stores, unspecified()]),
      span,
    });
  }

  #bindable(id: Identifier): Identifier {
    if (this.ctx.env.frozen) {
      throw new SyntaxFailure(`${id.datum.name}: this environment can not be changed`, id.span);
    }
    const set = scopesOf(id).without(this.ctx.frame.useSites);
    return new Syntax(id.datum, id.span, set) as Identifier;
  }

  /** Whether the program wrote the name itself; macros bring names of their own. */
  #isPlain(id: Identifier): boolean {
    const set = scopesOf(id);
    return set.size === 1 && set.has(this.ctx.env.scope);
  }
}

const cellOf = (slot: Slot): Cell => (slot.binding as GlobalBinding).cell;
