// map, filter, the folds and sort: order, errors, continuations that come back, depth.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATA_SECTIONS } from "../../src/builtins/index-data.ts";
import { ErrorObject } from "../../src/values/error.ts";
import { arrayFrom, list, listFrom, Pair } from "../../src/values/pair.ts";
import { write } from "../../src/values/printer.ts";
import { NIL, type Procedure, type Value } from "../../src/values/types.ts";
import { rows } from "./rows.ts";

const messageOf = (f: () => unknown): string => {
  try {
    f();
  } catch (error) {
    return error instanceof ErrorObject ? error.message : String(error);
  }
  return "no error";
};

describe.each([2000, 3, 0])("with fuel %i", (fuelPerTurn) => {
  const r = rows(DATA_SECTIONS, { fuelPerTurn });
  const show = (name: string, ...args: Value[]): string => write(r.call(name, ...args));
  const double: Procedure = (x: number) => x * 2;
  const plus: Procedure = (...xs: number[]) => xs.reduce((a, b) => a + b, 0);
  /** Charges fuel as emitted code does, so that it unwinds. */
  const slow = (f: Procedure): Procedure => {
    const g: Procedure = (...args: Value[]) => {
      if (r.m.fuel < 0) return r.m.again(g, args);
      r.m.fuel--;
      return f(...args);
    };
    return g;
  };

  it("maps over one and several lists, ending with the shortest", () => {
    expect(show("map", slow(double), list(1, 2, 3))).toBe("(2 4 6)");
    expect(show("map", slow(plus), list(1, 2, 3), list(10, 20), list(100, 200, 300))).toBe("(111 222)");
    expect(show("map", double, NIL)).toBe("()");
    const circle = new Pair(1, NIL);
    circle.cdr = circle;
    expect(show("map", slow(plus), circle, list(1, 2))).toBe("(2 3)");
  });

  it("calls in order", () => {
    const seen: Value[] = [];
    r.call(
      "for-each",
      slow((x: Value) => seen.push(x)),
      list(1, 2, 3),
    );
    expect(seen).toEqual([1, 2, 3]);
  });

  it("filters, folds, searches", () => {
    expect(
      show(
        "filter",
        slow((x: number) => x > 1),
        list(1, 2, 3),
      ),
    ).toBe("(2 3)");
    expect(
      show(
        "fold",
        slow((x: Value, acc: Value) => new Pair(x, acc)),
        NIL,
        list(1, 2, 3),
      ),
    ).toBe("(3 2 1)");
    expect(
      show(
        "foldr",
        slow((x: Value, acc: Value) => new Pair(x, acc)),
        NIL,
        list(1, 2, 3),
      ),
    ).toBe("(1 2 3)");
    expect(
      show(
        "fold-right",
        slow((a: Value, b: Value, acc: Value) => list(a, b, acc)),
        0,
        list(1, 2),
        list(3, 4),
      ),
    ).toBe("(1 3 (2 4 0))");
    expect(
      show(
        "assoc",
        2,
        list(list(1), list(2)),
        slow((a: number, b: number) => a === b),
      ),
    ).toBe("(2)");
    expect(
      show(
        "member",
        2,
        list(1, 2, 3),
        slow((a: number, b: number) => a === b),
      ),
    ).toBe("(2 3)");
    expect(
      show(
        "append-map",
        slow((x: Value) => list(x, x)),
        list(1, 2),
      ),
    ).toBe("(1 1 2 2)");
  });

  it("names what is wrong", () => {
    expect(messageOf(() => r.call("map", double, 5))).toBe("map: expected a list as argument 2, got 5");
    expect(messageOf(() => r.call("map", 5, NIL))).toBe("map: expected a procedure as argument 1, got 5");
    expect(messageOf(() => r.call("foldl", plus, 0, new Pair(1, 2)))).toBe(
      "foldl: expected a list as argument 3, got (1 . 2)",
    );
    expect(messageOf(() => r.call("append-map", slow(double), list(1, 2)))).toBe(
      "append-map: expected f to give a list, got 2",
    );
  });

  it("is not disturbed by a continuation that comes back", () => {
    let back: Procedure | undefined;
    const results: string[] = [];
    const grab: Procedure = (x: number) =>
      x === 2
        ? r.of("call/cc")((k: Procedure) => {
            back = k;
            return 2;
          })
        : x;
    const first = write(r.run(() => r.of("map")(slow(grab), list(1, 2, 3))));
    results.push(first);
    // The continuation goes back into the middle of the map, twice.
    results.push(write(r.run(() => (back as Procedure)(20))), write(r.run(() => (back as Procedure)(200))));
    expect(results).toEqual(["(1 2 3)", "(1 20 3)", "(1 200 3)"]);
  });

  it("sorts stably, and again from any comparison", () => {
    const items = listFrom([5, 3, 9, 1, 7, 3, 2, 8, 6, 4, 0]);
    const less = slow((a: number, b: number) => a < b);
    expect(show("sort", items, less)).toBe("(0 1 2 3 3 4 5 6 7 8 9)");
    expect(write(items)).toBe("(5 3 9 1 7 3 2 8 6 4 0)");
    const pairs = listFrom([3, 1, 2, 1, 3, 2].map((n, i) => new Pair(n, i)));
    const byCar = slow((a: Pair, b: Pair) => (a.car as number) < (b.car as number));
    expect(show("sort", pairs, byCar)).toBe("((1 . 1) (1 . 3) (2 . 2) (2 . 5) (3 . 0) (3 . 4))");
    const points: Procedure[] = [];
    const watched = slow((a: number, b: number) =>
      r.of("call/cc")((k: Procedure) => {
        points.push(k);
        return a < b;
      }),
    );
    const input = [4, 2, 3, 1];
    const sorted = write(r.run(() => r.of("sort")(listFrom(input), watched)));
    expect(sorted).toBe("(1 2 3 4)");
    const comparisons = points.length;
    // Each comparison again, with the answer it had: the same order each time.
    const answers = [true, true];
    expect(comparisons).toBeGreaterThan(3);
    expect(write(r.run(() => points[0](answers[0])))).toBe("(1 2 3 4)");
    expect(write(r.run(() => points[0](false)))).not.toBe("(1 2 3 4)");
    expect(write(r.run(() => points[0](true)))).toBe("(1 2 3 4)");
  });

  it("updates hash tables through calls", () => {
    const t = r.call("make-hash");
    r.call("hash-update!", t, 1, slow(double), 4);
    r.call("hash-update!", t, 1, slow(double), 4);
    expect(r.call("hash-ref", t, 1)).toBe(16);
    expect(
      show(
        "hash-map",
        t,
        slow((k: number, v: number) => k + v),
      ),
    ).toBe("(17)");
    expect(messageOf(() => r.call("hash-ref", t, 2))).toBe("hash-ref: no value found for key 2");
  });
});

it("gives every sort that is entered again the result of its own answers", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 24 }),
      fc.integer({ min: 1, max: 40 }),
      (items, fuelPerTurn) => {
        const r = rows(DATA_SECTIONS, { fuelPerTurn });
        const points: Procedure[] = [];
        const answers: boolean[] = [];
        const watched: Procedure = (a: number, b: number) =>
          r.of("call/cc")((k: Procedure) => {
            points.push(k);
            answers.push(a < b);
            return a < b;
          });
        /** A sort from the start that gives `given` as its first answers. */
        const replay = (given: boolean[]): string => {
          let at = 0;
          const less: Procedure = (a: number, b: number) => (at < given.length ? given[at++] : a < b);
          return write(r.call("sort", listFrom(items), less));
        };
        const run = (thunk: () => unknown): string => write(r.run(thunk));
        const sorted = run(() => r.of("sort")(listFrom(items), watched));
        expect(sorted).toBe(write(listFrom([...items].sort((a, b) => a - b))));
        const taken = [...points];
        const given = [...answers];
        // Backwards and forwards, so that older states are entered after newer ones and again after that.
        for (const i of [...taken.keys()].reverse().concat([...taken.keys()])) {
          expect(run(() => taken[i](!given[i]))).toBe(replay([...given.slice(0, i), !given[i]]));
          expect(run(() => taken[i](given[i]))).toBe(sorted);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it("works a million levels deep through the callback of map", () => {
  const r = rows(DATA_SECTIONS);
  const { m } = r;
  const dive: Procedure = (n: number) => {
    if (m.fuel < 0) return m.again(dive, [n]);
    m.fuel--;
    return n === 0 ? 0 : r.of("map")(dive, list(n - 1));
  };
  const map = r.of("map");
  expect(map).toBeTypeOf("function");
  let depth = 0;
  for (let x = r.run(() => dive(1_000_000)); x instanceof Pair; x = x.car) depth++;
  expect(depth).toBe(1_000_000);
});

it("maps a million elements", () => {
  const r = rows(DATA_SECTIONS);
  const items = arrayFrom(r.call("iota", 1_000_000)) as Value[];
  const result = r.call("map", ((x: number) => x + 1) as Procedure, listFrom(items));
  expect((arrayFrom(result) as Value[])[999_999]).toBe(1_000_000);
});
