// What the run time needs to know of a lambda: its entries' shape, and what people are told of it.
import type { LambdaShape } from "../machine/abi.ts";
import type { ProcedureInfo } from "../values/types.ts";
import type { Lambda } from "./ir.ts";

export function infoOf(lambda: Lambda, names: readonly string[]): ProcedureInfo {
  const positional = lambda.required.length + lambda.optional.length;
  const info: ProcedureInfo = {
    name: lambda.name < 0 ? "lambda" : names[lambda.name],
    min: lambda.required.length,
    max: lambda.rest === undefined ? positional : Number.POSITIVE_INFINITY,
    signature: names[lambda.signature],
    kind: "lambda",
  };
  if (lambda.keywords.length > 0) {
    info.keywords = lambda.keywords.map((k) => names[k.name]);
    info.required = lambda.keywords.filter((k) => k.required).map((k) => names[k.name]);
  }
  return info;
}

export function shapeOf(lambda: Lambda, names: readonly string[]): LambdaShape {
  return {
    required: lambda.required.length,
    positional: lambda.required.length + lambda.optional.length,
    rest: lambda.rest !== undefined,
    keywords: lambda.keywords.map((k) => ({ name: names[k.name], required: k.required })),
    info: infoOf(lambda, names),
  };
}
