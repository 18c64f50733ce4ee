// Exceptions (R7RS 6.11): raising, handling, and what error objects know; Racket's names beside.
import { raise, withGuard, withHandler } from "../machine/dynamic.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { ErrorObject, Raised, wrongArgument } from "../values/error.ts";
import { listFrom } from "../values/pair.ts";
import { display, printShort, write } from "../values/printer.ts";
import { MString, str } from "../values/string.ts";
import { intern, Sym } from "../values/symbol.ts";
import { type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import type { Row, Section } from "./row.ts";

/** Raises with the whole continuation kept; an error object remembers where it was raised first. */
export function raiseHere(m: Machine, payload: Value, continuable: boolean): Result {
  if (!(payload instanceof ErrorObject) || payload.origin !== undefined)
    return m.act((m) => raise(m, payload, continuable));
  const raised = new Raised(payload);
  raised.site = m.site;
  return m.act((m) => {
    payload.origin = { raised, k: m.k };
    return raise(m, payload, continuable);
  });
}

/** Racket's `~a ~s ~v ~e ~~ ~n ~%` in the message of an error; what the template does not use is left over. */
function fillTemplate(template: string, args: Value[]): { text: string; left: Value[] } {
  let used = 0;
  const text = template.replace(/~([asve.~n%])/gi, (directive, letter: string) => {
    if (letter === "~") return "~";
    if (letter === "n" || letter === "%") return "\n";
    if (used >= args.length) return directive;
    const x = args[used++];
    return letter.toLowerCase() === "a" ? display(x) : letter.toLowerCase() === "e" ? printShort(x, 1000) : write(x);
  });
  return { text, left: args.slice(used) };
}

/** `(error "message" irritant …)`, `(error 'who "template" value …)`, `(error 'what)`. */
function errorFrom(code: string, first: Value, rest: Value[]): ErrorObject {
  if (first instanceof MString) return new ErrorObject(code, first.toString(), rest);
  if (!(first instanceof Sym)) return new ErrorObject(code, display(first), rest);
  const [template, ...args] = rest;
  if (template === undefined) return new ErrorObject(code, `error: ${first.name}`);
  if (!(template instanceof MString)) return new ErrorObject(code, `${first.name}:`, rest);
  const { text, left } = fillTemplate(template.toString(), args);
  return new ErrorObject(code, `${first.name}: ${text}`, left);
}

const raising = (m: Machine): Row[] => [
  {
    signature: "(raise x [barrier?])",
    doc: "Raises x; the handler must not return.",
    example: "(guard (e (#t (list 'caught e))) (raise 'oops)) => (caught oops)",
    kind: "calls",
    run: (x: Value) => raiseHere(m, x, false),
  },
  {
    signature: "(raise-continuable x)",
    doc: "Raises x; what the handler gives is the value.",
    example: "(with-exception-handler (lambda (e) 42) (lambda () (+ 1 (raise-continuable 'oops)))) => 43",
    kind: "calls",
    run: (x: Value) => raiseHere(m, x, true),
  },
  ...[
    ["error", "error"],
    ["raise-user-error", "user"],
  ].map(([name, code]) => ({
    signature: `(${name} message x ...)`,
    doc: "Raises an error: a message and irritants, or a symbol, a template for format and its values.",
    example: `(guard (e (#t (exn-message e))) (${name} "bad thing:" 1 "two")) => "bad thing: 1 \\"two\\""\n(guard (e (#t (exn-message e))) (${name} 'cook "no ~a left" 'salt)) => "cook: no salt left"`,
    kind: "calls" as const,
    run: (first: Value, rest: Value[]) => raiseHere(m, errorFrom(code, first, rest), false),
  })),
  ...["raise-argument-error", "raise-type-error"].map((name) => ({
    signature: `(${name} who:symbol expected:string x ...)`,
    doc: "Raises the error of a wrong argument.",
    example: `(guard (e (#t (exn-message e))) (${name} 'f "number?" "x")) => "f: expected number?, got \\"x\\""`,
    kind: "calls" as const,
    run(who: Sym, expected: MString, rest: Value[]) {
      // With a position, the arguments follow it.
      const [at, ...args] = rest;
      const got = args.length > 0 && typeof at === "number" ? (args[at] ?? at) : (at ?? UNSPECIFIED);
      const place = args.length > 0 && typeof at === "number" ? ` as argument ${at + 1}` : "";
      return raiseHere(
        m,
        new ErrorObject("wrong-type", `${who.name}: expected ${expected}${place}, got ${printShort(got)}`),
        false,
      );
    },
  })),
  {
    signature: "(raise-arguments-error who:symbol message:string x ...)",
    doc: "Raises an error with a message and named values: a string and a value for each.",
    example: `(guard (e (#t (exn-message e))) (raise-arguments-error 'f "bad" "a" 1)) => "f: bad\\n  a: 1"`,
    kind: "calls",
    run(who: Sym, message: MString, rest: Value[]) {
      let text = `${who.name}: ${message}`;
      for (let i = 0; i < rest.length; i += 2)
        text += `\n  ${display(rest[i])}: ${printShort(rest[i + 1] ?? UNSPECIFIED)}`;
      return raiseHere(m, new ErrorObject("error", text), false);
    },
  },
  {
    signature: "(with-exception-handler handler:procedure thunk:procedure)",
    doc: "Calls thunk; what is raised in it goes to handler, in the place of the raise.",
    example:
      "(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'caught e))) (lambda () (raise 'oops))))) => (caught oops)",
    kind: "calls",
    run: (handler: Procedure, thunk: Procedure) => withHandler(m, handler, thunk),
  },
  {
    signature: "(%call-with-guard clauses:procedure thunk:procedure)",
    doc: "What guard expands to: clauses gets the condition and a thunk that raises it again.",
    example: "(%call-with-guard (lambda (condition reraise) condition) (lambda () (raise 'oops))) => oops",
    kind: "calls",
    run: (clauses: Procedure, thunk: Procedure) => withGuard(m, clauses, thunk),
  },
];

const isError = (x: Value): x is ErrorObject => x instanceof ErrorObject;

/** Racket's kinds of errors, by the codes that stand for them here. */
const KINDS: readonly (readonly [name: string, doc: string, codes: readonly string[] | undefined])[] = [
  ["error-object?", "Whether x is an error: made by error, or raised by a builtin, Python or the host.", undefined],
  ["error?", "Whether x is an error object.", undefined],
  ["condition?", "Whether x is an error object.", undefined],
  ["exn?", "Whether x is an error object.", undefined],
  ["exn:fail?", "Whether x is an error object.", undefined],
  ["file-error?", "Whether x is an error about a file.", ["file", "denied"]],
  ["exn:fail:filesystem?", "Whether x is an error about a file.", ["file", "denied"]],
  ["read-error?", "Whether x is an error of read.", ["read"]],
  ["exn:fail:read?", "Whether x is an error of read.", ["read"]],
  ["exn:fail:syntax?", "Whether x is an error in a program's syntax.", ["syntax", "read"]],
  ["exn:fail:user?", "Whether x was raised by raise-user-error.", ["user"]],
  ["exn:fail:contract:arity?", "Whether x is about a wrong number of arguments.", ["arity", "keyword"]],
  ["exn:fail:contract:divide-by-zero?", "Whether x is about a division by zero.", ["divide-by-zero"]],
  ["exn:fail:contract:variable?", "Whether x is about a name that is not defined.", ["unbound", "undefined"]],
  ["exn:fail:network?", "Whether x is an error of the network or of a model's provider.", ["provider"]],
  ["exn:fail:unsupported?", "Whether x is about something that is not supported.", ["unsupported"]],
];

/** Codes of errors that say: the procedure was used wrongly. */
const CONTRACT = new Set([
  ...["wrong-type", "arity", "keyword", "not-procedure", "unbound", "undefined", "no-key", "divide-by-zero"],
  ...["immutable", "conversion", "circular", "format", "not-real", "regexp", "continuation"],
]);

const kinds = (): Row[] => [
  ...KINDS.map(([name, doc, codes]) => ({
    signature: `(${name} x)`,
    doc,
    example: codes === undefined ? `(guard (e (#t (${name} e))) (error "bad")) => #t` : `(${name} 'oops) => #f`,
    run: (x: Value) => isError(x) && (codes === undefined || codes.includes(x.code)),
  })),
  {
    signature: "(exn:fail:contract? x)",
    doc: "Whether x is the error of a procedure that was used wrongly.",
    example: "(guard (e (#t (exn:fail:contract? e))) (car 5)) => #t",
    run: (x: Value) => isError(x) && CONTRACT.has(x.code),
  },
  {
    signature: "(exn:break? x)",
    doc: "Whether x is a break; always #f, because a script can not catch one.",
    example: "(exn:break? 'oops) => #f",
    run: () => false,
  },
];

const errorArgument = (x: Value): ErrorObject => (isError(x) ? x : wrongArgument(1, "an error object", x));

const looking = (): Row[] => [
  {
    signature: "(error-object-message e)",
    doc: "The message of an error, without its irritants.",
    example: '(guard (e (#t (error-object-message e))) (error "bad:" 1)) => "bad:"',
    run: (e: Value) => str(errorArgument(e).message),
  },
  ...["error-object-irritants", "error-irritants"].map((name) => ({
    signature: `(${name} e)`,
    doc: "The irritants of an error, as a list.",
    example: `(guard (e (#t (${name} e))) (error "bad:" 1 "two")) => (1 "two")`,
    run: (e: Value) => listFrom(errorArgument(e).irritants),
  })),
  ...["exn-message", "error-message", "condition/report-string"].map((name) => ({
    signature: `(${name} e)`,
    doc: "The message of an error, followed by its irritants.",
    example: `(guard (e (#t (${name} e))) (error "bad:" 1 "two")) => "bad: 1 \\"two\\""`,
    run: (e: Value) => str(display(errorArgument(e))),
  })),
  {
    signature: "(error-object-code e)",
    doc: "What kind of error it is, as a symbol: error, wrong-type, arity, unbound, python, limit …",
    example: "(guard (e (#t (error-object-code e))) (car 5)) => wrong-type",
    run: (e: Value) => intern(errorArgument(e).code),
  },
  {
    signature: "(error-object-hint e)",
    doc: "What to do about an error, as a string, or #f.",
    example: '(guard (e (#t (error-object-hint e))) (error "bad")) => #f',
    run(e: Value) {
      const { hint } = errorArgument(e);
      return hint === undefined ? false : str(hint);
    },
  },
  {
    signature: "(error-object-detail e name:symbol [default])",
    doc: "A fact that an error carries beside its message (a Python traceback, an HTTP status), or default, or #f.",
    example: '(guard (e (#t (error-object-detail e \'status))) (error "bad")) => #f',
    run: (e: Value, name: Sym, otherwise: Value = false) => {
      const { details } = errorArgument(e);
      return details !== undefined && Object.hasOwn(details, name.name) ? details[name.name] : otherwise;
    },
  },
];

const CONSTRUCTORS: readonly (readonly [name: string, code: string])[] = [
  ["make-exn", "error"],
  ["make-exn:fail", "error"],
  ["exn:fail", "error"],
  ["make-exn:fail:user", "user"],
  ["exn:fail:user", "user"],
  ["make-exn:fail:contract", "wrong-type"],
  ["exn:fail:contract", "wrong-type"],
];

const making = (): Row[] => [
  ...CONSTRUCTORS.map(([name, code]) => ({
    signature: `(${name} message:string [marks])`,
    doc: "An error object, to be raised.",
    example: `(exn-message (${name} "bad" (current-continuation-marks))) => "bad"`,
    run: (message: MString) => new ErrorObject(code, message.toString()),
  })),
  {
    signature: "(current-continuation-marks)",
    doc: "Accepted where Racket's error constructors want it; error objects remember their place by themselves.",
    example: "(void? (current-continuation-marks)) => #t",
    run: () => UNSPECIFIED,
  },
];

export const errors: Section = (m) => [...raising(m), ...kinds(), ...looking(), ...making()];
