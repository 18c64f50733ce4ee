// Rows of data that need no engine: errors name argument and type, limits hold, circular data ends in an error.
import { describe, expect, it } from "vitest";
import { DATA_SECTIONS } from "../../src/builtins/index-data.ts";
import { wrap } from "../../src/builtins/wrap.ts";
import { ErrorObject } from "../../src/values/error.ts";
import { HashTable } from "../../src/values/hash-table.ts";
import { list, listFrom, Pair } from "../../src/values/pair.ts";
import { write } from "../../src/values/printer.ts";
import { intern } from "../../src/values/symbol.ts";
import { NIL, type Procedure, type Value } from "../../src/values/types.ts";
import { rows } from "./rows.ts";

const r = rows(DATA_SECTIONS);
const show = (name: string, ...args: Value[]): string => write(r.call(name, ...args));
const error = (f: () => unknown): ErrorObject => {
  try {
    f();
  } catch (error) {
    if (error instanceof ErrorObject) return error;
    throw error;
  }
  throw new Error("no error");
};
const message = (name: string, ...args: Value[]): string => error(() => r.call(name, ...args)).message;

const circle = (): Pair => {
  const p = new Pair(1, NIL);
  p.cdr = p;
  return p;
};

it("names every row once", () => {
  const names = DATA_SECTIONS.flatMap((section) =>
    section(r.m, { random: { next: () => 0 } } as never).map((row) => wrap(row).name),
  );
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  expect(twice).toEqual([]);
});

describe("errors", () => {
  it.each<[string, Value[], string]>([
    ["car", [5], "car: expected a pair as argument 1, got 5"],
    ["caddr", [list(1, 2)], "caddr: expected a pair with a caddr as argument 1, got (1 2)"],
    ["list-ref", [list(1, 2, 3), 7], "list-ref: expected an index below 3 as argument 2, got 7"],
    ["list-ref", [NIL, 0], "list-ref: expected an index, but the list is empty as argument 2, got 0"],
    ["list-tail", [list(1), 2], "list-tail: expected a list of at least 2 elements as argument 1, got (1)"],
    ["length", [new Pair(1, 2)], "length: expected a list as argument 1, got (1 . 2)"],
    ["append", [list(1), 5, NIL], "append: expected a list as argument 2, got 5"],
    ["vector-ref", [[1, 2], 2], "vector-ref: expected an index below 2 as argument 2, got 2"],
    ["vector-ref", [[1, 2], -1], "vector-ref: expected an exact non-negative integer as argument 2, got -1"],
    ["vector-copy", [[1, 2], 2, 1], "vector-copy: expected a start of at most 1 as argument 2, got 2"],
    ["vector-copy", [[1, 2], 0, 3], "vector-copy: expected an end of at most 2 as argument 3, got 3"],
    [
      "bytevector-u8-set!",
      [new Uint8Array(1), 0, 256],
      "bytevector-u8-set!: expected a byte (an exact integer from 0 to 255) as argument 3, got 256",
    ],
    ["hash-ref", [new HashTable(), intern("a")], "hash-ref: no value found for key a"],
    ["assq", [intern("a"), list(1)], "assq: expected a list of pairs as argument 2, got (1)"],
    ["apply", [((): Value => 1) as Procedure, 1, 2], "apply: expected a list as argument 3, got 2"],
    ["first", [NIL], "first: expected a list of at least 1 element as argument 1, got ()"],
    ["take", [list(1), 2], "take: expected a list of at least 2 elements as argument 1, got (1)"],
    ["range", [1, 5, 0], "range: expected a step other than 0 as argument 3, got 0"],
    ["hash", [1, 2, 3], "hash: expected a key with a value after it as argument 3, got 3"],
    ["sort", [5, 6], "sort: expected a procedure as argument 2, got 6"],
    ["cons", [1], "cons: expected 2 arguments, got 1"],
  ])("%s %j", (name, args, expected) => {
    expect(message(name, ...args)).toBe(expected);
  });

  it("says how tables are changed", () => {
    const fixed = r.call("hash", 1, 2);
    expect(error(() => r.call("hash-set!", fixed, 1, 2)).hint).toContain("use hash-set, which gives a new table");
    expect(error(() => r.call("hash-set", new HashTable(), 1, 2)).hint).toBe(
      "this table can be changed in place: use hash-set!",
    );
  });

  it("shows the keys that are there", () => {
    expect(error(() => r.call("hash-ref", r.call("hash", intern("title"), 1), intern("titel"))).hint).toBe(
      "its keys are title",
    );
  });
});

describe("limits", () => {
  it.each<[string, Value[]]>([
    ["make-vector", [2 ** 40]],
    ["make-list", [2 ** 26, 0]],
    ["make-bytevector", [2 ** 30]],
    ["iota", [1e15]],
    ["range", [1e15]],
    ["permutations", [listFrom(Array.from({ length: 20 }, (_, i) => i))]],
    ["combinations", [listFrom(Array.from({ length: 60 }, (_, i) => i))]],
    ["cartesian-product", Array.from({ length: 9 }, () => listFrom(Array.from({ length: 100 }, (_, i) => i)))],
  ])("%s refuses before it allocates", (name, args) => {
    expect(error(() => r.call(name, ...args)).code).toBe("limit");
  });

  it("tells the engine of large allocations before they are made", () => {
    const own = rows(DATA_SECTIONS);
    const asked: number[] = [];
    own.m.allocating = (bytes) => {
      asked.push(bytes);
    };
    own.call("make-vector", 1_000_000);
    expect(asked).toEqual([8_000_000]);
  });
});

describe("circular data", () => {
  it.each<[string, (c: Pair) => Value[]]>([
    ["length", (c) => [c]],
    ["reverse", (c) => [c]],
    ["append", (c) => [c, NIL]],
    ["list-copy", (c) => [c]],
    ["memq", (c) => [2, c]],
    ["member", (c) => [2, c]],
    ["assoc", (c) => [2, new Pair(c, c)]],
    ["map", (c) => [((x: Value) => x) as Procedure, c]],
    ["for-each", (c) => [((x: Value) => x) as Procedure, c, c]],
    ["filter", (c) => [((x: Value) => x) as Procedure, c]],
    ["fold", (c) => [((x: Value) => x) as Procedure, 0, c]],
    ["sort", (c) => [c, ((x: Value) => x) as Procedure]],
    ["list->vector", (c) => [c]],
    ["apply", (c) => [((x: Value) => x) as Procedure, c]],
    ["last", (c) => [c]],
    ["last-pair", (c) => [c]],
    ["flatten", (c) => [c]],
    ["zip", (c) => [c]],
    ["concatenate", (c) => [c]],
  ])("%s ends in an error", (name, args) => {
    expect(error(() => r.call(name, ...args(circle()))).code).toBe("wrong-type");
  });

  it("flatten refuses a list that is its own first element", () => {
    const p = new Pair(1, NIL);
    p.car = p;
    expect(error(() => r.call("flatten", p)).message).toContain("does not contain itself");
  });

  it("list? and length+ answer", () => {
    expect(r.call("list?", circle())).toBe(false);
    expect(r.call("length+", circle())).toBe(false);
    expect(r.call("circular-list?", circle())).toBe(true);
  });
});

it("flattens 200,000 levels", () => {
  let x: Value = 1;
  for (let i = 0; i < 200_000; i++) x = list(x);
  expect(show("flatten", x)).toBe("(1)");
});

it("keeps records of a descendant apart from strangers", () => {
  const point = r.call("%make-record-type", intern("point"), list(intern("x"), intern("y")), false, true);
  const point3 = r.call("%make-record-type", intern("point3"), list(intern("z")), point, true);
  const make = r.call("%record-constructor", point3, list(0, 1, 2), intern("point3")) as Procedure;
  const p = r.run(() => make(1, 2, 3));
  expect(write(p)).toBe("#(struct:point3 1 2 3)");
  const x = r.call("%record-accessor", point, 0, intern("x"), intern("point-x")) as Procedure;
  expect(r.run(() => x(p))).toBe(1);
  expect(error(() => r.run(() => x(5))).message).toBe("point-x: expected a point as argument 1, got 5");
  expect(error(() => r.run(() => make(1, 2))).message).toBe("point3: expected 3 arguments, got 2");
  expect(error(() => r.run(() => make(1, 2, 3, 4))).message).toBe("point3: expected 3 arguments, got 4 or more");
  expect(r.run(() => (r.call("%record-predicate", point3) as Procedure)(p))).toBe(true);
});

describe("parameters", () => {
  it("convert, bind, and give back", () => {
    const double = ((x: number) => x * 2) as Procedure;
    const p = r.call("make-parameter", 5, double) as Procedure;
    expect(r.run(() => p())).toBe(10);
    const inside = r.run(() => r.of("%parameterize")(list(p), list(7), (() => p()) as Procedure));
    expect(inside).toBe(14);
    expect(r.run(() => p())).toBe(10);
    expect(message("%parameterize", list(5), list(1), (() => 1) as Procedure)).toBe(
      "parameterize: expected a parameter, got 5",
    );
  });
});

describe("errors and handlers", () => {
  it("renders the forms of error", () => {
    const text = (...args: Value[]): string =>
      write(
        r.call(
          "exn-message",
          error(() => r.call("error", ...args)),
        ),
      );
    const s = (t: string): Value =>
      r.call(
        "error-object-message",
        error(() => r.call("error", intern(t))),
      ) as Value;
    expect(text(intern("oops"))).toBe('"error: oops"');
    expect(write(s("x"))).toBe('"error: x"');
  });

  it("gives a continuable raise the handler's value, and a plain one a second error", () => {
    const handler = ((x: number) => x + 1) as Procedure;
    const value = r.run(() =>
      r.of("with-exception-handler")(handler, (() => r.of("raise-continuable")(41)) as Procedure),
    );
    expect(value).toBe(42);
    const second = error(() =>
      r.run(() => r.of("with-exception-handler")(handler, (() => r.of("raise")(41)) as Procedure)),
    );
    expect(second.code).toBe("handler-returned");
  });
});
