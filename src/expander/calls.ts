// Applications: positional arguments, and keywords with their values.
import type { CallNode, Core } from "../core/ast.ts";
import type { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Context } from "./context.ts";
import { keywordOf, viewOf } from "./syntax-view.ts";

/** Expands `(procedure argument … #:keyword value …)`. `expand` is given, since it calls this. */
export function expandCall(stx: Syntax, ctx: Context, expand: (stx: Syntax, ctx: Context) => Core): Core {
  const view = viewOf(stx);
  if (view === undefined || view.tail !== undefined) {
    throw new SyntaxFailure("a call is written without a dot", stx.span, "use apply to pass a list of arguments");
  }
  const { items } = view;
  const node: CallNode = { type: "call", procedure: expand(items[0], ctx), arguments: [], span: stx.span };
  for (let i = 1; i < items.length; i++) {
    const keyword = keywordOf(items[i]);
    if (keyword === undefined) {
      node.arguments.push(expand(items[i], ctx));
      continue;
    }
    const value = items[i + 1];
    if (value === undefined || keywordOf(value) !== undefined) {
      throw new SyntaxFailure(`#:${keyword} has no value`, items[i].span, `write #:${keyword} and its value after it`);
    }
    node.keywords ??= [];
    if (node.keywords.some((other) => other.keyword === keyword)) {
      throw new SyntaxFailure(`#:${keyword} is given twice`, items[i].span);
    }
    node.keywords.push({ keyword, value: expand(value, ctx) });
    i++;
  }
  return node;
}
