// Data in programs: quote, quasiquote with its nesting and vectors; `#'x` and `` #`x `` read the same here.

import type { Core } from "../../core/ast.ts";
import { call, constant } from "../../core/build.ts";
import { arrayFrom, Pair } from "../../values/pair.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { NIL, type Span, type Value } from "../../values/types.ts";
import type { Context } from "../context.ts";
import { expand, literal, showForm } from "../expand.ts";
import { nameOf, partsOf } from "../form-parts.ts";
import { isAuxiliary } from "../resolve.ts";
import type { RuntimeName } from "../runtime-names.ts";
import { datumOf, elementsOf, headOf, isIdentifier, type ListView, viewOf } from "../syntax-view.ts";
import { type Forms, form } from "./form.ts";

function expandQuote(stx: Syntax, ctx: Context): Core {
  const [, datum] = partsOf(stx, `(${nameOf(stx)} datum)`, 1, 1);
  return literal(datumOf(datum), datum.span, ctx);
}

function expandQuasiquote(stx: Syntax, ctx: Context): Core {
  const [, template] = partsOf(stx, `(${nameOf(stx)} template)`, 1, 1);
  return new Quasiquotation(ctx, stx.span).expand(template, 1);
}

/** Up to so many computed elements a list is made by `cons`, which the compiler writes in line. */
const CONS_LIMIT = 8;
const RUN_LIMIT = 100;

interface Element {
  readonly core: Core;
  readonly splice: boolean;
}

const isNil = (core: Core): boolean => core.type === "const" && core.value === NIL;

class Quasiquotation {
  readonly #ctx: Context;
  readonly #span: Span | undefined;

  constructor(ctx: Context, span: Span | undefined) {
    this.#ctx = ctx;
    this.#span = span;
  }

  expand(template: Syntax, level: number): Core {
    const { expansion } = this.#ctx;
    expansion.enter(template.span);
    expansion.charge(1, template.span);
    const core = this.#expand(template, level);
    expansion.leave();
    return core;
  }

  #expand(template: Syntax, level: number): Core {
    const elements = elementsOf(template);
    if (elements !== undefined) {
      const list = this.#list({ items: elements, tail: undefined }, level);
      return list.type === "const" ? constant(arrayFrom(list.value) as Value[]) : this.#call("list->vector", [list]);
    }
    const view = viewOf(template);
    if (view === undefined || view.items.length === 0) return constant(datumOf(template));
    const kind = this.#kindOf(template);
    if (kind === undefined) return this.#list(view, level);
    const { items, tail } = view;
    if (kind !== "quasiquote" && level === 1) {
      if (items.length !== 2 || tail !== undefined) {
        throw new SyntaxFailure(`${kind}: expected one expression in ${showForm(template)}`, template.span);
      }
      if (kind === "unquote") return expand(items[1], this.#ctx);
      throw new SyntaxFailure(
        "unquote-splicing: there is no list here to splice into",
        template.span,
        "use unquote: ,x",
      );
    }
    const inner = this.#list({ items: items.slice(1), tail }, kind === "quasiquote" ? level + 1 : level - 1);
    const head = datumOf(items[0]);
    return inner.type === "const" ? constant(new Pair(head, inner.value)) : this.#call("cons", [constant(head), inner]);
  }

  /** Which of the keywords a form begins with, if any. */
  #kindOf(template: Syntax): "unquote" | "unquote-splicing" | "quasiquote" | undefined {
    const head = headOf(template);
    if (head === undefined) return undefined;
    if (isAuxiliary(head, "unquote") || isAuxiliary(head, "unsyntax")) return "unquote";
    if (isAuxiliary(head, "unquote-splicing") || isAuxiliary(head, "unsyntax-splicing")) return "unquote-splicing";
    const { name } = head.datum;
    return name === "quasiquote" || name === "quasisyntax" ? "quasiquote" : undefined;
  }

  /** From the last element to the first: constant ends stay constants. */
  #list({ items, tail }: ListView, level: number): Core {
    let end = items.length;
    let result: Core = constant(NIL);
    if (tail !== undefined) result = this.expand(tail, level);
    else if (end >= 2 && isIdentifier(items[end - 2]) && isAuxiliary(items[end - 2] as never, "unquote") && end > 2) {
      // `(a . ,b)` reads as `(a unquote b)`.
      result = level === 1 ? expand(items[end - 1], this.#ctx) : this.#tailAtDepth(items, level);
      end -= 2;
    }
    const elements = items.slice(0, end).map((item) => this.#element(item, level));
    const dynamic = elements.filter(({ core }) => core.type !== "const").length;
    return dynamic > CONS_LIMIT ? this.#appended(elements, result) : this.#consed(elements, result);
  }

  /** Pair by pair: what is constant at the end stays constant. */
  #consed(elements: readonly Element[], tail: Core): Core {
    return elements.reduceRight((result, { core, splice }) => {
      if (splice) return isNil(result) ? core : this.#call("append", [core, result]);
      if (core.type === "const" && result.type === "const") return constant(new Pair(core.value, result.value));
      return this.#call("cons", [core, result]);
    }, tail);
  }

  /** Many elements: lists of them put together, since calls in calls would nest as deep as the list is long. */
  #appended(elements: readonly Element[], tail: Core): Core {
    const parts: Core[] = [];
    let run: Core[] = [];
    const endRun = (): void => {
      if (run.length > 0) parts.push(this.#call("list", run));
      run = [];
    };
    const constants = elements.length - 1 - elements.findLastIndex(({ core }) => core.type !== "const");
    const last = this.#consed(elements.slice(elements.length - constants), tail);
    for (const { core, splice } of elements.slice(0, elements.length - constants)) {
      if (splice || run.length === RUN_LIMIT) endRun();
      if (splice) parts.push(core);
      else run.push(core);
    }
    endRun();
    if (!isNil(last)) parts.push(last);
    return parts.length === 1 ? parts[0] : this.#call("append", parts);
  }

  #tailAtDepth(items: readonly Syntax[], level: number): Core {
    const inner = this.expand(items[items.length - 1], level - 1);
    return this.#call("list", [constant(datumOf(items[items.length - 2])), inner]);
  }

  #element(item: Syntax, level: number): Element {
    if (level > 1 || this.#kindOf(item) !== "unquote-splicing")
      return { core: this.expand(item, level), splice: false };
    const { items } = viewOf(item) as ListView;
    if (items.length !== 2) {
      throw new SyntaxFailure(`unquote-splicing: expected one expression in ${showForm(item)}`, item.span);
    }
    return { core: expand(items[1], this.#ctx), splice: true };
  }

  #call(name: RuntimeName, args: Core[]): Core {
    return call(this.#ctx.expansion.runtime(name, this.#span), args, this.#span);
  }
}

export const QUOTATION: Forms = [
  form("quote", expandQuote),
  form("syntax", expandQuote),
  form("quasiquote", expandQuasiquote),
  form("quasisyntax", expandQuasiquote),
];
