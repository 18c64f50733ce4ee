// The JSON reader: what JSON.parse reads it reads alike, and what JSON.parse loses it keeps.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonError, type JsonShape, readJson } from "../../src/python/read-json.ts";

const JS: JsonShape<unknown> = {
  null: () => null,
  boolean: (value) => value,
  integer: (value) => value,
  float: (value) => ({ float: value }),
  string: (value) => value,
  list: (items) => items,
  dict: (keys, values) => ({ keys, values }),
};

const PARSE: JsonShape<unknown> = {
  ...JS,
  integer: Number,
  float: (value) => value,
  dict: (keys, values) => Object.fromEntries(keys.map((key, i) => [key, values[i]])),
};

const failure = (text: string): JsonError => {
  try {
    readJson(text, JS);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
};

describe("readJson", () => {
  test("agrees with JSON.parse", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        // JSON.parse keeps only the last of equal keys, and so does fromEntries; -0 in JSON is an integer here.
        expect(JSON.stringify(readJson(text, PARSE))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { seed: 20251, numRuns: 500 },
    );
  });

  test.each([
    ["1", 1],
    ["-0", 0],
    ["1.0", { float: 1 }],
    ["1e2", { float: 100 }],
    ["9007199254740993", 9007199254740993n],
    ["-123456789012345678901234567890", -123456789012345678901234567890n],
    ['"\\ud800"', "\ud800"],
    ['"a\\u0000b\\n\\"\\\\\\/"', 'a\0b\n"\\/'],
    ["[ ]", []],
    [' { "b" : 1 , "a" : [ null , true , false ] } ', { keys: ["b", "a"], values: [1, [null, true, false]] }],
    ['{"a":1,"a":2}', { keys: ["a", "a"], values: [1, 2] }],
  ])("%s", (text, value) => {
    expect(readJson(text, JS)).toEqual(value);
  });

  test.each([
    ["", 0],
    ["[1,]", 3],
    ["[1 2]", 3],
    ["{1:2}", 1],
    ['{"a" 1}', 5],
    ["[1", 2],
    ['"abc', 0],
    ['"\\x"', 1],
    ['"\\u12g4"', 1],
    ["01", 1],
    ["nul", 0],
    ["NaN", 0],
    ["1 1", 2],
  ])("%s is wrong at %i", (text, offset) => {
    expect(failure(text).offset).toBe(offset);
  });

  test("a million brackets", () => {
    const deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
    let depth = 0;
    for (let value = readJson(deep, JS) as unknown[]; value !== undefined; value = value[0] as unknown[]) depth++;
    expect(depth).toBe(1_000_000);
  });

  test("Python's numbers only where they are allowed", () => {
    expect(readJson("[NaN,Infinity,-Infinity]", JS, true)).toEqual([
      { float: Number.NaN },
      { float: Number.POSITIVE_INFINITY },
      { float: Number.NEGATIVE_INFINITY },
    ]);
  });
});
