// `skein run` from outside: what goes to stdout and stderr, and with which code it ends.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type OpenAiServer, startOpenAiServer } from "../support/openai-server.ts";
import { Folder } from "./skein.ts";
import { cli } from "./terminal.ts";

let server: OpenAiServer;
let folder: Folder;

beforeAll(async () => {
  server = await startOpenAiServer({});
});
afterAll(() => server.close());
beforeEach(() => {
  folder = new Folder();
  server.set({ keys: undefined, reply: () => ({ text: "ok", usage: { prompt_tokens: 10, completion_tokens: 2 } }) });
});
afterEach(() => folder.remove());

const KEY = "sk-canary-1234567890";
const env = { OPENAI_API_KEY: KEY };
/** Runs a text as a script. */
const run = (source: string, args: string[] = [], more: Record<string, string> = {}) => {
  folder.write("script.scm", source);
  return folder.skein(["run", "script.scm", ...args], { env: more });
};
const ask = (source: string, args: string[] = []) =>
  run(source, ["--base-url", server.url, "--model", "gpt-4o-mini", ...args], env);

describe("stdout", () => {
  test("has what the script displays, then its result on a line of its own", async () => {
    expect(await run('(display "a") (list 1 "b" #\\c)')).toEqual({ code: 0, stdout: 'a\n(1 "b" #\\c)\n', stderr: "" });
    expect((await run('(display "a\\n") "text\\nof mine\\n"')).stdout).toBe("a\ntext\nof mine\n");
    expect((await run('(display "a") (void)')).stdout).toBe("a");
    expect((await run("(define x 5)")).stdout).toBe("5\n");
    expect((await run("")).stdout).toBe("");
    expect((await run('(finish "early") (display "never")')).stdout).toBe("early\n");
  });

  test("is one JSON object with --json, also after an error", async () => {
    const ok = await run('(display "out") (hash "n" 12345678901234567890 "x" 1.5 "l" (list #t (quote null)))', [
      "--json",
    ]);
    expect(ok.stdout).toBe(
      '{"status":"completed","value":{"n":12345678901234567890,"x":1.5,"l":[true,null]},"output":"out","usage":{},"cost":0,"reason":null}\n',
    );
    const bad = await run('(display "out")\n(car 5)', ["--json"]);
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      status: "error",
      output: "out",
      error: {
        code: "wrong-type",
        message: "car: expected a pair as argument 1, got 5",
        location: { line: 2, column: 1 },
      },
    });
    const stopped = await run("(let loop () (loop))", ["--json", "--timeout", "0.3"]);
    expect(stopped.code).toBe(3);
    expect(JSON.parse(stopped.stdout)).toMatchObject({ status: "stopped", reason: "time" });
    const finished = await run("(finish (list 1 2))", ["--json"]);
    expect(JSON.parse(finished.stdout)).toMatchObject({ status: "finished", value: [1, 2] });
  });

  test("is followed by the code that the script gives to exit", async () => {
    for (const [source, code] of [
      ["(exit)", 0],
      ["(exit 7)", 7],
      ['(display "x") (exit #f)', 1],
      ["(exit #t)", 0],
      ["(finish 7)", 0],
    ] as const) {
      expect((await run(source)).code, source).toBe(code);
    }
  });

  test("ends quietly when its reader goes away", async () => {
    const { child, ended } = folder.start([
      "run",
      folder.write("endless.scm", '(let loop () (displayln "line") (loop))'),
    ]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { code, stderr } = await ended;
    expect(stderr).not.toContain("EPIPE");
    expect(stderr).not.toContain("internal error");
    expect(stderr).not.toContain("interrupted");
    expect(code).toBe(130);
  });

  test.runIf(existsSync("/dev/full"))("says when the disk is full", () => {
    const endless = folder.write("endless.scm", '(let loop () (displayln "line") (loop))');
    const line = '"$0" "$1" run "$2" > /dev/full';
    const { status, stderr } = spawnSync("sh", ["-c", line, process.execPath, cli, endless], {
      encoding: "utf8",
      cwd: folder.path,
    });
    expect(stderr).toContain("skein: stdout can not be written: ENOSPC");
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(1);
  });
});

describe("errors", () => {
  test("steer no terminal", async () => {
    const { stderr } = await run('(error "a\\x1b;[2J\\x7;b")');
    expect(stderr).toContain("error: a\\x1b;[2J\\x7;b");
    expect(stderr).not.toContain("\x1b");
  });

  test("show what, where, how and what to do, and no stack of ours", async () => {
    const { code, stdout, stderr } = await run("(define (f x)\n  (+ 1 (car x)))\n(f 5)");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error: car: expected a pair as argument 1, got 5\n  --> script.scm:2:8");
    expect(stderr).toContain("2 |   (+ 1 (car x)))");
    expect(stderr).toContain("in f (script.scm:2:8)");
    expect(stderr).not.toMatch(/node:|\.js:|at .*\(/);
  });

  test("of a missing input name --input", async () => {
    const { code, stderr } = await run("(length documents)");
    expect(code).toBe(1);
    expect(stderr).toContain("documents: is not defined");
    expect(stderr).toContain("--input documents=PATH");
  });

  test("of syntax cost nothing: no form runs before the whole file was read", async () => {
    const { code, stdout, stderr } = await run('(display "started")\n(display (list 1 2)');
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("script.scm:2:1");
  });

  test("of the command line end with 2 and name the option or file", async () => {
    folder.write("ok.scm", "1");
    folder.write("bad.scm", Buffer.from('(display "caf\xe9")', "latin1"));
    folder.write("prices.json", "{");
    const cases: [string[], string][] = [
      [["run"], "missing required argument 'file'"],
      [["run", "nowhere.scm"], "nowhere.scm: no such file or folder"],
      [["run", "bad.scm"], "bad.scm: not UTF-8 at byte 13 (e9"],
      [["run", "ok.scm", "--input", "x=nowhere.txt"], "--input x: nowhere.txt: no such file"],
      [["run", "ok.scm", "--budget", "much"], "--budget"],
      [["run", "ok.scm", "--budget", "-1"], "--budget"],
      [["run", "ok.scm", "--timeout", "0"], "--timeout"],
      [["run", "ok.scm", "--alias", "gpt-4"], "--alias"],
      [["run", "ok.scm", "--base-url", "localhost:1"], "--base-url"],
      [["run", "ok.scm", "--provider", "other"], "--provider"],
      [["run", "ok.scm", "--encoding", "ebcdic"], "--encoding"],
      [["run", "ok.scm", "--prices", "prices.json"], "--prices: prices.json: not JSON"],
      [["run", "ok.scm", "--trace", "no/such/folder"], "--trace: no/such/folder"],
      [["run", "ok.scm", "--train", "nowhere.jsonl"], "--train: nowhere.jsonl: no such file"],
      [["run", "ok.scm", "--record", "--replay"], "--replay"],
      [["run", "ok.scm", "--no-store", "--replay"], "--replay needs a store"],
      [["run", "ok.scm", "--replay"], "there is no store in .skein"],
      [["run", "ok.scm", "--store", "ok.scm"], "--store ok.scm: expected a folder"],
      [["run", "ok.scm", "--store", "ok.scm/below"], "--store ok.scm/below: expected a folder"],
      [["run", "ok.scm", "--provider", "local", "--base-url", server.url], "--base-url"],
      [["run", "ok.scm", "--frobnicate"], "--frobnicate"],
      [["frobnicate"], "frobnicate"],
    ];
    for (const [args, wanted] of cases) {
      const { code, stdout, stderr } = await folder.skein(args);
      expect({ code, stdout, args }).toEqual({ code: 2, stdout: "", args });
      expect(stderr).toContain(wanted);
    }
  });

  test("of the server name their remedies", async () => {
    server.set({ keys: ["sk-other"] });
    const unauthorized = await ask('(llm-query #:instruction "x")');
    expect(unauthorized.code).toBe(1);
    expect(unauthorized.stderr).toContain("OPENAI_API_KEY");
    expect(unauthorized.stderr).not.toContain(KEY);
    const refused = await run(
      '(llm-query #:instruction "x")',
      ["--base-url", "http://127.0.0.1:1/v1", "--model", "m"],
      env,
    );
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("--base-url");
    const nobody = await run('(llm-query #:instruction "x")');
    expect(nobody.code).toBe(1);
    for (const remedy of ["OPENAI_API_KEY", "--base-url", "--train"]) expect(nobody.stderr).toContain(remedy);
  });
});

describe("calls to models", () => {
  test("are summed up by model on stderr, and not at all with --quiet", async () => {
    const source = '(map-async (lambda (x) (llm-query-async #:instruction "i" #:data x)) (list "a" "b" "c"))';
    const loud = await ask(source, ["--no-store"]);
    expect(loud.stdout).toBe('("ok" "ok" "ok")\n');
    expect(loud.stderr).toMatch(/gpt-4o-mini +3 +0 +0 +0 +30 +6 +\$/);
    const quiet = await ask(source, ["--no-store", "--quiet"]);
    expect(quiet).toEqual({ code: 0, stdout: '("ok" "ok" "ok")\n', stderr: "" });
    // Why it was stopped is neither progress nor summary.
    const stopped = await ask("(let loop () (loop))", ["--no-store", "--quiet", "--timeout", "0.2"]);
    expect(stopped).toEqual({ code: 3, stdout: "", stderr: "skein: stopped: the time of --timeout is up\n" });
  });

  test("are kept in .skein, said once, and not paid again; the key is nowhere", async () => {
    const source = '(llm-query #:instruction "the question")';
    const before = server.calls();
    const first = await ask(source, ["--trace", "trace.jsonl", "--json"]);
    expect(first.stderr).toContain("replies are kept in .skein");
    const second = await ask(source, ["--json"]);
    expect(second.stderr).not.toContain("replies are kept");
    expect(server.calls()).toBe(before + 1);
    expect(JSON.parse(second.stdout).usage["gpt-4o-mini"]).toMatchObject({ calls: 1, cached: 1 });
    const replay = await folder.skein([
      "run",
      "script.scm",
      "--replay",
      "--model",
      "gpt-4o-mini",
      "--base-url",
      server.url,
    ]);
    expect(replay.stdout).toBe("ok\n");
    const anew = await ask(source, ["--record"]);
    expect(anew.stdout).toBe("ok\n");
    expect(server.calls()).toBe(before + 2);
    const trace = folder.read("trace.jsonl");
    expect(JSON.parse(trace)).toMatchObject({ model: "gpt-4o-mini", reply: { text: "ok" } });
    for (const text of [trace, first.stdout, first.stderr, second.stdout]) expect(text).not.toContain(KEY);
  });

  test("are stopped by caps with code 3 and what there is", async () => {
    const source =
      '(display "begun\\n") (for-each (lambda (i) (llm-query #:instruction (format "~a" i)) (displayln i)) (range 5))';
    const { code, stdout, stderr } = await ask(source, ["--no-store", "--max-calls", "2"]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "begun\n0\n1\n" });
    expect(stderr).toMatch(/2 calls|cap/);
    const money = await ask(source, ["--no-store", "--budget", "0.0000001"]);
    expect(money.code).toBe(3);
    expect(money.stdout).toBe("begun\n");
  });

  test("go to other models by --alias, at prices of --prices", async () => {
    folder.write("prices.json", '{"house-model": {"input": 1000000, "output": 1000000}}');
    const source = '(llm-query #:instruction "x" #:model "gpt-4")';
    const { stdout } = await ask(source, [
      "--no-store",
      "--alias",
      "gpt-4=house-model",
      "--prices",
      "prices.json",
      "--json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ cost: 12, usage: { "house-model": { calls: 1 } } });
  });

  test("are answered by the local provider when there are labelled texts", async () => {
    const texts = Array.from({ length: 40 }, (_, i) =>
      i % 2 ? `win cash now prize ${i}` : `minutes of the meeting ${i}`,
    );
    folder.write(
      "train.jsonl",
      texts.map((body, i) => JSON.stringify({ body, kind: i % 2 ? "spam" : "ham" })).join("\n"),
    );
    const source =
      '(llm-query #:instruction "Classify. Return JSON: {category: str}" #:data "cash prize win" #:json #t)';
    const args = ["--train", "train.jsonl", "--text", "body", "--label", "kind", "--no-store"];
    const { code, stdout } = await run(source, args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ category: "spam" });
    const wrong = await run(source, ["--train", "train.jsonl", "--text", "content"]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("--train: train.jsonl: line 1");
  });
});

describe("interrupts", () => {
  test("once: what is open is hung up, what is there is kept, 130", async () => {
    server.set({ reply: () => ({ fault: "hang" }) });
    folder.write("wait.scm", '(display "begun\\n") (llm-query #:instruction "x")');
    const { child, ended } = folder.start(
      ["run", "wait.scm", "--base-url", server.url, "--model", "m", "--no-store"],
      env,
    );
    await expect.poll(() => server.inFlight(), { timeout: 20_000 }).toBe(1);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: "begun\n" });
    expect(stderr).toContain("once more to stop at once");
    await expect.poll(() => server.inFlight(), { timeout: 20_000 }).toBe(0);
  });

  test("also out of an endless loop, and of one in Python", async () => {
    for (const [name, loop] of [
      ["scheme.scm", "(let loop () (loop))"],
      ["python.scm", '(py-exec "while True: pass")'],
    ] as const) {
      const { child, ended } = folder.start(["run", folder.write(name, `(display "begun\\n") ${loop}`)]);
      child.stdout?.once("data", () => child.kill("SIGINT"));
      expect((await ended).code).toBe(130);
    }
  });

  test("twice: at once", async () => {
    // A winder that never ends would hold up the first one until its allowance is used up.
    const source = '(dynamic-wind void (lambda () (display "begun\\n") (let loop () (loop))) (lambda () (sleep 100)))';
    const { child, ended } = folder.start(["run", folder.write("winder.scm", source)]);
    child.stdout?.once("data", () => child.kill("SIGINT"));
    child.stderr?.once("data", () => child.kill("SIGINT"));
    expect((await ended).code).toBe(130);
  });
});

describe("what a script may reach", () => {
  test("is nothing unless it is granted", async () => {
    folder.write("data.txt", "inside");
    const read = '(call-with-input-file "data.txt" read-line)';
    const denied = await run(read);
    expect(denied.code).toBe(1);
    expect(denied.stderr).toContain("--allow-read");
    expect((await run(read, ["--allow-read", "."])).stdout).toBe("inside\n");
    expect((await run(read, ["--allow-write", "."])).code).toBe(1);
    const write = '(call-with-output-file "new.txt" (lambda (p) (write-string "x" p)))';
    expect((await run(write, ["--allow-read", "."])).code).toBe(1);
    expect(folder.has("new.txt")).toBe(false);
    expect((await run(write, ["--allow-write", "."])).code).toBe(0);
    expect(folder.read("new.txt")).toBe("x");
    const look = '(get-environment-variable "OPENAI_API_KEY")';
    expect((await run(look, [], env)).stdout).toBe("#f\n");
    expect((await run('(get-environment-variable "HOME")', ["--allow-env", "HOME"], { HOME: "/h" })).stdout).toBe(
      "/h\n",
    );
  });
});

test("inputs, standard input, help and version", async () => {
  folder.write("docs.csv", "id,text\n1,a\n2,b\n");
  expect((await run('(string-join documents ",")', ["--input", "documents=docs.csv:text"])).stdout).toBe("a,b\n");
  expect((await folder.skein(["run", "-"], { input: "(+ 1 2)" })).stdout).toBe("3\n");
  folder.write("count.scm", "(string-length context)");
  expect((await folder.skein(["run", "count.scm", "--input", "-"], { input: "four" })).stdout).toBe("4\n");
  for (const args of [
    ["--help"],
    ["run", "--help"],
    ["repl", "--help"],
    ["store", "--help"],
    ["store", "ls", "--help"],
  ]) {
    const { code, stdout } = await folder.skein(args);
    expect(code).toBe(0);
    if (args.length > 1 && args[1] !== "--help") expect(stdout).toContain("Example");
  }
  expect((await folder.skein(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
