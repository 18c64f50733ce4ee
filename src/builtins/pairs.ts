// Pairs and lists (R7RS 6.4): what never calls a procedure.
import { wrongArgument } from "../values/error.ts";
import { Pair } from "../values/pair.ts";
import type { Value } from "../values/types.ts";
import type { Row, Section } from "./row.ts";

/** `caar` … `cddddr`: from the letters between c and r. */
function cxr(path: string): Row {
  const steps = [...path].reverse();
  const wanted = `a pair with a ${path.length > 1 ? `c${path}r` : path === "a" ? "car" : "cdr"}`;
  return {
    signature: `(c${path}r x)`,
    doc: `The ${steps.map((s) => (s === "a" ? "car" : "cdr")).join(" of the ")} of a pair, innermost first.`,
    example: path === "ad" ? "(cadr '(1 2 3)) => 2" : `(procedure? c${path}r) => #t`,
    run(x: Value) {
      let at = x;
      for (const step of steps) {
        if (!(at instanceof Pair)) wrongArgument(1, wanted, x);
        at = step === "a" ? at.car : at.cdr;
      }
      return at;
    },
  };
}

const paths = (length: number): string[] => (length === 0 ? [""] : paths(length - 1).flatMap((p) => [`a${p}`, `d${p}`]));

export const pairs: Section = () => [
  ...[2, 3, 4].flatMap(paths).map(cxr),
  {
    signature: "(cons a b)",
    doc: "A fresh pair.",
    example: "(cons 1 2) => (1 . 2)",
    run: (a: Value, b: Value) => new Pair(a, b),
  },
  { signature: "(car pair:pair)", doc: "The first half of a pair.", example: "(car '(1 2)) => 1", run: (p: Pair) => p.car },
  { signature: "(cdr pair:pair)", doc: "The second half of a pair.", example: "(cdr '(1 2)) => (2)", run: (p: Pair) => p.cdr },
];
