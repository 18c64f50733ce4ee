// Limits of a run: each ends in a status, the process lives, and the engine goes on.
import { describe, expect, test } from "vitest";
import { make } from "../support/engines.ts";

describe.each(["fast", "closures"] as const)("in the %s build", (build) => {
  test("an endless loop ends at the time limit, also in a fiber and in a winder", async () => {
    const skein = make({ build, limits: { seconds: 0.3 } });
    for (const program of [
      "(let loop () (loop))",
      "(define (f) (f)) (f)",
      "(define (deep n) (+ 1 (deep n))) (deep 1)",
      "(map-async (lambda (x) (let loop () (loop))) '(1 2))",
      "(dynamic-wind void (lambda () (let loop () (loop))) (lambda () (let loop () (loop))))",
      "(guard (e (#t 'caught)) (let loop () (loop)))",
      "(let loop () (spawn (lambda () (loop))) (loop))",
      "(let loop () (spawn (lambda () (sleep 100))) (loop))",
      "(let loop ((i 1) (s 0)) (loop (+ i 1) (+ s (/ 1 i))))",
      "(let loop ((i 1) (s 1/3)) (loop (+ i 1) (* s 7/3)))",
    ]) {
      const begun = performance.now();
      const result = await skein.run(program);
      // Not a measure: ten times what the slowest takes here.
      expect([program, performance.now() - begun < 10_000]).toEqual([program, true]);
      expect([program, result.status, result.reason]).toEqual([
        program,
        "stopped",
        expect.stringMatching(/time|memory/),
      ]);
    }
    expect(await skein.evaluate("(+ 1 2)")).toBe(3);
  });

  test("the event loop stays free while a script computes", async () => {
    const skein = make({ build, limits: { seconds: 1 } });
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await skein.run("(let loop () (loop))");
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  test("a step limit", async () => {
    const skein = make({ build, limits: { steps: 100_000 } });
    expect((await skein.run("(let loop ((i 0)) (if (< i 1000) (loop (+ i 1)) i))")).value).toBe(1000);
    expect((await skein.run("(let loop () (loop))")).reason).toBe("steps");
  });

  test("an abort ends a run, and winders run", async () => {
    const shown: string[] = [];
    const skein = make({ build, output: (text) => shown.push(text) });
    const controller = new AbortController();
    const run = skein.run('(dynamic-wind void (lambda () (display "in") (sleep 60)) (lambda () (display "out")))', {
      signal: controller.signal,
    });
    const until = async (text: string): Promise<void> => {
      while (!shown.includes(text)) await new Promise((resolve) => setImmediate(resolve));
    };
    await until("in");
    controller.abort();
    expect((await run).reason).toBe("aborted");
    expect(shown).toEqual(["in", "out"]);
    expect(await skein.evaluate("'alive")).toBe("alive");
  });
});

test("10,000,000 steps end in a value", async () => {
  expect((await make().run("(let loop ((i 0)) (if (< i 10000000) (loop (+ i 1)) i))")).value).toBe(10_000_000);
});

test("what has been displayed before a limit is kept", async () => {
  const result = await make({ limits: { seconds: 0.2 } }).run('(display "before") (let loop () (loop))');
  expect([result.status, result.output]).toEqual(["stopped", "before"]);
});
