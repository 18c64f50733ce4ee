// What goes wrong outside: each failure is an error with a place and a remedy, and nothing of ours in it.
import { afterEach, expect, test } from "vitest";
import { createSkein, openai, type Skein, SkeinError } from "../../src/index.ts";
import { type OpenAiServer, startOpenAiServer } from "../support/openai-server.ts";

const SCRIPT = '(define answer\n  (llm-query #:instruction "Classify." #:data "a text" #:model "gpt-4"))\nanswer';

let server: OpenAiServer | undefined;
let skein: Skein | undefined;
afterEach(async () => {
  await skein?.close();
  await server?.close();
  server = undefined;
});

async function failureOf(script: string, baseURL = server?.url ?? ""): Promise<SkeinError> {
  skein = createSkein({ provider: openai({ apiKey: "sk-canary", baseURL }) });
  const error = await skein.run(script, { name: "script.scm" }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(SkeinError);
  const text = String(error);
  expect(text).not.toContain("sk-canary");
  expect(text).not.toMatch(/node_modules|\.ts:|\.js:|at async /);
  return error as SkeinError;
}

test("a wrong key", async () => {
  server = await startOpenAiServer({ keys: ["another"] });
  const error = await failureOf(SCRIPT);
  expect(error.location).toEqual({ file: "script.scm", line: 2, column: 3 });
  expect(String(error)).toContain("OPENAI_API_KEY");
});

test("a refused connection", async () => {
  const error = await failureOf(SCRIPT, "http://127.0.0.1:9/v1");
  expect(error.location?.line).toBe(2);
  expect(String(error)).toContain("--base-url");
}, 60_000);

test("a reply that is no JSON, where JSON was asked for", async () => {
  server = await startOpenAiServer({ reply: () => "I would rather not." });
  const error = await failureOf('(llm-query #:instruction "Reply in JSON" #:data "x" #:model "gpt-4" #:json #t)');
  expect(error.message).toContain("no usable JSON");
  expect(error.hint).toBeDefined();
});

test("a missing input", async () => {
  server = await startOpenAiServer({});
  const error = await failureOf("(length documents)");
  expect([error.code, error.message, error.location?.column]).toEqual(["unbound", "documents: is not defined", 9]);
});

test("a Python error has Python's lines and the call's place", async () => {
  server = await startOpenAiServer({});
  const error = await failureOf('(define x 1)\n(py-exec "\ndef f(x):\n    return x / 0\nf(1)\n")');
  expect(error.message).toContain("ZeroDivisionError");
  expect(error.location?.line).toBe(2);
  expect(String(error)).toContain("return x / 0");
});

test("a failing item of map-async says which one, and what was finished", async () => {
  server = await startOpenAiServer({});
  const error = await failureOf("(map-async (lambda (x) (sleep (/ x 1000)) (if (= x 3) (car x) x)) (list 1 2 3 200))");
  expect(error.message).toBe("car: expected a pair as argument 1, got 3");
  expect(error.notes).toEqual(["while working on item 2: 3; 2 items were finished"]);
});
