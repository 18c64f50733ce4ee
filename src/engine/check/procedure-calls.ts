// Calls whose procedure is known: too few or too many arguments, and keywords that it does not take.
import type { Core, LambdaNode } from "../../core/ast.ts";
import { arityError } from "../../machine/arity.ts";
import type { Cell } from "../../values/cell.ts";
import { ErrorObject, Raised } from "../../values/error.ts";
import { isProcedure, type ProcedureInfo, type Value } from "../../values/types.ts";
import { nearest } from "../nearest.ts";
import type { Finding } from "./problem.ts";
import { walkCore } from "./walk-core.ts";

type Call = Extract<Core, { type: "call" }>;

export function* checkCalls(
  forms: readonly Core[],
  infoOf: (f: Value) => ProcedureInfo | undefined,
): Generator<Finding> {
  const own = ownProcedures(forms);
  const calls: Call[] = [];
  walkCore(forms, undefined, (node) => {
    if (node.type === "call") calls.push(node);
    return undefined;
  });
  for (const call of calls) {
    const info = knownCallee(call.procedure, own, infoOf);
    if (info !== undefined) yield* checkCall(call, info);
  }
}

function knownCallee(
  procedure: Core,
  own: ReadonlyMap<Cell, ProcedureInfo>,
  infoOf: (f: Value) => ProcedureInfo | undefined,
): ProcedureInfo | undefined {
  if (procedure.type === "lambda") return lambdaInfo(procedure, "this procedure");
  if (procedure.type !== "global") return undefined;
  const { cell } = procedure;
  if (!cell.constant) return own.get(cell);
  return cell.value !== undefined && isProcedure(cell.value) ? infoOf(cell.value) : undefined;
}

/** Procedures that the program defines once and never assigns. */
function ownProcedures(forms: readonly Core[]): Map<Cell, ProcedureInfo> {
  const found = new Map<Cell, ProcedureInfo>();
  const seen = new Set<Cell>();
  walkCore(forms, undefined, (node) => {
    if (node.type !== "define" && node.type !== "set-global") return undefined;
    const { cell, value } = node;
    if (seen.has(cell)) found.delete(cell);
    else if (node.type === "define" && value.type === "lambda") found.set(cell, lambdaInfo(value, cell.name));
    seen.add(cell);
    return undefined;
  });
  return found;
}

function lambdaInfo({ required, optional, keywords, rest }: LambdaNode, name: string): ProcedureInfo {
  const words = [...required.map((variable) => variable.name), ...optional.map(({ variable }) => `[${variable.name}]`)];
  const named = keywords.map(
    ({ keyword, variable, default: value }) => `#:${keyword} ${value ? `[${variable.name}]` : variable.name}`,
  );
  return {
    name,
    min: required.length,
    max: rest === undefined ? required.length + optional.length : Number.POSITIVE_INFINITY,
    keywords: keywords.map(({ keyword }) => keyword),
    required: keywords.filter((parameter) => parameter.default === undefined).map(({ keyword }) => keyword),
    signature: `(${[name, ...words, ...(rest ? [`${rest.name} ...`] : []), ...named].join(" ")})`,
  };
}

function* checkCall({ arguments: args, keywords = [], span }: Call, info: ProcedureInfo): Generator<Finding> {
  const hint = info.signature === undefined ? undefined : `its signature is ${info.signature}`;
  if (args.length < info.min || args.length > info.max)
    yield { code: "arity", message: arityMessage(info, args.length), span, hint };
  const known = info.keywords ?? [];
  for (const { keyword } of keywords) {
    if (info.anyKeywords || known.includes(keyword)) continue;
    const near = nearest(keyword, known).map((name) => `#:${name}`);
    const meant = near.length > 0 ? `did you mean ${near.join(", ")}?` : hint;
    const message =
      known.length === 0
        ? `${info.name}: takes no keywords, got #:${keyword}`
        : `${info.name}: unknown keyword #:${keyword}`;
    yield { code: "keyword", message, span, hint: meant };
  }
  for (const missing of info.required ?? []) {
    if (keywords.some(({ keyword }) => keyword === missing)) continue;
    yield { code: "keyword", message: `${info.name}: the keyword #:${missing} is missing`, span, hint };
  }
}

/** In the words of the same mistake at run time. */
function arityMessage(info: ProcedureInfo, count: number): string {
  try {
    return arityError(info, count);
  } catch (error) {
    if (error instanceof Raised && error.payload instanceof ErrorObject) return error.payload.message;
    throw error;
  }
}
