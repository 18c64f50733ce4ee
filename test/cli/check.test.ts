// `skein check` and `skein store` from outside.
import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type OpenAiServer, startOpenAiServer } from "../support/openai-server.ts";
import { Folder } from "./skein.ts";

let folder: Folder;

beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

interface Found {
  severity: string;
  code: string;
  message: string;
  location?: { line: number };
  hint?: string;
}

async function problemsOf(
  source: string,
  args: string[] = [],
): Promise<{ code: number | null; found: [string, number | undefined, string][] }> {
  folder.write("s.scm", source);
  const { code, stdout, stderr } = await folder.skein(["check", "--json", "s.scm", ...args]);
  expect(stderr).toBe("");
  const { problems } = JSON.parse(stdout) as { problems: Found[] };
  return { code, found: problems.map((one) => [one.code, one.location?.line, one.message]) };
}

describe("check", () => {
  test("finds nothing in what is right, and runs nothing", async () => {
    const source = `(define (f a #:by [b 1] . more) (apply + a b more))
(define helper 5)
(display "this would be shown")
(f 1 2 3 #:by 4)
(py-exec "print(helper)")
(let loop ((i 0)) (when (< i 10) (loop (+ i 1))))
(define result (string-upcase "x"))`;
    expect(await problemsOf(source)).toEqual({ code: 0, found: [] });
    expect((await folder.skein(["check", "s.scm"])).stdout).toBe("s.scm: no mistakes found\n");
  });

  test("finds unbound names, wrong counts of arguments and wrong keywords, all in one go and in order", async () => {
    const source = `(define (add a #:by [b 1]) (+ a b))
(add 1 2 3)
(add 1 #:bye 2)
(car 1 2)
(stirng-append "a")
((lambda (x) x))
(add)`;
    expect(await problemsOf(source)).toEqual({
      code: 1,
      found: [
        ["arity", 2, "add: expected 1 argument, got 3"],
        ["keyword", 3, "add: unknown keyword #:bye"],
        ["arity", 4, "car: expected 1 argument, got 2"],
        ["unbound", 5, "stirng-append: is not defined"],
        ["arity", 6, "this procedure: expected 1 argument, got 0"],
        ["arity", 7, "add: expected 1 argument, got 0"],
      ],
    });
    const { stdout } = await folder.skein(["check", "s.scm"]);
    expect(stdout).toContain("hint: did you mean string-append?");
    expect(stdout).toContain("hint: did you mean #:by?");
    expect(stdout).toContain('5 | (stirng-append "a")');
  });

  test("does not judge what it can not know", async () => {
    const source =
      "(define (f x) x)\n(set! f (lambda (a b) a))\n(f 1 2)\n(define g f)\n(g 1 2 3)\n(define (car x y) y)\n(car 1 2)";
    expect(await problemsOf(source)).toEqual({ code: 0, found: [] });
  });

  test("warns of definitions that nobody uses, also not Python", async () => {
    const source = `(define (only-itself x) (only-itself x))
(define _meant 1)
(define used-by-python 1)
(define (outer) (define (inner n) (inner n)) 2)
(py-exec "print(used_by_python)")
(outer)`;
    const { code, found } = await problemsOf(source);
    expect(code).toBe(0);
    expect(found.map(([kind, , message]) => [kind, message])).toEqual([
      ["unused", "only-itself is defined and never used"],
      ["unused", "inner is defined and never used"],
    ]);
    expect((await problemsOf(`${source}\n(py-exec (string-append "print(" "only_itself" ")"))`)).found).toEqual([]);
  });

  test("finds mistakes in literal Python", async () => {
    const source = '(py-exec "\n  x = 1\n  y = x")\n(py-eval "x = (1")\n(py-exec "def f(:\\n  pass")';
    const { code, found } = await problemsOf(source);
    expect(code).toBe(1);
    expect(found.map(([kind, line]) => [kind, line])).toEqual([
      ["python-syntax", 4],
      ["python-syntax", 5],
    ]);
  });

  test("goes on behind a form that can not be expanded, and says where a parenthesis is missing", async () => {
    const { found } = await problemsOf("(if)\n(car 1 2)\n(let ((x 1) (x 2)) x)");
    expect(found.map(([kind, line]) => [kind, line])).toEqual([
      ["syntax", 1],
      ["arity", 2],
      ["syntax", 3],
    ]);
    expect((await problemsOf("(display 1)\n(display (list 1 2)")).found.map(([kind, line]) => [kind, line])).toEqual([
      ["read", 2],
    ]);
  });

  test("knows inputs, and counts what would be asked", async () => {
    folder.write("docs.jsonl", Array.from({ length: 7 }, (_, i) => `{"text": "document ${i}"}\n`).join(""));
    const source = `(define labels (map-async (lambda (d) (llm-query-async #:instruction "Classify." #:data d #:model "gpt-4o-mini" #:max-tokens 10)) documents))
(llm-query #:instruction "Sum up" #:data (string-join labels) #:model "gpt-4o-mini")`;
    expect((await problemsOf(source)).found.map(([kind]) => kind)).toEqual(["unbound"]);
    expect((await problemsOf(source, ["--input", "documents"])).found).toEqual([]);
    const { code, stdout } = await folder.skein(["check", "--json", "s.scm", "--input", "documents=docs.jsonl:text"]);
    expect(code).toBe(0);
    const { estimate } = JSON.parse(stdout);
    expect(estimate).toMatchObject({ calls: 8, complete: true });
    expect(
      estimate.sites.map(({ times, each, outputTokens }: { [key: string]: unknown }) => [times, each, outputTokens]),
    ).toEqual([[7, "documents", 10], [1, null, 100].map((value) => value ?? undefined)]);
    expect(estimate.usd).toBeGreaterThan(0);
    expect(estimate.usd).toBeLessThan(0.01);
  });

  test("of files that can not be read ends with 2", async () => {
    expect((await folder.skein(["check", "nowhere.scm"])).code).toBe(2);
    expect((await folder.skein(["check"])).code).toBe(2);
  });
});

describe("store", () => {
  let server: OpenAiServer;
  beforeAll(async () => {
    server = await startOpenAiServer({ reply: (request) => `reply to ${String(request.messages[0]?.content)}` });
  });
  afterAll(() => server.close());

  const fill = async (...questions: string[]) => {
    folder.write("ask.scm", questions.map((question) => `(llm-query #:instruction "${question}")`).join("\n"));
    const args = ["run", "ask.scm", "--base-url", server.url, "--model", "m", "--quiet"];
    expect(await folder.skein(args, { env: { OPENAI_API_KEY: "sk-test" } })).toMatchObject({ code: 0, stderr: "" });
  };

  test("is listed, shown, exported, imported and cleared", async () => {
    await fill("first", "second");
    const listed = await folder.skein(["store", "ls", "--json"]);
    const rows = listed.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { key: string; prompt: string; reply: string });
    expect(rows.map(({ prompt, reply }) => `${prompt}: ${reply}`).sort()).toEqual([
      "first: reply to first",
      "second: reply to second",
    ]);
    const human = await folder.skein(["store", "ls"]);
    expect(human.stdout.split("\n")).toHaveLength(3);
    const key = rows.find(({ prompt }) => prompt === "first")?.key as string;
    expect((await folder.skein(["store", "show", key.slice(0, 12)])).stdout).toContain("reply to first");
    expect(await folder.skein(["store", "show", "zzzz"])).toMatchObject({ code: 2, stdout: "" });
    await folder.skein(["store", "export", "replies.txt"]);
    expect(folder.read("replies.txt")).toBe((await folder.skein(["store", "export"])).stdout);
    expect(fs.statSync(path.join(folder.path, "replies.txt")).mode & 0o077).toBe(0);
    expect((await folder.skein(["store", "clear", "--older-than", "1"])).stderr).toContain("0 replies");
    expect((await folder.skein(["store", "clear"])).stderr).toContain("2 replies");
    expect((await folder.skein(["store", "ls"])).stdout).toBe("");
    const imported = await folder.skein(["store", "import", "replies.txt", "--store", "other"]);
    expect(imported).toMatchObject({ code: 0, stderr: "skein: 2 replies imported into other\n" });
    const before = server.calls();
    const args = ["run", "ask.scm", "--replay", "--store", "other", "--base-url", server.url, "--model", "m"];
    expect((await folder.skein(args)).stdout).toBe("reply to second\n");
    expect(server.calls()).toBe(before);
  });

  test("that is damaged is said so: its process does not die of it", async () => {
    await fill("first");
    const whole = fs.readFileSync(path.join(folder.path, ".skein", "data.mdb"));
    const damages = [whole.subarray(0, 100), whole.subarray(0, 4096), whole.subarray(0, 8192), Buffer.alloc(9000, 1)];
    for (const content of damages) {
      folder.write(".skein/data.mdb", content);
      const { code, stdout, stderr } = await folder.skein(["store", "ls"]);
      expect({ code, stdout }, `${content.length} bytes`).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain("the response store in .skein is damaged");
    }
  });

  test("that is not there, or a text that is none, ends with 2", async () => {
    for (const args of [["ls"], ["show", "a"], ["export"], ["clear"]]) {
      expect(await folder.skein(["store", ...args])).toMatchObject({ code: 2, stdout: "" });
    }
    expect(folder.has(".skein")).toBe(false);
    folder.write("no.txt", "skein store 1\n\n== abc\nnonsense\n");
    const { code, stderr } = await folder.skein(["store", "import", "no.txt"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no\.txt: line \d+/);
    expect((await folder.skein(["store", "import", "absent.txt"])).code).toBe(2);
    expect((await folder.skein(["store", "frobnicate"])).code).toBe(2);
  });
});
