// The words of an arity error, the same for builtins and compiled procedures.
import { fail } from "../values/error.ts";
import type { ProcedureInfo } from "../values/types.ts";

/** Says how many arguments a procedure takes, and how many it was given. */
export function arityError(info: ProcedureInfo, got: number | "more"): never {
  const { min, max } = info;
  const count = min === max ? `${min}` : max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
  const plural = count === "1" || count === "at least 1" ? "argument" : "arguments";
  const given = got === "more" ? `${max + 1} or more` : `${got}`;
  const hint = info.signature === undefined ? undefined : `its signature is ${info.signature}`;
  fail("arity", `${info.name}: expected ${count} ${plural}, got ${given}`, [], hint);
}
