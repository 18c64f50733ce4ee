// Hash tables against a naive model, in place and persistently.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEq, isEqual, isEqv } from "../../src/values/equality.ts";
import { type HashKind, HashTable } from "../../src/values/hash-table.ts";
import { flonum, ratio } from "../../src/values/numbers.ts";
import { cons, list, Pair } from "../../src/values/pair.ts";
import { write } from "../../src/values/printer.ts";
import { MString, str } from "../../src/values/string.ts";
import { intern, Sym } from "../../src/values/symbol.ts";
import { NIL, type Value } from "../../src/values/types.ts";

/** Keys that collide in one way or another. */
const keyMakers: (() => Value)[] = [
  () => 0,
  () => 1,
  () => flonum(1),
  () => flonum(0),
  () => flonum(-0),
  () => flonum(Number.NaN),
  () => flonum(1e300),
  () => flonum(1.5),
  () => 2n ** 53n,
  () => flonum(2 ** 53),
  () => flonum(Infinity),
  () => true,
  () => NIL,
  () => str("a"),
  () => intern("a"),
  () => str("1"),
  () => str("Infinity"),
  () => ratio(1n, 3n),
  () => list(1, 2),
  () => [1, 2],
  () => list(list(str("a"))),
  () => Uint8Array.of(1),
];
const keys = fc.constantFrom(...keyMakers).map((make) => make());
const steps = fc.array(
  fc.record({ op: fc.constantFrom("set", "delete", "with", "without", "copy"), key: keys, value: fc.nat() }),
  { maxLength: 60 },
);

/** A list of entries, searched with the equivalence itself. */
class Model {
  readonly entries: [Value, Value][];
  readonly same: (a: Value, b: Value) => boolean;
  constructor(same: (a: Value, b: Value) => boolean, entries: [Value, Value][] = []) {
    this.same = same;
    this.entries = entries;
  }
  set(key: Value, value: Value): void {
    const entry = this.entries.find(([k]) => this.same(k, key));
    if (entry === undefined) this.entries.push([key, value]);
    else entry[1] = value;
  }
  delete(key: Value): void {
    const at = this.entries.findIndex(([k]) => this.same(k, key));
    if (at >= 0) this.entries.splice(at, 1);
  }
}

const nameOf = (x: Value): string | undefined =>
  x instanceof MString ? x.toString() : x instanceof Sym ? x.name : undefined;
const foreignly = (same: (a: Value, b: Value) => boolean) => (a: Value, b: Value) =>
  nameOf(a) !== undefined && nameOf(a) === nameOf(b) ? true : same(a, b);

const kinds: [HashKind, boolean, (a: Value, b: Value) => boolean][] = [
  ["equal", false, isEqual],
  ["eqv", false, isEqv],
  ["eq", false, isEq],
  ["equal", true, foreignly(isEqual)],
];

describe.each(kinds)("kind %s, foreign %s", (kind, foreign, same) => {
  it("behaves as a list of entries", () => {
    fc.assert(
      fc.property(steps, (script) => {
        let table = new HashTable(kind, { foreign });
        let model = new Model(same);
        for (const { op, key, value } of script) {
          const before = table.entries();
          if (op === "set") table.set(key, value);
          else if (op === "delete") table.delete(key);
          else {
            const old = table;
            if (op === "copy") table = table.copy();
            else table = op === "with" ? table.with(key, value) : table.without(key);
            expect(old.entries()).toEqual(before);
            model = new Model(
              same,
              model.entries.map(([k, v]) => [k, v]),
            );
          }
          if (op === "set" || op === "with") model.set(key, value);
          else if (op === "delete" || op === "without") model.delete(key);
          expect(table.size).toBe(model.entries.length);
          const entries = table.entries();
          expect(entries.map(([, v]) => v)).toEqual(model.entries.map(([, v]) => v));
          // The first spelling of a key is kept, and it is the key that was given.
          for (const [i, [k]] of entries.entries()) expect(k).toBe(model.entries[i][0]);
        }
        for (const make of keyMakers) {
          const key = make();
          const expected = model.entries.find(([k]) => same(k, key))?.[1];
          expect(table.get(key)).toBe(expected);
          expect(table.has(key)).toBe(expected !== undefined);
        }
      }),
    );
  });
});

it("counts changes in place", () => {
  const table = new HashTable();
  expect(table.version).toBe(0);
  table.set(1, 2);
  table.set(1, 3);
  expect(table.version).toBe(2);
  table.delete(7);
  expect(table.version).toBe(2);
  table.delete(1);
  table.clear();
  expect(table.version).toBe(4);
  const other = table.with(1, 1);
  expect([table.version, other.version]).toEqual([4, 0]);
});

it("takes deep and circular keys", () => {
  let deep: Value = NIL;
  for (let i = 0; i < 300_000; i++) deep = list(deep);
  const circle = new Pair(1, NIL);
  circle.cdr = circle;
  const table = new HashTable();
  table.set(deep, 1);
  table.set(circle, 2);
  expect(table.get(circle)).toBe(2);
  expect(table.get(deep)).toBe(1);
  const twin = new Pair(1, new Pair(1, NIL));
  (twin.cdr as Pair).cdr = twin;
  expect(table.get(twin)).toBe(2);
});

it("updates persistently without copying", () => {
  // Copying would be 10^10 steps.
  let table = new HashTable("equal", { mutable: false });
  for (let i = 0; i < 100_000; i++) table = table.with(i, i);
  const all = table;
  for (let i = 0; i < 100_000; i += 2) table = table.without(i);
  expect([all.size, table.size]).toEqual([100_000, 50_000]);
  expect(table.keys().slice(0, 3)).toEqual([1, 3, 5]);
  expect(all.get(99_998)).toBe(99_998);
});

it("does not copy again for each functional update of one table", () => {
  const table = new HashTable();
  for (let i = 0; i < 20_000; i++) table.set(i, i);
  let changed = 0;
  for (let i = 0; i < 20_000; i++) if (table.with(i, -1).get(i) === -1) changed++;
  expect(changed).toBe(20_000);
  table.set(0, 7);
  expect(table.with(1, 1).get(0)).toBe(7);
});

it("spreads keys that look alike", () => {
  // Lists that differ only at their end, and many flonums: buckets of thousands would take minutes.
  const table = new HashTable("equal");
  let persistent = new HashTable("equal", { mutable: false });
  let long: Value = NIL;
  for (let i = 0; i < 200; i++) long = cons(0, long);
  for (let i = 0; i < 3000; i++) {
    const key = cons(i, long);
    table.set(key, i);
    persistent = persistent.with(flonum(i / 7), i);
  }
  expect(table.get(cons(2999, long))).toBe(2999);
  expect(persistent.get(flonum(2999 / 7))).toBe(2999);
});

it("prints in order, with the first spelling of each key", () => {
  const table = new HashTable("equal", { foreign: true });
  table.set(intern("title"), str("a"));
  table.set(intern("n"), 1);
  table.set(str("title"), str("b"));
  expect(write(table)).toBe('#hash((title . "b") (n . 1))');
});
