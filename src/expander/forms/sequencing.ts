// One after the other: begin, begin0.

import type { Core } from "../../core/ast.ts";
import { call, local, sequence, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { expandBranch } from "../body.ts";
import type { Context } from "../context.ts";
import { expand } from "../expand.ts";
import { nameOf, partsOf } from "../form-parts.ts";
import { type Forms, form } from "./form.ts";

function expandBegin(stx: Syntax, ctx: Context): Core {
  const [, ...body] = partsOf(stx, "(begin expression …)", 0);
  return expandBranch(body, ctx, "begin", stx.span);
}

const splice = (stx: Syntax): Syntax[] => partsOf(stx, "(begin expression …)", 0).slice(1);

/** The value of the first expression. */
function expandBegin0(stx: Syntax, ctx: Context): Core {
  const who = nameOf(stx);
  const [, first, ...rest] = partsOf(stx, `(${who} expression …)`, 1);
  const value = expand(first, ctx);
  if (rest.length === 0) return value;
  const effects = expandBranch(rest, ctx, who, stx.span);
  const values = variable("values");
  // Several values must survive: they are kept as a list.
  const { expansion } = ctx;
  const give = call(
    expansion.runtime("apply", stx.span),
    [expansion.runtime("values", stx.span), local(values)],
    stx.span,
  );
  return {
    type: "let-values",
    variables: [],
    rest: values,
    values: value,
    body: sequence([effects, give]),
    span: stx.span,
  };
}

export const SEQUENCING: Forms = [form("begin", expandBegin, { splice }), form("begin0", expandBegin0)];
