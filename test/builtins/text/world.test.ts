// Files, environment, exit and randomness through a host, and what text procedures say of things that are no text.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nodeHost } from "../../../src/host/node.ts";
import { createSkein, SkeinError } from "../../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "skein-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Options = NonNullable<Parameters<typeof createSkein>[0]>;

async function run(source: string, options: Options = {}): Promise<string> {
  const skein = createSkein(options);
  try {
    return (await skein.run(source)).output;
  } finally {
    await skein.close();
  }
}

async function failure(source: string, options: Options = {}): Promise<SkeinError> {
  const error = await run(source, options).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(SkeinError);
  return error as SkeinError;
}

describe("files", () => {
  const host = nodeHost({ read: [folder], write: [folder] });
  const path = (name: string): string => JSON.stringify(join(folder, name));

  it("are written, appended to and read back", async () => {
    const source = `
      (define file ${path("a.txt")})
      (call-with-output-file file (lambda (p) (write '(1 "é😀") p) (newline p)))
      (with-output-to-file file #:exists 'append (lambda () (display "more")))
      (displayln (file->lines file))
      (displayln (call-with-input-file file read))
      (displayln (with-input-from-file file read-line))
      (displayln (file-exists? file))
      (display-lines-to-file '(a "b" 3) file #:exists 'truncate)
      (display (file->string file))
      (delete-file file)
      (displayln (file-exists? file))`;
    expect(await run(source, { host })).toBe('((1 "é😀") more)\n(1 é😀)\n(1 "é😀")\n#t\na\nb\n3\n#f\n');
  });

  it("hold bytes", async () => {
    const source = `
      (define file ${path("b.bin")})
      (call-with-port (open-binary-output-file file) (lambda (p) (write-u8 255 p) (write-bytevector (bytevector 0 1 2) p 1)))
      (display (file->bytes file))
      (display (call-with-port (open-binary-input-file file) read-u8))`;
    expect(await run(source, { host })).toBe("#u8(255 1 2)255");
  });

  it("have what was written even when nobody closes the port", async () => {
    await run(`(write 'kept (open-output-file ${path("c.txt")}))`, { host });
    expect(readFileSync(join(folder, "c.txt"), "utf8")).toBe("kept");
  });

  it("that can not be used are file errors", async () => {
    const source = `(display (map (lambda (thunk) (guard (e ((file-error? e) 'refused)) (thunk)))
      (list (lambda () (open-input-file ${path("none.txt")}))
            (lambda () (file->string "/etc/hostname"))
            (lambda () (open-output-file "/tmp/skein-not-granted"))
            (lambda () (call-with-output-file ${path("c.txt")} #:exists 'error (lambda (p) p))))))`;
    expect(await run(source, { host })).toBe("(refused refused refused refused)");
    expect((await failure(`(open-input-file ${path("c.txt")})`)).message).toContain("is not granted to this script");
  });

  it("are closed after use", async () => {
    const source = `(define p #f)
      (call-with-output-file ${path("d.txt")} (lambda (out) (set! p out)))
      (display (output-port-open? p))
      (write 'x p)`;
    expect((await failure(source, { host })).message).toContain("is closed");
  });
});

describe("the process", () => {
  it("shows only what the host shows", async () => {
    process.env.SKEIN_TEST_SHOWN = "yes";
    process.env.SKEIN_TEST_HIDDEN = "no";
    const source = '(write (list (getenv "SKEIN_TEST_SHOWN") (get-environment-variable "SKEIN_TEST_HIDDEN")))';
    expect(await run(source, { host: nodeHost({ env: ["SKEIN_TEST_SHOWN"] }) })).toBe('("yes" #f)');
    expect(await run(source)).toBe("(#f #f)");
  });

  it("is left by exit, through winders", async () => {
    expect(await run('(dynamic-wind void (lambda () (exit 3) (display "no")) (lambda () (display "after")))')).toBe(
      "after",
    );
    expect(
      await run('(dynamic-wind void (lambda () (emergency-exit) (display "no")) (lambda () (display "after")))'),
    ).toBe("");
  });
});

describe("random numbers", () => {
  it("are the host's, and repeat after a seed of the script's", async () => {
    let state = 1;
    const random = (): number => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647;
    };
    const source = "(display (map random '(10 100 1000)))";
    const first = await run(source, { random });
    state = 1;
    expect(await run(source, { random })).toBe(first);
    const seeded =
      "(define (three) (list (random) (random 100) (random (expt 10 30)))) (random-seed 7) (define a (three)) (random-seed 7) (display (equal? a (three)))";
    expect(await run(seeded)).toBe("#t");
  });

  it("of two engines do not meet", async () => {
    const source = "(random-seed 5) (display (random 1000000)) (sleep 0.001) (display (random 1000000))";
    const [a, b] = await Promise.all([run(source), run(source)]);
    expect(a).toBe(b);
  });
});

describe("what is no text", () => {
  it.each([
    ['(string-append "a" (spawn (lambda () 1)))', "its result is not there yet: use (await h)"],
    ['(string-append "a" (list "b" (spawn (lambda () 1))))', "its result is not there yet: use (await h)"],
    ['(string-append "a" car)', "call it first: put it in parentheses with its arguments"],
    ['(string-append "a" (newline))', "this comes from an expression without a value"],
    ['(string-join (list "a" (void)))', "this comes from an expression without a value"],
    ['(+ 1 "2")', "string->number makes a number of a text"],
    ['(= "a" "a")', "to compare texts use string=? or equal?"],
    ['(< "a" "b")', "string->number makes a number of a text"],
    ['(string-set! "literal" 0 #\\a)', "change a copy, made by (string-copy s)"],
    ['(regexp "a(b")', "write \\( for a parenthesis in the text"],
    ['(format "~q" 1)', "the directives are ~a (display)"],
  ])("%s hints: %s", async (source, hint) => {
    expect((await failure(source)).hint ?? "").toContain(hint);
  });

  it("is an error that stands for its message in searches", async () => {
    const source = `(write (try (error "rate limit: 429") on-error (lambda (e)
      (list (string-contains? e "rate") (regexp-match #px"\\d+" e) (string-upcase e) (string-split e ": ")))))`;
    expect(await run(source)).toBe('(#t ("429") "RATE LIMIT: 429" ("rate limit" "429"))');
  });

  it("renders an error as its message", async () => {
    expect(await run('(display (try (error "bad thing:" 5) on-error (lambda (e) (string-append "<" e ">"))))')).toBe(
      "<bad thing: 5>",
    );
  });
});
