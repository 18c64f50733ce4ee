// Spans, completeness, reading from ports, and round trips with the printer.
import { Lexer } from "chevrotain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FlatParser } from "../../src/reader/grammar.ts";
import { ReadError } from "../../src/reader/read-error.ts";
import { loadReader } from "../../src/reader/reader.ts";
import { TOKENS } from "../../src/reader/tokens.ts";
import { isEqual } from "../../src/values/equality.ts";
import { TextInputPort } from "../../src/values/input-port.ts";
import { Pair } from "../../src/values/pair.ts";
import { print, write } from "../../src/values/printer.ts";
import type { MString } from "../../src/values/string.ts";
import { syntaxToDatum } from "../../src/values/strip-syntax.ts";
import { Syntax } from "../../src/values/syntax.ts";
import { EOF, NIL, type Value } from "../../src/values/types.ts";
import { values } from "../values/arbitrary.ts";
import { Pieces, reader, readPlain } from "./read.ts";

describe("spans", () => {
  /** Every syntax object of a datum with the text that its span covers. */
  function covered(text: string): [string, string, number, number][] {
    const found: [string, string, number, number][] = [];
    const visit = (x: Value): void => {
      if (x instanceof Syntax) {
        const { start, end, line, column } = x.span ?? { start: 0, end: 0, line: 0, column: 0 };
        found.push([write(syntaxToDatum(x)), text.slice(start, end), line, column]);
        visit(x.datum);
      } else if (x instanceof Pair) {
        visit(x.car);
        visit(x.cdr);
      } else if (Array.isArray(x)) x.forEach(visit);
    };
    reader.readAll(text, "f").forEach(visit);
    return found;
  }

  it("cover each datum", () => {
    expect(covered('(a "b\nc"\n  \'d . [#\\x])')).toEqual([
      ['(a "b\\nc" (quote d) #\\x)', '(a "b\nc"\n  \'d . [#\\x])', 1, 1],
      ["a", "a", 1, 2],
      ['"b\\nc"', '"b\nc"', 1, 4],
      ["(quote d)", "'d", 3, 3],
      ["quote", "'", 3, 3],
      ["d", "d", 3, 4],
      ["#\\x", "#\\x", 3, 9],
    ]);
  });

  it("count UTF-16 units, and lines across windows", () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `(😀 ${i})`);
    const datums = reader.readAll(lines.join("\n"), "f");
    expect(datums.length).toBe(30_000);
    for (const [i, datum] of datums.entries()) {
      if (datum.span?.line !== i + 1 || datum.span.column !== 1)
        throw new Error(`line ${i + 1}: ${JSON.stringify(datum.span)}`);
    }
    expect(reader.readAll("😀 a", "f")[1].span).toMatchObject({ start: 3, end: 4, column: 4 });
  });

  it("do not depend on where windows are cut", () => {
    // Tokens of all kinds, across every offset modulo the window's size.
    const sample = 'ab|c d|e "x\\"y" #\\a ;c\n #|b #|c|# |# #:k 12.5 #u8(1) ,@(f) #;g #rx"h" \'i\n';
    const one = reader.readAll(sample, "f").map((x) => write(syntaxToDatum(x)));
    for (let pad = 0; pad < 80; pad += 3) {
      const text = `${" ".repeat(pad)}${sample.repeat(1000)}`;
      const datums = reader.readAll(text, "f").map((x) => write(syntaxToDatum(x)));
      expect(datums.length).toBe(1000 * one.length);
      expect(datums.every((x, i) => x === one[i % one.length])).toBe(true);
    }
  });
});

describe("isComplete", () => {
  it.each([
    ["", "complete"],
    ["  ; comment", "complete"],
    ["a", "complete"],
    ["(a) (b)", "complete"],
    ["(a", "incomplete"],
    ["(a [b)", "invalid"],
    ["(a))", "invalid"],
    ['"a', "incomplete"],
    ['(display "a\n', "incomplete"],
    ["|a", "incomplete"],
    ["#| a", "incomplete"],
    ["'", "incomplete"],
    ["(a . ", "incomplete"],
    ["#;", "incomplete"],
    ["#foo (", "invalid"],
    ['#px"a', "incomplete"],
  ])("%j is %s", (text, expected) => {
    expect(reader.isComplete(text)).toBe(expected);
  });
});

describe("parseOne", () => {
  it("wants exactly one", () => {
    expect(write(syntaxToDatum(reader.parseOne(" (a) ", "f")))).toBe("(a)");
    expect(() => reader.parseOne(" ", "f")).toThrow("expected a datum, got nothing");
    expect(() => reader.parseOne("a b", "f")).toThrow("expected one datum, got several");
  });
});

describe("readDatum", () => {
  const all = (source: Pieces | TextInputPort): string[] => {
    const read: string[] = [];
    for (;;) {
      const datum = reader.readDatum(source);
      if (datum === EOF) return read;
      read.push(write(datum));
    }
  };

  it("stops right behind the datum", () => {
    const source = new Pieces("  (a b)x 12\n");
    reader.readDatum(source);
    expect(source.text.slice(source.position)).toBe("x 12\n");
    reader.readDatum(source);
    expect(source.text.slice(source.position)).toBe(" 12\n");
    reader.readDatum(source);
    expect(source.text.slice(source.position)).toBe("\n");
    expect(reader.readDatum(source)).toBe(EOF);
  });

  it("reads the same from any pieces", () => {
    const text = '(a "b\\"c" . d) 12.5 #;x abc|d e|f #\\space ;c\n #|x|# #(1) \'(q) "z"';
    const whole = all(new Pieces(text));
    expect(whole.length).toBe(7);
    const cut = fc.uniqueArray(fc.nat({ max: text.length }), { maxLength: 6 });
    fc.assert(
      fc.property(cut, (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, i) => text.slice(at[i], end));
        expect(all(new Pieces(...pieces))).toEqual(whole);
      }),
    );
    expect(all(new Pieces(...text))).toEqual(whole);
  });

  it("reads from ports", () => {
    const pieces = ["(a ", "b) 1", "2"];
    const port = new TextInputPort({ next: () => pieces.shift() });
    expect(all(port)).toEqual(["(a b)", "12"]);
    const text = new TextInputPort("(a)\nrest");
    reader.readDatum(text);
    expect(text.readLine()).toBe("");
    expect(text.readLine()).toBe("rest");
  });

  it("keeps #!fold-case from one datum to the next", () => {
    const source = new Pieces("#!fold-case AB CD #!no-fold-case EF");
    expect(all(source)).toEqual(["ab", "cd", "EF"]);
  });

  it("makes circular data", () => {
    const value = readPlain("#0=(a b . #0#)") as Pair;
    expect((value.cdr as Pair).cdr).toBe(value);
    expect(write(readPlain("#0=(#1=(x) #1# #0#)"))).toBe("#0=((x) (x) #0#)");
  });

  it("goes on behind an error", () => {
    const source = new Pieces("(a ] b");
    expect(() => reader.readDatum(source)).toThrow(ReadError);
    expect(write(reader.readDatum(source))).toBe("b");
    const open = new Pieces("(a b");
    expect(() => reader.readDatum(open)).toThrow("( is never closed");
    expect(() => reader.readDatum(new Pieces("#foo"))).toThrow("unknown syntax");
  });

  it("gives strings that can be changed, unlike literals", () => {
    expect((readPlain('"a"') as MString).immutable).toBe(false);
    expect((reader.parseOne('"a"', "f").datum as MString).immutable).toBe(true);
  });
});

describe("round trips", () => {
  const readBack = (text: string): Value => syntaxToDatum(reader.parseOne(text, "f"));

  it("of values, written and read", () => {
    fc.assert(
      fc.property(values, (x) => {
        for (const mode of ["write", "shared", "simple"] as const) {
          const text = print(x, { mode });
          // Labels outside of a quotation are for data only.
          expect(isEqual(mode === "shared" ? readPlain(text) : readBack(text), x), text).toBe(true);
          expect(isEqual(readPlain(text), x), text).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of shared and circular data", () => {
    // A random graph of pairs: each end points at a number or at any pair.
    const graph = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(graph, (links) => {
        const pairs = links.map(() => new Pair(NIL, NIL));
        const end = (n: number): Value => (n < 0 ? n : pairs[n]);
        for (const [i, [a, d]] of links.entries()) {
          pairs[i].car = end(a);
          pairs[i].cdr = end(d);
        }
        for (const mode of ["write", "shared"] as const) {
          const text = print(pairs[0], { mode });
          const back = readPlain(text);
          expect(isEqual(back, pairs[0]), text).toBe(true);
          expect(print(back, { mode })).toBe(text);
          expect(print((readBack(`'${text}`) as Pair).cdr, { mode: "simple", limit: 200 })).toBe(
            print(new Pair(pairs[0], NIL), { mode: "simple", limit: 200 }),
          );
        }
      }),
    );
  });

  it("never throw anything but a ReadError", () => {
    const bits = fc.constantFrom(
      "(",
      ")",
      "[",
      "]",
      "#(",
      "'",
      ",@",
      '"',
      "\\",
      "|",
      "#|",
      "|#",
      "#;",
      ";",
      "\n",
      " ",
      ".",
      "#",
      "#0=",
      "#0#",
      "#\\",
      "a",
      "1",
      "e",
      "#u8(",
      "#hash(",
      "#:",
      "😀",
      "\ud800",
      '#rx"',
      "#!",
      "#&",
      "-",
      "/",
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const verdict = reader.isComplete(text);
        let threw = false;
        try {
          reader.readAll(text, "f");
        } catch (error) {
          threw = true;
          if (!(error instanceof ReadError)) throw error;
          expect(error.span.start <= error.span.end && error.span.end <= text.length, text).toBe(true);
        }
        // Code refuses some labels that data allow.
        if (!text.includes("#0#")) expect(threw, text).toBe(verdict !== "complete");
        const source = new Pieces(...pieces);
        for (let i = 0; i < 100; i++) {
          const before = source.position;
          try {
            if (reader.readDatum(source) === EOF) return;
          } catch (error) {
            if (!(error instanceof ReadError)) throw error;
          }
          if (source.position <= before) throw new Error(`stuck at ${before} in ${JSON.stringify(text)}`);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

it("has valid tokens, none of which slows the lexer down, and a valid grammar", () => {
  expect(() => new Lexer(TOKENS, { positionTracking: "onlyOffset", ensureOptimizations: true })).not.toThrow();
  expect(() => new FlatParser(true)).not.toThrow();
});

it("is loaded on first use", async () => {
  const loaded = await loadReader();
  expect(loaded.readAll("a b", "f").length).toBe(2);
});
