// Equivalence (R7RS 6.1) and booleans (6.3).
import { isEq, isEqual, isEqv } from "../values/equality.ts";
import { hashValue } from "../values/hash-key.ts";
import { HashTable } from "../values/hash-table.ts";
import { MString } from "../values/string.ts";
import { Structured } from "../values/structured.ts";
import type { Value } from "../values/types.ts";
import { charge } from "./allocation.ts";
import type { Row, Section } from "./row.ts";

const boolean = (name: string, doc: string, example: string, run: (...args: Value[]) => Value): Row => ({
  signature: `(${name} x)`,
  doc,
  example,
  run,
});

export const equality: Section = (m) => [
  {
    signature: "(eq? a b)",
    doc: "Whether a and b are the same object; small exact integers, characters and symbols are objects.",
    example: "(eq? 'a 'a) => #t",
    run: isEq,
  },
  {
    signature: "(eqv? a b)",
    doc: "Whether a and b are the same object or the same number, exactness included.",
    example: "(eqv? 2 2.0) => #f",
    run: isEqv,
  },
  {
    signature: "(equal? a b)",
    doc: "Whether a and b have the same structure and equal parts.",
    example: "(equal? '(1 #(2)) (list 1 (vector 2))) => #t",
    run(a: Value, b: Value) {
      if (typeof a !== "object" || typeof b !== "object") return isEqual(a, b);
      const work = { steps: 0 };
      const equal = isEqual(a, b, work);
      charge(m, work.steps * 4);
      return equal;
    },
  },
  {
    signature: "(equal-hash x)",
    doc: "An exact integer that is the same for values that are equal?.",
    example: '(= (equal-hash "ab") (equal-hash (string #\\a #\\b))) => #t',
    run: (x: Value) => hashValue(x),
  },
  {
    signature: "(equal-hash-code x)",
    doc: "An exact integer that is the same for values that are equal?.",
    example: "(= (equal-hash-code '(1 2)) (equal-hash-code (list 1 2))) => #t",
    run: (x: Value) => hashValue(x),
  },
  {
    signature: "(immutable? x)",
    doc: "Whether x is a hash table or string that can not be changed.",
    example: "(immutable? (hash 'a 1)) => #t",
    run: (x: Value) =>
      x instanceof HashTable ? !x.mutable : x instanceof MString ? x.immutable : !(x instanceof Structured),
  },
];

export const booleans: Section = () => [
  boolean("boolean?", "Whether x is #t or #f.", "(boolean? '()) => #f", (x) => typeof x === "boolean"),
  boolean("not", "#t for #f, and #f for everything else.", "(not '()) => #f", (x) => x === false),
  boolean("false?", "Whether x is #f.", "(false? #f) => #t", (x) => x === false),
  boolean("true?", "Whether x is #t.", "(true? 1) => #f", (x) => x === true),
  {
    signature: "(boolean=? a:boolean b:boolean more:boolean ...)",
    doc: "Whether all booleans are the same.",
    example: "(boolean=? #t #t #t) => #t",
    run: (a: boolean, b: boolean, more: boolean[]) => a === b && more.every((x) => x === a),
  },
  {
    signature: "(xor a b)",
    doc: "The one of a and b that is not #f, if there is exactly one; otherwise #f.",
    example: "(xor #f 5) => 5",
    run: (a: Value, b: Value) => (a === false ? b : b === false ? a : false),
  },
];
