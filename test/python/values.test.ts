// Values cross exactly, both ways.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Write, Writer } from "../../src/python/writer.ts";
import { HANG, openPython } from "./open.ts";
import { Float, type Plain, Reference } from "./plain.ts";

const py = openPython();

/** Writes a plain value; maps become dicts with any keys. */
const write =
  (value: Plain): Write =>
  (writer) =>
    tell(value, writer);

function tell(value: Plain, writer: Writer): void {
  if (value === null) writer.null();
  else if (typeof value === "boolean") writer.boolean(value);
  else if (typeof value === "number" || typeof value === "bigint") writer.integer(value);
  else if (typeof value === "string") writer.string(value);
  else if (value instanceof Float) writer.float(value.n);
  else if (value instanceof Uint8Array) writer.bytes(value);
  else if (value instanceof Reference) writer.reference(value.number);
  else if (Array.isArray(value)) {
    writer.list(value.length);
    for (const item of value) tell(item, writer);
  } else {
    const entries: [Plain, Plain][] = value instanceof Map ? [...value] : Object.entries(value);
    writer.dict(entries.length);
    for (const [key, item] of entries) {
      tell(key, writer);
      tell(item, writer);
    }
  }
}

async function there(value: Plain, expression: string): Promise<Plain> {
  await py.python.set("x", write(value));
  return py.value(expression);
}

const back = (value: Plain): Promise<Plain> => there(value, "x");

describe("round trips", { timeout: HANG }, () => {
  test.each<[string, Plain]>([
    ["zero", 0],
    ["largest safe integer", Number.MAX_SAFE_INTEGER],
    ["just beyond", 9007199254740992n],
    ["a hundred digits", 10n ** 100n],
    ["ten thousand digits", -(10n ** 10000n) - 7n],
    ["float that is an integer", new Float(1)],
    ["negative zero", new Float(-0)],
    ["tiny float", new Float(5e-324)],
    ["huge float", new Float(1.7976931348623157e308)],
    ["large float without a point", new Float(1e21)],
    ["infinity", new Float(Number.POSITIVE_INFINITY)],
    ["negative infinity", new Float(Number.NEGATIVE_INFINITY)],
    ["nan", new Float(Number.NaN)],
    ["true", true],
    ["null inside", [null]],
    ["empty string", ""],
    ["NUL", "a\0b"],
    ["astral", "😀 naïve"],
    ["lone high surrogate", "a\ud800b"],
    ["lone low surrogate", "\udfff"],
    ["byte order mark", "\ufeffa"],
    ["line separators", "\u2028\u2029\r\n"],
    ["bytes", new Uint8Array([0, 255, 10])],
    ["bytes inside", [new Uint8Array([1, 2]), "x"]],
    ["empty list", []],
    ["list of empty", [[], {}]],
    ["strings", Array.from({ length: 100 }, (_, i) => `text ${i}`)],
    ["strings with NUL", Array.from({ length: 100 }, (_, i) => `a\0${i}`)],
    ["strings with every separator", Array.from({ length: 100 }, () => "\0\x1e\x1f")],
    ["strings with surrogates", Array.from({ length: 100 }, () => "\ud800")],
    ["empty strings", Array.from({ length: 100 }, () => "")],
    ["strings, then a number", [...Array.from({ length: 100 }, (_, i) => `t${i}`), 5]],
    ["strings, then a list", [...Array.from({ length: 100 }, (_, i) => `t${i}`), ["a"], {}]],
    ["order of keys", { z: 1, a: 2, m: { y: 1, b: 2 } }],
    ["keys that look like tags", { i: "ff", "": 1, "\0": [1] }],
    [
      "integer keys",
      new Map<Plain, Plain>([
        [2, "b"],
        [1, "a"],
      ]),
    ],
    [
      "mixed keys",
      new Map<Plain, Plain>([
        ["1", "text"],
        [1, "number"],
        [null, 0],
        [new Float(1.5), []],
      ]),
    ],
    [
      "lists that look like tokens",
      [
        ["l", 2],
        ["r", 1],
        ["d", 0],
      ],
    ],
    ["tokens among bytes", [["i", "ff"], new Uint8Array([1]), ["b", "AA=="]]],
  ])("%s", async (_, value) => {
    expect(await back(value)).toEqual(value);
  });

  const nested =
    (levels: number): Write =>
    (writer) => {
      for (let i = 0; i < levels; i++) writer.list(1);
      writer.string("bottom");
    };

  test("ten thousand levels, and not one more", async () => {
    await py.python.set("x", nested(10_000));
    expect(await py.value("n = 0\ny = x\nwhile type(y) is list:\n  y = y[0]; n += 1\n[y, n]")).toEqual([
      "bottom",
      10_000,
    ]);
    let result = await py.value("x");
    let count = 0;
    for (; Array.isArray(result); count++) result = result[0];
    expect([result, count]).toEqual(["bottom", 10_000]);
    await expect(py.python.set("x", nested(10_001))).rejects.toThrow(
      "ValueError: a value nested deeper than 10000 levels",
    );
    expect((await py.failure("[x]")).message).toMatch(/nested deeper than 10000 levels/);
    expect(await py.value("del x, y\n'freed'")).toBe("freed");
  });

  test("whatever fast-check thinks of", async () => {
    const scalar = fc.oneof(
      fc.constant<Plain>(null),
      fc.boolean(),
      fc.bigInt().map((n): Plain => (n <= 9007199254740991n && n >= -9007199254740991n ? Number(n) : n)),
      fc.double().map((n) => new Float(n)),
      fc.string({ unit: "binary" }),
      fc.uint8Array(),
    );
    const { tree } = fc.letrec<{ tree: Plain }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        scalar,
        fc.array(tie("tree"), { maxLength: 5 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 5, noNullPrototype: true }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        expect(await back(value)).toEqual(value);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe("from Python", { timeout: HANG }, () => {
  test.each<[string, Plain]>([
    ["(1, (2, 3))", [1, [2, 3]]],
    ["{5}", [5]],
    ["frozenset()", []],
    ["{(1, 2): 'a'}", new Map<Plain, Plain>([[[1, 2], "a"]])],
    ["bytearray(b'ab')", new Uint8Array([97, 98])],
    ["__import__('collections').OrderedDict(b=1, a=2)", { b: 1, a: 2 }],
    ["__import__('collections').Counter('aab')", { a: 2, b: 1 }],
    ["__import__('collections').namedtuple('P', 'x y')(1, 2)", [1, 2]],
    ["__import__('enum').IntEnum('E', 'a b').b", 2],
    ["type('S', (str,), {})('sub')", "sub"],
    ["[True, 1, 1.0]", [true, 1, new Float(1)]],
  ])("%s", async (code, value) => {
    expect(await py.value(code)).toEqual(value);
  });

  test("types seen in Python", async () => {
    expect(
      await there(
        [1, new Float(1), "a", true, null, 10n ** 20n, new Uint8Array(1), [], {}],
        "[type(v).__name__ for v in x]",
      ),
    ).toEqual(["int", "float", "str", "bool", "NoneType", "int", "bytes", "list", "dict"]);
  });

  test("a list as a key comes as a tuple", async () => {
    expect(await there(new Map<Plain, Plain>([[[1, [2]], "a"]]), "x[(1, (2,))]")).toBe("a");
  });

  test("a dict as a key is refused", async () => {
    await expect(back(new Map<Plain, Plain>([[{ a: 1 }, "a"]]))).rejects.toThrow(
      /TypeError: a hash table can not be a key/,
    );
  });

  test("a value that contains itself is refused", async () => {
    expect((await py.failure("a = []; a.append(a); a")).message).toMatch(/contains itself/);
    expect((await py.failure("d = {}; d['x'] = [d]; d")).message).toMatch(/contains itself/);
    expect(await py.value("b = []; [b, b]")).toEqual([[], []]);
  });

  test("five thousand records come in order", async () => {
    const value = (await py.value("[{'id': i, 'text': 'é' * 10} for i in range(5000)]")) as {
      id: number;
      text: string;
    }[];
    expect(value.length).toBe(5000);
    expect(value.every(({ id, text }, i) => id === i && text === "é".repeat(10))).toBe(true);
  });
});
