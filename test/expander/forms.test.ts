// What forms expand to, as text: `source` and the core of each top-level form that does something.
import { describe, expect, test } from "vitest";
import { expandText } from "./helpers.ts";

const cases: { [group: string]: [string, string][] } = {
  conditionals: [
    ["(if a b c)", "(if a b c)"],
    ["(if a b)", "(if a b (void))"],
    ["(and)", "#t"],
    ["(and a b c)", "(if a (if b c #f) #f)"],
    ["(or a b)", "(let ((t a)) (if t t b))"],
    ["(if (or a (and b c)) 1 2)", "(if (if a #t (if b c #f)) 1 2)"],
    [
      "(cond (a 1) (b => f) (c) (else 2 3))",
      "(if a 1 (let ((t b)) (if t (f t) (let ((t.2 c)) (if t.2 t.2 (begin 2 3))))))",
    ],
    ["(when a b c)", "(if a (begin b c) (void))"],
    ["(unless a (define x 1) x)", "(if a (void) (let ((x 1)) x))"],
    [
      '(case a ((b 1) 2) (("s") 3))',
      '(let ((key a)) (if (if (eq? key \'b) #t (eqv? key 1)) 2 (if (equal? key "s") 3 (void))))',
    ],
    ["(case a ((1 2 3 4 5 6 7 8 9) 0))", "(let ((key a)) (if (memv key '(1 2 3 4 5 6 7 8 9)) 0 (void)))"],
  ],
  binding: [
    ["(let ((x 1) (y 2)) x)", "(let ((x 1) (y 2)) x)"],
    ["(let* ((x 1) (x x)) x)", "(let ((x 1)) (let ((x.2 x)) x.2))"],
    ["(let loop ((i 0)) (loop i))", "(letrec ((loop (lambda (i) (loop i)))) (loop 0))"],
    ["(let loop ((loop 0)) loop)", "(letrec ((loop (lambda (loop.2) loop.2))) (loop 0))"],
    [
      "(do ((i 0 (+ i 1))) ((= i 3)) (f i))",
      "(letrec ((do (lambda (i) (if (= i 3) (void) (begin (f i) (do (+ i 1))))))) (do 0))",
    ],
    ["(let-values (((a . b) (f)) ((c) 1)) b)", "(let-values ((a . b) (f)) (let-values ((c) 1) b))"],
    ["(lambda (a [b a] #:k c #:j [d b] . e) d)", "(lambda (a [b a] #:k c #:j [d b] . e) d)"],
    ["(f a #:k 1 b)", "(f a b #:k 1)"],
    ["(set! x 1)", "(set! x 1)"],
    ["(let ((x 1)) (set! x 2))", "(let ((x 1)) (set! x 2))"],
  ],
  definitions: [
    ["(define x 1)", "(define x 1)"],
    ["(begin (define x 1) (begin x))", "(define x 1)\nx"],
    ["(define (f . r) r)", "(define f (lambda (. r) r))"],
    ["(define ((f a) b) a)", "(define f (lambda (a) (lambda (b) a)))"],
    ["(define-values (a . b) (f))", "(let-values ((a . b) (f)) (begin (define a a) (define b b) (void)))"],
    [
      "(define-record-type p (mk x) p? (x px spx!))",
      [
        "(define p (%make-record-type 'p '(x) #f #f))",
        "(define mk (%record-constructor p '(0) 'mk))",
        "(define p? (%record-predicate p 'p?))",
        "(define px (%record-accessor p 0 'x 'px))",
        "(define spx! (%record-modifier p 0 'x 'spx!))",
      ].join("\n"),
    ],
  ],
  bodies: [
    ["(lambda () (define a 1) (define b a) b)", "(lambda () (let ((a 1)) (let ((b a)) b)))"],
    [
      "(lambda () (define (f) (g)) (define (g) (f)) (f))",
      "(lambda () (letrec ((f (lambda () (g))) (g (lambda () (f)))) (f)))",
    ],
    ["(lambda () (define (f) k) (define k 1) (f))", "(lambda () (let ((k 1)) (let ((f (lambda () k))) (f))))"],
    [
      "(lambda () (define a (f)) (define (f) b) (define b 1) a)",
      "(lambda () (letrec ((a (f)) (f (lambda () b)) (b 1)) a))",
    ],
    [
      "(lambda () (define a 1) (display a) (define b 2) b)",
      "(lambda () (let ((a 1)) (begin (display a) (let ((b 2)) b))))",
    ],
    ["(lambda () (define f (lambda () f)) f)", "(lambda () (letrec ((f (lambda () f))) f))"],
  ],
  quotation: [
    ["`(1 ,x ,@y)", "(cons 1 (cons x y))"],
    ["`(1 2 . 3)", "'(1 2 . 3)"],
    ["`(,@x ,@y)", "(append x y)"],
    ["`#(1 ,x)", "(list->vector (cons 1 (cons x '())))"],
    ["`(1 ,2)", "'(1 2)"],
    ["`(,a ,b ,c ,d ,e ,f ,g ,h ,i ,@x 1 . 2)", "(append (list a b c d e f g h i) x '(1 . 2))"],
    ["'(a . (b c))", "'(a b c)"],
  ],
  loops: [
    [
      "(for ([x (in-range 3)]) (f x))",
      "(letrec ((for (lambda (i) (if (< i 3) (let ((x i)) (begin (f x) (for (+ i 1)))) (void))))) (for 0))",
    ],
    [
      "(for/list ([x (in-list l)]) x)",
      "(let ((acc '())) (letrec ((for (lambda (list acc.2) (if (pair? list) (let ((x (car list))) (for (cdr list) (cons x acc.2))) (let ((acc.3 acc.2)) (reverse acc.3)))))) (for (let ((list.2 l)) (if (if (pair? list.2) #t (null? list.2)) list.2 (%wrong-argument 'in-list 1 \"a list\" list.2))) acc)))",
    ],
  ],
};

describe.each(Object.entries(cases))("%s", (_, group) => {
  test.each(group)("%s", (source, core) => {
    expect(expandText(source)).toBe(core);
  });
});

test("a name that a file defines is its own from the beginning, and the library keeps its own", () => {
  expect(expandText("(car 1) (define (f) (car 2)) (define (car x) x)")).toBe(
    "(car 1)\n(define f (lambda () (car 2)))\n(define car (lambda (x) x))",
  );
});

test("a hundred clauses nest no deeper than a few", () => {
  const clauses = Array.from({ length: 100 }, (_, i) => `[(list 'a${i} x) x]`).join(" ");
  const text = expandText(`(match v ${clauses})`);
  let depth = 0;
  let deepest = 0;
  for (const c of text) {
    if (c === "(") deepest = Math.max(deepest, ++depth);
    if (c === ")") depth--;
  }
  // Each clause is a `let` of the spine; what nests inside is one clause.
  expect(deepest).toBeLessThan(100 + 40);
});
