// `skein repl` as a person meets it, through a pseudo-terminal; and as a pipe meets it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type OpenAiServer, startOpenAiServer } from "../support/openai-server.ts";
import { cli, KEYS, Terminal } from "./terminal.ts";

let folder: string;
let server: OpenAiServer;
let open: Terminal | undefined;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "skein-repl-"));
  server = await startOpenAiServer({ reply: () => ({ fault: "hang" }) });
});
afterEach(() => open?.kill());
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A session that has shown its prompt. */
async function session(args: string[] = [], history = `history-${Math.random()}`): Promise<Terminal> {
  const env = { SKEIN_HISTORY: path.join(folder, history), OPENAI_API_KEY: "sk-test" };
  open = new Terminal(["repl", "--no-store", ...args], env);
  await open.until("skein> ");
  return open;
}

const enter = (text: string): string => text + KEYS.enter;

describe("on a terminal", () => {
  test("a form over several lines waits until it is complete, and results are numbered", async () => {
    const t = await session();
    t.type(enter("(define (square x)"));
    t.type(enter("(* x x))"));
    await t.until("skein> ");
    t.type(enter("(square 12)"));
    await t.until("$1 = 144");
    t.type(enter("(+ $1 1)"));
    await t.until("$2 = 145");
    t.type(enter('(display "shown")'));
    await t.until("shown");
    t.type(enter('"text"'));
    await t.until('$3 = "text"');
    t.type(KEYS.ctrlD);
    expect(await t.exit).toBe(0);
  });

  test("an error shows its place and keeps the session", async () => {
    const t = await session();
    t.type(enter("(define y 1) (car y)"));
    await t.until("car: expected a pair as argument 1, got 1");
    await t.until("^");
    t.type(enter("(squarre 2)"));
    await t.until("squarre: is not defined");
    await t.until("skein> ");
    t.type(enter(")"));
    await t.until("error:");
    await t.until("skein> ");
    t.type(enter("(+ y 1)"));
    await t.until("$1 = 2");
  });

  test("names and keywords are completed", async () => {
    const t = await session();
    t.type(`(hash-upd${KEYS.tab}`);
    await t.until("(hash-update");
    t.type(`${KEYS.ctrlC}(string-upc${KEYS.tab} "abc")`);
    await t.until("(string-upcase");
    t.type(KEYS.enter);
    await t.until('$1 = "ABC"');
    t.type(`(define longer-name-of-mine 5)${KEYS.enter}longer-n${KEYS.tab}${KEYS.enter}`);
    await t.until("$2 = 5");
    t.type(`(map-async list '(1) #:max-c${KEYS.tab} 1)${KEYS.enter}`);
    await t.until("$3 = ((1))");
  });

  test("Ctrl-C ends an endless loop, a wait for a model and a wait in Python, not the session", async () => {
    const t = await session(["--base-url", server.url, "--model", "m"]);
    t.type(enter("(let loop ((n 0)) (loop (+ n 1)))"));
    t.type(KEYS.ctrlC);
    await t.until("interrupted");
    await t.until("skein> ");
    t.type(enter('(llm-query #:instruction "never answered")'));
    await t.until("1 in flight");
    await expect.poll(() => server.inFlight(), { timeout: 20_000 }).toBe(1);
    t.type(KEYS.ctrlC);
    await t.until("interrupted");
    await t.until("skein> ");
    await expect.poll(() => server.inFlight(), { timeout: 20_000 }).toBe(0);
    t.type(enter('(begin (display "begun") (py-exec "while True: pass"))'));
    await t.until("begun");
    t.type(KEYS.ctrlC);
    await t.until("interrupted");
    await t.until("skein> ");
    t.type(enter("(+ 40 2)"));
    await t.until("$1 = 42");
  });

  test("Ctrl-C at the prompt drops what is typed", async () => {
    const t = await session();
    t.type(`(this is wrong${KEYS.ctrlC}`);
    await t.until("skein> ");
    t.type(enter("(+ 1 1)"));
    await t.until("$1 = 2");
    t.type(KEYS.ctrlC);
    await t.until("Ctrl-D");
    t.type(KEYS.ctrlD);
    expect(await t.exit).toBe(0);
  });

  test("history goes on in the next session, forms of several lines in one piece", async () => {
    const first = await session([], "shared");
    first.type(enter("(list 1"));
    first.type(enter("2 3)"));
    await first.until("$1 = (1 2 3)");
    first.type(enter("(+ 1 1)"));
    await first.until("$2 = 2");
    first.type(KEYS.ctrlD);
    expect(await first.exit).toBe(0);
    const second = await session([], "shared");
    second.type(KEYS.up);
    await second.until("(+ 1 1)");
    second.type(KEYS.up);
    await second.until("2 3)");
    second.type(KEYS.enter);
    await second.until("$1 = (1 2 3)");
    second.type(`+ 1${KEYS.ctrlR}`);
    await second.until("(+ 1 1)");
    second.type(KEYS.enter);
    await second.until("$2 = 2");
  });

  test("documentation, sources, time, inputs and costs are a comma away", async () => {
    fs.writeFileSync(path.join(folder, "docs.jsonl"), '"a"\n"b"\n');
    fs.writeFileSync(path.join(folder, "load.scm"), "(define loaded\n  77)\n");
    const t = await session(["--input", `documents=${path.join(folder, "docs.jsonl")}`]);
    t.type(enter(",doc map"));
    await t.until("(map ");
    await t.until("=>");
    t.type(enter(",doc no-such-thing"));
    await t.until("nothing is known of no-such-thing");
    t.type(enter(",apropos vector-ma"));
    await t.until("vector-map");
    t.type(enter(`,load ${path.join(folder, "load.scm")}`));
    t.type(enter(",source loaded"));
    await t.until("(define loaded");
    await t.until("77)");
    t.type(enter(",inputs"));
    await t.until("documents (input) =");
    t.type(enter(",time (+ loaded 1)"));
    await t.until("= 78");
    await t.until(" ms");
    t.type(enter(",cost"));
    await t.until("no model was asked");
    t.type(enter(",load nowhere.scm"));
    await t.until("nowhere.scm: no such file or folder");
    t.type(enter(",xyz"));
    await t.until("there is no command ,xyz");
    t.type(enter(",help"));
    await t.until(",apropos text");
    t.type(enter(",quit"));
    expect(await t.exit).toBe(0);
  });

  test("a Python prompt works on the same variables", async () => {
    const t = await session();
    t.type(enter("(define my-list '(1 2 3))"));
    await t.until("skein> ");
    t.type(enter(",python"));
    await t.until("python> ");
    t.type(enter("sum(my_list)"));
    await t.until("6");
    await t.until("python> ");
    t.type(enter("for i in my_list:"));
    t.type(enter("print('item', i)"));
    t.type(KEYS.enter);
    await t.until("item 3");
    t.type(enter("found = 'é😀'"));
    await t.until("python> ");
    t.type(enter("1/0"));
    await t.until("ZeroDivisionError");
    t.type(KEYS.ctrlD);
    await t.until("skein> ");
    t.type(enter('(py-eval "found")'));
    await t.until('$1 = "é😀"');
  });

  test("what is pasted is one text, and what is typed ahead is not lost", async () => {
    const t = await session();
    t.type("\x1b[200~(define a 1)\r(define b\r  2)\x1b[201~");
    await t.until("2)");
    t.type(KEYS.enter);
    t.type(enter("(sleep 0.2)") + enter("(+ a b)"));
    await t.until("$1 = 3");
  });
});

describe("without a terminal", () => {
  const pipe = (input: string) =>
    spawnSync(process.execPath, [cli, "repl", "--no-store"], {
      input,
      encoding: "utf8",
      env: { ...process.env, SKEIN_HISTORY: "" },
    });

  test("forms are evaluated as they are complete, without prompts and colours", () => {
    const { status, stdout, stderr } = pipe('(define (f)\n  41)\n(+ (f) 1)\n(car 1)\n"after"\n');
    expect(stdout).toContain("$1 = 42\n");
    expect(stdout).toContain("car: expected a pair as argument 1, got 1");
    expect(stdout).toContain('$2 = "after"\n');
    expect(stdout).not.toContain("\x1b");
    expect(stdout).not.toContain("skein>");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("exit leaves, with its code", () => {
    const { status, stdout } = pipe('"before"\n(exit 7)\n"after"\n');
    expect({ status, stdout }).toEqual({ status: 7, stdout: '$1 = "before"\n' });
  });
});
