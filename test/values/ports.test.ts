// Ports over memory and over sources that give pieces.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErrorObject, Raised } from "../../src/values/error.ts";
import { BinaryInputPort, TextInputPort } from "../../src/values/input-port.ts";
import { BinaryOutputPort, TextOutputPort } from "../../src/values/output-port.ts";
import { write } from "../../src/values/printer.ts";

function source<T>(...pieces: T[]): { next(): T | undefined; closed: number; close(): void } {
  return {
    closed: 0,
    next: () => pieces.shift(),
    close() {
      this.closed++;
    },
  };
}

const codes = (port: TextInputPort): number[] => {
  const read: number[] = [];
  for (let code = port.read(); code >= 0; code = port.read()) read.push(code);
  return read;
};

describe("text", () => {
  it("is read by code point, wherever it is cut", () => {
    const text = "a😀b\ud800c\udc00";
    const expected = [97, 0x1f600, 98, 0xd800, 99, 0xdc00];
    expect(codes(new TextInputPort(text))).toEqual(expected);
    expect(codes(new TextInputPort(source(...text.split(""))))).toEqual(expected);
    const port = new TextInputPort(source("\ud83d", "\ude00"));
    expect([port.peek(), port.peek(), port.read(), port.read()]).toEqual([0x1f600, 0x1f600, 0x1f600, -1]);
  });

  it("is read by line", () => {
    const lines = (port: TextInputPort): (string | undefined)[] => [1, 2, 3, 4, 5].map(() => port.readLine());
    expect(lines(new TextInputPort("a\r\n\nb\rc"))).toEqual(["a", "", "b\rc", undefined, undefined]);
    expect(lines(new TextInputPort(source("a", "\r", "\n\nb", "\rc")))).toEqual([
      "a",
      "",
      "b\rc",
      undefined,
      undefined,
    ]);
    expect(lines(new TextInputPort("a\n"))).toEqual(["a", ...new Array(4).fill(undefined)]);
  });

  it("is read by count, whatever the pieces", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", minLength: 1 })),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (pieces, counts) => {
          const whole = [...pieces.join("")];
          const port = new TextInputPort(source(...pieces));
          for (const count of counts) {
            const wanted = whole.splice(0, count);
            expect(port.readString(count)).toBe(wanted.length === 0 ? undefined : wanted.join(""));
          }
          expect(port.readString(0)).toBe("");
          expect(port.readAll()).toBe(whole.join(""));
          expect(port.read()).toBe(-1);
        },
      ),
    );
  });

  it("drops what was read of a long source", () => {
    const port = new TextInputPort(source(...Array.from({ length: 100 }, () => "x".repeat(9_999).concat("\n"))));
    let longest = 0;
    while (port.readLine() !== undefined) longest = Math.max(longest, port.text.length);
    expect(longest).toBeLessThan(100_000);
  });

  it("is collected, or goes to a sink", () => {
    const kept = new TextOutputPort();
    kept.write("a");
    kept.write("");
    expect([kept.contents, kept.atLineStart]).toEqual(["a", false]);
    const pieces: string[] = [];
    const sent = new TextOutputPort({ write: (piece) => pieces.push(piece), flush: () => pieces.push("flush") }, "out");
    sent.write("a\n");
    sent.flush();
    expect([pieces, sent.contents, sent.atLineStart]).toEqual([["a\n", "flush"], undefined, true]);
  });
});

describe("bytes", () => {
  it("are read one by one and many at once", () => {
    const port = new BinaryInputPort(source(Uint8Array.of(1, 2), Uint8Array.of(3), Uint8Array.of(4, 5, 6)));
    expect([port.peek(), port.read(), port.read()]).toEqual([1, 1, 2]);
    expect(port.readBytes(3)).toEqual(Uint8Array.of(3, 4, 5));
    expect(port.readBytes(0)).toEqual(new Uint8Array(0));
    expect(port.readBytes(9)).toEqual(Uint8Array.of(6));
    expect([port.readBytes(9), port.read(), port.peek()]).toEqual([undefined, -1, -1]);
  });

  it("are collected", () => {
    const port = new BinaryOutputPort();
    for (let i = 0; i < 100; i++) port.write(Uint8Array.of(i, 7));
    const contents = port.contents as Uint8Array;
    expect([contents.length, contents[198], contents[199]]).toEqual([200, 99, 7]);
    contents[0] = 9;
    expect(port.contents?.[0]).toBe(0);
  });

  it("given to a sink do not change with the script's bytevector", () => {
    const sent: Uint8Array[] = [];
    const bytes = Uint8Array.of(1);
    new BinaryOutputPort({ write: (piece) => sent.push(piece) }).write(bytes);
    bytes[0] = 2;
    expect(sent).toEqual([Uint8Array.of(1)]);
  });
});

it("closes once, and then refuses", () => {
  const from = source("a");
  const port = new TextInputPort(from, "data.txt");
  expect(write(port)).toBe("#<input-port:data.txt>");
  port.close();
  port.close();
  expect([from.closed, port.isOpen]).toEqual([1, false]);
  const out = new TextOutputPort();
  out.close();
  const bytes = new BinaryInputPort(Uint8Array.of(1));
  bytes.close();
  for (const use of [
    () => port.read(),
    () => port.readLine(),
    () => port.isReady,
    () => out.write("a"),
    () => bytes.read(),
  ]) {
    let message = "";
    try {
      use();
    } catch (error) {
      if (error instanceof Raised && error.payload instanceof ErrorObject) ({ message } = error.payload);
    }
    expect(message).toMatch(/^the port \S+ is closed$/);
  }
});
