// Lists (R7RS 6.4): what never calls a procedure.

import type { Machine } from "../machine/machine.ts";
import { Char } from "../values/char.ts";
import { isEq, isEqv } from "../values/equality.ts";
import { wrongArgument } from "../values/error.ts";
import { arrayFrom, listFrom, listLength, Pair } from "../values/pair.ts";
import { Sym } from "../values/symbol.ts";
import { NIL, UNSPECIFIED, type Value } from "../values/types.ts";
import { charge, checkAllocation, PAIR_BYTES } from "./allocation.ts";
import { isCircular } from "./checks.ts";
import type { Row, Section } from "./row.ts";

/** Whether `equal?` (or `eqv?`) to `x` is the same as being `x`: a loop that only compares is several times faster. */
export const isAtom = (x: Value): boolean =>
  typeof x !== "object" || x instanceof Sym || x instanceof Char || x === NIL;

/** `memq` and its like: the first pair of `list` whose car is the same, or #f. Errors name argument 2. */
export function memberOf(m: Machine, x: Value, list: Value, same: (a: Value, b: Value) => boolean): Value {
  if (same !== isEq && !isAtom(x)) return tailWhere(m, list, (y) => same(x, y));
  let steps = 0;
  let at = list;
  for (; at instanceof Pair; at = at.cdr) {
    if (at.car === x) return at;
    // Long or circular ones are for the loop that looks out for that.
    if (++steps === 4096) return tailWhere(m, list, (y) => y === x);
  }
  if (at !== NIL) wrongArgument(2, "a list", list);
  return false;
}

/** The first pair of `list` whose car satisfies `test`, or #f. Errors name argument 2. */
export function tailWhere(m: Machine, list: Value, test: (x: Value) => boolean): Value {
  let steps = 0;
  // Looking for a cycle only at 4,096, 8,192, … steps keeps short searches cheap.
  let look = 4096;
  let at = list;
  for (; at instanceof Pair; at = at.cdr) {
    if (test(at.car)) {
      charge(m, steps);
      return at;
    }
    if (++steps === look) {
      if (isCircular(list)) wrongArgument(2, "a list that ends", list);
      look *= 2;
    }
  }
  charge(m, steps);
  if (at !== NIL) wrongArgument(2, "a list", list);
  return false;
}

/** The first entry of an association list whose key satisfies `test`, or #f. */
export function entryWhere(m: Machine, alist: Value, test: (key: Value) => boolean): Value {
  const tail = tailWhere(m, alist, (entry) => {
    if (!(entry instanceof Pair)) wrongArgument(2, "a list of pairs", alist);
    return test(entry.car);
  });
  return tail instanceof Pair ? tail.car : false;
}

/** The tail after `k` pairs; `wanted` completes the error about argument `index`. */
export function dropPairs(m: Machine, list: Value, k: number, index: number): Value {
  let at = list;
  for (let i = 0; i < k; i++) {
    if (!(at instanceof Pair)) wrongArgument(index, `a list of at least ${k} element${k === 1 ? "" : "s"}`, list);
    at = at.cdr;
  }
  charge(m, k);
  return at;
}

/** A copy of the first `k` elements, ending in `tail`. */
export function copyPairs(m: Machine, list: Value, k: number, tail: Value): Value {
  // Not yet known to be that long: what is not there can not be allocated.
  const items: Value[] = [];
  let at = list;
  for (let i = 0; i < k; i++) {
    if (!(at instanceof Pair)) wrongArgument(1, `a list of at least ${k} element${k === 1 ? "" : "s"}`, list);
    items.push(at.car);
    at = at.cdr;
    if ((i & 0xfffff) === 0xfffff) checkAllocation(m, 0x100000, PAIR_BYTES);
  }
  charge(m, k);
  return listFrom(items, 0, tail);
}

/** `append`: fresh pairs for all but the last. */
export function appendLists(m: Machine, lists: readonly Value[]): Value {
  if (lists.length === 0) return NIL;
  let result = lists[lists.length - 1];
  for (let i = lists.length - 2; i >= 0; i--) {
    const length = listLength(lists[i]);
    if (length < 0) wrongArgument(i + 1, "a list", lists[i]);
    checkAllocation(m, length, PAIR_BYTES);
    result = copyPairs(m, lists[i], length, result);
  }
  return result;
}

export function reverseOnto(list: Value, tail: Value): Value {
  for (; list instanceof Pair; list = list.cdr) tail = new Pair(list.car, tail);
  return tail;
}

function makeList(m: Machine, count: number, fill: Value): Value {
  checkAllocation(m, count, PAIR_BYTES);
  let result: Value = NIL;
  for (let i = 0; i < count; i++) result = new Pair(fill, result);
  return result;
}

/** A copy of the spine; what ends it is shared. Circular lists have no copy. */
function copyList(m: Machine, x: Value): Value {
  if (isCircular(x)) wrongArgument(1, "a list that ends", x);
  const items: Value[] = [];
  for (; x instanceof Pair; x = x.cdr) items.push(x.car);
  checkAllocation(m, items.length, PAIR_BYTES);
  return listFrom(items, 0, x);
}

function listRef(m: Machine, list: Value, k: number): Value {
  let at = list;
  for (let i = k; i > 0 && at instanceof Pair; i--) at = at.cdr;
  charge(m, k);
  if (at instanceof Pair) return at.car;
  const length = listLength(list);
  if (length < 0) wrongArgument(1, "a list", list);
  wrongArgument(2, length === 0 ? "an index, but the list is empty" : `an index below ${length}`, k);
}

const construction = (m: Machine): Row[] => [
  {
    signature: "(list x ...)",
    doc: "A fresh list of the arguments.",
    example: "(list 1 2 3) => (1 2 3)",
    run: (xs: Value[]) => listFrom(xs),
  },
  ...["list*", "cons*"].map((name) => ({
    signature: `(${name} x ...)`,
    doc: "A list of the arguments whose last is the tail.",
    example: `(${name} 1 2 '(3 4)) => (1 2 3 4)`,
    run: (xs: Value[]) => (xs.length === 0 ? NIL : listFrom(xs.slice(0, -1), 0, xs[xs.length - 1])),
  })),
  {
    signature: "(make-list k:index [fill])",
    doc: "A list of k elements, each of them fill.",
    example: "(make-list 3 'x) => (x x x)",
    run: (k: number, fill: Value = UNSPECIFIED) => makeList(m, k, fill),
  },
  {
    signature: "(list-copy x)",
    doc: "A fresh list with the same elements; anything else is given back.",
    example: "(list-copy '(1 2 3)) => (1 2 3)",
    run: (x: Value) => copyList(m, x),
  },
  {
    signature: "(append list ...)",
    doc: "One list of the elements of all; the last is shared and may be anything.",
    example: "(append '(1) '(2 3) '(4)) => (1 2 3 4)",
    run: (lists: Value[]) => appendLists(m, lists),
  },
  {
    signature: "(append* list more ...)",
    doc: "Like append, but the last argument is a list of lists.",
    example: "(append* '(0) '((1) (2 3))) => (0 1 2 3)\n(append* '((1) (2))) => (1 2)",
    run(list: Value, more: Value[]) {
      const lists = [list, ...more.slice(0, -1)];
      const last = more.length === 0 ? (lists.pop() as Value) : more[more.length - 1];
      return appendLists(m, [
        ...lists,
        ...(arrayFrom(last) ?? wrongArgument(more.length + 1, "a list of lists", last)),
      ]);
    },
  },
  {
    signature: "(concatenate lists:list)",
    doc: "The lists of a list as one list.",
    example: "(concatenate '((1) (2 3))) => (1 2 3)",
    run(lists: Value) {
      return appendLists(m, arrayFrom(lists) ?? []);
    },
  },
  {
    signature: "(reverse list:list)",
    doc: "A fresh list of the elements in the opposite order.",
    example: "(reverse '(1 2 3)) => (3 2 1)",
    run(list: Value) {
      checkAllocation(m, listLength(list), PAIR_BYTES);
      return reverseOnto(list, NIL);
    },
  },
  ...["append-reverse", "append-reverse!"].map((name) => ({
    signature: `(${name} list:list tail)`,
    doc: "The elements of a list in the opposite order, then tail.",
    example: `(${name} (list 2 1) '(3)) => (1 2 3)`,
    run(list: Value, tail: Value) {
      checkAllocation(m, listLength(list), PAIR_BYTES);
      return reverseOnto(list, tail);
    },
  })),
];

const selection = (m: Machine): Row[] => [
  {
    signature: "(length list)",
    doc: "The number of elements of a list.",
    example: "(length '(1 2 3)) => 3",
    run(list: Value) {
      const n = listLength(list);
      if (n < 0) wrongArgument(1, "a list", list);
      charge(m, n);
      return n;
    },
  },
  {
    signature: "(length+ list)",
    doc: "The number of elements of a list, or #f when it is circular.",
    example: "(length+ '(1 2 3)) => 3",
    run(list: Value) {
      if (isCircular(list)) return false;
      const n = listLength(list);
      if (n < 0) wrongArgument(1, "a list", list);
      return n;
    },
  },
  {
    signature: "(list-ref list k:index)",
    doc: "Element k of a list, counted from 0.",
    example: "(list-ref '(a b c) 1) => b",
    run: (list: Value, k: number) => listRef(m, list, k),
  },
  {
    signature: "(list-tail list k:index)",
    doc: "What is left of a list without its first k elements.",
    example: "(list-tail '(a b c) 1) => (b c)",
    run: (list: Value, k: number) => dropPairs(m, list, k, 1),
  },
  {
    signature: "(list-set! list k:index x)",
    doc: "Stores x as element k of a list.",
    example: "(let ((l (list 1 2 3))) (list-set! l 1 'x) l) => (1 x 3)",
    run(list: Value, k: number, x: Value) {
      listRef(m, list, k);
      (dropPairs(m, list, k, 1) as Pair).car = x;
      return UNSPECIFIED;
    },
  },
  {
    signature: "(last-pair list:pair)",
    doc: "The last pair of a list.",
    example: "(last-pair '(1 2 3)) => (3)",
    run(list: Pair) {
      if (isCircular(list)) wrongArgument(1, "a list that ends", list);
      while (list.cdr instanceof Pair) list = list.cdr;
      return list;
    },
  },
];

const searching = (m: Machine): Row[] => [
  ...(
    [
      ["memq", isEq, "eq?"],
      ["memv", isEqv, "eqv?"],
    ] as const
  ).map(([name, same, by]) => ({
    signature: `(${name} x list)`,
    doc: `The first tail of a list that begins with x, compared by ${by}, or #f.`,
    example: `(${name} 'c '(a b c d)) => (c d)`,
    run: (x: Value, list: Value) => memberOf(m, x, list, same),
  })),
  ...(
    [
      ["assq", isEq, "eq?"],
      ["assv", isEqv, "eqv?"],
    ] as const
  ).map(([name, same, by]) => ({
    signature: `(${name} key alist)`,
    doc: `The first pair of an association list whose car is key, compared by ${by}, or #f.`,
    example: `(${name} 'b '((a 1) (b 2))) => (b 2)`,
    run: (key: Value, alist: Value) => entryWhere(m, alist, (y) => same(key, y)),
  })),
];

export const lists: Section = (m) => [...construction(m), ...selection(m), ...searching(m)];
