// Templates of syntax-rules: compiled when the macro is defined, then filled with what a pattern matched.
import { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Span } from "../../values/types.ts";
import type { Expansion } from "../context.ts";
import type { ScopeSet } from "../scopes.ts";
import { addScopes, elementsOf, isIdentifier, makeList, sameIdentifier, viewOf } from "../syntax-view.ts";
import type { Ellipsis, Match, PatternVariable } from "./pattern.ts";

export type Template =
  | { kind: "constant"; stx: Syntax }
  | { kind: "variable"; slot: number }
  | { kind: "list"; elements: readonly Element[]; tail: Template | undefined }
  | { kind: "vector"; elements: readonly Element[] };

/** A template and the ellipses behind it, the outermost first. */
interface Element {
  readonly template: Template;
  readonly loops: readonly Loop[];
}

/** One ellipsis of a template: which ellipses of the pattern it stands for, and the variables that it iterates. */
interface Loop {
  readonly of: Set<Ellipsis>;
  readonly variables: Set<PatternVariable>;
  readonly span: Span | undefined;
}

const MAX_DEPTH = 100;

/** An occurrence of a pattern variable, and the ellipses around it, the outermost first. */
interface Occurrence {
  readonly variable: PatternVariable;
  readonly loops: readonly Loop[];
  readonly span: Span | undefined;
}

export class TemplateCompiler {
  readonly #variables: readonly PatternVariable[];
  readonly #isEllipsis: (stx: Syntax | undefined) => boolean;
  readonly #found: Occurrence[] = [];
  readonly #loops: Loop[] = [];

  constructor(variables: readonly PatternVariable[], isEllipsis: (stx: Syntax | undefined) => boolean) {
    this.#variables = variables;
    this.#isEllipsis = isEllipsis;
  }

  compile(stx: Syntax): Template {
    const template = this.#compile(stx, false, [], 0);
    assignVariables(this.#found);
    for (const loop of this.#loops) {
      if (loop.variables.size > 0) continue;
      throw new SyntaxFailure("syntax-rules: nothing before this ellipsis is repeated in the pattern", loop.span);
    }
    return template;
  }

  #compile(stx: Syntax, escaped: boolean, around: readonly Loop[], nesting: number): Template {
    if (nesting > MAX_DEPTH) {
      throw new SyntaxFailure(`syntax-rules: a template is nested more than ${MAX_DEPTH} deep`, stx.span);
    }
    if (isIdentifier(stx)) {
      const variable = this.#variables.find((v) => sameIdentifier(v.id, stx));
      if (variable !== undefined) {
        this.#found.push({ variable, loops: around, span: stx.span });
        return { kind: "variable", slot: variable.slot };
      }
      if (!escaped && this.#isEllipsis(stx)) {
        throw new SyntaxFailure("syntax-rules: an ellipsis in the template follows nothing", stx.span);
      }
      return { kind: "constant", stx };
    }
    const elements = elementsOf(stx);
    if (elements !== undefined) {
      const parts = this.#elements(elements, escaped, around, nesting);
      return isConstant(parts, elements) ? { kind: "constant", stx } : { kind: "vector", elements: parts };
    }
    const view = viewOf(stx);
    if (view === undefined) return { kind: "constant", stx };
    if (!escaped && view.items.length === 2 && view.tail === undefined && this.#isEllipsis(view.items[0])) {
      return this.#compile(view.items[1], true, around, nesting + 1);
    }
    const parts = this.#elements(view.items, escaped, around, nesting);
    const tail = view.tail === undefined ? undefined : this.#compile(view.tail, escaped, around, nesting + 1);
    const isSame =
      isConstant(parts, view.items) && (tail?.kind !== "constant" ? tail === undefined : tail.stx === view.tail);
    return isSame ? { kind: "constant", stx } : { kind: "list", elements: parts, tail };
  }

  #elements(items: readonly Syntax[], escaped: boolean, around: readonly Loop[], nesting: number): Element[] {
    const elements: Element[] = [];
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      const loops: Loop[] = [];
      for (; !escaped && this.#isEllipsis(items[i + 1]); i++) {
        loops.push({ of: new Set(), variables: new Set(), span: items[i + 1].span });
      }
      this.#loops.push(...loops);
      const inside = loops.length === 0 ? around : [...around, ...loops];
      elements.push({ template: this.#compile(item, escaped, inside, nesting + 1), loops });
    }
    return elements;
  }
}

/**
 * Says which ellipses iterate each occurrence. A variable under as many as in the pattern is iterated by all of them.
 * Under more, it goes with those that stand for its own ellipses of the pattern, as in `((k (k v) ...) ...)`; where
 * there are none, or where the innermost would have nothing to iterate, it goes with the innermost.
 */
function assignVariables(found: readonly Occurrence[]): void {
  for (const { variable, loops, span } of found) {
    const missing = variable.path.length - loops.length;
    if (missing > 0) {
      const { name } = variable.id.datum;
      throw new SyntaxFailure(
        `syntax-rules: ${name} lacks ${missing === 1 ? "an ellipsis" : `${missing} ellipses`} in the template`,
        span,
        `it stands under ${variable.path.length} in the pattern: write (${name} ...)`,
      );
    }
    if (missing < 0) continue;
    loops.forEach((loop, i) => {
      loop.of.add(variable.path[i]);
      loop.variables.add(variable);
    });
  }
  for (const { variable, loops } of found) {
    const depth = variable.path.length;
    if (loops.length === depth || depth === 0) continue;
    const innermost = loops.slice(-depth);
    const own = variable.path.map((ellipsis) => loops.find((loop) => loop.of.has(ellipsis)));
    const isIdle = innermost.some((loop) => loop.of.size === 0);
    const chosen = isIdle || own.includes(undefined) ? innermost : (own as Loop[]);
    for (const loop of chosen) loop.variables.add(variable);
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
    const driven = [...loops[level].variables];
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
