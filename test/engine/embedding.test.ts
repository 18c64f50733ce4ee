// The embedding API as a host application uses it.
import { describe, expect, test } from "vitest";
import { createSkein, SkeinError, type SkeinOptions, scripted } from "../../src/index.ts";
import { make } from "../support/engines.ts";

const echo = scripted(({ data, instruction }) => `${instruction ?? ""}|${data ?? ""}`);

describe("values", () => {
  test.each([
    ["42", 42],
    ["(/ 6 4)", 1.5],
    ["1.0", 1],
    ["(expt 2 80)", 2n ** 80n],
    ['"text"', "text"],
    ["'symbol", "symbol"],
    ["'null", null],
    ["#t", true],
    ["'()", []],
    ["'(1 (2 #(3)))", [1, [2, [3]]]],
    ["(hash 'a 1 'b '(2))", { a: 1, b: [2] }],
    ["(hash 1 2)", new Map([[1, 2]])],
    ["(bytevector 1 2)", new Uint8Array([1, 2])],
    ["(void)", undefined],
  ])("%s becomes a JavaScript value", async (source, value) => {
    expect(await make().evaluate(source)).toEqual(value);
  });

  test("inputs and their way back", async () => {
    const inputs = {
      a: 1,
      b: 1.5,
      c: "x",
      d: [1, { k: null, "two words": [true] }],
      big: 12345678901234567890n,
      bytes: new Uint8Array([7]),
    };
    const skein = make({ inputs });
    for (const [name, value] of Object.entries(inputs)) expect(await skein.evaluate(name)).toEqual(value);
    expect(await skein.evaluate("(hash-ref (cadr d) 'k)")).toBe(null);
    expect(await skein.evaluate('(hash-ref (cadr d) "two words")')).toEqual([true]);
  });

  test("what can not cross is refused with its place", async () => {
    const inputs = { deep: { list: [1, Symbol("no")] } };
    await expect(make({ inputs }).evaluate("1")).rejects.toThrow("inputs.deep.list[1]");
  });
});

test("run tells status, value, output and cost", async () => {
  const skein = make({ provider: echo, models: { default: "m" } });
  const result = await skein.run('(display "shown") (llm-query #:instruction "say" #:data "it")', { name: "a.scm" });
  expect(result).toMatchObject({
    status: "completed",
    value: "say|it",
    text: "say|it",
    output: "shown",
    cost: 0,
    reason: undefined,
  });
  expect(result.usage).toMatchObject({ m: { calls: 1 } });
  expect(await skein.run("(begin (finish 7) (display 1))")).toMatchObject({ status: "finished", value: 7, output: "" });
  expect((await skein.run("(define x 5)")).value).toBe(5);
  expect((await skein.run("(define (f) 5)")).value).toBeUndefined();
});

test("the session's state persists, and a handle of one evaluation is awaited in the next", async () => {
  const skein = make({ provider: echo, models: { default: "m" } });
  await skein.evaluate('(define h (llm-query-async #:instruction "later"))');
  expect(await skein.evaluate("(await h)")).toBe("later|");
});

test("host functions: plain, async, failing, with callbacks", async () => {
  const skein = make();
  skein.define("add", (a: number, b: number) => a + b, { doc: "a sum" });
  skein.define("later", async (x: number) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return x * 2;
  });
  skein.define("nothing", () => null);
  skein.define("fails", () => {
    throw new Error("no such customer");
  });
  skein.define("call-back", async (f: (x: number) => Promise<number>) => (await f(20)) + 1);
  expect(await skein.evaluate("(add 1 2)")).toBe(3);
  expect(await skein.evaluate("(map-async later '(1 2 3))")).toEqual([2, 4, 6]);
  expect(await skein.evaluate("(nothing)")).toBe(false);
  expect(await skein.evaluate("(guard (e (#t (exn-message e))) (fails))")).toBe("fails: no such customer");
  expect(await skein.evaluate("(call-back (lambda (x) (sleep 0.001) (* x 2)))")).toBe(41);
});

test("a Scheme procedure is an async function", async () => {
  const skein = make();
  await skein.evaluate('(define (classify text #:upper [upper #f]) (string-append text "!"))');
  const classify = await skein.procedure("classify");
  expect(await classify("hi")).toBe("hi!");
  await expect(classify()).rejects.toBeInstanceOf(SkeinError);
  await expect(skein.procedure("absent")).rejects.toThrow("absent: is not defined");
});

test("misuse throws a TypeError at once", () => {
  expect(() => createSkein({ inputz: {} } as SkeinOptions)).toThrow(TypeError);
  expect(() => createSkein({ limits: { seconds: -1 } })).toThrow("limits.seconds");
  expect(() => createSkein({ provider: "openai" as never })).toThrow("provider");
  expect(() => make().define("x", 5 as never)).toThrow(TypeError);
});

test("after close every call rejects, and closing again is allowed", async () => {
  const skein = make();
  await skein.evaluate("1");
  await skein.close();
  await skein.close();
  await expect(skein.evaluate("1")).rejects.toThrow("closed");
  await expect(skein.run("1")).rejects.toThrow("closed");
});

test("errors have code, location, backtrace and hint", async () => {
  const error = (await make()
    .run("(define (f x)\n  (+ 1 (string-legnth x)))\n(f 1)", { name: "t.scm" })
    .catch((e: unknown) => e)) as SkeinError;
  expect(error).toBeInstanceOf(SkeinError);
  expect([error.code, error.location, error.hint]).toEqual([
    "unbound",
    { file: "t.scm", line: 2, column: 9 },
    "did you mean string-length?",
  ]);
  expect(error.backtrace.map((entry) => entry.procedure)).toEqual(["f", undefined]);
  expect(String(error)).toMatchInlineSnapshot(`
    "error: string-legnth: is not defined
      --> t.scm:2:9
      |
    2 |   (+ 1 (string-legnth x)))
      |         ^^^^^^^^^^^^^
    backtrace:
      in f (t.scm:2:9)
      in the script (t.scm:3:1)
    hint: did you mean string-length?"
  `);
});

test("scripts reach nothing that was not granted", async () => {
  const skein = make();
  for (const source of [
    '(open-input-file "/etc/passwd")',
    '(file-exists? "/etc")',
    '(delete-file "x")',
    '(load "x.scm")',
  ]) {
    await expect(skein.evaluate(source)).rejects.toThrow();
  }
  expect(await skein.evaluate('(get-environment-variable "HOME")')).toBe(false);
});

test("recursive calls run the model's program in a child", async () => {
  const provider = scripted(({ messages }) =>
    messages.length > 2 ? "```scheme\n(finish (string-length context))\n```" : "(finish (undefined-name))",
  );
  const skein = make({ provider, models: { default: "m" } });
  expect(
    await skein.evaluate('(define secret 1) (llm-query #:instruction "count" #:data "12345" #:recursive #t)'),
  ).toBe(5);
});

test("a model's program has checkpoints of its own", async () => {
  const program = '(checkpoint "progress" "spoilt") (finish (list (restore "secret") (restore "progress")))';
  const skein = make({ provider: scripted(() => program), models: { default: "m" } });
  const source = `(checkpoint "secret" 1) (checkpoint "progress" 5)
    (define found (llm-query #:instruction "solve" #:data "it" #:recursive #t))
    (list found (restore "progress"))`;
  expect((await skein.run(source)).value).toEqual([[false, "spoilt"], 5]);
});

test("budgets nest, and a refusal is an ordinary error", async () => {
  const provider = { ...echo, paid: true };
  const skein = make({ provider, models: { default: "gpt-4o-mini" }, budget: { usd: 5 } });
  const refused =
    '(parameterize ([money-budget 0.0000001]) (guard (e (#t (error-object-message e))) (llm-query #:instruction "x")))';
  expect(await skein.evaluate(refused)).toContain("a cap of");
  const stopped = await skein.run('(parameterize ([money-budget 0.0000001]) (llm-query #:instruction "x"))');
  expect([stopped.status, stopped.reason]).toEqual(["stopped", "budget"]);
  expect(await skein.evaluate('(llm-query #:instruction "x")')).toBe("x|");
});
