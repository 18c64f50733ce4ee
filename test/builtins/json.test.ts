// JSON text and Scheme values: nothing is lost on the way there and back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonFromValue, valueFromJson } from "../../src/builtins/convert/json.ts";
import { HashTable } from "../../src/values/hash-table.ts";
import { flonum } from "../../src/values/numbers.ts";
import { cons, list } from "../../src/values/pair.ts";
import { write } from "../../src/values/printer.ts";
import { str } from "../../src/values/string.ts";
import { intern } from "../../src/values/symbol.ts";
import { UNSPECIFIED, type Value } from "../../src/values/types.ts";

describe("there and back", () => {
  test.each([
    "1",
    "1.0",
    "-0.0",
    "1e+300",
    "123456789012345678901234567890",
    '"\\ud800"',
    '"a\\u0000b"',
    "null",
    '{"b":1,"a":[null,true,false],"":{}}',
    '{"null":null}',
    "[]",
  ])("%s", (text) => {
    expect(jsonFromValue(valueFromJson(text))).toBe(text);
  });

  test("whatever fast-check thinks of", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const once = jsonFromValue(valueFromJson(text));
        expect(jsonFromValue(valueFromJson(once))).toBe(once);
        // -0 is an integer in JSON and has no sign in Scheme.
        expect(JSON.stringify(JSON.parse(once))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  test("a hundred thousand levels", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(jsonFromValue(valueFromJson(deep))).toBe(deep);
  });
});

test("objects are tables that take a name as a string or a symbol", () => {
  const table = valueFromJson('{"title":"t","null":1}') as HashTable;
  expect(write(table.get(intern("title")) as Value)).toBe('"t"');
  expect(write(table.get(str("title")) as Value)).toBe('"t"');
  expect(table.get(intern("null"))).toBe(1);
});

describe("what is not JSON", () => {
  test.each<[Value, RegExp]>([
    [flonum(Number.NaN), /\+nan\.0 can not become JSON/],
    [list(1, list(2, UNSPECIFIED)), /an unspecified value can not become JSON at \[1\]\[1\]/],
    [list((): Value => 1), /a procedure can not become JSON at \[0\]/],
    [cons(1, 2), /a pair that is no list can not become JSON/],
    [list(new Uint8Array(1)), /a bytevector can not become JSON/],
  ])("%#", (value, message) => {
    expect(() => jsonFromValue(value)).toThrow(
      expect.objectContaining({ payload: expect.objectContaining({ message: expect.stringMatching(message) }) }),
    );
  });

  test("keys: numbers are their digits, lists are refused", () => {
    const table = new HashTable();
    table.set(1, 2);
    expect(jsonFromValue(table)).toBe('{"1":2}');
    table.set(list(1), 2);
    expect(() => jsonFromValue(table)).toThrow(
      expect.objectContaining({ payload: expect.objectContaining({ message: "a list can not be a key in JSON" }) }),
    );
  });

  test("a text that is wrong says where", () => {
    expect(() => valueFromJson('{"a": 1,\n "b" 2}')).toThrow(
      expect.objectContaining({
        payload: expect.objectContaining({ message: 'expected : at line 2, column 6, got "2}"' }),
      }),
    );
  });
});
