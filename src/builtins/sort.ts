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

/** Output of the present level, newest part first. Parts are sealed once a continuation may hold them. */
interface Sealed {
  readonly part: readonly Value[];
  readonly before: Sealed | undefined;
}

/**
 * Where a bottom-up merge sort stands: the runs of `width` elements of `source` are merged by twos, from left to right;
 * the run pair at `lo` has come to `i` and `j`. Nothing here is ever changed, and sealing costs no copy, so a sort whose
 * every comparison waits for a model takes no longer than one that never waits (copying the arrays: n² log n).
 */
interface Standing {
  readonly less: Procedure;
  readonly keyed: boolean;
  readonly finish: (sorted: readonly Value[]) => Result;
  readonly source: readonly Value[];
  readonly width: number;
  readonly lo: number;
  readonly i: number;
  readonly j: number;
  readonly sealed: Sealed | undefined;
}

const assemble = (sealed: Sealed | undefined, last: Value[]): readonly Value[] => {
  if (sealed === undefined) return last;
  const parts: (readonly Value[])[] = [last];
  for (let s: Sealed | undefined = sealed; s !== undefined; s = s.before) parts.push(s.part);
  return parts.reverse().flat();
};

/** The sort as a loop of the machine. `less` gets the right element first: only a strictly smaller one overtakes. */
function makeSort(m: Machine): (standing: Standing) => Result {
  const resume: Resume = { run: (frame, value) => go(frame.a as Standing, value) };
  const go = (standing: Standing, verdict?: Value): Result => {
    const { less, keyed, finish } = standing;
    let { source, width, lo, i, j, sealed } = standing;
    const n = source.length;
    let out: Value[] = [];
    if (verdict !== undefined) out.push(source[verdict === false ? i++ : j++]);
    const seal = (): Standing => ({
      less,
      keyed,
      finish,
      source,
      width,
      lo,
      i,
      j,
      sealed: { part: out, before: sealed },
    });
    for (;;) {
      const middle = Math.min(lo + width, n);
      const end = Math.min(lo + 2 * width, n);
      while (i < middle && j < end) {
        if (m.fuel < 0) return m.again(go, [seal() as Value]);
        m.fuel--;
        const x = (
          keyed ? less((source[j] as Pair).car, (source[i] as Pair).car) : less(source[j], source[i])
        ) as Result;
        if (x === S) return m.push(new Frame(resume, seal()));
        out.push(source[x === false ? i++ : j++]);
      }
      while (i < middle) out.push(source[i++]);
      while (j < end) out.push(source[j++]);
      lo = end;
      if (lo >= n) {
        source = assemble(sealed, out);
        sealed = undefined;
        out = [];
        width *= 2;
        lo = 0;
        if (width >= n) return finish(source);
      }
      i = lo;
      j = Math.min(lo + width, n);
    }
  };
  return (standing) => {
    m.fuel -= LOOP_WEIGHT;
    return go(standing);
  };
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
type Sorter = (
  items: readonly Value[],
  less: Procedure,
  key: Procedure | undefined,
  finish: Standing["finish"],
) => Result;

function makeSorter(m: Machine): Sorter {
  const sort = makeSort(m);
  const start = (items: readonly Value[], less: Procedure, keyed: boolean, finish: Standing["finish"]): Result => {
    if (items.length < 2) return finish(items);
    return sort({ less, keyed, finish, source: items, width: 1, lo: 0, i: 0, j: 1, sealed: undefined });
  };
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
      return withKeys({ key, items, at: 0, done: NIL, proceed: (keyed) => start(keyed, less, true, unwrap) });
    }
    const order = plainOrder(less, items);
    if (order !== undefined) return finish((items as number[]).toSorted(order));
    return start(items, less, false, finish);
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
