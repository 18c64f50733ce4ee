// Units of the library that are loaded when they are first used, also in the middle of a run.
import { describe, expect, test } from "vitest";
import type { Build } from "../../src/engine/engine.ts";
import { loadPrelude } from "../../src/engine/load-prelude.ts";
import { createSkein } from "../../src/index.ts";

describe.each<Build>(["fast", "closures", "stress"])("in the %s build", (build) => {
  test("a unit that eval needs is loaded without disturbing what runs", async () => {
    const skein = createSkein({ build });
    try {
      const { output } = await skein.run(`
        (define p (make-parameter 1))
        (define (deep n) (if (= n 0) ((eval '(sequence add1 (lambda (x) (* x (p))))) 1) (+ 1 (deep (- n 1)))))
        (display (parameterize ([p 5])
          (dynamic-wind
            (lambda () (display "in "))
            (lambda () (guard (e (#t (list 'caught e))) (+ (deep 100) (with-exception-handler (lambda (e) 1000) (lambda () (raise-continuable (eval '(vote (list (lambda () 1) (lambda () 1)))))) ))))
            (lambda () (display "out ")))))`);
      expect(output).toBe("in out 1110");
    } finally {
      await skein.close();
    }
  });

  test("fibers that need one at the same time both have it", async () => {
    const skein = createSkein({ build });
    try {
      const { value } = await skein.run(
        "(map-async (lambda (n) (sleep 0.001) (eval `((memoized (lambda (x) (* x ,n))) 2))) '(1 2 3))",
      );
      expect(value).toEqual([2, 4, 6]);
    } finally {
      await skein.close();
    }
  });
});

test("names of units not loaded are known, documented, suggested and constant", async () => {
  const skein = createSkein();
  try {
    expect((await skein.describe("fan-out-aggregate"))?.signature).toContain("fan-out-aggregate");
    await expect(skein.run("(fan-out-agregate 1)")).rejects.toMatchObject({
      hint: expect.stringContaining("fan-out-aggregate"),
    });
    await expect(skein.run("(begin (define (anytime) 'mine) (anytime))")).resolves.toMatchObject({ value: "mine" });
  } finally {
    await skein.close();
  }
});

test("what is lazy only defines, under names of its own", async () => {
  const { units } = await loadPrelude();
  const lazy = units.filter((unit) => unit.lazy);
  expect(lazy.length).toBeGreaterThan(10);
  const names = units.flatMap(({ defines }) => defines);
  expect(new Set(names).size).toBe(names.length);
  for (const unit of units) expect(unit.defines.length, unit.file).toBeGreaterThan(0);
});
