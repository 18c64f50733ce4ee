// List procedures of SRFI 1 and Racket that never call a procedure: picking, cutting, numbering.
import type { Machine } from "../machine/machine.ts";
import { add, ge, le, mul } from "../values/arithmetic.ts";
import { wrongArgument } from "../values/error.ts";
import { type Real, signOf, toNumber } from "../values/numbers.ts";
import { listFrom, listLength, Pair } from "../values/pair.ts";
import { MultipleValues, NIL, type Value } from "../values/types.ts";
import { checkAllocation, PAIR_BYTES } from "./allocation.ts";
import { checkIndex, isCircular } from "./checks.ts";
import { copyPairs, dropPairs } from "./lists.ts";
import type { Row, Section } from "./row.ts";

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** How many pairs follow each other from `list` on, whatever ends them. */
function spineLength(list: Value, index: number): number {
  if (isCircular(list)) wrongArgument(index, "a list that ends", list);
  let n = 0;
  for (; list instanceof Pair; list = list.cdr) n++;
  return n;
}

const picking = (m: Machine): Row[] => [
  ...ORDINALS.map((name, i) => ({
    signature: `(${name} list)`,
    doc: `The ${name} element of a list.`,
    example: `(${name} '(1 2 3 4 5 6 7 8 9 10)) => ${i + 1}`,
    run(list: Value) {
      const at = dropPairs(m, list, i + 1, 1) && dropPairs(m, list, i, 1);
      return (at as Pair).car;
    },
  })),
  {
    signature: "(rest list:pair)",
    doc: "A list without its first element.",
    example: "(rest '(1 2 3)) => (2 3)",
    run: (list: Pair) => list.cdr,
  },
  {
    signature: "(car+cdr pair:pair)",
    doc: "Both halves of a pair, as two values.",
    example: "(call-with-values (lambda () (car+cdr '(1 . 2))) list) => (1 2)",
    run: (p: Pair) => new MultipleValues([p.car, p.cdr]),
  },
  {
    signature: "(last list)",
    doc: "The last element of a list.",
    example: "(last '(1 2 3)) => 3",
    run(list: Value) {
      if (!(list instanceof Pair)) wrongArgument(1, "a list of at least 1 element", list);
      return (dropPairs(m, list, spineLength(list, 1) - 1, 1) as Pair).car;
    },
  },
  {
    signature: "(list-set list:list k:index x)",
    doc: "A list like the given one, with x as element k.",
    example: "(list-set '(a b c) 1 'x) => (a x c)",
    run(list: Value, k: number, x: Value) {
      checkIndex(k, listLength(list), 2);
      return copyPairs(m, list, k, new Pair(x, (dropPairs(m, list, k, 1) as Pair).cdr));
    },
  },
];

const cutting = (m: Machine): Row[] => {
  const take = (list: Value, k: number): Value => copyPairs(m, list, k, NIL);
  const drop = (list: Value, k: number): Value => dropPairs(m, list, k, 1);
  const fromRight = (list: Value, k: number): number => {
    const n = spineLength(list, 1) - k;
    if (n < 0) wrongArgument(1, `a list of at least ${k} element${k === 1 ? "" : "s"}`, list);
    return n;
  };
  const takeRight = (list: Value, k: number): Value => drop(list, fromRight(list, k));
  const dropRight = (list: Value, k: number): Value => take(list, fromRight(list, k));
  const splitAt = (list: Value, k: number): Value => new MultipleValues([take(list, k), drop(list, k)]);
  const splitRight = (list: Value, k: number): Value => splitAt(list, fromRight(list, k));
  const cut = (name: string, doc: string, shows: string, run: (list: Value, k: number) => Value): Row => {
    const call = `(${name} (list 1 2 3 4 5) 2)`;
    const example = shows.includes(") (")
      ? `(call-with-values (lambda () ${call}) list) => ${shows}`
      : `${call} => ${shows}`;
    return { signature: `(${name} list k:index)`, doc, example, run };
  };
  return [
    cut("take", "The first k elements of a list.", "(1 2)", take),
    cut("take!", "The first k elements of a list.", "(1 2)", take),
    cut("list-head", "The first k elements of a list.", "(1 2)", take),
    cut("drop", "A list without its first k elements.", "(3 4 5)", drop),
    cut("take-right", "The last k elements of a list.", "(4 5)", takeRight),
    cut("drop-right", "A list without its last k elements.", "(1 2 3)", dropRight),
    cut("drop-right!", "A list without its last k elements.", "(1 2 3)", dropRight),
    cut("split-at", "Two values: the first k elements, and the others.", "((1 2) (3 4 5))", splitAt),
    cut("split-at!", "Two values: the first k elements, and the others.", "((1 2) (3 4 5))", splitAt),
    cut("split-at-right", "Two values: all but the last k elements, and those.", "((1 2 3) (4 5))", splitRight),
    {
      signature: "(sublist list start:index end:index)",
      doc: "The elements from start up to, not including, end.",
      example: "(sublist '(a b c d) 1 3) => (b c)",
      run(list: Value, start: number, end: number) {
        if (start > end) wrongArgument(2, `a start of at most ${end}`, start);
        dropPairs(m, list, end, 1);
        return take(drop(list, start), end - start);
      },
    },
    {
      signature: "(append! list ...)",
      doc: "Like append, but the lists themselves are joined.",
      example: "(append! (list 1) '() (list 2 3)) => (1 2 3)",
      run: (lists: Value[]) => joinInPlace(lists),
    },
    {
      signature: "(reverse! list:list)",
      doc: "Like reverse, but uses the pairs of the given list.",
      example: "(reverse! (list 1 2 3)) => (3 2 1)",
      run(list: Value) {
        let done: Value = NIL;
        while (list instanceof Pair) {
          const next = list.cdr;
          list.cdr = done;
          done = list;
          list = next;
        }
        return done;
      },
    },
  ];
};

function joinInPlace(lists: Value[]): Value {
  let result: Value = NIL;
  for (let i = lists.length - 1; i >= 0; i--) {
    const list = lists[i];
    if (i === lists.length - 1) {
      result = list;
      continue;
    }
    const length = listLength(list);
    if (length < 0) wrongArgument(i + 1, "a list", list);
    if (length === 0) continue;
    let last = list as Pair;
    while (last.cdr instanceof Pair) last = last.cdr;
    last.cdr = result;
    result = list;
  }
  return result;
}

/** `range`: by repeated addition, as Racket's does, so that flonum steps give the same numbers. */
function range(m: Machine, start: Real, end: Real, step: Real, inclusive: boolean): Value {
  const sign = signOf(step);
  if (!(sign === 1 || sign === -1)) wrongArgument(3, "a step other than 0", step);
  const count = (toNumber(end) - toNumber(start)) / toNumber(step);
  if (Number.isNaN(count)) return NIL;
  checkAllocation(m, Math.max(0, Math.ceil(count)), PAIR_BYTES);
  const isPast =
    sign > 0
      ? (x: Value) => (inclusive ? !le(x, end) : ge(x, end))
      : (x: Value) => (inclusive ? !ge(x, end) : le(x, end));
  const items: Value[] = [];
  for (let x: Value = start; !isPast(x); x = add(x, step)) {
    items.push(x);
    // A step too small to change a large flonum would never end.
    if (items.length > count + 2) wrongArgument(3, "a step that changes the number", step);
  }
  return listFrom(items);
}

const numbering = (m: Machine): Row[] => [
  {
    signature: "(iota count:index [start:real] [step:real])",
    doc: "A list of count numbers: start (0), start + step (1) and so on.",
    example: "(iota 3) => (0 1 2)\n(iota 3 10 -2) => (10 8 6)",
    run(count: number, start: Real = 0, step: Real = 1) {
      checkAllocation(m, count, PAIR_BYTES);
      let result: Value = NIL;
      for (let i = count - 1; i >= 0; i--) result = new Pair(add(start, mul(i, step)), result);
      return result;
    },
  },
  {
    signature: "(range a:real [b:real] [step:real])",
    doc: "The numbers from 0 up to a, or from a up to b, without the end itself.",
    example: "(range 3) => (0 1 2)\n(range 1 8 3) => (1 4 7)",
    run: (a: Real, b?: Real, step: Real = 1) =>
      b === undefined ? range(m, 0, a, 1, false) : range(m, a, b, step, false),
  },
  {
    signature: "(inclusive-range a:real b:real [step:real])",
    doc: "The numbers from a up to b, with the end itself.",
    example: "(inclusive-range 1 3) => (1 2 3)",
    run: (a: Real, b: Real, step: Real = 1) => range(m, a, b, step, true),
  },
];

export const listLibrary: Section = (m) => [...picking(m), ...cutting(m), ...numbering(m)];
