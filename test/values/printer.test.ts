// The printer: spelling, labels, depth, limits.
import { describe, expect, it } from "vitest";
import { Box } from "../../src/values/box.ts";
import { charOf } from "../../src/values/char.ts";
import { ErrorObject, Raised } from "../../src/values/error.ts";
import { HashTable } from "../../src/values/hash-table.ts";
import { flonum, ratio } from "../../src/values/numbers.ts";
import { cons, list, Pair } from "../../src/values/pair.ts";
import { display, print, printShort, write } from "../../src/values/printer.ts";
import { Record, RecordType } from "../../src/values/record.ts";
import { str } from "../../src/values/string.ts";
import { intern, internKeyword } from "../../src/values/symbol.ts";
import { EOF, NIL, type Procedure, UNSPECIFIED, type Value } from "../../src/values/types.ts";

const table = new HashTable("eqv");
table.set(1, list(2));

const point = new RecordType("<point>", ["x", "y"]);
const posn = new RecordType("posn", ["x"], undefined, true);

const SPELLINGS: [Value, string, string?][] = [
  [12, "12"],
  [-(2n ** 64n), "-18446744073709551616"],
  [ratio(-1n, 3n), "-1/3"],
  [flonum(1), "1.0"],
  [flonum(-0), "-0.0"],
  [flonum(1e21), "1e21"],
  [flonum(1e-7), "1e-7"],
  [flonum(123456789012345680000), "123456789012345680000.0"],
  [flonum(Number.NaN), "+nan.0"],
  [str('a"b\\\n\t\u0007\u0000é😀'), '"a\\"b\\\\\\n\\t\\a\\x0;é😀"', 'a"b\\\n\t\u0007\u0000é😀'],
  [str("\ud800"), '"\\xd800;"', "\ud800"],
  [charOf(97), "#\\a", "a"],
  [charOf(32), "#\\space", " "],
  [charOf(0), "#\\null", "\u0000"],
  [charOf(0x300), "#\\x300", "\u0300"],
  [charOf(0x1f600), "#\\😀", "😀"],
  [intern("a"), "a"],
  [intern("A b"), "|A b|", "A b"],
  [intern(""), "||", ""],
  [intern("1"), "|1|", "1"],
  [intern("+i"), "|+i|", "+i"],
  [intern("-"), "-"],
  [intern("..."), "..."],
  [intern("."), "|.|", "."],
  [intern("#foo"), "|#foo|", "#foo"],
  [intern("#%foo"), "#%foo"],
  [intern("a|b"), "|a\\|b|", "a|b"],
  [intern("λ"), "λ"],
  [internKeyword("key"), "#:key"],
  [internKeyword("a b"), "#:|a b|", "#:a b"],
  [NIL, "()"],
  [true, "#t"],
  [UNSPECIFIED, "#<void>"],
  [EOF, "#<eof>"],
  [list(1, cons(2, 3), [], [str("x")]), '(1 (2 . 3) #() #("x"))', "(1 (2 . 3) #() #(x))"],
  [list(intern("quote"), intern("a")), "(quote a)"],
  [Uint8Array.of(0, 255), "#u8(0 255)"],
  [new Box(list(1)), "#&(1)"],
  [table, "#hasheqv((1 . (2)))"],
  [new Record(point, [1, str("a")]), '#<point 1 "a">', "#<point 1 a>"],
  [new Record(posn, [list(1)]), "#(struct:posn (1))"],
  [
    new ErrorObject("error", "no such thing:", [str("a"), intern("b")]),
    '#<error no such thing: "a" b>',
    'no such thing: "a" b',
  ],
];

it.each(SPELLINGS)("spells %#: %s", (value, written, displayed = written) => {
  expect(write(value)).toBe(written);
  expect(display(value)).toBe(displayed);
});

it("names procedures", () => {
  const known = Object.assign(() => 1, { info: { name: "car", min: 1, max: 1 } }) as Procedure;
  const emitted: Procedure = () => 1;
  expect(write(known)).toBe("#<procedure:car>");
  expect(write(emitted)).toBe("#<procedure>");
  const procedureInfo = (f: Procedure) => (f === emitted ? { name: "loop", min: 0, max: 0 } : undefined);
  expect(print(list(emitted, known), { procedureInfo })).toBe("(#<procedure:loop> #<procedure:car>)");
});

describe("labels", () => {
  const shared = list(1);
  const both = list(shared, shared);
  const circle = new Pair(1, NIL);
  circle.cdr = new Pair(2, circle);
  const vector: Value[] = [];
  vector.push(list(vector), 1);

  it("mark cycles in write and display", () => {
    expect(write(both)).toBe("((1) (1))");
    expect(write(circle)).toBe("#0=(1 2 . #0#)");
    expect(display(circle)).toBe("#0=(1 2 . #0#)");
    expect(write(vector)).toBe("#0=#((#0#) 1)");
    expect(write(list(circle, vector))).toBe("(#0=(1 2 . #0#) #1=#((#1#) 1))");
    expect(write(cons(0, circle))).toBe("(0 . #0=(1 2 . #0#))");
    const self = new HashTable();
    self.set(1, self);
    expect(write(self)).toBe("#0=#hash((1 . #0#))");
  });

  it("mark all sharing in write-shared, none in write-simple", () => {
    expect(print(both, { mode: "shared" })).toBe("(#0=(1) #0#)");
    expect(print(circle, { mode: "shared" })).toBe("#0=(1 2 . #0#)");
    expect(print(both, { mode: "simple" })).toBe("((1) (1))");
    expect(print(circle, { mode: "simple", limit: 12 })).toBe("(1 2 1 2 ...");
  });

  it("are found in large data", () => {
    let long: Value = NIL;
    for (let i = 0; i < 2000; i++) long = cons(i, long);
    const end = new Pair(long, NIL);
    end.cdr = end;
    expect(write(end).slice(0, 14)).toBe("#0=((1999 1998");
    expect(write(end).endsWith(" 0) . #0#)")).toBe(true);
    // Beyond what one search remembers, with the cycle at the very end.
    let giant: Value = end;
    for (let i = 0; i < 120_000; i++) giant = cons(1, giant);
    expect(write(giant).endsWith(" 1 . #0=((1999 1998".concat(write(end).slice(14), ")"))).toBe(true);
    expect(print(giant, { limit: 10 })).toBe("(1 1 1 ...");
    expect(print(circle, { limit: 10 })).toBe("#0=(1 2...");
  });
});

it("goes deep without the stack", () => {
  let nestedLists: Value = NIL;
  let vectors: Value = 1;
  let boxes: Value = 1;
  for (let i = 0; i < 300_000; i++) {
    nestedLists = list(nestedLists);
    vectors = [vectors];
    boxes = new Box(boxes);
  }
  expect(write(nestedLists).length).toBe(600_002);
  expect(write(vectors).length).toBe(900_001);
  expect(print(boxes, { mode: "shared" }).length).toBe(600_001);
});

describe("limits", () => {
  it("cut what is long", () => {
    expect(print(list(1, 2, 3), { limit: 7 })).toBe("(1 2 3)");
    expect(print(list(1, 2, 3), { limit: 6 })).toBe("(1 ...");
    expect(printShort(str("x".repeat(1000))).length).toBe(80);
    expect(print(str("ab😀cdef"), { limit: 7 })).toBe('"ab...');
    expect(print(str("x".repeat(10)), { mode: "display", limit: 5 })).toBe("xx...");
    expect(
      print(
        Uint8Array.from({ length: 1000 }, () => 7),
        { limit: 10 },
      ),
    ).toBe("#u8(7 7...");
  });

  it("refuse to print what doubles at each level, unless its sharing is shown", () => {
    let x: Value = NIL;
    for (let i = 0; i < 60; i++) x = cons(x, x);
    expect(() => write(x)).toThrow(Raised);
    expect(print(x, { limit: 20 }).length).toBe(20);
    expect(print(x, { mode: "shared" }).length).toBeLessThan(2000);
  });
});
