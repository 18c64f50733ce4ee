// Vectors (R7RS 6.8): what never calls a procedure, with the common part of SRFI 133 and Racket.
import type { Machine } from "../machine/machine.ts";
import { isEq, isEqual, isEqv } from "../values/equality.ts";
import { wrongArgument } from "../values/error.ts";
import { arrayFrom, listFrom } from "../values/pair.ts";
import { MultipleValues, UNSPECIFIED, type Value } from "../values/types.ts";
import { charge, checkAllocation, PAIR_BYTES } from "./allocation.ts";
import { checkIndex, checkRange } from "./checks.ts";
import type { Row, Section } from "./row.ts";

/** `v.slice`, after the question whether there is room. */
function part(m: Machine, v: Value[], start: number, end: number): Value[] {
  checkAllocation(m, end - start);
  return v.slice(start, end);
}

function join(m: Machine, vectors: Value[][]): Value[] {
  checkAllocation(
    m,
    vectors.reduce((n, v) => n + v.length, 0),
  );
  // `concat` copies blocks, where `flat` asks for each element; arguments on the stack are few.
  let result: Value[] = [];
  for (let i = 0; i < vectors.length; i += 1000) result = result.concat(...vectors.slice(i, i + 1000));
  return result;
}

const making = (m: Machine): Row[] => [
  {
    signature: "(vector x ...)",
    doc: "A fresh vector of the arguments.",
    example: "(vector 1 2 3) => #(1 2 3)",
    run: (xs: Value[]) => xs,
  },
  {
    signature: "(vector-immutable x ...)",
    doc: "A fresh vector of the arguments; it can be changed all the same.",
    example: "(vector-immutable 1 2 3) => #(1 2 3)",
    run: (xs: Value[]) => xs,
  },
  {
    signature: "(make-vector k:index [fill])",
    doc: "A vector of k elements, each of them fill (0).",
    example: "(make-vector 2 'x) => #(x x)",
    run(k: number, fill: Value = 0) {
      checkAllocation(m, k);
      return new Array<Value>(k).fill(fill);
    },
  },
  {
    signature: "(list->vector list:list)",
    doc: "A vector of the elements of a list.",
    example: "(list->vector '(1 2)) => #(1 2)",
    run(list: Value) {
      const items = arrayFrom(list) ?? [];
      charge(m, items.length);
      return items;
    },
  },
  ...["reverse-list->vector"].map((name) => ({
    signature: `(${name} list:list)`,
    doc: "A vector of the elements of a list in the opposite order.",
    example: `(${name} '(1 2 3)) => #(3 2 1)`,
    run: (list: Value) => (arrayFrom(list) ?? []).reverse(),
  })),
  {
    signature: "(vector-append v:vector ...)",
    doc: "A vector of the elements of all vectors.",
    example: "(vector-append #(1) #(2 3)) => #(1 2 3)",
    run: (vectors: Value[][]) => join(m, vectors),
  },
  {
    signature: "(vector-concatenate vectors:list)",
    doc: "A vector of the elements of all vectors of a list.",
    example: "(vector-concatenate '(#(1) #(2 3))) => #(1 2 3)",
    run: (vectors: Value) =>
      join(
        m,
        (arrayFrom(vectors) ?? []).map((v) => (Array.isArray(v) ? v : wrongArgument(1, "a list of vectors", vectors))),
      ),
  },
  {
    signature: "(vector-grow v:vector k:index)",
    doc: "A vector of k elements that begins with those of v.",
    example: "(vector-length (vector-grow #(1 2) 4)) => 4",
    run(v: Value[], k: number) {
      if (k < v.length) wrongArgument(2, `a length of at least ${v.length}`, k);
      checkAllocation(m, k);
      return [...v, ...new Array<Value>(k - v.length).fill(0)];
    },
  },
];

const accessing = (): Row[] => [
  {
    signature: "(vector? x)",
    doc: "Whether x is a vector.",
    example: "(vector? #(1)) => #t",
    run: (x: Value) => Array.isArray(x),
  },
  {
    signature: "(vector-length v:vector)",
    doc: "How many elements a vector has.",
    example: "(vector-length #(1 2 3)) => 3",
    run: (v: Value[]) => v.length,
  },
  {
    signature: "(vector-empty? v:vector)",
    doc: "Whether a vector has no elements.",
    example: "(vector-empty? #()) => #t",
    run: (v: Value[]) => v.length === 0,
  },
  {
    signature: "(vector-ref v:vector k:index)",
    doc: "Element k of a vector, counted from 0.",
    example: "(vector-ref #(a b c) 1) => b",
    run(v: Value[], k: number) {
      checkIndex(k, v.length, 2);
      return v[k];
    },
  },
  {
    signature: "(vector-set! v:vector k:index x)",
    doc: "Stores x as element k of a vector.",
    example: "(let ((v (vector 1 2))) (vector-set! v 0 'x) v) => #(x 2)",
    run(v: Value[], k: number, x: Value) {
      checkIndex(k, v.length, 2);
      v[k] = x;
      return UNSPECIFIED;
    },
  },
  {
    signature: "(vector-swap! v:vector i:index j:index)",
    doc: "Exchanges two elements of a vector.",
    example: "(let ((v (vector 1 2 3))) (vector-swap! v 0 2) v) => #(3 2 1)",
    run(v: Value[], i: number, j: number) {
      checkIndex(i, v.length, 2);
      checkIndex(j, v.length, 3);
      [v[i], v[j]] = [v[j], v[i]];
      return UNSPECIFIED;
    },
  },
  {
    signature: "(vector-set*! v:vector k-or-value ...)",
    doc: "Stores several elements, given as indexes and values in turn.",
    example: "(let ((v (vector 1 2 3))) (vector-set*! v 0 'a 2 'c) v) => #(a 2 c)",
    run(v: Value[], items: Value[]) {
      if (items.length % 2 === 1)
        wrongArgument(items.length + 1, "an index with a value after it", items[items.length - 1]);
      for (let i = 0; i < items.length; i += 2) {
        checkIndex(items[i], v.length, i + 2);
        v[items[i] as number] = items[i + 1];
      }
      return UNSPECIFIED;
    },
  },
  ...(
    [
      ["vector-member", isEqual, "equal?"],
      ["vector-memv", isEqv, "eqv?"],
      ["vector-memq", isEq, "eq?"],
    ] as const
  ).map(([name, same, by]) => ({
    signature: `(${name} x v:vector)`,
    doc: `The index of the first element that is ${by} to x, or #f.`,
    example: `(${name} 'b #(a b)) => 1`,
    run(x: Value, v: Value[]) {
      const at = v.findIndex((y) => same(x, y));
      return at < 0 ? false : at;
    },
  })),
];

/** `(name v [start] [end])` for what takes a range of a vector. */
const ranged = (
  name: string,
  doc: string,
  example: string,
  run: (v: Value[], start: number, end: number) => Value,
): Row => ({
  signature: `(${name} v:vector [start:index] [end:index])`,
  doc,
  example,
  run: (v: Value[], start?: number, end?: number) => run(v, ...checkRange(v.length, start, end, 2)),
});

const ranges = (m: Machine): Row[] => [
  ranged(
    "vector->list",
    "A list of the elements of a vector, from start to end.",
    "(vector->list #(1 2 3) 1) => (2 3)",
    (v, start, end) => {
      checkAllocation(m, end - start, PAIR_BYTES);
      return listFrom(v.slice(start, end));
    },
  ),
  ranged(
    "reverse-vector->list",
    "A list of the elements of a vector in the opposite order.",
    "(reverse-vector->list #(1 2 3)) => (3 2 1)",
    (v, start, end) => {
      checkAllocation(m, end - start, PAIR_BYTES);
      return listFrom(v.slice(start, end).reverse());
    },
  ),
  ...["vector-copy", "subvector"].map((name) =>
    ranged(
      name,
      "A fresh vector of the elements from start to end.",
      `(${name} #(1 2 3) 1 3) => #(2 3)`,
      (v, start, end) => part(m, v, start, end),
    ),
  ),
  ranged(
    "vector->immutable-vector",
    "A fresh vector of the same elements.",
    "(vector->immutable-vector #(1 2)) => #(1 2)",
    (v, start, end) => part(m, v, start, end),
  ),
  ranged(
    "vector-reverse-copy",
    "A fresh vector of the elements in the opposite order.",
    "(vector-reverse-copy #(1 2 3)) => #(3 2 1)",
    (v, start, end) => part(m, v, start, end).reverse(),
  ),
  ranged(
    "vector-reverse!",
    "Turns round the elements of a vector from start to end.",
    "(let ((v (vector 1 2 3))) (vector-reverse! v) v) => #(3 2 1)",
    (v, start, end) => {
      charge(m, end - start);
      for (let i = start, j = end - 1; i < j; i++, j--) [v[i], v[j]] = [v[j], v[i]];
      return UNSPECIFIED;
    },
  ),
  {
    signature: "(vector-fill! v:vector x [start:index] [end:index])",
    doc: "Stores x as every element of a vector from start to end.",
    example: "(let ((v (vector 1 2 3))) (vector-fill! v 0 1) v) => #(1 0 0)",
    run(v: Value[], x: Value, start?: number, end?: number) {
      const [from, to] = checkRange(v.length, start, end, 3);
      charge(m, to - from);
      v.fill(x, from, to);
      return UNSPECIFIED;
    },
  },
  ...[false, true].map((backwards) => ({
    signature: `(${backwards ? "vector-reverse-copy!" : "vector-copy!"} to:vector at:index from:vector [start:index] [end:index])`,
    doc: `Stores the elements of from, ${backwards ? "in the opposite order, " : ""}into to, beginning at index at; the two may be the same.`,
    example: backwards
      ? "(let ((v (vector 1 2 3))) (vector-reverse-copy! v 1 #(8 9)) v) => #(1 9 8)"
      : "(let ((v (vector 1 2 3))) (vector-copy! v 1 #(8 9)) v) => #(1 8 9)",
    run(to: Value[], at: number, from: Value[], start?: number, end?: number) {
      const [a, b] = checkRange(from.length, start, end, 4);
      if (at > to.length || at + b - a > to.length)
        wrongArgument(2, `an index of at most ${Math.max(0, to.length - (b - a))}`, at);
      charge(m, b - a);
      const items = from.slice(a, b);
      if (backwards) items.reverse();
      for (let i = 0; i < items.length; i++) to[at + i] = items[i];
      return UNSPECIFIED;
    },
  })),
];

const cutting = (m: Machine): Row[] => {
  const cut = (name: string, doc: string, shows: string, run: (v: Value[], k: number) => Value): Row => ({
    signature: `(${name} v:vector k:index)`,
    doc,
    example: shows.includes(") #(")
      ? `(call-with-values (lambda () (${name} #(1 2 3 4 5) 2)) list) => ${shows}`
      : `(${name} #(1 2 3 4 5) 2) => ${shows}`,
    run(v: Value[], k: number) {
      if (k > v.length) wrongArgument(2, `a number of at most ${v.length}`, k);
      return run(v, k);
    },
  });
  const split = (v: Value[], k: number): Value => new MultipleValues([part(m, v, 0, k), part(m, v, k, v.length)]);
  return [
    cut("vector-take", "The first k elements of a vector.", "#(1 2)", (v, k) => part(m, v, 0, k)),
    cut("vector-drop", "The elements after the first k.", "#(3 4 5)", (v, k) => part(m, v, k, v.length)),
    cut("vector-take-right", "The last k elements of a vector.", "#(4 5)", (v, k) =>
      part(m, v, v.length - k, v.length),
    ),
    cut("vector-drop-right", "The elements before the last k.", "#(1 2 3)", (v, k) => part(m, v, 0, v.length - k)),
    cut("vector-split-at", "Two values: the first k elements, and the others.", "(#(1 2) #(3 4 5))", split),
    cut("vector-split-at-right", "Two values: all but the last k elements, and those.", "(#(1 2 3) #(4 5))", (v, k) =>
      split(v, v.length - k),
    ),
  ];
};

export const vectors: Section = (m) => [...making(m), ...accessing(), ...ranges(m), ...cutting(m)];
