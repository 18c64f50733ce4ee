// The expander's heart: from a form to core, through macros and forms, which it finds by binding and never by name.

import type { Core } from "../core/ast.ts";
import { call, constant, local } from "../core/build.ts";
import { Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { RefusedNumber } from "../values/refused-number.ts";
import { MString } from "../values/string.ts";
import { Keyword, Sym } from "../values/symbol.ts";
import type { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import { NIL, type Span, type Value } from "../values/types.ts";
import type { Binding, GlobalBinding, LocalBinding, MacroBinding } from "./bindings.ts";
import { expandCall } from "./calls.ts";
import type { Context } from "./context.ts";
import { NO_FORM_HINTS } from "./form-hints.ts";
import { resolve } from "./resolve.ts";
import { ScopeSet } from "./scopes.ts";
import { addScopes, datumOf, headOf, type Identifier, isIdentifier, scopesOf } from "./syntax-view.ts";

/** A form whose head is no macro, and what its head means if that is an identifier. */
export interface Head {
  readonly stx: Syntax;
  readonly binding: Binding | undefined;
}

/** Expands an expression. */
export function expand(stx: Syntax, ctx: Context): Core {
  const { expansion } = ctx;
  expansion.enter(stx.span);
  expansion.charge(1, stx.span);
  const core = expandHead(expandMacros(stx, ctx), ctx);
  expansion.leave();
  return core;
}

/** Expands an expression of which only truth matters. */
export function expandTest(stx: Syntax, ctx: Context): Core {
  const { expansion } = ctx;
  expansion.enter(stx.span);
  expansion.charge(1, stx.span);
  const head = expandMacros(stx, ctx);
  const test = head.binding?.kind === "form" && !isIdentifier(head.stx) ? head.binding.expandTest : undefined;
  const core = test === undefined ? expandHead(head, ctx) : test(head.stx, ctx);
  expansion.leave();
  return core;
}

/** Expands what will be the value of a variable: a lambda gets its name. */
export function expandNamed(stx: Syntax, ctx: Context, name: string): Core {
  return named(expand(stx, ctx), name);
}

/** Gives a lambda that has no name the name of what it becomes the value of, as Racket does also through `let`. */
export function named(core: Core, name: string): Core {
  for (let node = core; ; ) {
    switch (node.type) {
      case "lambda":
      case "case-lambda":
        node.name ??= name;
        if (node.type === "case-lambda") for (const clause of node.clauses) clause.name ??= name;
        return core;
      case "let":
      case "letrec":
        node = node.body;
        break;
      default:
        return core;
    }
  }
}

/** Applies macros until the head of the form is none. */
export function expandMacros(stx: Syntax, ctx: Context): Head {
  for (let form = stx; ; ) {
    const id = isIdentifier(form) ? form : headOf(form);
    if (id === undefined) return { stx: form, binding: undefined };
    const binding = resolve(id);
    if (binding?.kind !== "macro" || form === id) return { stx: form, binding };
    form = applyMacro(form, binding, ctx);
  }
}

function applyMacro(form: Syntax, macro: MacroBinding, ctx: Context): Syntax {
  const { expansion, frame } = ctx;
  expansion.charge(1, form.span);
  let input = form;
  if (macro.frame === frame.id) {
    // A macro and its use in one definition context differ by no scope: without this one, a variable that the macro
    // binds and one that it is given could not be told apart.
    const useSite = expansion.scope();
    frame.useSites.add(useSite);
    input = addScopes(form, ScopeSet.of(useSite));
  }
  return macro.transform(input, expansion.scope(), ctx);
}

/** Expands a form whose head `expandMacros` has found. */
export function expandHead({ stx, binding }: Head, ctx: Context): Core {
  const { datum, span } = stx;
  if (datum instanceof Sym) return reference(stx as Identifier, binding, ctx);
  if (datum instanceof Pair) {
    if (binding?.kind === "form") return binding.expand(stx, ctx);
    if (binding?.kind === "auxiliary") throw misplaced(binding.name, span);
    return expandCall(stx, ctx, expand);
  }
  if (datum === NIL) {
    throw new SyntaxFailure("() is not an expression", span, "the empty list is written '()");
  }
  if (datum instanceof Keyword) {
    throw new SyntaxFailure(
      `#:${datum.name} is not an expression`,
      span,
      `it goes before its value in a call: (f #:${datum.name} value)`,
    );
  }
  return literal(datumOf(stx), span, ctx);
}

/** What a datum is that stands for itself, or that was quoted. */
export function literal(datum: Value, span: Span | undefined, ctx: Context): Core {
  if (!(datum instanceof RefusedNumber)) return constant(ctx.expansion.services.literal(datum, span));
  ctx.expansion.services.lint({
    message: datum.message,
    span,
    hint: `a symbol of this name is written |${datum.text}|`,
  });
  return call(ctx.expansion.runtime("error", span), [constant(new MString(datum.message, true))], span);
}

/** A variable, wherever it is bound. */
export function reference(id: Identifier, binding: Binding | undefined, ctx: Context): Core {
  const { span } = id;
  switch (binding?.kind) {
    case "local":
    case "global":
      return variableReference(binding, span, ctx);
    case "struct":
      return variableReference(binding.value, span, ctx);
    case undefined:
      return { type: "global", cell: homeOf(id, ctx).refer(id.datum.name, span).cell, span };
    case "auxiliary":
      throw misplaced(binding.name, span);
    default:
      throw new SyntaxFailure(`${id.datum.name}: is syntax, not a value`, span, NO_FORM_HINTS.get(id.datum.name));
  }
}

export function variableReference(binding: LocalBinding | GlobalBinding, span: Span | undefined, ctx: Context): Core {
  if (binding.kind === "local") {
    ctx.expansion.references.push(binding.variable);
    return local(binding.variable, span);
  }
  binding.owner?.noteReference(binding.cell, span);
  return { type: "global", cell: binding.cell, span };
}

/** The environment that an unbound name belongs to: that of the program or library which wrote it. */
export function homeOf(id: Identifier, ctx: Context): Context["env"] {
  if (scopesOf(id).has(ctx.env.scope)) return ctx.env;
  for (const { table } of scopesOf(id).scopes) {
    if (table !== undefined && "refer" in table) return table as Context["env"];
  }
  return ctx.env;
}

function misplaced(name: string, span: Span | undefined): SyntaxFailure {
  return new SyntaxFailure(`${name}: has no meaning here`, span, NO_FORM_HINTS.get(name));
}

/** How a form is shown in a message. */
export const showForm = (stx: Syntax): string => printShort(datumOf(stx), 60);
