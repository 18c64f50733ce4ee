// Parameter lists: required, `[optional default]`, `#:keyword`, and a rest after the dot.
import type { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import { showForm } from "./expand.ts";
import { findDuplicate } from "./resolve.ts";
import { type Identifier, isIdentifier, keywordOf, viewOf } from "./syntax-view.ts";

export interface Parameter {
  readonly id: Identifier;
  readonly keyword: string | undefined;
  /** The default's expression; undefined for a parameter that must be given. */
  readonly default: Syntax | undefined;
}

export interface ParameterList {
  readonly parameters: readonly Parameter[];
  readonly rest: Identifier | undefined;
}

const USAGE = "parameters are written name, [name default], #:key name or #:key [name default], and . rest";

export function parseParameters(stx: Syntax, who: string): ParameterList {
  if (isIdentifier(stx)) return { parameters: [], rest: stx };
  const view = viewOf(stx);
  if (view === undefined) throw new SyntaxFailure(`${who}: expected parameters, got ${showForm(stx)}`, stx.span, USAGE);
  const parameters: Parameter[] = [];
  for (let i = 0; i < view.items.length; i++) {
    const item = view.items[i];
    const keyword = keywordOf(item);
    if (keyword === undefined) {
      parameters.push(checkOrder(parseParameter(item, undefined, who), parameters, who));
      continue;
    }
    const next = view.items[++i];
    if (next === undefined || keywordOf(next) !== undefined) {
      throw new SyntaxFailure(`${who}: #:${keyword} names no parameter`, item.span, `write #:${keyword} ${keyword}`);
    }
    if (parameters.some((other) => other.keyword === keyword)) {
      throw new SyntaxFailure(`${who}: #:${keyword} occurs twice among the parameters`, item.span);
    }
    parameters.push(parseParameter(next, keyword, who));
  }
  const { tail } = view;
  if (tail !== undefined && !isIdentifier(tail)) {
    throw new SyntaxFailure(`${who}: expected a name after the dot, got ${showForm(tail)}`, tail.span, USAGE);
  }
  checkDistinct([...parameters.map((p) => p.id), ...(tail === undefined ? [] : [tail])], who);
  return { parameters, rest: tail };
}

function parseParameter(stx: Syntax, keyword: string | undefined, who: string): Parameter {
  if (isIdentifier(stx)) return { id: stx, keyword, default: undefined };
  const items = viewOf(stx)?.items;
  if (items?.length === 2 && isIdentifier(items[0])) return { id: items[0], keyword, default: items[1] };
  throw new SyntaxFailure(`${who}: expected a parameter, got ${showForm(stx)}`, stx.span, USAGE);
}

function checkOrder(parameter: Parameter, before: readonly Parameter[], who: string): Parameter {
  const optional = before.find((other) => other.keyword === undefined && other.default !== undefined);
  if (parameter.default !== undefined || optional === undefined) return parameter;
  const { name } = parameter.id.datum;
  throw new SyntaxFailure(
    `${who}: the required parameter ${name} stands after the optional ${optional.id.datum.name}`,
    parameter.id.span,
    `give it a default, [${name} …], or move it to the front`,
  );
}

function checkDistinct(ids: readonly Identifier[], who: string): void {
  const twice = ids.length > 1 ? findDuplicate(ids) : undefined;
  if (twice === undefined) return;
  throw new SyntaxFailure(`${who}: the parameter ${twice.datum.name} occurs twice`, twice.span);
}
