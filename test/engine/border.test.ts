// The border to the host: what crosses it can neither hang the host, nor forge its results, nor slip past limits.
import { expect, test, vi } from "vitest";
import { createSkein, SkeinError, type SkeinOptions, scripted } from "../../src/index.ts";
import { make } from "../support/engines.ts";

test("a table with a procedure named then is no promise", async () => {
  const skein = make({ limits: { seconds: 5 } });
  const forged = `(hash 'then (lambda (ok fail) (fail "forged")) 'a 1)`;
  const value = await skein.evaluate(forged);
  expect(value).toBeInstanceOf(Map);
  expect((value as Map<string, unknown>).get("a")).toBe(1);
  await skein.evaluate(`(define (give) ${forged})`);
  expect(await (await skein.procedure("give"))()).toBeInstanceOf(Map);
  skein.define("pass", async (x: unknown) => x);
  expect((await skein.run(`(hash-ref (pass ${forged}) 'a)`)).value).toBe(1);
  expect(await skein.evaluate("(hash 'then 5)")).toEqual({ then: 5 });
});

test("limits hold for procedures that the host calls, and they end with the engine", async () => {
  let asked = 0;
  const provider = scripted(() => {
    asked++;
    return "yes";
  });
  const skein = make({ provider, models: { default: "m" }, limits: { steps: 100_000 } });
  await skein.evaluate('(define (forever) (let loop () (loop))) (define (ask) (llm-query #:instruction "q"))');
  const forever = await skein.procedure("forever");
  await expect(forever()).rejects.toMatchObject({ code: "steps" });
  const given = (await skein.evaluate("(lambda () (forever))")) as () => Promise<unknown>;
  await expect(given()).rejects.toMatchObject({ code: "steps" });
  const ask = await skein.procedure("ask");
  expect(await ask()).toBe("yes");
  await skein.close();
  await expect(ask()).rejects.toMatchObject({ code: "closed" });
  expect(asked).toBe(1);
});

test("two calls from outside take turns", async () => {
  const skein = make();
  await skein.evaluate("(define (slow x) (sleep 0.01) x)");
  const slow = await skein.procedure("slow");
  expect(await Promise.all([slow(1), slow(2), skein.evaluate("(slow 3)"), slow(4)])).toEqual([1, 2, 3, 4]);
});

test("a run that is aborted while it waits for its turn ends at once, and never begins", async () => {
  const skein = make();
  const first = new AbortController();
  const second = new AbortController();
  const running = skein.run('(display "on") (sleep 60)', { signal: first.signal });
  const waiting = skein.run("(define ran #t)", { signal: second.signal });
  const evaluating = skein.evaluate("(define ran #t)", { signal: second.signal });
  second.abort();
  expect(await waiting).toMatchObject({ status: "stopped", reason: "aborted", output: "" });
  await expect(evaluating).rejects.toMatchObject({ code: "aborted" });
  first.abort();
  expect(await running).toMatchObject({ status: "stopped", reason: "aborted" });
  await expect(skein.evaluate("ran")).rejects.toMatchObject({ code: "unbound" });
});

test("wrong options of a run throw at once, and the engine goes on", async () => {
  const skein = make();
  expect(() => skein.run("1", { signal: new AbortController() as unknown as AbortSignal })).toThrow(/AbortSignal/);
  expect(() => skein.run("1", { timeout: 1 } as object)).toThrow(/unknown option timeout/);
  expect(() => skein.run("1", null as unknown as object)).toThrow(TypeError);
  expect(() => skein.python.evaluate(5 as unknown as string)).toThrow(TypeError);
  expect((await skein.run("(+ 1 2)")).value).toBe(3);
});

test.each([
  ["a model's name", { models: { default: 5 } }],
  ["an alias", { models: { aliases: { a: 1 } } }],
  ["a misspelt member", { models: { aliasses: {} } }],
  ["a store without methods", { store: {} }],
  ["a price", { prices: { a: 5 } }],
  ["a negative price", { prices: { a: { input: -1, output: 1 } } }],
  ["inputs as a Map", { inputs: new Map([["d", 1]]) }],
  ["an input's name", { inputs: { "a b": 1 } }],
])("%s that is wrong throws at once", (_what, options) => {
  expect(() => createSkein(options as unknown as SkeinOptions)).toThrow(TypeError);
});

class Typed {}
const circular: { self?: unknown } = {};
circular.self = circular;
const results: [string, unknown][] = [
  ["a typed array", new Float64Array(1)],
  ["an instance", new Typed()],
  ["a value that contains itself", circular],
  [
    "a getter that throws",
    {
      get a() {
        throw new Error("no");
      },
    },
  ],
];
test.each(results)("%s as a host function's result is that function's error", async (_what, result) => {
  const skein = make();
  skein.define("plain", () => result);
  skein.define("later", async () => result);
  for (const name of ["plain", "later"]) {
    const error = await skein.run(`(${name})`).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(SkeinError);
    expect((error as SkeinError).code).toBe("host");
    expect((error as SkeinError).message).toContain(`${name}: `);
    expect((error as SkeinError).location?.line).toBe(1);
  }
});

test("an error of a callback passes through the host function that called it", async () => {
  const skein = make();
  let seen: unknown;
  skein.define("call", async (f: () => Promise<unknown>) => {
    try {
      return await f();
    } catch (error) {
      seen = error;
      throw error;
    }
  });
  expect((await skein.run("(guard (e (#t e)) (call (lambda () (raise 'mine))))")).value).toBe("mine");
  expect(seen).toBeInstanceOf(SkeinError);
});

test("a listener that throws costs nothing, and is told of", async () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const skein = make({ provider: scripted(() => "yes"), models: { default: "m" } });
  skein.on("call", () => {
    throw new Error("bug in a listener");
  });
  expect((await skein.run('(llm-query #:instruction "q")')).value).toBe("yes");
  expect(warned.mock.calls.map(([error]) => (error as Error).message)).toEqual(["bug in a listener"]);
  warned.mockRestore();
});
