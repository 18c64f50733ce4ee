// Forms that are about whole programs: import, require, define-library, include, cond-expand, and Racket's module.
import type { Core } from "../../core/ast.ts";
import { sequence, unspecified } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { FormBinding } from "../bindings.ts";
import { expandBranch } from "../body.ts";
import { chooseClause } from "../cond-expand.ts";
import type { Context } from "../context.ts";
import { nameOf, partsOf } from "../form-parts.ts";
import { pathOf } from "../libraries.ts";
import { addScopes, isIdentifier, scopesOf } from "../syntax-view.ts";
import { type Forms, form } from "./form.ts";

const onlyAtTopLevel = (stx: Syntax): Core => {
  throw new SyntaxFailure(`${nameOf(stx)}: stands only at the top level of a program`, stx.span);
};

const topLevel = (name: string, expand: NonNullable<FormBinding["topLevel"]>): FormBinding =>
  form(name, onlyAtTopLevel, { topLevel: expand });

const inOrder = (cores: Core[]): Core => (cores.length === 0 ? unspecified() : sequence([...cores, unspecified()]));

function expandImport(stx: Syntax, ctx: Context): Core {
  const [, ...sets] = partsOf(stx, "(import (library name) …)", 0);
  return inOrder(ctx.expansion.services.libraries.import(sets, ctx.env));
}

function expandRequire(stx: Syntax, ctx: Context): Core {
  const [, ...specs] = partsOf(stx, "(require library …)", 0);
  return inOrder(ctx.expansion.services.libraries.require(specs, ctx.env));
}

function expandDefineLibrary(stx: Syntax, ctx: Context): Core {
  ctx.expansion.services.libraries.define(stx);
  return unspecified();
}

/** What a program exports matters to nobody here. */
function expandProvide(stx: Syntax): Core {
  partsOf(stx, "(provide name …)", 0);
  return unspecified();
}

const splicing = (name: string, splice: NonNullable<FormBinding["splice"]>): FormBinding =>
  form(name, (stx, ctx) => expandBranch(splice(stx, ctx), ctx, nameOf(stx), stx.span), { splice });

const include =
  (foldCase: boolean) =>
  (stx: Syntax, ctx: Context): Syntax[] => {
    const [head, ...paths] = partsOf(stx, `(${nameOf(stx)} "file" …)`, 1);
    const { services } = ctx.expansion;
    const scopes = scopesOf(head);
    return paths
      .flatMap((path) => services.include(pathOf(path), path.span, foldCase))
      .map((each) => addScopes(each, scopes));
  };

const condExpand = (stx: Syntax, ctx: Context): Syntax[] => {
  const { services } = ctx.expansion;
  return [...chooseClause(stx, services.features, (name) => services.libraries.has(name))];
};

/** `(module name language form …)`: its forms, as if they stood here. */
const expandModule = (stx: Syntax): Syntax[] => partsOf(stx, "(module name language form …)", 2).slice(3);

/** `(module+ main form …)`; tests are not run. */
const expandModulePlus = (stx: Syntax): Syntax[] => {
  const [, name, ...forms] = partsOf(stx, "(module+ name form …)", 1);
  return isIdentifier(name) && name.datum.name === "test" ? [] : forms;
};

export const PROGRAM: Forms = [
  topLevel("import", expandImport),
  topLevel("require", expandRequire),
  topLevel("define-library", expandDefineLibrary),
  topLevel("provide", expandProvide),
  splicing("include", include(false)),
  splicing("include-ci", include(true)),
  splicing("cond-expand", condExpand),
  splicing("module", expandModule),
  splicing("module+", expandModulePlus),
];
