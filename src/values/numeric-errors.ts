// What arithmetic refuses: wrong types, division by zero, results that are not real, and giants.
import { fail } from "./error.ts";
import { bitLength, type ExactInteger } from "./numbers.ts";
import { MAX_BITS } from "./numeric-limits.ts";
import { printShort } from "./printer.ts";
import { MString } from "./string.ts";
import type { Value } from "./types.ts";

/**
 * Compiled code calls arithmetic without a builtin's wrapper, so here (and only here) the procedure is named by the one
 * who refuses.
 */
export function notA(wanted: string, name: string, index: number, got: Value): never {
  const hint = got instanceof MString ? textHint(name) : undefined;
  fail("wrong-type", `${name}: expected ${wanted} as argument ${index}, got ${printShort(got)}`, [], hint);
}

export const notNumber = (name: string, index: number, got: Value): never => notA("a number", name, index, got);

export function divisionByZero(name: string): never {
  fail("divide-by-zero", `${name}: division by zero`);
}

export function notReal(name: string): never {
  fail("not-real", `${name}: the result is not a real number, and other complex numbers are not supported`);
}

export function tooBig(name: string): never {
  fail(
    "limit",
    `${name}: the result would have more than ${MAX_BITS} bits`,
    [],
    "use inexact numbers, such as 1e10, for magnitudes like this",
  );
}

/** Refuses a result before it is computed. */
export function checkBits(name: string, bits: number): void {
  if (bits > MAX_BITS) tooBig(name);
}

export function checkSize(name: string, x: ExactInteger): void {
  if (typeof x === "bigint") checkBits(name, bitLength(x));
}

function textHint(name: string): string | undefined {
  if (name === "=") return "to compare texts use string=? or equal?";
  if (name === "+") return "to join texts use string-append; string->number makes a number of a text";
  return "string->number makes a number of a text";
}
