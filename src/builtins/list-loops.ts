// map, for-each, filter, the folds and their like: hot loops over lists that call a procedure and can be captured.
import { Frame, type Result, type Resume, S } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { isEqual } from "../values/equality.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { isList, Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { NIL, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { checkLists } from "./checks.ts";
import { appendLists, entryWhere, memberOf, reverseOnto } from "./lists.ts";
import { headsOf, LOOP_WEIGHT, makeLoop, restsOf } from "./loops.ts";
import type { Row, Section } from "./row.ts";

/** What a loop over one list does with the value for an element: `done` is the result so far, newest first. */
type Collect = (done: Value, item: Value, value: Value) => Value;

/**
 * The fast loop over one list. Results are collected in a list that is never changed, so that going back to an earlier
 * element does not disturb a result already returned (R7RS, `map`).
 */
function overOne(
  m: Machine,
  collect: Collect,
  finish: (done: Value) => Result,
): (f: Procedure, list: Value, done: Value) => Result {
  const resume: Resume = {
    run(frame, value) {
      const at = frame.b as Pair;
      return loop(frame.a as Procedure, at.cdr, collect(frame.c as Value, at.car, value));
    },
  };
  const loop = (f: Procedure, at: Value, done: Value): Result => {
    while (at instanceof Pair) {
      if (m.fuel < 0) return m.again(loop, [f, at, done]);
      m.fuel--;
      const x = f(at.car) as Result;
      if (x === S) return m.push(new Frame(resume, f, at, done));
      done = collect(done, at.car, x);
      at = at.cdr;
    }
    return finish(done);
  };
  return (f, list, done) => {
    m.fuel -= LOOP_WEIGHT;
    return loop(f, list, done);
  };
}

interface Walk {
  f: Procedure;
  lists: Value[];
  done: Value;
}

/** The loop over several lists; it ends with the shortest. */
function overMany(m: Machine, collect: Collect, finish: (done: Value) => Result): (state: Walk) => Result {
  return makeLoop<Walk>(m, {
    call({ f, lists }) {
      const heads = headsOf(lists);
      return heads === undefined ? undefined : m.apply(f, heads);
    },
    next: ({ f, lists, done }, value) => ({ f, lists: restsOf(lists), done: collect(done, UNSPECIFIED, value) }),
    done: ({ done }) => finish(done),
  });
}

/** `(name f list ...)`: one or more lists. */
function listLoop(
  m: Machine,
  name: string,
  doc: string,
  example: string,
  collect: Collect,
  finish: (done: Value) => Result,
): Row {
  const one = overOne(m, collect, finish);
  const many = overMany(m, collect, finish);
  return {
    signature: `(${name} f:procedure list more ...)`,
    doc,
    example,
    kind: "calls",
    run(f: Procedure, list: Value, more: Value[]) {
      if (more.length === 0) {
        if (!isList(list)) checkLists([list], 2);
        return one(f, list, NIL);
      }
      const lists = [list, ...more];
      checkLists(lists, 2);
      return many({ f, lists, done: NIL });
    },
  };
}

const reversed = (done: Value): Value => reverseOnto(done, NIL);

const mapping = (m: Machine): Row[] => {
  const push: Collect = (done, _, value) => new Pair(value, done);
  const pushTrue: Collect = (done, _, value) => (value === false ? done : new Pair(value, done));
  const joined = (done: Value): Value => {
    const parts: Value[] = [];
    for (; done instanceof Pair; done = done.cdr) {
      // By name: this also runs after a continuation came back, outside the row's wrapper.
      if (parts.length > 0 && !isList(done.car)) {
        fail("wrong-type", `append-map: expected f to give a list, got ${printShort(done.car)}`);
      }
      parts.push(done.car);
    }
    return appendLists(m, parts.reverse());
  };
  const maps = (name: string): Row =>
    listLoop(
      m,
      name,
      "A list of what f gives for the elements of the lists, taken in parallel.",
      `(${name} + '(1 2 3) '(10 20 30)) => (11 22 33)`,
      push,
      reversed,
    );
  return [
    maps("map"),
    maps("map-in-order"),
    maps("map!"),
    listLoop(
      m,
      "for-each",
      "Calls f for the elements of the lists, in order.",
      "(let ((n 0)) (for-each (lambda (x) (set! n (+ n x))) '(1 2 3)) n) => 6",
      () => UNSPECIFIED,
      () => UNSPECIFIED,
    ),
    ...["append-map", "append-map!"].map((name) =>
      listLoop(
        m,
        name,
        "The lists that f gives for the elements, as one list.",
        `(${name} (lambda (x) (list x x)) '(1 2)) => (1 1 2 2)`,
        push,
        joined,
      ),
    ),
    listLoop(
      m,
      "filter-map",
      "What f gives for the elements, without the #f among it.",
      "(filter-map (lambda (x) (and (even? x) (* x x))) '(1 2 3 4)) => (4 16)",
      pushTrue,
      reversed,
    ),
  ];
};

const filtering = (m: Machine): Row[] => {
  const keep: Collect = (done, item, value) => (value === false ? done : new Pair(item, done));
  const leave: Collect = (done, item, value) => (value === false ? new Pair(item, done) : done);
  const loop = (name: string, doc: string, shows: string, collect: Collect): Row => {
    const one = overOne(m, collect, reversed);
    return {
      signature: `(${name} pred:procedure list:list)`,
      doc,
      example: `(${name} even? (list 1 2 3 4)) => ${shows}`,
      kind: "calls",
      run: (pred: Procedure, list: Value) => one(pred, list, NIL),
    };
  };
  return [
    loop("filter", "The elements that satisfy pred.", "(2 4)", keep),
    loop("filter!", "The elements that satisfy pred.", "(2 4)", keep),
    loop("filter-not", "The elements that do not satisfy pred.", "(1 3)", leave),
    loop("remf*", "The elements that do not satisfy pred.", "(1 3)", leave),
  ];
};

interface Fold {
  f: Procedure;
  lists: Value[];
  acc: Value;
}

/** A fold: `order` puts the accumulator last (SRFI 1, Racket) or first (R6RS `fold-left`). */
function makeFold(m: Machine, order: "last" | "first"): (f: Procedure, init: Value, lists: Value[]) => Result {
  const resume: Resume = { run: (frame, value) => loop(frame.a as Procedure, frame.b as Value, value) };
  const loop = (f: Procedure, at: Value, acc: Value): Result => {
    while (at instanceof Pair) {
      if (m.fuel < 0) return m.again(loop, [f, at, acc]);
      m.fuel--;
      const x = (order === "last" ? f(at.car, acc) : f(acc, at.car)) as Result;
      at = at.cdr;
      if (x === S) return m.push(new Frame(resume, f, at));
      acc = x;
    }
    return acc;
  };
  const many = makeLoop<Fold>(m, {
    call({ f, lists, acc }) {
      const heads = headsOf(lists);
      if (heads === undefined) return undefined;
      if (order === "last") heads.push(acc);
      else heads.unshift(acc);
      return m.apply(f, heads);
    },
    next: ({ f, lists }, acc) => ({ f, lists: restsOf(lists), acc }),
    done: ({ acc }) => acc,
  });
  return (f, init, lists) => {
    if (lists.length > 1) return many({ f, lists, acc: init });
    m.fuel -= LOOP_WEIGHT;
    return loop(f, lists[0], init);
  };
}

/** Lists cut to the shortest one and turned round, so that a right fold needs no recursion. */
function turned(lists: readonly Value[]): Value[] {
  const results: Value[] = lists.map(() => NIL);
  let at = [...lists];
  for (let heads = headsOf(at); heads !== undefined; heads = headsOf(at)) {
    for (let i = 0; i < results.length; i++) results[i] = new Pair(heads[i], results[i]);
    at = restsOf(at);
  }
  return results;
}

const folding = (m: Machine): Row[] => {
  const last = makeFold(m, "last");
  const first = makeFold(m, "first");
  const fold = (
    name: string,
    doc: string,
    example: string,
    run: (f: Procedure, init: Value, lists: Value[]) => Result,
  ): Row => ({
    signature: `(${name} f:procedure init list more ...)`,
    doc,
    example,
    kind: "calls",
    run(f: Procedure, init: Value, list: Value, more: Value[]) {
      const lists = [list, ...more];
      checkLists(lists, 3);
      return run(f, init, lists);
    },
  });
  const fromRight = (f: Procedure, init: Value, lists: Value[]): Result => {
    if (lists.length > 1) return last(f, init, turned(lists));
    return last(f, init, [reverseOnto(lists[0], NIL)]);
  };
  const reduce = (f: Procedure, empty: Value, list: Value): Result =>
    list instanceof Pair ? last(f, list.car, [list.cdr]) : empty;
  const reduceRow = (name: string, doc: string, example: string, run: typeof reduce): Row => ({
    signature: `(${name} f:procedure empty list:list)`,
    doc,
    example,
    kind: "calls",
    run,
  });
  return [
    fold("fold", "Combines from the left: (f element accumulator).", "(fold cons '() '(1 2 3)) => (3 2 1)", last),
    fold("foldl", "Combines from the left: (f element accumulator).", "(foldl cons '() '(1 2 3)) => (3 2 1)", last),
    fold("fold-left", "Combines from the left: (f accumulator element).", "(fold-left - 10 '(1 2 3)) => 4", first),
    fold(
      "fold-right",
      "Combines from the right: (f element accumulator).",
      "(fold-right cons '() '(1 2 3)) => (1 2 3)",
      fromRight,
    ),
    fold(
      "foldr",
      "Combines from the right: (f element accumulator).",
      "(foldr list 0 '(1 2 3)) => (1 (2 (3 0)))",
      fromRight,
    ),
    reduceRow(
      "reduce",
      "Combines the elements from the left: (f element accumulator); empty for no elements.",
      "(reduce + 0 '(1 2 3)) => 6",
      reduce,
    ),
    reduceRow(
      "reduce-left",
      "Combines the elements from the left: (f accumulator element); empty for no elements.",
      "(reduce-left - 0 '(1 2 3)) => -4",
      (f, empty, list) => (list instanceof Pair ? first(f, list.car, [list.cdr]) : empty),
    ),
    reduceRow(
      "reduce-right",
      "Combines the elements from the right: (f element accumulator); empty for no elements.",
      "(reduce-right list 0 '(1 2 3)) => (1 (2 3))",
      (f, empty, list) => reduce(f, empty, reverseOnto(list, NIL)),
    ),
  ];
};

interface Search {
  same: Procedure;
  key: Value;
  at: Value;
  found: boolean;
}

/** A search by a procedure: `of` is what it compares, `give` what it found. */
function makeSearch(m: Machine, of: (at: Pair) => Value, give: (at: Pair) => Value): (state: Search) => Result {
  return makeLoop<Search>(m, {
    call: ({ same, key, at, found }) => (found || !(at instanceof Pair) ? undefined : (same(key, of(at)) as Result)),
    next: (s, value) => (value === false ? { ...s, at: (s.at as Pair).cdr } : { ...s, found: true }),
    done: ({ at, found }) => found && give(at as Pair),
  });
}

const searching = (m: Machine): Row[] => {
  const inList = makeSearch(
    m,
    (at) => at.car,
    (at) => at,
  );
  const inEntries = makeSearch(
    m,
    (at) => (at.car as Pair).car,
    (at) => at.car,
  );
  return [
    {
      signature: "(member x list [same:procedure])",
      doc: "The first tail of a list that begins with x, compared by equal? or by same, or #f.",
      example: "(member '(b) '((a) (b) (c))) => ((b) (c))",
      kind: "calls",
      run(x: Value, list: Value, same?: Procedure) {
        if (same === undefined) return memberOf(m, x, list, isEqual);
        if (!isList(list)) wrongArgument(2, "a list", list);
        return inList({ same, key: x, at: list, found: false });
      },
    },
    {
      signature: "(assoc key alist [same:procedure])",
      doc: "The first pair of an association list whose car is key, by equal? or by same, or #f.",
      example: '(assoc "b" \'(("a" 1) ("b" 2))) => ("b" 2)',
      kind: "calls",
      run(key: Value, alist: Value, same?: Procedure) {
        if (same === undefined) return entryWhere(m, alist, (y) => isEqual(key, y));
        entryWhere(m, alist, () => false);
        return inEntries({ same, key, at: alist, found: false });
      },
    },
  ];
};

export const listLoops: Section = (m) => [...mapping(m), ...filtering(m), ...folding(m), ...searching(m)];
