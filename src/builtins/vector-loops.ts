// vector-map, vector-for-each and their like: loops over vectors that call a procedure and can be captured.
import { Frame, type Result, type Resume, S } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { Pair } from "../values/pair.ts";
import { NIL, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { checkAllocation } from "./allocation.ts";
import { LOOP_WEIGHT, makeLoop } from "./loops.ts";
import type { Row, Section } from "./row.ts";

/** Results in a list that is never changed, newest first, as a vector. */
function arrayOf(done: Value, count: number): Value[] {
  const items = new Array<Value>(count);
  for (let i = count - 1; done instanceof Pair; i--, done = done.cdr) items[i] = done.car;
  return items;
}

interface Walk {
  f: Procedure;
  vectors: readonly (readonly Value[])[];
  at: number;
  count: number;
  done: Value;
}

type Store = (state: Walk, value: Value) => Value;

/** What is called with the elements at each index, up to the end of the shortest vector. */
function walker(
  m: Machine,
  store: Store,
  finish: (state: Walk) => Value,
): (f: Procedure, vectors: Value[][]) => Result {
  const loop = makeLoop<Walk>(m, {
    call({ f, vectors, at, count }) {
      if (at >= count) return undefined;
      return m.apply(
        f,
        vectors.map((v) => v[at]),
      );
    },
    next: (s, value) => ({ ...s, at: s.at + 1, done: store(s, value) }),
    done: finish,
  });
  return (f, vectors) => loop({ f, vectors, at: 0, count: Math.min(...vectors.map((v) => v.length)), done: NIL });
}

/** The fast way for one vector. */
function overOne(m: Machine, keep: boolean): (f: Procedure, v: Value[], at: number, done: Value) => Result {
  const resume: Resume = {
    run(frame, value) {
      const { f, v, at, done } = frame.a as { f: Procedure; v: Value[]; at: number; done: Value };
      return loop(f, v, at + 1, keep ? new Pair(value, done) : done);
    },
  };
  const loop = (f: Procedure, v: Value[], at: number, done: Value): Result => {
    // The length is asked for again each time: the procedure may not shrink a vector, but JS code of the host may.
    for (; at < v.length; at++) {
      if (m.fuel < 0) return m.again(loop, [f, v, at, done]);
      m.fuel--;
      const x = f(v[at]) as Result;
      if (x === S) return m.push(new Frame(resume, { f, v, at, done }));
      if (keep) done = new Pair(x, done);
    }
    return keep ? arrayOf(done, v.length) : UNSPECIFIED;
  };
  return (f, v, at, done) => {
    m.fuel -= LOOP_WEIGHT;
    return loop(f, v, at, done);
  };
}

interface Build {
  f: Procedure;
  at: number;
  count: number;
  done: Value;
}

export const vectorLoops: Section = (m) => {
  const mapOne = overOne(m, true);
  const eachOne = overOne(m, false);
  const mapMany = walker(
    m,
    ({ done }, value) => new Pair(value, done),
    ({ done, count }) => arrayOf(done, count),
  );
  const each = walker(
    m,
    () => NIL,
    () => UNSPECIFIED,
  );
  const mapInPlace = walker(
    m,
    ({ vectors, at }, value) => {
      (vectors[0] as Value[])[at] = value;
      return NIL;
    },
    ({ vectors }) => vectors[0] as Value,
  );
  const build = makeLoop<Build>(m, {
    call: ({ f, at, count }) => (at < count ? (f(at) as Result) : undefined),
    next: (s, value) => ({ ...s, at: s.at + 1, done: new Pair(value, s.done) }),
    done: ({ done, count }) => arrayOf(done, count),
  });
  const row = (name: string, doc: string, example: string, run: (f: Procedure, vectors: Value[][]) => Result): Row => ({
    signature: `(${name} f:procedure v:vector more:vector ...)`,
    doc,
    example,
    kind: "calls",
    run: (f: Procedure, v: Value[], more: Value[][]) => run(f, [v, ...more]),
  });
  return [
    row(
      "vector-map",
      "A vector of what f gives for the elements of the vectors, taken in parallel.",
      "(vector-map + #(1 2) #(10 20)) => #(11 22)",
      (f, vectors) => (vectors.length === 1 ? mapOne(f, vectors[0], 0, NIL) : mapMany(f, vectors)),
    ),
    row(
      "vector-for-each",
      "Calls f for the elements of the vectors, in order.",
      "(let ((n 0)) (vector-for-each (lambda (x) (set! n (+ n x))) #(1 2 3)) n) => 6",
      (f, vectors) => (vectors.length === 1 ? eachOne(f, vectors[0], 0, NIL) : each(f, vectors)),
    ),
    row(
      "vector-map!",
      "Stores what f gives for the elements of the vectors into the first of them, and gives it.",
      "(vector-map! - (vector 1 2)) => #(-1 -2)",
      mapInPlace,
    ),
    {
      signature: "(build-vector k:index f:procedure)",
      doc: "A vector of what f gives for 0, 1 … k-1.",
      example: "(build-vector 3 (lambda (i) (* i i))) => #(0 1 4)",
      kind: "calls",
      run(count: number, f: Procedure) {
        checkAllocation(m, count);
        return build({ f, at: 0, count, done: NIL });
      },
    },
    {
      signature: "(vector-tabulate f:procedure k:index)",
      doc: "A vector of what f gives for 0, 1 … k-1.",
      example: "(vector-tabulate (lambda (i) (* i i)) 3) => #(0 1 4)",
      kind: "calls",
      run(f: Procedure, count: number) {
        checkAllocation(m, count);
        return build({ f, at: 0, count, done: NIL });
      },
    },
  ];
};
