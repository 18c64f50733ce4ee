// R7RS appendix A: every library has exactly the names that it lists, and each of them means something.
import { afterAll, describe, expect, test } from "vitest";
import { standardExports } from "../../../src/expander/standard-libraries.ts";
import { createSkein } from "../../../src/index.ts";

const LIBRARIES =
  "base case-lambda char complex cxr eval file inexact lazy load process-context read repl time write r5rs";
/** How many names R7RS lists for each, to notice when one is lost. */
const COUNTS: { readonly [library: string]: number } = {
  base: 237,
  "case-lambda": 1,
  char: 22,
  complex: 6,
  cxr: 24,
  eval: 2,
  file: 10,
  inexact: 12,
  lazy: 5,
  load: 1,
  "process-context": 5,
  read: 1,
  repl: 1,
  time: 3,
  write: 4,
};

const skein = createSkein();
afterAll(() => skein.close());

describe.each(LIBRARIES.split(" "))("(scheme %s)", (library) => {
  const names = standardExports(["scheme", library]) as readonly string[];

  test("lists what R7RS lists", () => {
    expect(names).not.toBe("everything");
    expect(new Set(names).size).toBe(names.length);
    if (library in COUNTS) expect(names.length).toBe(COUNTS[library]);
  });

  test("means something by each name", async () => {
    // A variable has a value; syntax is refused for its use, not for being unknown.
    const program = `
      (define e (environment '(scheme ${library})))
      (for-each
        (lambda (name)
          (guard (x ((error-object? x) (when (string-contains? (exn-message x) "not defined") (displayln name))))
            (eval name e)))
        '(${names.map((name) => `|${name}|`).join(" ")}))`;
    expect((await skein.run(program)).output).toBe("");
  });

  test("has no other names", async () => {
    const other = library === "lazy" ? "car" : "make-promise";
    const program = `(display (guard (x ((error-object? x) 'unknown)) (eval '${other} (environment '(scheme ${library})))))`;
    expect((await skein.run(program)).output).toBe("unknown");
  });
});
