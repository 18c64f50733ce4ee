// `fork`: an engine with a copy of the globals. What either does afterwards, the other does not see.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Skein, type SkeinOptions, scripted } from "../../src/index.ts";
import { closing, make } from "../support/engines.ts";

async function forked(source: string, options: SkeinOptions = {}): Promise<[Skein, Skein]> {
  const skein = make({ provider: scripted(({ data }) => `about ${data}`), models: { default: "m" }, ...options });
  await skein.evaluate(source);
  return [skein, closing(await skein.fork())];
}

test("procedures see the variables of their own engine", async () => {
  const [skein, fork] = await forked(`
    (define x 1)
    (define (inc!) (set! x (+ x 1)) x)
    (define (twice f) (f) (f))
    (define later (lambda (#:by [n 1]) (sleep 0.001) (+ x n)))`);
  expect(await fork.evaluate("(twice inc!)")).toBe(3);
  expect(await skein.evaluate("x")).toBe(1);
  expect(await skein.evaluate("(inc!)")).toBe(2);
  expect(await fork.evaluate("(list x (later #:by 10))")).toEqual([3, 13]);
  await fork.evaluate("(define (inc!) 'another)");
  expect(await skein.evaluate("(inc!)")).toBe(3);
});

test("calls, output, limits and Python are the fork's own", async () => {
  const [skein, fork] = await forked(
    `(define (ask d) (display "asking ") (llm-query #:instruction "q" #:data d))
     (define (forever) (let loop () (loop)))
     (define words '("a" "b"))
     (py-exec "n = 1")`,
    { limits: { seconds: 5, steps: 1_000_000 } },
  );
  const result = await fork.run('(map-async ask (append words (list "c")))');
  expect([result.value, result.output]).toEqual([["about a", "about b", "about c"], "asking asking asking "]);
  expect([fork.spent().models[0]?.calls, skein.spent().models.length]).toEqual([3, 0]);
  expect((await fork.run("(forever)")).reason).toBe("steps");
  await fork.evaluate('(set! words \'("z"))');
  expect(await fork.python.evaluate("(words, 'n' in globals())")).toEqual([["z"], false]);
  expect(await skein.python.evaluate("(words, n)")).toEqual([["a", "b"], 1]);
});

test("data is copied with its sharing, however deep, and what is the library's stays so", async () => {
  const [skein, fork] = await forked(`
    (define v (vector 1 2))
    (define t (hash 'v v 'l (list v "text")))
    (define key (list 1 (vector 2)))
    (define by-key (let ([h (make-hash)]) (hash-set! h key 'found) h))
    (define ring (let ([p (list 1 2)]) (set-cdr! (cdr p) p) p))
    (define deep (let loop ([i 0] [x '()]) (if (= i 100000) x (loop (+ i 1) (list x)))))
    (define text (string-copy "abc"))
    (define numbers (list 1/3 2.5 (expt 10 30) #\\a 'sym (bytevector 1 2)))
    (define b (box v))
    (define first-of car)
    (define answered (let ([h (spawn (lambda () 42))]) (await h) h))`);
  await fork.evaluate("(vector-set! v 0 'changed) (string-set! text 0 #\\x) (hash-set! by-key 'new 1)");
  expect(await fork.evaluate("(list (eq? v (hash-ref t 'v)) (eq? (unbox b) v) (hash-ref t 'v) text)")).toEqual([
    true,
    true,
    ["changed", 2],
    "xbc",
  ]);
  expect(await fork.evaluate("(list (hash-ref by-key (list 1 (vector 2))) (eq? ring (cddr ring)))")).toEqual([
    "found",
    true,
  ]);
  expect(await fork.evaluate("(let loop ([x deep] [n 0]) (if (null? x) n (loop (car x) (+ n 1))))")).toBe(100_000);
  expect(await fork.evaluate("(list (first-of '(5)) (eq? first-of car) (await answered))")).toEqual([5, true, 42]);
  expect(await fork.evaluate("(equal? numbers (list 1/3 2.5 (expt 10 30) #\\a 'sym (bytevector 1 2)))")).toBe(true);
  expect(await skein.evaluate("(list v text (hash-count by-key))")).toEqual([[1, 2], "abc", 1]);
});

test("syntax, records, parameters and imports are there, and instances are of the fork's types", async () => {
  const [skein, fork] = await forked(`
    (define-syntax swap! (syntax-rules () [(_ a b) (let ([tmp a]) (set! a b) (set! b tmp))]))
    (define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
    (struct pair-of (left [right #:mutable]) #:transparent)
    (define p (make-point 1 2))
    (define q (pair-of p 'r))
    (define level (make-parameter 3))
    (define short (memoized (lambda (s) (substring s 0 1))))
    (define (swapped a b) (swap! a b) (list a b))
    (define (norm) (+ (point-x p) (point-y p)))`);
  expect(await fork.evaluate("(let ([a 1] [b 2]) (swap! a b) (list a b (swapped 3 4)))")).toEqual([2, 1, [4, 3]]);
  expect(await fork.evaluate("(set-point-x! p 10) (list (norm) (point? p) (point-x (pair-of-left q)))")).toEqual([
    12,
    true,
    10,
  ]);
  expect(await fork.evaluate('(list (level) (parameterize ([level 4]) (level)) (short "xyz") (pair-of? q))')).toEqual([
    3,
    4,
    "x",
    true,
  ]);
  expect(await skein.evaluate("(norm)")).toBe(3);
});

test("what a file defines goes before the library's, also for what stands above it", async () => {
  const [, fork] = await forked(`
    (define (all) (map vote '(1 2)))
    (define (vote x) (* x 10))`);
  expect(await fork.evaluate("(all)")).toEqual([10, 20]);
});

test("a procedure that has a state of its own says that it belongs to the original", async () => {
  const [skein, fork] = await forked(
    "(define count (let ([n 0]) (lambda () (set! n (+ n 1)) n))) (define fs (list count car))",
  );
  expect(await skein.evaluate("(count)")).toBe(1);
  await expect(fork.evaluate("(count)")).rejects.toMatchObject({
    code: "fork",
    message: expect.stringContaining("count"),
  });
  await expect(fork.evaluate("((car fs))")).rejects.toMatchObject({ code: "fork" });
  expect(await fork.evaluate("((cadr fs) '(7))")).toBe(7);
});

test("nothing is done again: no output, no calls, no effects", async () => {
  let asked = 0;
  const provider = scripted(() => `answer ${++asked}`);
  const [, fork] = await forked(
    `(display "once") (define answer (llm-query #:instruction "q")) (define table (make-hash)) (hash-set! table 'a 1)
     (define (again) answer)`,
    { provider },
  );
  expect(await fork.evaluate("(list answer (again) (hash-ref table 'a))")).toEqual(["answer 1", "answer 1", 1]);
  expect(asked).toBe(1);
});

test("forks work side by side with the original, each with its own end", async () => {
  const provider = scripted(({ data }) => ({ text: String(data), delay: 5 }));
  const [skein, fork] = await forked('(define (work d) (llm-query #:instruction "q" #:data d))', { provider });
  const grandchild = closing(await fork.fork());
  const all = [skein, fork, grandchild].map((one, i) => one.evaluate(`(map-async work '("${i}" "x"))`));
  expect(await Promise.all(all)).toEqual([
    ["0", "x"],
    ["1", "x"],
    ["2", "x"],
  ]);
  await skein.close();
  expect(await fork.evaluate('(work "still")')).toBe("still");
});

test("a store in a folder is shared: what one has paid for, the other has", async () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-fork-"));
  let asked = 0;
  const provider = scripted(() => `answer ${++asked}`);
  const ask = '(define (ask) (llm-query #:instruction "q" #:temperature 0))';
  const [skein, fork] = await forked(ask, { provider, store: join(folder, "store") });
  expect([await skein.evaluate("(ask)"), await fork.evaluate("(ask)"), asked]).toEqual(["answer 1", "answer 1", 1]);
  await Promise.all([skein.close(), fork.close()]);
  rmSync(folder, { recursive: true, force: true });
});
