// R7RS 4.1.7, 5.6.1, 6.13 and 6.14: what a program brings in from files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nodeHost } from "../../../src/host/node.ts";
import { createSkein } from "../../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "skein-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const host = nodeHost({ read: [folder], write: [folder] });

mkdirSync(join(folder, "conf"));
writeFileSync(join(folder, "names.scm"), "(define Foo 5)\n(define BAR 'Sym)\n");
writeFileSync(join(folder, "more.scm"), "(define more (list Foo 'more))");
writeFileSync(
  join(folder, "conf", "lib.sld"),
  '(define-library (conf lib) (import (scheme base)) (include-library-declarations "exports.scm") (include "body.scm"))',
);
writeFileSync(join(folder, "conf", "exports.scm"), "(export from-file)");
writeFileSync(join(folder, "conf", "body.scm"), "(define (from-file) 'library)");
writeFileSync(join(folder, "broken.scm"), "(define x 1)\n(display (car x)\n");

async function run(source: string): Promise<string> {
  const skein = createSkein({ host });
  try {
    return (await skein.run(source, { name: join(folder, "main.scm") })).output;
  } finally {
    await skein.close();
  }
}

test("include puts the forms of files in place, at the top and in a body", async () => {
  expect(await run('(include "names.scm" "more.scm") (write (list Foo BAR more))')).toBe("(5 Sym (5 more))");
  expect(await run('(let () (include "names.scm") (write BAR))')).toBe("Sym");
});

test("include-ci folds the case of names", async () => {
  expect(await run('(include-ci "names.scm") (write (list foo bar))')).toBe("(5 sym)");
});

test("a library is found beside the program, its parts beside it", async () => {
  expect(await run("(import (scheme base) (scheme write) (conf lib)) (write (from-file))")).toBe("library");
});

test("load runs a file in the program's own top level, or in an environment", async () => {
  const file = JSON.stringify(join(folder, "names.scm"));
  expect(await run(`(load ${file}) (write Foo)`)).toBe("5");
  const apart = `(define e (environment '(scheme base))) (load ${file} e)
    (write (list (eval 'Foo e) (guard (x ((error-object? x) 'unbound)) Foo)))`;
  expect(await run(apart)).toBe("(5 unbound)");
});

test.each([
  ["open-input-file", '(open-input-file "none.scm")'],
  ["load", '(load "none.scm")'],
  ["delete-file", '(delete-file "none.scm")'],
  ["call-with-input-file", '(call-with-input-file "none.scm" read)'],
])("a file that %s can not find is a file error", async (_, call) => {
  expect(await run(`(write (guard (e ((file-error? e) 'file)) ${call}))`)).toBe("file");
});

test("what is wrong in a loaded file is a read error that names it", async () => {
  const file = JSON.stringify(join(folder, "broken.scm"));
  expect(await run(`(write (guard (e ((read-error? e) 'read)) (load ${file})))`)).toBe("read");
});
