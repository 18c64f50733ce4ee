// Python sees the script's variables live, and what has not changed crosses once.
import { afterEach, expect, test } from "vitest";
import { createSkein, type Skein } from "../../src/index.ts";

let skein: Skein | undefined;
afterEach(async () => {
  await skein?.close();
});

test("20 MB of documents cross once, not once per call", async () => {
  const documents = Array.from({ length: 10_000 }, (_, i) => `${i}:`.padEnd(2000, "x"));
  skein = createSkein({ inputs: { documents } });
  // A copy that was sent again would be another list: Python tells them apart by identity.
  const script = `
    (py-exec "first = documents; seen = set()")
    (for ([i (in-range 200)])
      (py-exec "seen.add(id(documents))"))
    (py-eval "(len(documents), documents is first, len(seen), len(documents[9999]))")`;
  expect((await skein.run(script)).value).toEqual([10_000, true, 1, 2000]);
});

test("a changed value is seen, also from functions and comprehensions", async () => {
  skein = createSkein();
  const script = `
    (define uncertain-idx '(1 2))
    (py-exec "def total(): return sum(uncertain_idx)")
    (define before (py-eval "total()"))
    (set! uncertain-idx '(10 20))
    (define v (vector 1 2 3))
    (define sum1 (py-eval "sum([x for x in v])"))
    (vector-set! v 0 100)
    (list before (py-eval "total()") sum1 (py-eval "sum([x for x in v])"))`;
  expect((await skein.run(script)).value).toEqual([3, 30, 6, 105]);
});

test("what Python prints at top level is not lost, and a value has priority over it", async () => {
  skein = createSkein();
  const result = await skein.run(`
    (py-exec "print('dropped')")
    (define text (py-exec "print('kept')"))
    (define value (py-exec "print('shown')\\n41 + 1"))
    (list text value)`);
  expect([result.output, result.value]).toEqual(["dropped\nshown\n", ["kept", 42]]);
});

test("between two waits nothing else runs: py-set! and py-exec of one fiber see one value", async () => {
  skein = createSkein();
  const script = `
    (map-async
      (lambda (i)
        (sleep (/ (modulo (* i 7) 5) 1000))
        (py-set! "shared" i)
        (py-exec "shared"))
      (iota 40) #:max-concurrent 10)`;
  expect((await skein.run(script)).value).toEqual(Array.from({ length: 40 }, (_, i) => i));
});
