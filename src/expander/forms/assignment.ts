// Assignment: set! of local and top-level variables, and of library names that a program then owns.
import type { Core } from "../../core/ast.ts";
import { local, sequence, unspecified, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { GlobalBinding } from "../bindings.ts";
import type { Context } from "../context.ts";
import { expand, expandNamed, homeOf } from "../expand.ts";
import { expectIdentifier, expectList, partsOf } from "../form-parts.ts";
import { resolve } from "../resolve.ts";
import { type Identifier, scopesOf } from "../syntax-view.ts";
import { type Forms, form } from "./form.ts";

function expandSet(stx: Syntax, ctx: Context): Core {
  const [, target, value] = partsOf(stx, "(set! name value)", 2, 2);
  const id = expectIdentifier(target, "set!", "a name");
  return assign(id, expandNamed(value, ctx, id.datum.name), ctx);
}

function expandSetValues(stx: Syntax, ctx: Context): Core {
  const [, targets, value] = partsOf(stx, "(set!-values (name …) value)", 2, 2);
  const ids = expectList(targets, "set!-values", "names (name …)").map((t) =>
    expectIdentifier(t, "set!-values", "a name"),
  );
  const variables = ids.map((id) => variable(id.datum.name));
  const stores = ids.map((id, i) => assign(id, local(variables[i]), ctx));
  const body = sequence([...stores, unspecified()]);
  return { type: "let-values", variables, values: expand(value, ctx), body, span: stx.span };
}

/** Gives a variable a value. */
export function assign(id: Identifier, value: Core, ctx: Context): Core {
  const binding = resolve(id);
  const { name } = id.datum;
  const { span } = id;
  switch (binding?.kind) {
    case "local":
      binding.variable.assigned = true;
      ctx.expansion.references.push(binding.variable);
      return { type: "set-local", variable: binding.variable, value, span };
    case "global":
      return { type: "set-global", cell: assignable(id, binding, ctx).cell, value, span };
    case undefined:
      return { type: "set-global", cell: homeOf(id, ctx).refer(name, span).cell, value, span };
    default:
      throw new SyntaxFailure(`set!: ${name} is syntax, not a variable`, span);
  }
}

/** The cell that may be assigned: a name of the library becomes the program's own, beginning with the library's value. */
function assignable(id: Identifier, binding: GlobalBinding, ctx: Context): GlobalBinding {
  const home = homeOf(id, ctx);
  const { name } = id.datum;
  if (binding.owner !== undefined) {
    if (scopesOf(id).has(binding.owner.scope)) {
      binding.owner.noteReference(binding.cell, id.span);
      return binding;
    }
    const hint = "only the library that defines it can: let it export a procedure that does";
    throw new SyntaxFailure(`set!: ${name} is imported and can not be assigned`, id.span, hint);
  }
  const own = home.own(name);
  home.defined(own.cell);
  own.cell.value ??= binding.cell.value;
  return own;
}

export const ASSIGNMENT: Forms = [form("set!", expandSet), form("set!-values", expandSetValues)];
