// Random programs in which macros and programs fight over the same few names: expanding must be the same as renaming first.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Core, Variable } from "../../src/core/ast.ts";
import { showCore } from "../../src/core/show.ts";
import { makeExpander, read } from "./helpers.ts";

type Expr =
  | { kind: "number"; n: number }
  | { kind: "ref"; name: string }
  | { kind: "let" | "let2"; name: string; value: Expr; body: Expr }
  | { kind: "or"; a: Expr; b: Expr }
  | { kind: "swap"; a: string; b: string; body: Expr }
  | { kind: "pair"; name: string; a: Expr; b: Expr };

const NAMES = ["t", "x", "tmp", "if", "let", "list"];
const name = fc.constantFrom(...NAMES);

const { expr } = fc.letrec<{ expr: Expr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 5, depthIdentifier: "expr" },
    fc.record({ kind: fc.constant("number" as const), n: fc.integer({ min: 0, max: 9 }) }),
    fc.record({ kind: fc.constant("ref" as const), name }),
    fc.record({ kind: fc.constantFrom("let" as const, "let2" as const), name, value: tie("expr"), body: tie("expr") }),
    fc.record({ kind: fc.constant("or" as const), a: tie("expr"), b: tie("expr") }),
    fc.record({ kind: fc.constant("swap" as const), a: name, b: name, body: tie("expr") }),
    fc.record({ kind: fc.constant("pair" as const), name, a: tie("expr"), b: tie("expr") }),
  ),
}));

// The macros use the very names of the programs, for their own variables and for the language.
const MACROS = `
(define-syntax or2 (syntax-rules () ((_ a b) (let ((t a)) (if t t b)))))
(define-syntax let2 (syntax-rules () ((_ x v e) ((lambda (tmp) (let ((x tmp)) e)) v))))
(define-syntax swap (syntax-rules () ((_ a b e) (let ((tmp a) (x b)) (set! a x) (set! b tmp) e))))
(define-syntax pair (syntax-rules () ((_ n a b) (let-syntax ((x (syntax-rules () ((_ t) (let ((n t)) (list n a)))))) (x b)))))
`;

/** The program, with the macros. A name that it does not bind is a global of its own. */
function withMacros(e: Expr, bound: ReadonlySet<string>): string {
  const go = (x: Expr, more?: string): string => withMacros(x, more === undefined ? bound : new Set([...bound, more]));
  const ref = (n: string): string => (bound.has(n) ? n : `free-${n}`);
  switch (e.kind) {
    case "number":
      return String(e.n);
    case "ref":
      return ref(e.name);
    case "let":
      return `(core-let ((${e.name} ${go(e.value)})) ${go(e.body, e.name)})`;
    case "let2":
      return `(let2-of ${e.name} ${go(e.value)} ${go(e.body, e.name)})`;
    case "or":
      return `(or2 ${go(e.a)} ${go(e.b)})`;
    case "swap":
      return `(swap ${ref(e.a)} ${ref(e.b)} ${go(e.body)})`;
    case "pair":
      return `(pair ${e.name} ${go(e.a, e.name)} ${go(e.b)})`;
  }
}

/** The same expanded by hand, every binding under a name that nothing else has. */
function byHand(e: Expr, names: ReadonlyMap<string, string>, fresh: () => string): string {
  const go = (x: Expr, from?: string, to?: string): string =>
    byHand(x, from === undefined ? names : new Map([...names, [from, to as string]]), fresh);
  const ref = (n: string): string => names.get(n) ?? `free-${n}`;
  switch (e.kind) {
    case "number":
      return String(e.n);
    case "ref":
      return ref(e.name);
    case "let": {
      const v = fresh();
      return `(let ((${v} ${go(e.value)})) ${go(e.body, e.name, v)})`;
    }
    case "let2": {
      const [t, v] = [fresh(), fresh()];
      return `((lambda (${t}) (let ((${v} ${t})) ${go(e.body, e.name, v)})) ${go(e.value)})`;
    }
    case "or": {
      const t = fresh();
      return `(let ((${t} ${go(e.a)})) (if ${t} ${t} ${go(e.b)}))`;
    }
    case "swap": {
      const [t, x] = [fresh(), fresh()];
      return `(let ((${t} ${ref(e.a)}) (${x} ${ref(e.b)})) (set! ${ref(e.a)} ${x}) (set! ${ref(e.b)} ${t}) ${go(e.body)})`;
    }
    case "pair": {
      const v = fresh();
      return `(let ((${v} ${go(e.b)})) (list ${v} ${go(e.a, e.name, v)}))`;
    }
  }
}

/** The core with variables named by the order in which they are met. */
function canonical(source: string): string {
  const expander = makeExpander();
  const cores = expander.expandProgram(read(source), expander.topLevel());
  const core = cores[cores.length - 1];
  const seen = new Map<Variable, string>();
  const visit = (x: unknown): void => {
    if (typeof x !== "object" || x === null) return;
    if ("assigned" in x && "name" in x) {
      const v = x as Variable;
      if (!seen.has(v)) seen.set(v, `v${seen.size}`);
      v.name = seen.get(v) as string;
      return;
    }
    for (const [key, part] of Object.entries(x)) if (key !== "span" && key !== "cell") visit(part);
  };
  visit(core);
  return showCore(core as Core);
}

test("macros and renaming agree", () => {
  fc.assert(
    fc.property(expr, (e) => {
      // `let` and `let2` bind names of the language too, so the language's own are taken under other names first.
      const source = `(define-syntax core-let let) ${MACROS.replaceAll("(define-syntax let2", "(define-syntax let2-of")} ${withMacros(e, new Set())}`;
      let n = 0;
      expect(canonical(source)).toBe(canonical(byHand(e, new Map(), () => `fresh-${n++}`)));
    }),
    { numRuns: 400, seed: 20_26 },
  );
});
