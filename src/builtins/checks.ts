// Checks that several builtins share, and the same checks as procedures for the library in Scheme.
import { fail, WrongArgument, wrongArgument } from "../values/error.ts";
import { arrayFrom, listLength, Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import type { Sym } from "../values/symbol.ts";
import type { Value } from "../values/types.ts";
import type { Row, Section } from "./row.ts";
import { ARGUMENT_TYPES } from "./types.ts";

/** Whether following cdrs from `x` never ends. */
export function isCircular(x: Value): boolean {
  let slow = x;
  for (let odd = false; x instanceof Pair; odd = !odd) {
    x = x.cdr;
    if (odd) slow = (slow as Pair).cdr;
    if (x === slow && x instanceof Pair) return true;
  }
  return false;
}

/**
 * The lists of `map` and its like, from argument `index` on: each a list, and at least one of them with an end.
 * A circular one may stand beside a finite one (R7RS 6.10).
 */
export function checkLists(lists: readonly Value[], index: number): void {
  let finite = false;
  lists.forEach((x, i) => {
    if (listLength(x) >= 0) finite = true;
    else if (!isCircular(x)) wrongArgument(index + i, "a list", x);
  });
  if (!finite) wrongArgument(index, "a list that ends", lists[0]);
}

/** A `[start, end)` range given by optional arguments `index` and `index + 1`, within `length`. */
export function checkRange(
  length: number,
  start: number | undefined,
  end: number | undefined,
  index: number,
): [start: number, end: number] {
  const to = end ?? length;
  if (to > length) wrongArgument(index + 1, `an end of at most ${length}`, to);
  const from = start ?? 0;
  if (from > to) wrongArgument(index, `a start of at most ${to}`, from);
  return [from, to];
}

/** An index that must lie below `length`. */
export function checkIndex(k: Value, length: number, index: number): void {
  if (typeof k !== "number" || k < 0 || k >= length) {
    wrongArgument(index, length === 0 ? "an index, but there are no elements" : `an index below ${length}`, k);
  }
}

/** A row that passes its argument through when it is of the type, and else blames the library procedure `who`. */
function check(type: string): Row {
  const { wanted, check } = ARGUMENT_TYPES[type];
  return {
    signature: `(%check-${type} who:symbol index:index x)`,
    doc: `For the library: x, which must be ${wanted}.`,
    example: `(procedure? %check-${type}) => #t`,
    run(who: Sym, index: number, x: Value) {
      if (!check(x)) fail("wrong-type", `${who.name}: expected ${wanted} as argument ${index}, got ${printShort(x)}`);
      return x;
    },
  };
}

export const checks: Section = () => [
  ...["list", "pair", "procedure", "index", "integer", "vector", "hash", "string"].map(check),
  {
    signature: "(%check-lists who:symbol index:index lists:list)",
    doc: "For the library: lists to be walked in parallel, of which one at least must end.",
    example: "(%check-lists 'f 1 '((1 2) (3))) => ((1 2) (3))",
    run(who: Sym, index: number, lists: Value) {
      try {
        checkLists(arrayFrom(lists) ?? [], index);
      } catch (error) {
        if (!(error instanceof WrongArgument)) throw error;
        fail(
          "wrong-type",
          `${who.name}: expected ${error.wanted} as argument ${error.index}, got ${printShort(error.got)}`,
        );
      }
      return lists;
    },
  },
];
