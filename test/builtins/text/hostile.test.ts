// Hostile texts and patterns in an engine: each ends in a value, an error or the time limit, and the engine goes on.
import { describe, expect, it } from "vitest";
import { createSkein, SkeinError } from "../../../src/index.ts";

/** Never ends by itself in any sensible time. */
const endless = [
  '(regexp-match? #px"(?=(a+)+\\\\1b)" (make-string 60 #\\a))',
  '(regexp-match? #px"^(a+)+\\\\1$" (string-append (make-string 60 #\\a) "b"))',
  '(regexp-replace* #px"((a|aa)+)+\\\\1b" (make-string 200 #\\a) "x")',
  '(regexp-split #px"(a*)*(?(1)\\\\1b|c)" (make-string 200 #\\a))',
];

/** Ends, one way or the other. */
const finite = [
  '(regexp-match? #px"(a+)+b" (make-string 50000 #\\a))',
  '(regexp-match? #px"(?:a?){1000}a{1000}b" (make-string 1000 #\\a))',
  '(regexp-match? #px"(.*)(.*)(.*)(.*)(.*)=" (make-string 100000 #\\x))',
  '(regexp-match* #rx"" (make-string 100000000 #\\a))',
  '(regexp-replace* #rx"" (make-string 60000000 #\\a) (make-string 1000 #\\b))',
  '(pregexp (string-append* (make-list 100000 "(a{1000})")))',
  "(pregexp (make-string 1000000 #\\())",
  "(regexp (make-string 10000000 #\\[))",
  '(string-split (make-string 5000000 #\\,) "," #:trim? #f)',
  '(string-pad "x" (expt 10 12))',
  "(make-string (expt 2 62) #\\x)",
  '(let loop ((s "ab")) (loop (string-append s s)))',
  "(let loop ((l '())) (loop (cons (make-string 1000000 #\\a) l)))",
  "(number->string (expt 7 (expt 10 9)))",
  '(string->number (string-append "1e" (make-string 1000000 #\\9)))',
  '(string->number (string-append "#e1e" (make-string 1000000 #\\9)))',
  "(real->decimal-string 1e308 1000000000)",
  "(format (make-string 1000000 #\\~))",
  '(let ((p (open-output-string))) (let loop () (write-string "0123456789" p) (loop)))',
  "(let ((p (open-output-bytevector))) (let loop () (write-bytevector (make-bytevector 1000000 0) p) (loop)))",
  '(let ((l (list 1))) (set-cdr! l l) (string-append "x" l))',
  '(let ((l (list "a"))) (set-cdr! l l) (string-join l))',
  "(read (open-input-string (make-string 200000 #\\()))",
  "(string->symbol (make-string 10000000 #\\a))",
  "(let loop ((i 0)) (gensym) (string->symbol (number->string i)) (loop (+ i 1)))",
  "(random (expt 2 (expt 2 40)))",
  "(arithmetic-shift 1 (expt 2 60))",
  "(string-upcase (make-string 60000000 #\\ß))",
  "(let loop ((x 1)) (loop (* x 1234567890123456789)))",
];

describe("hostile texts and patterns", () => {
  it.each(endless)("%s is stopped by the time limit", async (source) => {
    const skein = createSkein({ limits: { seconds: 0.3 } });
    try {
      expect(await skein.run(source)).toMatchObject({ status: "stopped" });
      expect((await skein.run("(display (+ 1 2))")).output).toBe("3");
    } finally {
      await skein.close();
    }
  });

  it("all end, and leave an engine that works", async () => {
    const skein = createSkein({ limits: { seconds: 1, heapMb: 512 } });
    try {
      for (const source of finite) {
        // A value, the limit, or an error with a message; not a rejection of another kind.
        const failure = await skein.run(source).catch((error: unknown) => error);
        if (failure instanceof Error) expect(failure, source).toBeInstanceOf(SkeinError);
        expect(String((failure as { message?: string }).message ?? ""), source).not.toContain("internal error");
        expect((await skein.run("(display (+ 1 2))")).output, source).toBe("3");
      }
    } finally {
      await skein.close();
    }
  });
});
