// Lists made anew: flattened, shuffled, permuted, combined, grouped; and what the library in Scheme builds on.
import type { Machine } from "../machine/machine.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { type HashKind, HashTable } from "../values/hash-table.ts";
import { arrayFrom, listFrom, listLength, Pair } from "../values/pair.ts";
import { NIL, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { charge, checkAllocation, PAIR_BYTES } from "./allocation.ts";
import { isCircular } from "./checks.ts";
import { headsOf, restsOf } from "./loops.ts";
import type { Row, Section } from "./row.ts";

/** All elements at any depth, in order; lists that contain themselves are refused. */
function flatten(m: Machine, x: Value): Value {
  const endless = (): never => wrongArgument(1, "a list that does not contain itself", x);
  const items: Value[] = [];
  /** The pairs whose cars are being worked on, outermost first. */
  const path: Pair[] = [];
  let look = 4096;
  let at = x;
  if (isCircular(x)) endless();
  for (;;) {
    while (at instanceof Pair) {
      path.push(at);
      at = at.car;
      if (isCircular(at)) endless();
      if (path.length === look) {
        if (new Set(path).size < look) endless();
        look *= 2;
      }
    }
    if (at !== NIL) items.push(at);
    // As many pairs again will be needed for the result.
    if ((items.length & 0xffff) === 0xffff) checkAllocation(m, items.length, PAIR_BYTES);
    const done = path.pop();
    if (done === undefined) return listFrom(items);
    at = done.cdr;
  }
}

/** All orders put in front of `tail`, in Racket's order: by the last element, from the end of the list. */
function permute(items: readonly Value[], tail: Value, results: Value[]): Value[] {
  if (items.length === 0) results.push(tail);
  for (let last = items.length - 1; last >= 0; last--) {
    permute(items.toSpliced(last, 1), new Pair(items[last], tail), results);
  }
  return results;
}

/** Subsets in binary counting order, of one size when it is given. */
function combine(items: readonly Value[], size: number | undefined): Value[][] {
  let subsets: Value[][] = [[]];
  for (const item of items) {
    const kept = size === undefined ? subsets : subsets.filter((s) => s.length < size);
    subsets = [...subsets, ...kept.map((s) => [...s, item])];
  }
  return size === undefined ? subsets : subsets.filter((s) => s.length === size);
}

const counted = (n: number, k: number): number => {
  let count = 1;
  for (let i = 0; i < k; i++) count = (count * (n - i)) / (i + 1);
  return count;
};

const lists2 = (arrays: Value[][]): Value => listFrom(arrays.map((a) => listFrom(a)));

const arranging = (m: Machine, random: () => number): Row[] => [
  {
    signature: "(flatten x)",
    doc: "The elements of nested lists, at any depth, as one list.",
    example: "(flatten '(1 (2 (3) ()) 4)) => (1 2 3 4)",
    run: (x: Value) => flatten(m, x),
  },
  {
    signature: "(shuffle list:list)",
    doc: "The elements of a list in random order.",
    example: "(length (shuffle '(1 2 3))) => 3",
    run(list: Value) {
      const items = arrayFrom(list) ?? [];
      for (let i = items.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [items[i], items[j]] = [items[j], items[i]];
      }
      charge(m, items.length);
      return listFrom(items);
    },
  },
  {
    signature: "(permutations list:list)",
    doc: "All orders of the elements of a list.",
    example: "(permutations '(1 2 3)) => ((1 2 3) (2 1 3) (1 3 2) (3 1 2) (2 3 1) (3 2 1))",
    run(list: Value) {
      const items = arrayFrom(list) ?? [];
      let count = 1;
      for (let i = 2; i <= items.length; i++) count *= i;
      checkAllocation(m, count * items.length, 2 * PAIR_BYTES);
      return listFrom(permute(items, NIL, []));
    },
  },
  {
    signature: "(combinations list:list [size:index])",
    doc: "All selections of elements, or those of the given size, each in the list's order.",
    example: "(combinations '(1 2 3) 2) => ((1 2) (1 3) (2 3))",
    run(list: Value, size?: number) {
      const items = arrayFrom(list) ?? [];
      if (size !== undefined && size > items.length) return NIL;
      const k = size ?? items.length;
      let count = 0;
      for (let i = 0; i <= k; i++) count += counted(items.length, i);
      checkAllocation(m, count * Math.max(k, 1), 2 * PAIR_BYTES);
      return lists2(combine(items, size));
    },
  },
  {
    signature: "(cartesian-product list:list ...)",
    doc: "All lists of one element from each list.",
    example: "(cartesian-product '(1 2) '(a b)) => ((1 a) (1 b) (2 a) (2 b))",
    run(lists: Value[]) {
      const arrays = lists.map((l) => arrayFrom(l) ?? []);
      checkAllocation(m, arrays.reduce((n, a) => n * a.length, 1) * Math.max(1, arrays.length), 2 * PAIR_BYTES);
      let rows: Value[][] = [[]];
      for (const items of arrays) rows = rows.flatMap((row) => items.map((item) => [...row, item]));
      return lists2(rows);
    },
  },
  {
    signature: "(zip list ...)",
    doc: "Lists of the first elements of all lists, of the second ones and so on; the shortest list ends it.",
    example: "(zip '(1 2 3) '(a b c)) => ((1 a) (2 b) (3 c))",
    run(lists: Value[]) {
      if (lists.length === 0) return NIL;
      const lengths = lists.map((l, i) => {
        const n = listLength(l);
        if (n < 0 && !isCircular(l)) wrongArgument(i + 1, "a list", l);
        return n < 0 ? Number.POSITIVE_INFINITY : n;
      });
      const count = Math.min(...lengths);
      if (count === Number.POSITIVE_INFINITY) wrongArgument(1, "a list that ends", lists[0]);
      checkAllocation(m, count * lists.length, 2 * PAIR_BYTES);
      const at = [...lists];
      const rows: Value[] = [];
      for (let k = 0; k < count; k++) {
        rows.push(listFrom(at.map((l) => (l as Pair).car)));
        at.forEach((l, i) => {
          at[i] = (l as Pair).cdr;
        });
      }
      return listFrom(rows);
    },
  },
  {
    signature:
      "(add-between list:list x #:before-first [prefix:list] #:before-last [y] #:after-last [suffix:list] #:splice? [splice])",
    doc: "A list with x between every two elements.",
    example: "(add-between '(1 2 3) 'and) => (1 and 2 and 3)",
    run: addBetween,
  },
];

function addBetween(keywords: ReadonlyMap<string, Value>, list: Value, x: Value): Value {
  const items = arrayFrom(list) ?? [];
  const splice = (keywords.get("splice?") ?? false) !== false;
  const separator = (y: Value): Value[] => {
    if (!splice) return [y];
    return arrayFrom(y) ?? fail("wrong-type", "add-between: with #:splice?, the separator must be a list");
  };
  const between = separator(x);
  const beforeLast = separator(keywords.get("before-last") ?? x);
  const result = [...(arrayFrom(keywords.get("before-first") ?? NIL) ?? [])];
  items.forEach((item, i) => {
    if (i > 0) result.push(...(i === items.length - 1 ? beforeLast : between));
    result.push(item);
  });
  result.push(...(arrayFrom(keywords.get("after-last") ?? NIL) ?? []));
  return listFrom(result);
}

const KINDS: { readonly [name: string]: HashKind } = {
  "equal?": "equal",
  "eqv?": "eqv",
  "eq?": "eq",
  "string=?": "equal",
  "symbol=?": "eq",
  "char=?": "eqv",
};

/** Which kind of hash table finds what the procedure calls the same, if any does. */
export function kindOf(same: Value | undefined): HashKind | undefined {
  if (same === undefined) return "equal";
  const info = typeof same === "function" ? (same as Procedure).info : undefined;
  return info?.kind === "builtin" ? KINDS[info.name] : undefined;
}

/** The library's own: `remove-duplicates`, `group-by` and the like in linear time where a hash table can decide. */
const helpers = (m: Machine): Row[] => [
  {
    signature: "(%heads lists)",
    doc: "For the library: the first elements of all lists, or #f when one of them has ended.",
    example: "(%heads '((1 2) (3))) => (1 3)",
    run(lists: Value) {
      const heads = headsOf(arrayFrom(lists) ?? []);
      return heads === undefined ? false : listFrom(heads);
    },
  },
  {
    signature: "(%tails lists)",
    doc: "For the library: all lists without their first elements.",
    example: "(%tails '((1 2) (3))) => ((2) ())",
    run: (lists: Value) => listFrom(restsOf(arrayFrom(lists) ?? [])),
  },
  {
    signature: "(%hashable-equivalence? same)",
    doc: "For the library: whether a hash table can stand for this equivalence.",
    example: "(%hashable-equivalence? equal?) => #t",
    run: (same: Value) => kindOf(same) !== undefined,
  },
  {
    signature: "(%group keys:list items:list same)",
    doc: "For the library: items with the same key, as lists, in the order in which the keys appear.",
    example: "(%group '(1 2 1) '(a b c) equal?) => ((a c) (b))",
    run(keys: Value, items: Value, same: Value) {
      const groups = new HashTable(kindOf(same) ?? "equal");
      charge(m, listLength(keys) * 4);
      for (; keys instanceof Pair && items instanceof Pair; keys = keys.cdr, items = items.cdr) {
        const group = groups.get(keys.car) as Value[] | undefined;
        if (group === undefined) groups.set(keys.car, [items.car]);
        else group.push(items.car);
      }
      return lists2(groups.values() as Value[][]);
    },
  },
  {
    signature: "(%distinct keys:list items:list same)",
    doc: "For the library: the first item of each key, in order.",
    example: "(%distinct '(1 2 1) '(a b c) equal?) => (a b)",
    run(keys: Value, items: Value, same: Value) {
      const seen = new HashTable(kindOf(same) ?? "equal");
      charge(m, listLength(keys) * 4);
      for (; keys instanceof Pair && items instanceof Pair; keys = keys.cdr, items = items.cdr) {
        if (!seen.has(keys.car)) seen.set(keys.car, items.car);
      }
      return listFrom(seen.values());
    },
  },
  {
    signature: "(%first-duplicate keys:list items:list same)",
    doc: "For the library: the first item whose key came before, in a list; or #f.",
    example: "(%first-duplicate '(1 2 1) '(a b c) equal?) => (c)",
    run(keys: Value, items: Value, same: Value) {
      const seen = new HashTable(kindOf(same) ?? "equal");
      for (; keys instanceof Pair && items instanceof Pair; keys = keys.cdr, items = items.cdr) {
        if (seen.has(keys.car)) return listFrom([items.car]);
        seen.set(keys.car, UNSPECIFIED);
      }
      return false;
    },
  },
];

export const listArranging: Section = (m, services) => [...arranging(m, () => services.random.next()), ...helpers(m)];
