// Mistakes in forms: what is said, and the source text that it points at.
import { expect, test } from "vitest";
import type { Lint } from "../../src/expander/context.ts";
import { expandText, failureOf, makeExpander, placeOf } from "./helpers.ts";

const mistakes: [source: string, message: string, place: string, hint?: RegExp][] = [
  ["(if a b c d)", "if: expected a test and two branches, got 4 parts", "d", /begin/],
  ["(if)", "if: something is missing in (if)", "(if)"],
  ["(define)", "define: something is missing in (define)", "(define)"],
  ["(define x 1 2)", "define: expected one value for x, got 2", "2", /\(define \(x parameter …\) body …\)/],
  ["(define x)", "define: x has no value", "(define x)"],
  ["(define 5 1)", "define: expected a name, got 5", "5"],
  ["(define (f x x) 1)", "f: the parameter x occurs twice", "x"],
  ["(lambda (a [b 1] c) 1)", "lambda: the required parameter c stands after the optional b", "c"],
  ["(lambda (a #:k) 1)", "lambda: #:k names no parameter", "#:k"],
  ["(lambda (1) 1)", "lambda: expected a parameter, got 1", "1"],
  ["(lambda (x))", "lambda: the body is empty", "(lambda (x))"],
  [
    "(define (f) (define x 1))",
    "f: there is no expression after the definitions",
    "(define (f) (define x 1))",
    /such as x/,
  ],
  ["(let ((x 1) (x 2)) x)", "let: x is bound twice", "x"],
  ["(let (x 1) x)", "let: expected a binding (name value), got x", "x", /list of their own/],
  ["(let ((x 1 2)) x)", "let: expected (name value), got (x 1 2)", "(x 1 2)"],
  ["(let ((x)) x)", "let: expected (name value), got (x)", "(x)"],
  ["(let () (define x 1) (define x 2) x)", "x: is defined twice in one body", "x", /set! x/],
  ["(f #:key)", "#:key has no value", "#:key"],
  ["(f #:a #:b 1)", "#:a has no value", "#:a"],
  ["(f #:a 1 #:a 2)", "#:a is given twice", "#:a"],
  ["#:key", "#:key is not an expression", "#:key"],
  ["()", "() is not an expression", "()", /'\(\)/],
  ["(f . x)", "a call is written without a dot", "(f . x)"],
  ["(else 1)", "else: has no meaning here", "(else 1)", /last clause/],
  ["(list =>)", "=>: has no meaning here", "=>"],
  ["(apply and x)", "and: is syntax, not a value", "and", /andmap/],
  ["(cond (else 1) (a 2))", "cond: else must be the last clause", "(else 1)"],
  ["(cond (a => f g))", "cond: expected one procedure after =>, got (a => f g)", "(a => f g)"],
  ["(cond a)", "cond: expected a clause (test body …), got a", "a"],
  ["(case x (1 2))", "case: expected a list of data, got 1", "1", /\(\(1\) …\)/],
  ["(set! if 1)", "set!: if is syntax, not a variable", "if"],
  ["(let-syntax ((m 5)) 1)", "m: expected syntax-rules, got 5", "5"],
  ["(define-syntax m (syntax-rules () ((_ x x) 1)))", "syntax-rules: the pattern variable x occurs twice", "x"],
  ["(define-syntax m (syntax-rules () ((_ x ...) x)))", "syntax-rules: x lacks an ellipsis in the template", "x"],
  [
    "(define-syntax m (syntax-rules () ((_ x) (x ...))))",
    "syntax-rules: nothing before this ellipsis is repeated in the pattern",
    "...",
  ],
  ["(define-syntax m (syntax-rules () ((_ x ... y ...) 1)))", "syntax-rules: two ellipses in one list", "..."],
  ["(define-syntax m (syntax-rules () ((_ x) 1))) (m)", "m: no pattern of the macro matches (m)", "(m)"],
  [
    "(define-syntax m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...)))) (m (1) (2 3))",
    "a and b match 1 and 2 forms here, but must match as many",
    "(m (1) (2 3))",
  ],
  ['(define-syntax m (syntax-rules () ((_ x) (syntax-error "no:" x)))) (m (1 2))', "no: (1 2)", "(1 2)"],
  ["(struct p (x) #:guard g)", "struct: unknown option #:guard", "#:guard"],
  ["(struct p q (x))", "struct: q is not the name of a struct", "q"],
  ["(struct p (x)) (struct-copy p v [y 1])", "struct-copy: p has no field y", "y", /its fields are x/],
  ["(define-record-type p (mk z) p? (x px))", "define-record-type: z is no field", "z", /x/],
  ["(match x [(foo y) 1])", "match: (foo y) is no pattern", "(foo y)", /\(list 'foo pattern …\)/],
  ["(match x [(or a 1) a])", "match: a is not bound by every alternative of or", "a"],
  ["(for ([x]) 1)", "for: expected a clause [name sequence], got (x)", "[x]"],
  ["(for ([x l]))", "for: the body is empty", "(for ([x l]))"],
  ["(for/list ([x l] #:foo 1) x)", "for/list: unknown clause #:foo", "#:foo"],
  ["(guard (e) . 1)", "guard: a form is written without a dot in (guard (e) . 1)", "(guard (e) . 1)"],
  ["(try 1)", "try: something is missing in (try 1)", "(try 1)"],
  ["(try 1 2)", "try: there is no handler", "(try 1 2)"],
  ["(parameterize ((p)) 1)", "parameterize: expected (parameter value), got (p)", "(p)"],
  ["(import (scheme bass))", "import: there is no library (scheme bass)", "(scheme bass)"],
  ["(import (only (scheme base) nope))", "import: the library has no nope", "nope"],
  ["(f (import (scheme base)))", "import: stands only at the top level of a program", "(import (scheme base))"],
  ["`,@x", "unquote-splicing: there is no list here to splice into", ",@x"],
  ['(include "x.scm")', "include: files can not be read here: x.scm", '"x.scm"'],
];

test.each(mistakes)("%s", (source, message, place, hint) => {
  const failure = failureOf(source);
  expect(failure.message).toBe(message);
  expect(placeOf(source, failure)).toBe(place);
  if (hint !== undefined) expect(failure.hint).toMatch(hint);
});

test("an if without a branch is a lint, not a mistake", () => {
  const lints: Lint[] = [];
  expandText("(if a b)", makeExpander({ onLint: (lint) => lints.push(lint) }));
  expect(lints.map((lint) => lint.message)).toEqual(["if: has no else branch"]);
});
