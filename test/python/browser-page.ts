// Runs in headless Chromium: the bridge over a worker, and what it found, posted back to the test.
import { createBrowserPython } from "../../src/python/browser.ts";
import { PythonError } from "../../src/python/failure.ts";
import type { NameSource } from "../../src/python/names.ts";
import type { WorkerLike } from "../../src/python/worker.ts";
import { encodeValue } from "../../src/python/writer.ts";
import { PLAIN } from "./plain.ts";

// TypeScript has a page's globals among the DOM's types only.
declare const Worker: new (url: string, options: object) => WorkerLike;

const documents = Array.from({ length: 50_000 }, (_, i) => `document ${i} with some text in it: naïve 😀`);
const asked: string[] = [];
const names: NameSource = {
  resolve(name) {
    asked.push(name);
    if (name !== "documents") return { kind: "absent" };
    const part = encodeValue((writer) => {
      writer.list(documents.length);
      for (const text of documents) writer.string(text);
    });
    return { kind: "value", token: 1, part };
  },
  fresh: () => true,
};

const python = createBrowserPython({
  worker: () => new Worker("/worker.js", { type: "module" }),
  pyodide: new URL("/pyodide/", (globalThis as unknown as { location: { href: string } }).location.href).href,
  seconds: 2,
  graceSeconds: 1,
  heapMb: 128,
  names,
});

const STEPS: { [name: string]: () => Promise<unknown> } = {
  value: async () =>
    (await python.evaluate("[1, 'é', {'a': None}, 2 ** 70 == 1180591620717411303424]", "py-eval", PLAIN)).value,
  text: async () => (await python.evaluate("print('a'); print('b')", "py-exec", PLAIN)).text,
  names: async () =>
    (await python.evaluate("def f(): return [len(documents), documents[-1]]\nf()", "py-exec", PLAIN)).value,
  again: async () => (await python.evaluate("len(documents)", "py-eval", PLAIN)).value,
  asked: async () => asked,
  error: () => python.evaluate("{}['k']", "py-eval", PLAIN),
  big: async () => {
    await python.set("x", (writer) => writer.string("x".repeat(5_000_000)));
    return (await python.evaluate("len(x)", "py-eval", PLAIN)).value;
  },
  soft: () => python.evaluate("while True: pass", "py-exec", PLAIN),
  kept: async () => (await python.evaluate("len(x)", "py-eval", PLAIN)).value,
  heap: () => python.evaluate("[0] * 10 ** 9", "py-eval", PLAIN),
  js: () => python.evaluate("import importlib; importlib.import_module('js').fetch('/leak')", "py-exec", PLAIN),
  socket: () =>
    python.evaluate(
      "import importlib; importlib.import_module('socket').socket().connect(('127.0.0.1', 80))",
      "py-exec",
      PLAIN,
    ),
  hard: () => python.evaluate("sum(iter(int, 1))", "py-exec", PLAIN),
  afterwards: async () => (await python.evaluate("[1 + 1, 'x' in globals()]", "py-eval", PLAIN)).value,
  quit: () => python.evaluate("import os; os._exit(3)", "py-exec", PLAIN),
  finally: async () => (await python.evaluate("'alive'", "py-eval", PLAIN)).value,
};

const results: { [name: string]: unknown } = {};
for (const [name, step] of Object.entries(STEPS)) {
  try {
    results[name] = await step();
  } catch (error) {
    results[name] = error instanceof PythonError ? `${error.code}: ${error.message}` : String(error);
  }
}
await python.close();
await fetch("/done", { method: "POST", body: JSON.stringify(results) });
