// Templates of syntax-rules: compiled when the macro is defined, then filled with what a pattern matched.
import { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Span } from "../../values/types.ts";
import type { Expansion } from "../context.ts";
import type { ScopeSet } from "../scopes.ts";
import { addScopes, elementsOf, isIdentifier, makeList, sameIdentifier, viewOf } from "../syntax-view.ts";
import type { Match, PatternVariable } from "./pattern.ts";

export type Template =
  | { kind: "constant"; stx: Syntax }
  | { kind: "variable"; slot: number }
  | { kind: "list"; elements: readonly Element[]; tail: Template | undefined }
  | { kind: "vector"; elements: readonly Element[] };

/** A template, repeated for what the ellipses behind it iterate: one array of variables for each, the outermost first. */
interface Element {
  readonly template: Template;
  readonly loops: readonly (readonly PatternVariable[])[];
}

const MAX_DEPTH = 100;

/** An occurrence of a pattern variable inside a template, with the ellipses between it and that template. */
interface Occurrence {
  readonly variable: PatternVariable;
  readonly ellipses: number;
}

export class TemplateCompiler {
  readonly #variables: readonly PatternVariable[];
  readonly #isEllipsis: (stx: Syntax | undefined) => boolean;

  constructor(variables: readonly PatternVariable[], isEllipsis: (stx: Syntax | undefined) => boolean) {
    this.#variables = variables;
    this.#isEllipsis = isEllipsis;
  }

  compile(stx: Syntax): Template {
    const found: Occurrence[] = [];
    const template = this.#compile(stx, false, found, 0);
    for (const { variable, ellipses } of found) {
      if (ellipses >= variable.depth) continue;
      const { name } = variable.id.datum;
      const missing = variable.depth - ellipses;
      throw new SyntaxFailure(
        `syntax-rules: ${name} lacks ${missing === 1 ? "an ellipsis" : `${missing} ellipses`} in the template`,
        stx.span,
        `it stands under ${variable.depth} in the pattern: write (${name} ...)`,
      );
    }
    return template;
  }

  #compile(stx: Syntax, escaped: boolean, found: Occurrence[], nesting: number): Template {
    if (nesting > MAX_DEPTH)
      throw new SyntaxFailure(`syntax-rules: a template is nested more than ${MAX_DEPTH} deep`, stx.span);
    if (isIdentifier(stx)) {
      const variable = this.#variables.find((v) => sameIdentifier(v.id, stx));
      if (variable !== undefined) {
        found.push({ variable, ellipses: 0 });
        return { kind: "variable", slot: variable.slot };
      }
      if (!escaped && this.#isEllipsis(stx)) {
        throw new SyntaxFailure("syntax-rules: an ellipsis in the template follows nothing", stx.span);
      }
      return { kind: "constant", stx };
    }
    const elements = elementsOf(stx);
    if (elements !== undefined) {
      const parts = this.#elements(elements, escaped, found, nesting);
      return isConstant(parts, elements) ? { kind: "constant", stx } : { kind: "vector", elements: parts };
    }
    const view = viewOf(stx);
    if (view === undefined) return { kind: "constant", stx };
    if (!escaped && view.items.length === 2 && view.tail === undefined && this.#isEllipsis(view.items[0])) {
      return this.#compile(view.items[1], true, found, nesting + 1);
    }
    const parts = this.#elements(view.items, escaped, found, nesting);
    const tail = view.tail === undefined ? undefined : this.#compile(view.tail, escaped, found, nesting + 1);
    const isSame =
      isConstant(parts, view.items) && (tail?.kind !== "constant" ? tail === undefined : tail.stx === view.tail);
    return isSame ? { kind: "constant", stx } : { kind: "list", elements: parts, tail };
  }

  #elements(items: readonly Syntax[], escaped: boolean, found: Occurrence[], nesting: number): Element[] {
    const elements: Element[] = [];
    for (let i = 0; i < items.length; i++) {
      let inside: Occurrence[] = [];
      const template = this.#compile(items[i], escaped, inside, nesting + 1);
      const loops: PatternVariable[][] = [];
      for (; !escaped && this.#isEllipsis(items[i + 1]); i++) {
        // The innermost ellipses belong to a variable: one that has as many inside already is not iterated here.
        const driven = inside.filter(({ variable, ellipses }) => ellipses < variable.depth).map((o) => o.variable);
        if (driven.length === 0) {
          throw new SyntaxFailure(
            "syntax-rules: nothing before this ellipsis is repeated in the pattern",
            items[i + 1].span,
          );
        }
        loops.unshift([...new Set(driven)]);
        inside = inside.map((o) => ({ variable: o.variable, ellipses: o.ellipses + 1 }));
      }
      found.push(...inside);
      elements.push({ template, loops });
    }
    return elements;
  }
}

/** Parts that are the same at every use, as they are written: then the whole is, and only gets its scope. */
const isConstant = (elements: readonly Element[], items: readonly Syntax[]): boolean =>
  elements.every(({ template }, i) => template.kind === "constant" && template.stx === items[i]);

/** Fills a template; what is not from the macro's use gets the scope of this one expansion. */
export class Filling {
  readonly #slots: Match[];
  readonly #introduced: ScopeSet;
  readonly #expansion: Expansion;
  readonly #span: Span | undefined;

  constructor(slots: Match[], introduced: ScopeSet, expansion: Expansion, span: Span | undefined) {
    this.#slots = slots;
    this.#introduced = introduced;
    this.#expansion = expansion;
    this.#span = span;
  }

  fill(template: Template): Syntax {
    this.#expansion.charge(1, this.#span);
    switch (template.kind) {
      case "constant":
        return addScopes(template.stx, this.#introduced);
      case "variable":
        return this.#slots[template.slot] as Syntax;
      case "vector":
        return new Syntax(this.#elements(template.elements), this.#span);
      case "list": {
        const tail = template.tail === undefined ? undefined : this.fill(template.tail);
        return makeList(this.#elements(template.elements), this.#span, tail);
      }
    }
  }

  #elements(elements: readonly Element[]): Syntax[] {
    const result: Syntax[] = [];
    for (const { template, loops } of elements) {
      if (loops.length === 0) result.push(this.fill(template));
      else this.#repeat(template, loops, 0, result);
    }
    return result;
  }

  #repeat(template: Template, loops: Element["loops"], level: number, result: Syntax[]): void {
    if (level === loops.length) {
      result.push(this.fill(template));
      return;
    }
    const driven = loops[level];
    const matches = driven.map((v) => this.#slots[v.slot] as Match[]);
    const count = matches[0].length;
    const other = matches.findIndex((m) => m.length !== count);
    if (other > 0) {
      const [a, b] = [driven[0].id.datum.name, driven[other].id.datum.name];
      throw new SyntaxFailure(
        `${a} and ${b} match ${count} and ${matches[other].length} forms here, but must match as many`,
        this.#span,
      );
    }
    this.#expansion.charge(count, this.#span);
    for (let i = 0; i < count; i++) {
      driven.forEach((v, k) => {
        this.#slots[v.slot] = matches[k][i];
      });
      this.#repeat(template, loops, level + 1, result);
    }
    driven.forEach((v, k) => {
      this.#slots[v.slot] = matches[k];
    });
  }
}
