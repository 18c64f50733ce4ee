// The names that R7RS's libraries export (appendix A), and which other library names are known here.

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const BASE = words(`
  * + - ... / < <= = => > >= _ abs and append apply assoc assq assv begin binary-port? boolean=? boolean? bytevector
  bytevector-append bytevector-copy bytevector-copy! bytevector-length bytevector-u8-ref bytevector-u8-set! bytevector?
  caar cadr call-with-current-continuation call-with-port call-with-values call/cc car case cdar cddr cdr ceiling
  char->integer char-ready? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port close-port
  complex? cond cond-expand cons current-error-port current-input-port current-output-port define define-record-type
  define-syntax define-values denominator do dynamic-wind else eof-object eof-object? eq? equal? eqv? error
  error-object-irritants error-object-message error-object? even? exact exact-integer-sqrt exact-integer? exact? expt
  features file-error? floor floor-quotient floor-remainder floor/ flush-output-port for-each gcd get-output-bytevector
  get-output-string guard if include include-ci inexact inexact? input-port-open? input-port? integer->char integer?
  lambda lcm length let let* let*-values let-syntax let-values letrec letrec* letrec-syntax list list->string
  list->vector list-copy list-ref list-set! list-tail list? make-bytevector make-list make-parameter make-string
  make-vector map max member memq memv min modulo negative? newline not null? number->string number? numerator odd?
  open-input-bytevector open-input-string open-output-bytevector open-output-string or output-port-open? output-port?
  pair? parameterize peek-char peek-u8 positive? procedure? quasiquote quote quotient raise raise-continuable rational?
  rationalize read-bytevector read-bytevector! read-char read-error? read-line read-string read-u8 real? remainder
  reverse round set! set-car! set-cdr! square string string->list string->number string->symbol string->utf8
  string->vector string-append string-copy string-copy! string-fill! string-for-each string-length string-map string-ref
  string-set! string<=? string<? string=? string>=? string>? string? substring symbol->string symbol=? symbol?
  syntax-error syntax-rules textual-port? truncate truncate-quotient truncate-remainder truncate/ u8-ready? unless
  unquote unquote-splicing utf8->string values vector vector->list vector->string vector-append vector-copy vector-copy!
  vector-fill! vector-for-each vector-length vector-map vector-ref vector-set! vector? when with-exception-handler
  write-bytevector write-char write-string write-u8 zero?
`);

const CHAR = words(`
  char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase char-foldcase char-lower-case?
  char-numeric? char-upcase char-upper-case? char-whitespace? digit-value string-ci<=? string-ci<? string-ci=?
  string-ci>=? string-ci>? string-downcase string-foldcase string-upcase
`);

const CXR = words(`
  caaaar caaadr caaar caadar caaddr caadr cadaar cadadr cadar caddar cadddr caddr cdaaar cdaadr cdaar cdadar cdaddr
  cdadr cddaar cddadr cddar cdddar cddddr cdddr
`);

const FILE = words(`
  call-with-input-file call-with-output-file delete-file file-exists? open-binary-input-file open-binary-output-file
  open-input-file open-output-file with-input-from-file with-output-to-file
`);

const R5RS_EXTRAS = words(`
  exact->inexact inexact->exact delay force eval load display write read scheme-report-environment null-environment
  interaction-environment
`);

const LISTED: ReadonlyMap<string, readonly string[]> = new Map([
  ["scheme base", BASE],
  ["scheme case-lambda", ["case-lambda"]],
  ["scheme char", CHAR],
  ["scheme complex", words("angle imag-part magnitude make-polar make-rectangular real-part")],
  ["scheme cxr", CXR],
  ["scheme eval", words("environment eval")],
  ["scheme file", FILE],
  ["scheme inexact", words("acos asin atan cos exp finite? infinite? log nan? sin sqrt tan")],
  ["scheme lazy", words("delay delay-force force make-promise promise?")],
  ["scheme load", ["load"]],
  [
    "scheme process-context",
    words("command-line emergency-exit exit get-environment-variable get-environment-variables"),
  ],
  ["scheme read", ["read"]],
  ["scheme repl", ["interaction-environment"]],
  ["scheme time", words("current-jiffy current-second jiffies-per-second")],
  ["scheme write", words("display write write-shared write-simple")],
  [
    "scheme r5rs",
    [
      ...BASE.filter((name) => !/bytevector|u8|record|guard|parameter/.test(name)),
      ...CHAR,
      ...CXR,
      ...FILE,
      ...R5RS_EXTRAS,
    ],
  ],
]);

/** SRFIs whose names are part of the language here. */
const SRFIS = new Set([
  0, 1, 2, 6, 8, 9, 11, 13, 16, 23, 26, 28, 30, 31, 34, 39, 62, 69, 87, 95, 98, 125, 132, 133, 145, 151, 158, 219,
]);

/** First words of library names that stand for the whole language: what they offer, as far as it is here, is in it. */
const WHOLE_LANGUAGE = new Set([
  "skein",
  "racket",
  "rnrs",
  "chibi",
  "chicken",
  "guile",
  "ice-9",
  "gauche",
  "kawa",
  "gambit",
  "json",
]);

/** R7RS-large libraries whose names are part of the language here. */
const LARGE = new Set([
  "list",
  "vector",
  "sort",
  "hash-table",
  "box",
  "generator",
  "division",
  "bitwise",
  "comparator",
  "show",
  "lseq",
]);

/** What a library of the language exports: its names, `"everything"`, or undefined if there is no such library. */
export function standardExports(name: readonly string[]): readonly string[] | "everything" | undefined {
  const listed = LISTED.get(name.join(" "));
  if (listed !== undefined) return listed;
  const [first, second] = name;
  if (first === "srfi") return name.length >= 2 && SRFIS.has(Number(second)) ? "everything" : undefined;
  if (first === "scheme") return name.length === 2 && LARGE.has(second) ? "everything" : undefined;
  return WHOLE_LANGUAGE.has(first) || first?.startsWith("racket/") ? "everything" : undefined;
}

/** The standard libraries that export a name: for hints. */
export function librariesWith(name: string): string[] {
  return [...LISTED]
    .filter(([library, names]) => library !== "scheme r5rs" && names.includes(name))
    .map(([library]) => `(${library})`);
}

/** Names of libraries, for hints. */
export const knownLibraryNames = (): string[] => [...LISTED.keys()].map((name) => `(${name})`);
