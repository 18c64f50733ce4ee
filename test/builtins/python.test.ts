// Python as scripts see it: values and text, live variables, names, errors, atomicity.
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createSkein, type Skein, SkeinError, type SkeinOptions, scripted } from "../../src/index.ts";
import { bundleChild } from "../python/bundle.ts";

beforeAll(bundleChild);
const open: Skein[] = [];
function make(options: SkeinOptions = {}): Skein {
  const skein = createSkein(options);
  open.push(skein);
  return skein;
}
afterEach(async () => {
  for (const skein of open.splice(0)) await skein.close();
});

/** One script: the values of its forms that are asked for with `(show x)`, written. */
async function shown(source: string, options?: SkeinOptions): Promise<string[]> {
  const { output, status } = await make(options).run(`(define (show x) (write x) (newline))\n${source}`);
  expect(status).toBe("completed");
  return output.split("\n").slice(0, -1);
}

async function failure(source: string, options?: SkeinOptions): Promise<SkeinError> {
  try {
    await make(options).run(source);
  } catch (error) {
    if (error instanceof SkeinError) return error;
    throw error;
  }
  throw new Error("it ended well");
}

describe("values", () => {
  test("both ways", async () => {
    const lines = await shown(`
      (py-set! "x" (list 1 1.0 "é" #t 'null (expt 10 30) (bytevector 1 2) '() #(1 2) #\\a 'sym 1/2))
      (show (py-eval "x"))
      (show (py-eval "[type(v).__name__ for v in x]"))
      (show (py-eval "{'b': 1, 'a': {'k': (1, 2)}}"))
      (show (hash-ref (py-eval "{'title': 't'}") "title"))
      (show (hash-ref (py-eval "{'title': 't'}") 'title))
      (show (py-eval "None"))
      (show (py-eval "[None]"))
      (show (py-eval "{1: 'a', 'x': 2, None: 3, 'null': 4}"))
      (show (py-eval "float('nan')"))
      (show (py-eval "[float('inf'), -0.0, 2**53, -2**53]"))
      (show (= (py-eval "10**400") (expt 10 400)))
      (show (py-eval "'a\\\\x00b\\\\ud800'"))
      (py-set! 'h (hash 'z 1 'a '(2)))
      (show (py-eval "list(h.items())"))
      (py-set! "d" (py-eval "{(1, 2): 'pair'}"))
      (show (py-eval "d[(1, 2)]"))`);
    expect(lines).toEqual([
      `(1 1.0 "é" #t null 1000000000000000000000000000000 #u8(1 2) () (1 2) "a" "sym" 0.5)`,
      '("int" "float" "str" "bool" "NoneType" "int" "bytes" "list" "list" "str" "str" "float")',
      "#hash((b . 1) (a . #hash((k . (1 2)))))",
      '"t"',
      '"t"',
      "#f",
      "(null)",
      expect.stringMatching(/1 \. "a"/),
      "+nan.0",
      "(+inf.0 -0.0 9007199254740992 -9007199254740992)",
      "#t",
      expect.stringMatching(/^"a\\x0;b/),
      '(("z" 1) ("a" (2)))',
      '"pair"',
    ]);
  });

  test.each([
    ["(py-set! 'x (list 1 (hash 'title car)))", /a procedure can not become Python at \[1\]\["title"\]/],
    ["(py-set! 'x (cons 1 2))", /a pair that is no list can not become Python/],
    ["(py-set! 'x (vector 1 (list 2 (void))))", /an unspecified value can not become Python at \[1\]\[1\]/],
    ["(define v (vector 1)) (vector-set! v 0 v) (py-set! 'x v)", /contains itself/],
    ["(py-set! 'x (list (spawn (lambda () 1))))", /can not become Python at \[0\]/],
    ["(py-call 5)", /expected a name/],
    ['(py-set! "class" 1)', /'class' is a keyword of Python/],
  ])("%s is refused", async (source, message) => {
    expect((await failure(source)).message).toMatch(message);
  });
});

describe("py-exec and py-eval", () => {
  test("a value, or what was printed", async () => {
    const { output } = await make().run(`
      (define (show x) (write x) (newline))
      (show (py-exec "print('a'); print('b')"))
      (show (py-exec "x = 1"))
      (show (py-exec "print('seen'); 5"))
      (show (py-eval "print('eval'); 6"))
      (show (py-exec "
        import json
        json.dumps([1])
      "))
      (py-exec "print('thrown away')")
      (show (py-eval "def f(): return 3\\nf()"))`);
    expect(output).toBe('"a\\nb"\n""\nseen\n5\neval\n6\n"[1]"\nthrown away\n3\n');
  });

  test("what is printed goes to the output wherever nobody gets the value", async () => {
    const { output } = await make().run(`
      (define (progress i) (py-set! "i" i) (py-exec "print(f'step {i}')") (* i i))
      (display (map progress '(1 2)))
      (newline)
      (for ([i 2]) (py-exec "print('loop')"))
      (begin (py-exec "print('begin')") (displayln "next"))
      (when #t (if #t (py-exec "print('when')") 1) (displayln "after"))
      (define kept (let () (py-exec "5 + 1") (py-exec "print('kept')")))
      (displayln (string-append "is " kept))`);
    expect(output).toBe("step 1\nstep 2\n(1 4)\nloop\nloop\nbegin\nnext\nwhen\nafter\nis kept\n");
  });

  test("objects, methods, modules", async () => {
    const lines = await shown(`
      (define box (py-eval "class Box:\\n  n = 1\\n  def add(self, k): self.n += k; return self.n\\nBox()"))
      (show (py-object? box))
      (show (py-call box "add" 4))
      (show (py-call "max" 3 9))
      (show (py-call (py-import "math") "floor" 2.5))
      (show (py-eval "math.floor(3.5)"))
      (py-set! 'again box)
      (show (py-eval "again.n"))
      (show (py-call "json.dumps" (list 1 2)))`);
    expect(lines).toEqual(["#t", "5", "9", "2", "3", "5", '"[1, 2]"']);
  });
});

describe("Scheme's variables in Python", () => {
  test("inputs and definitions, hyphens, changes, mutation in place", async () => {
    const lines = await shown(
      `
      (define uncertain-idx '(1 2))
      (define v (vector 1 2))
      (define h (make-hash))
      (define items (list 1 2 3))
      (show (py-eval "[documents[i] for i in uncertain_idx]"))
      (set! uncertain-idx '(0))
      (show (py-eval "[documents[i] for i in uncertain_idx]"))
      (show (py-eval "sum(v)"))
      (vector-set! v 0 40)
      (show (py-eval "sum(v)"))
      (set-car! (cdr items) 'x)
      (show (py-eval "items"))
      (set-car! items 'y)
      (show (py-eval "items"))
      (hash-set! h 'k (vector 1))
      (show (py-eval "h"))
      (vector-set! (hash-ref h 'k) 0 2)
      (show (py-eval "h['k'][0]"))
      (py-exec "def later(): return fresh")
      (define fresh 1)
      (show (py-eval "later()"))
      (define fresh 2)
      (show (py-eval "later()"))
      (py-exec "fresh = 'mine'")
      (show (list fresh (py-eval "later()")))`,
      { inputs: { documents: ["a", "b", "c"] } },
    );
    expect(lines).toEqual([
      '("b" "c")',
      '("a")',
      "3",
      "42",
      '(1 "x" 3)',
      '("y" "x" 3)',
      "#hash((k . (1)))",
      "2",
      "1",
      "2",
      '(2 "mine")',
    ]);
  });

  test.each([
    ['(define (classify x) x) (py-eval "classify(1)")', /NameError: classify is a Scheme procedure/],
    [
      '(define a-b 1) (define a.b 2) (py-eval "a_b")',
      /NameError: name 'a_b' could be any of the Scheme variables a-b, a\.b/,
    ],
    [
      '(define bad (list 1 car)) (py-eval "bad")',
      /NameError: the Scheme variable bad: a procedure can not become Python at \[1\]/,
    ],
    ['(py-eval "nothing_of_that_name")', /NameError: name 'nothing_of_that_name' is not defined/],
    ['(py-eval "not_yet") (define not-yet 1)', /NameError: name 'not_yet' is not defined/],
  ])("%s", async (source, message) => {
    expect((await failure(source)).message).toMatch(message);
  });

  test("the marks at the end of a name may be left out", async () => {
    const lines = await shown(`
      (define is-valid? #t)
      (define best* 3)
      (define best-of! 4)
      (show (py-eval "[is_valid, is_valid_, best, best_of]"))
      (define best 5)
      (show (py-eval "best"))`);
    expect(lines).toEqual(["(#t #t 3 4)", "5"]);
  });

  test("an exact name is found first", async () => {
    expect(await shown('(define a_b 1) (define a-b 2) (show (py-eval "a_b"))')).toEqual(["1"]);
  });

  test("the library's names are not Python's", async () => {
    expect((await failure('(py-eval "foldl")')).message).toMatch(/NameError: name 'foldl' is not defined/);
  });
});

describe("errors", () => {
  test("are Scheme errors with Python's message and traceback", async () => {
    const lines = await shown(`
      (show (guard (e (#t (exn-message e))) (py-eval "int('x')")))
      (show (try (py-exec "1/0") on-error (lambda (e) (error-object? e))))
      (show (py-eval "'goes on'"))`);
    expect(lines).toEqual([`"ValueError: invalid literal for int() with base 10: 'x'"`, "#t", '"goes on"']);
    const error = await failure('(py-exec "\nx = 1\ny = x / 0\n")');
    expect(error.message).toBe("ZeroDivisionError: division by zero");
    expect(String(error)).toMatch(/line 3, in <module>\n\s+y = x \/ 0\n\s+~~\^~~/);
  });

  test("a deadline", async () => {
    const error = await failure('(py-exec "while True: pass")', { limits: { python: { seconds: 0.3 } } });
    expect(error.message).toBe("the Python code ran longer than 0.3 s");
  });

  test("with-timeout interrupts Python, which keeps what it has", async () => {
    const lines = await shown(`
      (py-exec "x = 5")
      (show (guard (e (#t (exn-message e))) (with-timeout 0.3 (lambda () (py-exec "while True: pass")))))
      (show (py-eval "x"))`);
    expect(lines).toEqual(['"with-timeout: 0.3 seconds have passed"', "5"]);
  });
});

test("between two waits for a model nothing else runs", async () => {
  const lines = await shown(
    `
    (define (work i)
      (llm-query #:instruction "go" #:data (number->string i))
      (py-set! 'mine i)
      (py-exec "seen.append(mine); import time; time.sleep(0.002)")
      (py-eval "mine"))
    (py-exec "seen = []")
    (define results (map-async work (range 30) #:max-concurrent 10))
    (show (equal? results (range 30)))
    (show (py-eval "sorted(seen) == list(range(30))"))`,
    { provider: scripted(({ data }) => ({ text: data ?? "", delay: Number(data) % 7 })), models: { default: "m" } },
  );
  expect(lines).toEqual(["#t", "#t"]);
});
