// `syntax-rules`: from its clauses to a macro.
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { MacroBinding } from "../bindings.ts";
import { showForm } from "../expand.ts";
import { expectIdentifier, expectList, malformed, partsOf } from "../form-parts.ts";
import { isAuxiliary } from "../resolve.ts";
import { ScopeSet } from "../scopes.ts";
import { type Identifier, isIdentifier, itemsOf, makeList, sameIdentifier, viewOf } from "../syntax-view.ts";
import { type Match, matchPattern, type Pattern, PatternCompiler } from "./pattern.ts";
import { Filling, type Template, TemplateCompiler } from "./template.ts";

interface Rule {
  /** The pattern's parts behind the macro's name. */
  readonly pattern: Pattern;
  readonly slots: number;
  readonly template: Template;
}

const USAGE = "(syntax-rules (literal …) (pattern template) …)";

/** Compiles `(syntax-rules …)`. */
export function compileSyntaxRules(stx: Syntax, name: string, frame: object): MacroBinding {
  const parts = partsOf(stx, USAGE, 1);
  const custom = isIdentifier(parts[1]) ? parts[1] : undefined;
  const at = custom === undefined ? 1 : 2;
  if (parts[at] === undefined) malformed(stx, USAGE, "the list of literals is missing");
  const literals = expectList(parts[at], "syntax-rules", "a list of literals").map((literal) =>
    expectIdentifier(literal, "syntax-rules", "a literal's name"),
  );
  const isEllipsis = ellipsisTest(custom, literals);
  const rules = parts.slice(at + 1).map((clause) => compileRule(clause, literals, isEllipsis));
  return macro(name, frame, rules);
}

/** `(define-syntax-rule (name . pattern) template)`. */
export function compileSyntaxRule(name: string, frame: object, pattern: Syntax, template: Syntax): MacroBinding {
  const isEllipsis = ellipsisTest(undefined, []);
  return macro(name, frame, [makeRule(pattern, template, [], isEllipsis)]);
}

function ellipsisTest(custom: Identifier | undefined, literals: readonly Identifier[]) {
  return (stx: Syntax | undefined): boolean => {
    if (stx === undefined || !isIdentifier(stx)) return false;
    const is = custom === undefined ? isAuxiliary(stx, "...") : sameIdentifier(stx, custom);
    // An ellipsis among the literals is a literal.
    return is && !literals.some((literal) => sameIdentifier(literal, stx));
  };
}

function compileRule(
  clause: Syntax,
  literals: readonly Identifier[],
  isEllipsis: (stx: Syntax | undefined) => boolean,
): Rule {
  const items = itemsOf(clause);
  if (items?.length !== 2) {
    throw new SyntaxFailure(
      `syntax-rules: expected (pattern template), got ${showForm(clause)}`,
      clause.span,
      `it is written ${USAGE}`,
    );
  }
  const [pattern, template] = items;
  const view = viewOf(pattern);
  if (view === undefined || view.items.length === 0) {
    throw new SyntaxFailure(`syntax-rules: expected a pattern (_ part …), got ${showForm(pattern)}`, pattern.span);
  }
  return makeRule(makeList(view.items.slice(1), pattern.span, view.tail), template, literals, isEllipsis);
}

function makeRule(
  pattern: Syntax,
  template: Syntax,
  literals: readonly Identifier[],
  isEllipsis: (stx: Syntax | undefined) => boolean,
): Rule {
  const patterns = new PatternCompiler(literals, isEllipsis);
  const compiled = patterns.compile(pattern);
  const { variables } = patterns;
  return {
    pattern: compiled,
    slots: variables.length,
    template: new TemplateCompiler(variables, isEllipsis).compile(template),
  };
}

function macro(name: string, frame: object, rules: readonly Rule[]): MacroBinding {
  return {
    kind: "macro",
    name,
    frame,
    transform(stx, introduced, ctx) {
      const view = viewOf(stx);
      const rest = view === undefined ? stx : makeList(view.items.slice(1), stx.span, view.tail);
      for (const { pattern, slots, template } of rules) {
        const matches: Match[] = new Array(slots);
        if (!matchPattern(pattern, rest, matches)) continue;
        return new Filling(matches, ScopeSet.of(introduced), ctx.expansion, stx.span).fill(template);
      }
      throw new SyntaxFailure(`${name}: no pattern of the macro matches ${showForm(stx)}`, stx.span);
    },
  };
}
