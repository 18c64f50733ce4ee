// Pairs (R7RS 6.4): construction, halves, and the predicates on pairs and lists.
import { wrongArgument } from "../values/error.ts";
import { isList, Pair } from "../values/pair.ts";
import { NIL, UNSPECIFIED, type Value } from "../values/types.ts";
import { isCircular } from "./checks.ts";
import type { Row, Section } from "./row.ts";

/** `caar` … `cddddr`: from the letters between c and r. */
function cxr(path: string): Row {
  const steps = [...path].reverse();
  const wanted = `a pair with a c${path}r`;
  return {
    signature: `(c${path}r x)`,
    doc: `The ${[...path].map((s) => (s === "a" ? "car" : "cdr")).join(" of the ")}.`,
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

const paths = (length: number): string[] =>
  length === 0 ? [""] : paths(length - 1).flatMap((p) => [`a${p}`, `d${p}`]);

const predicate = (name: string, doc: string, example: string, run: (x: Value) => boolean): Row => ({
  signature: `(${name} x)`,
  doc,
  example,
  run,
});

const isPair = (x: Value): boolean => x instanceof Pair;
const isNull = (x: Value): boolean => x === NIL;

/** Whether the cdrs of `x` end in something that is neither a pair nor the empty list. */
function isDotted(x: Value): boolean {
  if (isCircular(x)) return false;
  while (x instanceof Pair) x = x.cdr;
  return x !== NIL;
}

export const pairs: Section = () => [
  ...[2, 3, 4].flatMap(paths).map(cxr),
  {
    signature: "(cons a b)",
    doc: "A fresh pair.",
    example: "(cons 1 2) => (1 . 2)",
    run: (a: Value, b: Value) => new Pair(a, b),
  },
  {
    signature: "(xcons a b)",
    doc: "A fresh pair of b and a: cons with its arguments exchanged.",
    example: "(xcons '(b c) 'a) => (a b c)",
    run: (a: Value, b: Value) => new Pair(b, a),
  },
  {
    signature: "(car pair:pair)",
    doc: "The first half of a pair.",
    example: "(car '(1 2)) => 1",
    run: (p: Pair) => p.car,
  },
  {
    signature: "(cdr pair:pair)",
    doc: "The second half of a pair.",
    example: "(cdr '(1 2)) => (2)",
    run: (p: Pair) => p.cdr,
  },
  {
    signature: "(set-car! pair:pair x)",
    doc: "Stores x in the first half of a pair.",
    example: "(let ((p (list 1 2))) (set-car! p 9) p) => (9 2)",
    run(p: Pair, x: Value) {
      p.car = x;
      return UNSPECIFIED;
    },
  },
  {
    signature: "(set-cdr! pair:pair x)",
    doc: "Stores x in the second half of a pair.",
    example: "(let ((p (list 1 2))) (set-cdr! p '(9)) p) => (1 9)",
    run(p: Pair, x: Value) {
      p.cdr = x;
      return UNSPECIFIED;
    },
  },
  predicate("pair?", "Whether x is a pair.", "(pair? '(1)) => #t", isPair),
  predicate("cons?", "Whether x is a pair.", "(cons? '()) => #f", isPair),
  predicate("not-pair?", "Whether x is anything but a pair.", "(not-pair? '()) => #t", (x) => !isPair(x)),
  predicate("null?", "Whether x is the empty list.", "(null? '()) => #t", isNull),
  predicate("empty?", "Whether x is the empty list.", "(empty? '(1)) => #f", isNull),
  predicate("list?", "Whether x is a list with an end.", "(list? '(1 . 2)) => #f", isList),
  predicate("proper-list?", "Whether x is a list with an end.", "(proper-list? '(1 2)) => #t", isList),
  predicate("circular-list?", "Whether the cdrs of x never end.", "(circular-list? '(1 2)) => #f", isCircular),
  predicate(
    "dotted-list?",
    "Whether the cdrs of x end in something else than ().",
    "(dotted-list? '(1 . 2)) => #t",
    isDotted,
  ),
  {
    signature: "(null-list? list)",
    doc: "Whether a list is empty; an error for what is no list.",
    example: "(null-list? '()) => #t",
    run(x: Value) {
      if (x !== NIL && !(x instanceof Pair)) wrongArgument(1, "a list", x);
      return x === NIL;
    },
  },
];
