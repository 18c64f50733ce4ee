// Top-level environments: what they define, what they see, and what they leave open.
import { expect, test } from "vitest";
import { bareLibrary } from "../../src/engine/bare-library.ts";
import { definedNameOf, definedNames } from "../../src/expander/defined-names.ts";
import { RUNTIME_NAMES } from "../../src/expander/runtime-names.ts";
import { Cell } from "../../src/values/cell.ts";
import { expandText, makeExpander, read } from "./helpers.ts";

test("the names that a file defines are found before anything is expanded", () => {
  const source = `
    (define a 1) (define (b x) 1) (define ((c x) y) 1) (begin (define d 1) (begin (define e 2)))
    (define-values (f g . h) (values 1 2)) (define-values i (values 1)) (define a 2)
    (define-record-type <point> (make-point x) point? (x point-x set-point-x!)) (define-record-type r #t #t)
    (struct s (u [v #:mutable])) (struct t s (w) #:mutable #:constructor-name make-t)
    (define-syntax m (syntax-rules ())) (let () (define inner 1) inner) (when #t (define no 1))`;
  expect(definedNames(read(source)).join(" ")).toBe(
    "a b c d e f g h i <point> make-point point? point-x set-point-x! r make-r r? " +
      "s s? struct:s s-u s-v set-s-v! t t? struct:t make-t t-w set-t-w!",
  );
  expect(
    ["(define x 1)", "(define (f) 1)", "(begin 1 (define y 2))", "(f)"].map((text) => definedNameOf(read(text)[0])),
  ).toEqual(["x", "f", "y", undefined]);
});

test("what nothing defines stays open, with its places, until something does", () => {
  const expander = makeExpander();
  const env = expander.topLevel();
  expandText("(define (f) (g 1) (h)) (define (g x) (h))", expander, env);
  const open = () => env.openReferences().map(({ cell, span }) => [cell.name, span?.column]);
  expect(open()).toEqual([
    ["h", 20],
    ["h", 39],
  ]);
  expect([...env.names()]).not.toContain("h");
  expandText("(define (h) 1)", expander, env);
  expect(open()).toEqual([]);
  expect([...env.names()]).toContain("h");
});

test("set! of a name of the library makes a copy that is the program's, for the whole file", () => {
  const cells = new Map([["car", new Cell("car", 1, true)]]);
  const expander = makeExpander({ builtin: (name) => cells.get(name), builtinNames: () => cells.keys() });
  const env = expander.topLevel();
  const [before] = expander.expandProgram(read("car (set! car 2)"), env);
  expect(before).toMatchObject({ type: "global", cell: { constant: false, value: 1 } });
  expect(cells.get("car")).toMatchObject({ constant: true, value: 1 });
});

test("a program that begins with an import sees what it imports", () => {
  const expander = makeExpander();
  const env = expander.topLevel();
  expandText("(import (only (scheme base) if car)) (if 1 (car 2) (display 3))", expander, env);
  expect(env.openReferences().map(({ cell }) => cell.name)).toEqual(["display"]);
  const other = expander.topLevel();
  expandText("(import (skein)) (display 3)", expander, other);
  expect(other.openReferences()).toEqual([]);
});

test("two expanders, and two top levels of one, share nothing that a program defines", () => {
  const first = makeExpander();
  const second = makeExpander();
  const source = "(define-syntax m (syntax-rules () ((_) 'mine))) (define x 1)";
  const env = first.topLevel();
  expandText(source, first, env);
  expect(expandText("(m)", first, env)).toBe("'mine");
  expect(expandText("(m)", second)).toBe("(m)");
  expect(expandText("(m)", first)).toBe("(m)");
  expect(first.topLevel().has("x")).toBe(false);
});

test("files are included and libraries loaded through what the host gives", () => {
  const files: { [path: string]: string } = {
    "a.scm": "(define included 1)",
    "b/c": "(define-library (b c) (export d) (import (scheme base)) (begin (define d 5)))",
    "x/y": "(define-library (x y) (export z) (import (x y)) (begin (define z 5)))",
  };
  const asked: string[] = [];
  const load = (path: string) => {
    asked.push(path);
    return files[path] === undefined ? undefined : read(files[path], path);
  };
  const expander = makeExpander({ include: (path) => load(path) ?? [], loadLibrary: (name) => load(name.join("/")) });
  expect(expandText('(include "a.scm") (import (b c)) d (import (b c))', expander)).toBe(
    "(define included 1)\n(define d 5)\nd",
  );
  expect(asked).toEqual(["a.scm", "b/c"]);
  expect(() => expandText("(import (x y))", expander)).toThrow("import: the library (x y) imports itself");
});

test("the library has every procedure that expanded code calls", () => {
  const library = bareLibrary();
  expect(RUNTIME_NAMES.filter((name) => library.cell(name) === undefined)).toEqual([]);
});
