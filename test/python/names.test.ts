// Names of the host, seen live from Python: asked for in the middle of a call, sent once, never stale.
import { beforeEach, describe, expect, test } from "vitest";
import type { NameAnswer, NameSource } from "../../src/python/names.ts";
import { encodeValue } from "../../src/python/writer.ts";
import { HANG, openPython } from "./open.ts";

interface Variable {
  value: string | string[];
  version: number;
}

/** Variables that count how often they are sent. */
class Source implements NameSource {
  readonly variables = new Map<string, Variable>();
  readonly asked: string[] = [];
  refused = new Map<string, string>();

  resolve(name: string): NameAnswer {
    this.asked.push(name);
    const message = this.refused.get(name);
    if (message !== undefined) return { kind: "refused", message };
    const variable = this.variables.get(name);
    if (variable === undefined) return { kind: "absent" };
    const { value, version } = variable;
    const part = encodeValue((writer) => {
      if (typeof value === "string") return writer.string(value);
      writer.list(value.length);
      for (const item of value) writer.string(item);
    });
    return { kind: "value", part, token: version };
  }

  fresh(name: string, token: unknown): boolean {
    return this.variables.get(name)?.version === token;
  }

  define(name: string, value: string | string[]): void {
    this.variables.set(name, { value, version: (this.variables.get(name)?.version ?? 0) + 1 });
  }
}

const source = new Source();
const py = openPython({ names: source });

beforeEach(async () => {
  source.variables.clear();
  source.refused.clear();
  await py.run("globals().clear()");
  source.asked.length = 0;
});

describe("live names", { timeout: HANG }, () => {
  test("asked for from everywhere, in the middle of a call", async () => {
    source.define("word", "hi");
    const code = `
def in_function(): return word
class InClass:
    attribute = word
    def method(self): return [word for _ in range(2)]
nested = eval("(lambda: word)()")
[word, in_function(), InClass.attribute, InClass().method(), nested, eval("word", {"__builtins__": __builtins__})]`;
    expect(await py.value(code)).toEqual(["hi", "hi", "hi", ["hi", "hi"], "hi", "hi"]);
    expect(source.asked).toEqual(["word"]);
  });

  test("each name of a call is asked for once, when it is first used", async () => {
    for (const name of ["a", "b", "c"]) source.define(name, name);
    await py.value("a + a + (b if a else c) + a");
    expect(source.asked).toEqual(["a", "b"]);
  });

  test("a value that did not change crosses once", async () => {
    source.define("documents", ["x".repeat(10_000), "y"]);
    for (let i = 0; i < 5; i++) expect(await py.value("len(documents)")).toBe(2);
    expect(source.asked).toEqual(["documents"]);
  });

  test("a change is seen by the next call, also from a function made before", async () => {
    source.define("n", "one");
    await py.run("def get(): return n");
    expect(await py.value("get()")).toBe("one");
    source.define("n", "two");
    expect(await py.value("get()")).toBe("two");
    source.define("n", ["long".repeat(2000)]);
    expect(await py.value("len(get()[0])")).toBe(8000);
    source.define("n", "short again");
    expect(await py.value("get()")).toBe("short again");
  });

  test("a big value that changed is not sent before somebody asks", async () => {
    source.define("big", ["b".repeat(10_000)]);
    await py.value("len(big)");
    source.define("big", ["c".repeat(10_000)]);
    source.asked.length = 0;
    await py.value("1");
    expect(source.asked).toEqual([]);
    expect(await py.value("big[0][0]")).toBe("c");
  });

  test("what is gone is a NameError again", async () => {
    source.define("gone", "x");
    await py.value("gone");
    source.variables.clear();
    expect((await py.failure("gone")).message).toBe("NameError: name 'gone' is not defined");
  });

  test("Python's own assignment shadows, and del uncovers", async () => {
    source.define("v", "scheme");
    expect(await py.value("[v, globals().__setitem__('v', 'python'), v]")).toEqual(["scheme", null, "python"]);
    source.define("v", "scheme again");
    expect(await py.value("v")).toBe("python");
    await py.run("del v");
    expect(await py.value("v")).toBe("scheme again");
  });

  test("Python's builtins win and are never asked for", async () => {
    source.define("list", "scheme");
    expect(await py.value("list((1,))")).toEqual([1]);
    expect(source.asked).toEqual([]);
  });

  test("its own mutation of a copy lasts until the value changes", async () => {
    source.define("items", ["a"]);
    await py.run("items.append('b')");
    expect(await py.value("items")).toEqual(["a", "b"]);
    source.define("items", ["c"]);
    expect(await py.value("items")).toEqual(["c"]);
  });

  test("a refusal is a NameError that says why", async () => {
    source.refused.set("f", "f is a Scheme procedure");
    expect((await py.failure("f(1)")).message).toBe("NameError: f is a Scheme procedure");
    expect(await py.value("try:\n    f\nexcept NameError as e:\n    r = e.name\nr")).toBe("f");
  });

  test("five thousand asks in one call", async () => {
    for (let i = 0; i < 5000; i++) source.define(`v${i}`, `${i}`);
    expect(await py.value("sum(int(eval(f'v{i}')) for i in range(5000))")).toBe((4999 * 5000) / 2);
    expect(source.asked.length).toBe(5000);
  });

  test("a new interpreter asks again", async () => {
    source.define("w", "x");
    await py.value("w");
    await py.failure("import os; os._exit(1)");
    source.asked.length = 0;
    expect(await py.value("w")).toBe("x");
    expect(source.asked).toEqual(["w"]);
  });

  test("20 MB cross in the middle of a call", async () => {
    source.define(
      "documents",
      Array.from({ length: 5000 }, (_, i) => `${i} `.repeat(800).slice(0, 4000)),
    );
    expect(await py.value("[len(documents), sum(map(len, documents))]")).toEqual([5000, expect.any(Number)]);
  });
});
