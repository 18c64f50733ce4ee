// Exploding macros and deep nesting end in an error, at a known place, whatever form they hide in.
import { describe, expect, test } from "vitest";
import { expandText, failureOf, makeExpander, read } from "./helpers.ts";

const macro = (name: string, pattern: string, template: string): string =>
  `(define-syntax ${name} (syntax-rules () ((_ ${pattern}) ${template})))`;

describe("macros without an end", () => {
  const bombs: [string, string][] = [
    ["itself", `${macro("m", "", "(m)")} (m)`],
    ["itself with its argument", `${macro("m", "x", "(m x)")} (m y)`],
    ["a growing argument", `${macro("m", "x", "(m (x))")} (m y)`],
    ["twice as many arguments", `${macro("m", "x ...", "(m x ... x ...)")} (m 1)`],
    ["twice as much each time", `${macro("m", "x", "(m (x x))")} (m 1)`],
    ["twice the work at each level", `${macro("m", "x", "(begin x x)")} ${"(m ".repeat(60)}1${")".repeat(60)}`],
    ["twice the work in expressions", `${macro("m", "x", "(list x x)")} ${"(m ".repeat(60)}1${")".repeat(60)}`],
    ["begin", `${macro("m", "", "(begin (m))")} (m)`],
    ["definitions", `${macro("m", "", "(begin (define x 1) (m))")} (m)`],
    ["definitions in a body", `${macro("m", "", "(begin (define x 1) (m))")} (let () (m))`],
    ["two macros", `${macro("a", "", "(b)")} ${macro("b", "", "(a)")} (a)`],
    ["the value of define-syntax", `${macro("m", "", "(m)")} (define-syntax x (m))`],
  ];
  test.each(bombs)("%s", (_, source) => {
    expect(failureOf(source).message).toBe("this form expands to more than 300000 parts");
  });
});

describe("forms within forms", () => {
  const bodies = [
    ...["(list (m))", "(let ((x 1)) (m))", "(lambda () (if 1 2 (begin (define x 1) (m))))", "(if (or (and (m))) 1 2)"],
    ...["(match 1 ((list a) (guard (e (#t (m))) 1)))", "(match 1 ((list a (list b (vector c))) (m)))"],
    ...["(for* ((a 1) (b 1) #:when 1 #:unless 2 #:break 1 #:final 2 (c 1)) (m))", "(do ((i 1)) (1) (m))"],
    ...[
      "(cond (1 (case 1 ((1) (when 1 (m))))))",
      "(let () (define-values (a b) (m)) (struct p (x)) (define (f) (m)) 1)",
    ],
    ...[
      "(with-handlers ((a (try (m) on-error 1))) 1)",
      "(lambda (a [b (m)] #:k [c (m)]) 1)",
      "(case-lambda ((x) (m)))",
    ],
    ...[
      "(let-syntax ((a (syntax-rules () ((_) (m))))) (a))",
      "(match-let* (((list a) 1) ((list b) 2)) (m))",
      "(f #:k (m))",
    ],
  ];
  test.each(bodies)("%s", (body) => {
    expect(failureOf(`${macro("m", "", body)} (m)`).message).toMatch(
      /^expressions are nested more than 400 deep here$|^this form is nested too deep$/,
    );
  });

  test.each([
    ["calls", "(f ", ")"],
    ["quasiquotations", "`(", ")"],
    ["patterns", "(match 1 ((list ", ")) 1)"],
    ["templates", "(define-syntax m (syntax-rules () ((_ ", ") 1)))"],
  ])("%s nested 100,000 deep", (_, open, close) => {
    const [head, inner] = open.startsWith("(match")
      ? [open, "(list "]
      : open.startsWith("(define")
        ? [open, "("]
        : ["", open];
    const depth = 100_000;
    const source = `${head}${inner.repeat(depth)}x${")".repeat(depth)}${head === "" ? "" : close}`;
    expect(failureOf(source).message).toMatch(/nested/);
  });

  test("quoted data may be 100,000 deep, and lists as long as they like", () => {
    expect(
      makeExpander().expandProgram(read(`'${"(".repeat(100_000)}${")".repeat(100_000)}`), makeExpander().topLevel()),
    ).toHaveLength(1);
    expect(expandText(`(cond ${"((f) 1)".repeat(5000)})`).length).toBeGreaterThan(5000);
    expect(expandText(`(or ${"(f) ".repeat(300)})`)).toContain("(let ((t (f)))");
  });

  test("a limit holds at N and not at N + 1", () => {
    const expander = makeExpander({ limits: { depth: 20 } });
    const nest = (n: number): string => `${"(f ".repeat(n)}1${")".repeat(n)}`;
    expect(expandText(nest(20), expander)).toContain("(f 1)");
    expect(failureOf(nest(21), expander).message).toBe("expressions are nested more than 20 deep here");
  });
});

test("a circular program is refused, circular data are not", () => {
  expect(expandText("'#0=(a . #0#)")).toBe("'#0=(a . #0#)");
  expect(expandText("(define-syntax q (syntax-rules () ((_ x) 'x))) (q (quote #0=(a #0#)))")).toContain("#0=");
});

test("the host can end an expansion", () => {
  let calls = 0;
  const expander = makeExpander({
    interrupt() {
      if (++calls === 3) throw new Error("time is up");
    },
  });
  expect(() => expandText(`${macro("m", "", "(m)")} (m)`, expander)).toThrow("time is up");
  expect(calls).toBe(3);
});

test("an engine works on after a failure", () => {
  const expander = makeExpander();
  const env = expander.topLevel();
  expect(() => expandText(`${macro("m", "", "(m)")} (m)`, expander, env)).toThrow();
  expect(expandText("(define x 1)", expander, env)).toBe("(define x 1)");
});
