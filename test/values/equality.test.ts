// eq?, eqv? and equal?: atoms, structure, depth, cycles.
import fc from "fast-check";
import { expect, it } from "vitest";
import { Box } from "../../src/values/box.ts";
import { charOf } from "../../src/values/char.ts";
import { isEq, isEqual, isEqv } from "../../src/values/equality.ts";
import { HashTable } from "../../src/values/hash-table.ts";
import { flonum, ratio } from "../../src/values/numbers.ts";
import { cons, list, Pair } from "../../src/values/pair.ts";
import { Record, RecordType } from "../../src/values/record.ts";
import { str } from "../../src/values/string.ts";
import { intern } from "../../src/values/symbol.ts";
import { NIL, type Value } from "../../src/values/types.ts";
import { values } from "./arbitrary.ts";

const DEPTH = 300_000;

function nested(depth: number, end: Value, wrap: (x: Value) => Value): Value {
  let x = end;
  for (let i = 0; i < depth; i++) x = wrap(x);
  return x;
}

it("tells atoms apart", () => {
  const cases: [Value, Value, boolean, boolean][] = [
    [1, 1, true, true],
    [2n ** 70n, 2n ** 70n, true, true],
    [1, flonum(1), false, false],
    [flonum(1.5), flonum(1.5), true, true],
    [flonum(0), flonum(-0), false, false],
    [flonum(Number.NaN), flonum(Number.NaN), true, true],
    [ratio(1n, 3n), ratio(2n, 6n), true, true],
    [str("a"), str("a"), false, true],
    [str("a"), intern("a"), false, false],
    [intern("a"), intern("a"), true, true],
    [charOf(0x1f600), charOf(0x1f600), true, true],
    [NIL, NIL, true, true],
    [NIL, false, false, false],
    [[], [], false, true],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 2), false, true],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 3), false, false],
    [Uint8Array.of(1), [1], false, false],
    [new Box(str("x")), new Box(str("x")), false, true],
  ];
  for (const [a, b, eqv, equal] of cases) {
    expect([isEqv(a, b), isEqual(a, b)]).toEqual([eqv, equal]);
    expect(isEqual(b, a)).toBe(equal);
    expect(isEq(a, a)).toBe(true);
  }
});

it("is reflexive, and sees a change anywhere", () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(isEqual(a, a)).toBe(true);
      expect(isEqual(a, b)).toBe(isEqual(b, a));
      expect(isEqual(list(a, b), list(a, b))).toBe(true);
      expect(isEqual([a, 1], [a, 2])).toBe(false);
      expect(isEqual(cons(a, b), cons(a, list(b)))).toBe(isEqual(b, list(b)));
    }),
  );
});

it("looks into transparent records only", () => {
  const opaque = new RecordType("point", ["x"]);
  const open = new RecordType("point", ["x"], undefined, true);
  const other = new RecordType("point", ["x"], undefined, true);
  expect(isEqual(new Record(opaque, [1]), new Record(opaque, [1]))).toBe(false);
  expect(isEqual(new Record(open, [str("a")]), new Record(open, [str("a")]))).toBe(true);
  expect(isEqual(new Record(open, [1]), new Record(other, [1]))).toBe(false);
});

it("compares hash tables whatever their order", () => {
  const table = (...entries: [Value, Value][]): HashTable => {
    const made = new HashTable();
    for (const [key, value] of entries) made.set(key, value);
    return made;
  };
  expect(isEqual(table([1, str("a")], [str("k"), NIL]), table([str("k"), NIL], [1, str("a")]))).toBe(true);
  expect(isEqual(table([1, 2]), table([1, 3]))).toBe(false);
  expect(isEqual(table([1, 2]), table([2, 2]))).toBe(false);
  expect(isEqual(table([list(1, 2), 2]), table([list(1, 2), 2]))).toBe(true);
  const self = table();
  self.set(1, self);
  const twin = table();
  twin.set(1, twin);
  expect(isEqual(self, twin)).toBe(true);
});

it("goes deep without the stack", () => {
  const wraps: ((x: Value) => Value)[] = [
    (x) => list(x),
    (x) => cons(1, x),
    (x) => [x],
    (x) => [1, x, 2],
    (x) => new Box(x),
  ];
  for (const wrap of wraps) {
    const x = nested(DEPTH, 1, wrap);
    expect(isEqual(x, nested(DEPTH, 1, wrap))).toBe(true);
    expect(isEqual(x, nested(DEPTH, 2, wrap))).toBe(false);
  }
});

it("ends on large circular data", () => {
  // Far more objects than one stretch of merging handles, every one on a cycle and branching.
  const web = (end: Value): Pair => {
    const pairs = Array.from({ length: 60_000 }, () => new Pair(NIL, NIL));
    for (let i = 0; i < pairs.length; i++) {
      pairs[i].cdr = pairs[(i + 1) % pairs.length];
      pairs[i].car = i === 40_000 ? end : pairs[(i * 7919) % pairs.length];
    }
    return pairs[0];
  };
  expect(isEqual(web(1), web(1))).toBe(true);
  expect(isEqual(web(1), web(2))).toBe(false);
});

it("ends on circular data", () => {
  const circle = (...items: Value[]): Pair => {
    const pairs = items.map((x) => new Pair(x, NIL));
    for (let i = 0; i < pairs.length; i++) pairs[i].cdr = pairs[(i + 1) % pairs.length];
    return pairs[0];
  };
  // (1 1 1 …), one pair long and seven pairs long: the same for ever.
  expect(isEqual(circle(1), circle(1, 1, 1, 1, 1, 1, 1))).toBe(true);
  expect(isEqual(circle(1, 2), circle(1, 2, 1, 2, 1, 3))).toBe(false);
  const v: Value[] = [1];
  v.push(v);
  const w: Value[] = [1];
  w.push([1, w]);
  expect(isEqual(v, w)).toBe(true);
  // Doubling at every level: 2^60 paths, 60 objects.
  const shared = (end: Value): Value => nested(60, end, (x) => cons(x, x));
  expect(isEqual(shared(1), shared(1))).toBe(true);
  expect(isEqual(shared(1), shared(2))).toBe(false);
});
