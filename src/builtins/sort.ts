// Sorting: a stable merge sort that a continuation can leave and come back to, and its names in Racket and SRFI 132.
import { Frame, type Result, type Resume, S } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { wrongArgument } from "../values/error.ts";
import { arrayFrom, listFrom, Pair } from "../values/pair.ts";
import { isProcedure, type Keywords, NIL, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { checkAllocation } from "./allocation.ts";
import { checkRange } from "./checks.ts";
import { reverseOnto } from "./lists.ts";
import { LOOP_WEIGHT, makeLoop } from "./loops.ts";
import type { Row, Section } from "./row.ts";

/**
 * A list that grows, shared by the states that a continuation may come back to. `filled` is what the newest of them has
 * written; an older one that goes on must copy its own part first. So a sort whose every comparison is captured copies
 * nothing, and one that is entered again disturbs nobody. (Parts joined at the end of each level took half the time.)
 */
class Output<T> {
  readonly items: T[];
  #filled = 0;

  constructor(items: T[] = []) {
    this.items = items;
    this.#filled = items.length;
  }

  /** Called when a continuation may keep what is there. */
  seal(): number {
    this.#filled = this.items.length;
    return this.#filled;
  }

  /** The output to go on with, for a state that has `count` items of it. */
  from(count: number): Output<T> {
    if (this.#filled !== count) return new Output(this.items.slice(0, count));
    // An error may have left behind what came after the last seal.
    this.items.length = count;
    return this;
  }
}

interface Order {
  readonly less: Procedure;
  /** Elements are pairs of a key, which is compared, and the element proper. */
  readonly keyed: boolean;
  readonly finish: (sorted: readonly Value[]) => Result;
}

/** Where the search for ascending runs stands: everything before `i` is done, `starts` has where runs begin. */
interface Searching extends Order {
  readonly source: readonly Value[];
  readonly i: number;
  readonly starts: Output<number>;
  readonly count: number;
}

/**
 * Where the merging of runs by twos stands: `bounds` says where the runs of `source` begin (and its length at the end),
 * `run` is the left one of the present two, which have come to `i` and `j`.
 */
interface Merging extends Order {
  readonly source: readonly Value[];
  readonly bounds: readonly number[];
  readonly run: number;
  readonly i: number;
  readonly j: number;
  readonly out: Output<Value>;
  readonly count: number;
}

/** Whether the element at `j` must come before the one at `i`. */
const isLess = ({ less, keyed }: Order, source: readonly Value[], j: number, i: number): Result =>
  (keyed ? less((source[j] as Pair).car, (source[i] as Pair).car) : less(source[j], source[i])) as Result;

/**
 * A stable merge sort over the ascending runs that are there already, as a loop of the machine: n − 1 comparisons for
 * what is in order. `less` gets the right element first: only a strictly smaller one overtakes.
 */
function makeSort(m: Machine): (order: Order, source: readonly Value[]) => Result {
  const resumeSearch: Resume = { run: (frame, value) => search(frame.a as Searching, value) };
  const resumeMerge: Resume = { run: (frame, value) => merge(frame.a as Merging, value) };

  const search = (at: Searching, verdict?: Value): Result => {
    const { source } = at;
    const n = source.length;
    const starts = at.starts.from(at.count);
    let i = at.i;
    if (verdict !== undefined) {
      if (verdict !== false) starts.items.push(i);
      i++;
    }
    for (; i < n; i++) {
      if (m.fuel < 0) return m.again(search, [{ ...at, i, starts, count: starts.seal() }]);
      m.fuel--;
      const x = isLess(at, source, i, i - 1);
      if (x === S) return m.push(new Frame(resumeSearch, { ...at, i, starts, count: starts.seal() }));
      if (x !== false) starts.items.push(i);
    }
    const bounds = [0, ...starts.items, n];
    return bounds.length === 2 ? at.finish(source) : merge(firstTwo(at, source, bounds));
  };

  const merge = (at: Merging, verdict?: Value): Result => {
    let { source, bounds, run, i, j } = at;
    let out = at.out.from(at.count);
    if (verdict !== undefined) out.items.push(source[verdict === false ? i++ : j++]);
    for (;;) {
      const { items } = out;
      const middle = bounds[run + 1];
      const end = bounds[run + 2] ?? middle;
      while (i < middle && j < end) {
        if (m.fuel < 0) return m.again(merge, [seal(at, source, bounds, run, i, j, out)]);
        m.fuel--;
        const x = isLess(at, source, j, i);
        if (x === S) return m.push(new Frame(resumeMerge, seal(at, source, bounds, run, i, j, out)));
        items.push(source[x === false ? i++ : j++]);
      }
      while (i < middle) items.push(source[i++]);
      while (j < end) items.push(source[j++]);
      run += 2;
      if (run >= bounds.length - 1) {
        // What is a source now must never be cut back by a state of the level that made it.
        out.seal();
        source = items;
        bounds = [...bounds.filter((b, k) => k % 2 === 0 && b < items.length), items.length];
        if (bounds.length === 2) return at.finish(source);
        out = new Output();
        run = 0;
      }
      i = bounds[run];
      j = bounds[run + 1];
    }
  };

  return (order, source) => {
    m.fuel -= LOOP_WEIGHT;
    return source.length < 2
      ? order.finish(source)
      : search({ ...order, source, i: 1, starts: new Output(), count: 0 });
  };
}

const firstTwo = ({ less, keyed, finish }: Order, source: readonly Value[], bounds: readonly number[]): Merging => ({
  ...{ less, keyed, finish, source, bounds },
  ...{ run: 0, i: 0, j: bounds[1], out: new Output(), count: 0 },
});

// A function of its own: a closure would move the loop's variables to the heap.
function seal(
  { less, keyed, finish }: Order,
  source: readonly Value[],
  bounds: readonly number[],
  run: number,
  i: number,
  j: number,
  out: Output<Value>,
): Merging {
  return { less, keyed, finish, source, bounds, run, i, j, out, count: out.seal() };
}

/** Whether `less` is the builtin `<` or `>` and all items are small exact integers: V8 may sort those. */
function plainOrder(less: Procedure, items: readonly Value[]): ((a: number, b: number) => number) | undefined {
  const { info } = less;
  if (info?.kind !== "builtin" || (info.name !== "<" && info.name !== ">")) return undefined;
  if (!items.every((x) => typeof x === "number")) return undefined;
  return info.name === "<" ? (a, b) => a - b : (a, b) => b - a;
}

interface Keys {
  key: Procedure;
  items: readonly Value[];
  at: number;
  done: Value;
  proceed: (keyed: Value[]) => Result;
}

/** Sorts `items` (not changed) by `less`, or by what `key` gives for them, and hands the result to `finish`. */
type Sorter = (items: readonly Value[], less: Procedure, key: Procedure | undefined, finish: Order["finish"]) => Result;

function makeSorter(m: Machine): Sorter {
  const sort = makeSort(m);
  // Each key is asked for once, as with #:cache-keys?: a key may be a call to a model.
  const withKeys = makeLoop<Keys>(m, {
    call: ({ key, items, at }) => (at < items.length ? (key(items[at]) as Result) : undefined),
    next: (s, value) => ({ ...s, at: s.at + 1, done: new Pair(new Pair(value, s.items[s.at]), s.done) }),
    done: ({ done, proceed }) => proceed(arrayFrom(reverseOnto(done, NIL)) ?? []),
  });
  return (items, less, key, finish) => {
    checkAllocation(m, items.length, 16);
    if (key !== undefined) {
      const unwrap = (sorted: readonly Value[]): Result => finish(sorted.map((p) => (p as Pair).cdr));
      return withKeys({
        key,
        items,
        at: 0,
        done: NIL,
        proceed: (keyed) => sort({ less, keyed: true, finish: unwrap }, keyed),
      });
    }
    const order = plainOrder(less, items);
    if (order !== undefined) return finish((items as number[]).toSorted(order));
    return sort({ less, keyed: false, finish }, items);
  };
}

/** Racket puts the procedure last, SRFI 132 and R6RS first. */
function arguments2(a: Value, b: Value): [sequence: Value, less: Procedure] {
  if (isProcedure(a) && !isProcedure(b)) return [b, a];
  if (!isProcedure(b)) wrongArgument(2, "a procedure", b);
  return [a, b];
}

const SORTS = ["sort", "sort!", "list-sort", "list-sort!", "list-stable-sort", "stable-sort", "merge-sort"];

const lists = (sorter: Sorter): Row[] =>
  SORTS.map((name) => ({
    signature: `(${name} items less? #:key [key:procedure] #:cache-keys? [cache])`,
    doc: "The elements of a list (or vector) in order; equal ones stay as they were. The arguments may be exchanged.",
    example: `(${name} '(3 1 2) <) => (1 2 3)\n(${name} < '(3 1 2)) => (1 2 3)\n(${name} '("bb" "a") < #:key string-length) => ("a" "bb")`,
    kind: "calls",
    run(keywords: Keywords, a: Value, b: Value) {
      const [sequence, less] = arguments2(a, b);
      const key = keywords.get("key") as Procedure | undefined;
      if (Array.isArray(sequence)) return sorter([...sequence], less, key, (sorted) => [...sorted]);
      const items = arrayFrom(sequence) ?? wrongArgument(sequence === a ? 1 : 2, "a list", sequence);
      return sorter(items, less, key, (sorted) => listFrom(sorted));
    },
  }));

const vectors = (sorter: Sorter): Row[] => {
  const row = (
    name: string,
    doc: string,
    example: string,
    finish: (v: Value[], from: number, sorted: readonly Value[]) => Value,
  ): Row => ({
    signature: `(${name} v less? [start:index] [end:index] #:key [key:procedure] #:cache-keys? [cache])`,
    doc,
    example,
    kind: "calls",
    run(keywords: Keywords, a: Value, b: Value, start?: number, end?: number) {
      const [sequence, less] = arguments2(a, b);
      if (!Array.isArray(sequence)) wrongArgument(sequence === a ? 1 : 2, "a vector", sequence);
      const [from, to] = checkRange(sequence.length, start, end, 3);
      const key = keywords.get("key") as Procedure | undefined;
      return sorter(sequence.slice(from, to), less, key, (sorted) => finish(sequence, from, sorted));
    },
  });
  const fresh = (_: Value[], __: number, sorted: readonly Value[]): Value => [...sorted];
  const inPlace = (v: Value[], from: number, sorted: readonly Value[]): Value => {
    for (let i = 0; i < sorted.length; i++) v[from + i] = sorted[i];
    return UNSPECIFIED;
  };
  return [
    ...["vector-sort", "vector-stable-sort"].map((name) =>
      row(
        name,
        "A vector of the elements, or of a range of them, in order.",
        `(${name} #(3 1 2) <) => #(1 2 3)`,
        fresh,
      ),
    ),
    ...["vector-sort!", "vector-stable-sort!"].map((name) =>
      row(
        name,
        "Puts the elements of a vector, or of a range of it, in order.",
        `(let ((v (vector 3 1 2))) (${name} v <) v) => #(1 2 3)`,
        inPlace,
      ),
    ),
  ];
};

export const sorting: Section = (m) => {
  const sorter = makeSorter(m);
  return [...lists(sorter), ...vectors(sorter)];
};
