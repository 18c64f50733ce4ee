// Defining syntax: define-syntax, define-syntax-rule, let-syntax, letrec-syntax, syntax-error.
import type { Core } from "../../core/ast.ts";
import { display } from "../../values/printer.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Binding } from "../bindings.ts";
import { expandBody } from "../body.ts";
import { type Context, Frame } from "../context.ts";
import type { Definitions } from "../definitions.ts";
import { expandMacros, showForm } from "../expand.ts";
import { expectIdentifier, nameOf, partsOf, withScopes } from "../form-parts.ts";
import { bind, findDuplicate } from "../resolve.ts";
import { ScopeSet } from "../scopes.ts";
import { compileSyntaxRule, compileSyntaxRules } from "../syntax-rules/syntax-rules.ts";
import { addScopes, datumOf, type Identifier, isIdentifier, makeList, viewOf } from "../syntax-view.ts";
import { parseBindings } from "./binding.ts";
import { alone } from "./define.ts";
import { type Forms, form } from "./form.ts";

const ONLY_RULES =
  "macros are written with syntax-rules: (define-syntax name (syntax-rules () ((_ part …) template) …))";

/** The value of a syntax binding: `syntax-rules`, or the name of other syntax. */
function transformer(stx: Syntax, name: string, ctx: Context): Binding {
  const { stx: spec, binding } = expandMacros(stx, ctx);
  if (binding?.kind === "form" && binding.name === "syntax-rules" && !isIdentifier(spec)) {
    return compileSyntaxRules(spec, name, ctx.frame.id);
  }
  if (isIdentifier(spec) && (binding?.kind === "form" || binding?.kind === "macro" || binding?.kind === "auxiliary")) {
    return binding;
  }
  throw new SyntaxFailure(`${name}: expected syntax-rules, got ${showForm(spec)}`, spec.span, ONLY_RULES);
}

function defineSyntax(stx: Syntax, into: Definitions): void {
  const [, name, spec] = partsOf(stx, "(define-syntax name (syntax-rules …))", 2);
  if (!isIdentifier(name)) {
    throw new SyntaxFailure(`define-syntax: expected a name, got ${showForm(name)}`, name.span, ONLY_RULES);
  }
  into.bindSyntax(name, transformer(spec, name.datum.name, into.ctx));
}

function defineSyntaxRule(stx: Syntax, into: Definitions): void {
  const usage = "(define-syntax-rule (name part …) template)";
  const [, pattern, template] = partsOf(stx, usage, 2, 2);
  const view = viewOf(pattern);
  const head = view?.items[0];
  if (view === undefined || head === undefined) {
    throw new SyntaxFailure(`define-syntax-rule: expected (name part …), got ${showForm(pattern)}`, pattern.span);
  }
  const id = expectIdentifier(head, "define-syntax-rule", "a name");
  const rest = makeList(view.items.slice(1), pattern.span, view.tail);
  into.bindSyntax(id, compileSyntaxRule(id.datum.name, into.ctx.frame.id, rest, template));
}

const expandLetSyntax =
  (recursive: boolean) =>
  (stx: Syntax, ctx: Context): Core => {
    const who = nameOf(stx);
    const [, list, ...body] = partsOf(stx, `(${who} ((name (syntax-rules …)) …) body …)`, 1);
    const bindings = parseBindings(list, who);
    const twice = findDuplicate(bindings.map((b) => b.id));
    if (twice !== undefined) throw new SyntaxFailure(`${who}: ${twice.datum.name} is bound twice`, twice.span);
    const set = ScopeSet.of(ctx.expansion.scope());
    // The macros and the body that uses them are one definition context.
    const frame = new Frame();
    const inner: Context = { ...ctx, frame };
    for (const { id, value } of bindings) {
      const spec = recursive ? addScopes(value, set) : value;
      bind(addScopes(id, set) as Identifier, transformer(spec, id.datum.name, inner));
    }
    return expandBody(withScopes(body, set), ctx, { who, span: stx.span, frame });
  };

function expandSyntaxError(stx: Syntax): Core {
  const [, message, ...parts] = partsOf(stx, '(syntax-error "message" form …)', 1);
  const text = [display(datumOf(message)), ...parts.map(showForm)].join(" ");
  throw new SyntaxFailure(text, parts[0]?.span ?? stx.span);
}

function onlyInDefinitions(stx: Syntax): Core {
  throw new SyntaxFailure(`${nameOf(stx)}: stands only in define-syntax, let-syntax and letrec-syntax`, stx.span);
}

export const MACROS: Forms = [
  form("define-syntax", alone, { define: defineSyntax }),
  form("define-syntax-rule", alone, { define: defineSyntaxRule }),
  form("let-syntax", expandLetSyntax(false)),
  form("letrec-syntax", expandLetSyntax(true)),
  form("syntax-rules", onlyInDefinitions),
  form("syntax-error", expandSyntaxError),
];
