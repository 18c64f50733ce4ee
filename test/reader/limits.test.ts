// Depth, size and bombs: each input ends in a value or a clear error, without the JS stack and without quadratic time.
import { describe, expect, it } from "vitest";
import { Raised } from "../../src/values/error.ts";
import { listLength, Pair } from "../../src/values/pair.ts";
import { write } from "../../src/values/printer.ts";
import type { MString } from "../../src/values/string.ts";
import { syntaxToDatum } from "../../src/values/strip-syntax.ts";
import type { Value } from "../../src/values/types.ts";
import { errorOf, Pieces, reader, readPlain } from "./read.ts";

const read = (text: string): Value => syntaxToDatum(reader.parseOne(text, "test.scm"));

describe("depth", () => {
  it.each([
    ["(", ")", 400_002],
    ["#(", ")", 600_002],
    ["[", "]", 400_002],
    ["#&", "", 400_002],
    ["(a . ", ")", 400_002],
  ])("%s nests", (open, close, length) => {
    const count = 200_000;
    const value = read(`'${open.repeat(count)}()${close.repeat(count)}`);
    const text = write((value as Pair).cdr);
    expect(text.length).toBeGreaterThanOrEqual(length);
  });

  it("of quotes and comments", () => {
    expect(listLength(read(`${"'".repeat(200_000)}a`))).toBe(2);
    expect(write(read(`${"#;".repeat(100_000)}${"a ".repeat(100_000)}b`))).toBe("b");
    expect(write(read(`${"#|".repeat(200_000)}${"|#".repeat(200_000)}b`))).toBe("b");
  });

  it("never closed is an error at the innermost", () => {
    expect(errorOf("(".repeat(1_000_000)).span).toMatchObject({ line: 1, column: 1_000_000 });
    expect(errorOf("#(".repeat(300_000)).span.column).toBe(599_999);
    expect(errorOf("'".repeat(300_000)).message).toBe("' is not followed by a datum");
    expect(errorOf("#;".repeat(300_000)).message).toBe("#; is not followed by a datum");
    expect(errorOf("#|".repeat(300_000)).message).toBe("this block comment does not end");
    expect(errorOf(")".repeat(300_000)).span.column).toBe(1);
  });
});

describe("size", () => {
  it("a list of a million numbers", () => {
    expect(listLength(read(`(${"12 ".repeat(1_000_000)})`))).toBe(1_000_000);
  });

  it("20 MB in one string, one symbol, one comment", () => {
    const megabytes = "x".repeat(20_000_000);
    expect((read(`"${megabytes}"`) as MString).length).toBe(20_000_000);
    expect(write(read(`"a\\n${megabytes}\\n"`)).length).toBe(20_000_007);
    expect(write(read(megabytes)).length).toBe(20_000_000);
    expect(write(read(`|${megabytes}|`)).length).toBe(20_000_000);
    expect(write(read(`; ${megabytes}\na`))).toBe("a");
    expect(write(read(`#| ${megabytes} |# a`))).toBe("a");
    expect(write(read(`${" ".repeat(20_000_000)}a`))).toBe("a");
  });

  it("5 MB of code", () => {
    const form = '(define (fib n) ; comment\n  (if (< n 2) n (+ (fib (- n 1)) "text")))\n';
    const text = form.repeat(Math.ceil(5_000_000 / form.length));
    const datums = reader.readAll(text, "test.scm");
    expect(datums.length).toBe(Math.ceil(5_000_000 / form.length));
    expect(datums.at(-1)?.span).toMatchObject({ line: 2 * datums.length - 1, column: 1, end: text.length - 1 });
  });

  it("many strings that are never closed", () => {
    // Each quote would search the rest of the text, were the first one not the last.
    expect(errorOf(`${'"a" '.repeat(200_000)}"`).span.column).toBe(800_001);
    expect(errorOf(`"${'\\"'.repeat(1_000_000)}`).message).toBe("this string does not end");
    expect(errorOf(`"${"\\".repeat(2_000_001)}"`).message).toBe("this string does not end");
    expect((read(`"${"\\\\".repeat(1_000_000)}"`) as MString).length).toBe(1_000_000);
    expect(errorOf(`(${"a|b".repeat(99_999)}`).message).toMatch(/does not end/);
  });
});

describe("bombs", () => {
  it("numbers", () => {
    for (const text of ["1e1000000000", "1e-1000000000", `1e${"9".repeat(100_000)}`]) {
      expect(["+inf.0", "0.0"]).toContain(write(read(text)));
    }
    for (const text of ["#e1e1000000000", "#e1e-1000000000", "1".repeat(5_000_000), `#x${"f".repeat(5_000_000)}`]) {
      expect(errorOf(text).message).toMatch(/can not be read: an exact number of more than 8388608 bits/);
      expect(errorOf(text).message.length).toBeLessThan(200);
    }
    expect(errorOf(`${"1".repeat(100_000)}/0`).message).toMatch(/its denominator is zero/);
    expect(() => read(`${"1".repeat(400_000)}/${"7".repeat(400_000)}`)).toThrow(Raised);
  });

  it("labels that double at each level", () => {
    const levels = Array.from({ length: 60 }, (_, i) => `#${i + 1}=(#${i}# #${i}#)`).join(" ");
    const value = read(`'(#0=(a) ${levels})`);
    // Shared, so it is small: 61 lists, not 2^60.
    expect(write((value as Pair).car)).toBe("quote");
    expect(errorOf(`(begin #0=(f) ${levels})`).message).toMatch(/outside of a quoted datum/);
  });

  it("labels with giant names", () => {
    expect(write(read(`'(#${"9".repeat(100_000)}=a #${"9".repeat(100_000)}#)`))).toBe("(quote (a a))");
  });
});

describe("one datum after the other", () => {
  it("from a long text in linear time", () => {
    const source = new Pieces("(a b) ".repeat(100_000));
    let count = 0;
    while (reader.readDatum(source) instanceof Pair) count++;
    expect(count).toBe(100_000);
  });

  it("a long one", () => {
    expect(listLength(readPlain(`(${"(a) ".repeat(300_000)})`))).toBe(300_000);
  });
});
