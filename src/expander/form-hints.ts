// What to do instead, when a piece of syntax is used as if it were a value.

const clauseOf = (forms: string): string => `it is part of ${forms}`;
const wrapped = (name: string): string => `syntax can not be passed on: write (lambda (x y) (${name} x y))`;

export const NO_FORM_HINTS: ReadonlyMap<string, string> = new Map([
  ["and", `${wrapped("and")}, or use andmap`],
  ["or", `${wrapped("or")}, or use ormap`],
  ["if", "write (if test then else)"],
  ["else", "else begins the last clause of cond, case, match and guard: (else …)"],
  ["=>", clauseOf("cond, case and guard: (test => procedure)")],
  ["...", clauseOf("the patterns of syntax-rules and match")],
  ["_", clauseOf("patterns: it matches anything and names nothing")],
  ["unquote", "a comma has a meaning only within a quasiquotation: `(a ,b)"],
  ["unquote-splicing", "a comma has a meaning only within a quasiquotation: `(a ,@b)"],
  ["on-error", clauseOf("try: (try expression on-error handler)")],
  ["define", "write (define name value)"],
  ["lambda", "write (lambda (parameter …) body …)"],
]);
