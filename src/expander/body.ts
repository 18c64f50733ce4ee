// Bodies: definitions first, wherever they come from, then what is to be done.

import type { Core, Variable } from "../core/ast.ts";
import { call, constant, local, sequence, unspecified, variable } from "../core/build.ts";
import { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Span } from "../values/types.ts";
import { arrangeDefinitions, type BodyItem } from "./arrange-definitions.ts";
import type { Binding, LocalBinding } from "./bindings.ts";
import { type Context, Frame } from "./context.ts";
import type { Definitions, Slot } from "./definitions.ts";
import { expandHead, expandMacros, type Head, named } from "./expand.ts";
import { bind } from "./resolve.ts";
import { type Scope, ScopeSet } from "./scopes.ts";
import { addScopes, type Identifier, isIdentifier, scopesOf } from "./syntax-view.ts";

export interface BodyOptions {
  /** What the body belongs to, for messages. */
  readonly who: string;
  readonly span: Span | undefined;
  /** The definition context, where syntax of the same context is bound around the body. */
  readonly frame?: Frame;
}

/** Expands the body of a procedure or of a binding form, which needs an expression at its end. */
export function expandBody(forms: readonly Syntax[], ctx: Context, options: BodyOptions): Core {
  if (forms.length === 0) {
    throw new SyntaxFailure(`${options.who}: the body is empty`, options.span, "a body needs at least one expression");
  }
  const frame = options.frame ?? new Frame();
  return new Body({ ...ctx, frame }, options, false).expand(forms);
}

/**
 * Expands a branch: the forms of a clause, of `begin`, of `when`. They may be none, and may define what is then local.
 * A branch stays in the definition context around it, since nothing else sets its identifiers apart.
 */
export function expandBranch(forms: readonly Syntax[], ctx: Context, who: string, span: Span | undefined): Core {
  if (forms.length === 0) return unspecified();
  return new Body(ctx, { who, span }, true).expand(forms);
}

/** A part of a body in its order: a definition's value, or an expression. */
interface Part {
  readonly slot: Slot | undefined;
  readonly variable: Variable | undefined;
  readonly value: () => Core;
}

class Body implements Definitions {
  readonly ctx: Context;
  readonly #options: BodyOptions;
  /** Whether it may end in a definition. */
  readonly #open: boolean;
  readonly #parts: Part[] = [];
  #lastName: string | undefined;
  /** Made with the first definition: most bodies have none, and every scope makes sets larger. */
  #scope: Scope | undefined;

  constructor(ctx: Context, options: BodyOptions, open: boolean) {
    this.ctx = ctx;
    this.#options = options;
    this.#open = open;
  }

  expand(forms: readonly Syntax[]): Core {
    // A stack of what is still to come, the next one last.
    const todo = [...forms].reverse();
    for (let form = todo.pop(); form !== undefined; form = todo.pop()) {
      const head = expandMacros(form, this.ctx);
      const { binding } = head;
      if (binding?.kind === "form" && !isIdentifier(head.stx)) {
        if (binding.splice !== undefined) {
          this.ctx.expansion.charge(1, form.span);
          todo.push(...[...binding.splice(head.stx, this.ctx)].reverse());
          continue;
        }
        if (binding.define !== undefined) {
          this.#enterScope(todo);
          binding.define(this.#scoped(head.stx), this);
          continue;
        }
      }
      if (todo.length === 0 && this.#parts.length === 0 && this.#scope === undefined) {
        return this.#expression(head);
      }
      this.#addExpression(head);
    }
    return this.#assemble();
  }

  #addExpression(head: Head): void {
    const before = this.#scope;
    const value = (): Core => {
      const late = this.#scope !== before;
      return this.#expression(late ? expandMacros(this.#scoped(head.stx), this.ctx) : head);
    };
    this.#parts.push({ slot: undefined, variable: undefined, value });
  }

  #expression(head: Head): Core {
    const { expansion } = this.ctx;
    expansion.enter(head.stx.span);
    expansion.charge(1, head.stx.span);
    const core = expandHead(head, this.ctx);
    expansion.leave();
    return core;
  }

  #enterScope(todo: Syntax[]): void {
    if (this.#scope !== undefined) return;
    this.#scope = this.ctx.expansion.scope();
    for (let i = 0; i < todo.length; i++) todo[i] = this.#scoped(todo[i]);
  }

  #scoped(stx: Syntax): Syntax {
    return this.#scope === undefined ? stx : addScopes(stx, ScopeSet.of(this.#scope));
  }

  // — definitions —

  declare(id: Identifier, as?: (variable: LocalBinding) => Binding): Slot {
    const name = this.#bindable(id);
    const binding: LocalBinding = { kind: "local", variable: variable(id.datum.name) };
    this.#bind(name, as === undefined ? binding : as(binding));
    return { id: name, binding };
  }

  bindSyntax(id: Identifier, binding: Binding): void {
    this.#bind(this.#bindable(id), binding);
  }

  #bind(name: Identifier, binding: Binding): void {
    if (bind(name, binding) || name.datum.name === "_") return;
    throw new SyntaxFailure(
      `${name.datum.name}: is defined twice in one body`,
      name.span,
      `to give it another value, write (set! ${name.datum.name} …)`,
    );
  }

  /** The name as definitions bind it: without the scopes of macro uses in this body. */
  #bindable(id: Identifier): Identifier {
    const set = scopesOf(id).without(this.ctx.frame.useSites);
    const name = new Syntax(id.datum, id.span, set) as Identifier;
    this.#lastName = id.datum.name;
    return name;
  }

  initialise(slot: Slot, value: () => Core): void {
    const { variable } = slot.binding as LocalBinding;
    this.#parts.push({ slot, variable, value: () => named(value(), slot.id.datum.name) });
  }

  initialiseAll(slots: readonly Slot[], rest: Slot | undefined, value: () => Core, span: Span | undefined): void {
    const { expansion } = this.ctx;
    const all = rest === undefined ? slots : [...slots, rest];
    const values = variable("values");
    const given = all.map((slot) => variable(slot.id.datum.name));
    this.#parts.push({
      slot: undefined,
      variable: values,
      value: () => ({
        type: "let-values",
        variables: given.slice(0, slots.length),
        rest: rest === undefined ? undefined : given[slots.length],
        values: value(),
        body: call(
          expansion.runtime("list", span),
          given.map((v) => local(v)),
        ),
        span,
      }),
    });
    all.forEach((slot, i) => {
      const pick = (): Core => {
        expansion.references.push(values);
        const tail = call(expansion.runtime("list-tail", span), [local(values), constant(i)]);
        return call(expansion.runtime("car", span), [tail]);
      };
      this.#parts.push({ slot, variable: (slot.binding as LocalBinding).variable, value: pick });
    });
  }

  // — the result —

  #assemble(): Core {
    const { expansion } = this.ctx;
    const last = this.#parts.findLastIndex((part) => part.variable !== undefined) + 1;
    const { references } = expansion;
    const items: BodyItem[] = this.#parts.slice(0, last).map((part) => {
      const from = references.length;
      const value = part.value();
      return { variable: part.variable, value, from, to: references.length };
    });
    const rest = this.#parts.slice(last).map((part) => part.value());
    if (rest.length === 0) {
      if (!this.#open) this.#noExpression();
      rest.push(unspecified());
    }
    return arrangeDefinitions(items, references, sequence(rest));
  }

  #noExpression(): never {
    const { who, span } = this.#options;
    const name = this.#lastName;
    const hint = name === undefined ? "end it with an expression" : `end it with an expression, such as ${name}`;
    throw new SyntaxFailure(`${who}: there is no expression after the definitions`, span, hint);
  }
}
