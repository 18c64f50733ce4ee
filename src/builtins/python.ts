// Python from Scheme: py-eval, py-exec, py-set!, py-call, py-import. Each is an engine wait: no other fiber runs meanwhile.

import type { Result } from "../machine/frame.ts";
import type { Action } from "../machine/machine.ts";
import { wrongArgument } from "../values/error.ts";
import { MString } from "../values/string.ts";
import { Sym } from "../values/symbol.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { PythonObject } from "./convert/python-object.ts";
import { PrintedText } from "./python-bridge.ts";
import type { Row, Section } from "./row.ts";
import type { Services } from "./services.ts";

export const python: Section = (_m, services) => [
  ...codeRows(services),
  {
    signature: "(py-set! name value)",
    doc: "Binds a global of Python's; what an identifier can not hold in the name becomes _.",
    example: '(begin (py-set! \'review-text "good") (py-eval "review_text.upper()")) => GOOD',
    kind: "calls",
    run: (name: Value, value: Value) =>
      wait(services, async (signal) => {
        await services.python.set(nameOf(name), value, { signal });
        return UNSPECIFIED;
      }),
  },
  {
    signature: "(py-call f argument ...)",
    doc: "Calls a Python function by its dotted name, or a Python object, or the method of one that a string names.",
    example: '(py-call "max" 3 7 5) => 7\n(py-call (py-import "math") "gcd" 12 18) => 6',
    kind: "calls",
    run(f: Value, args: Value[]) {
      const target = f instanceof PythonObject ? f : new MString(nameOf(f));
      return wait(services, (signal) => services.python.call(target, args, { signal }));
    },
  },
  {
    signature: "(py-import name)",
    doc: "Imports a Python module, binds its name in Python, and gives the module.",
    example: '(py-call (py-import "math") "sqrt" 16) => 4.0',
    kind: "calls",
    run: (name: Value) => wait(services, (signal) => services.python.import(nameOf(name), { signal })),
  },
  {
    signature: "(py-object? x)",
    doc: "Whether x is a Python object that stays in Python.",
    example: '(py-object? (py-eval "object()")) => #t',
    run: (x: Value) => x instanceof PythonObject,
  },
];

const codeRows = (services: Services): Row[] => [
  {
    signature: "(py-eval code:string)",
    doc: "Runs Python code and gives its last expression's value; what it prints goes to the script's output.",
    example: '(py-eval "[n * n for n in range(4)]") => (0 1 4 9)\n(py-eval "None") => #f',
    kind: "calls",
    run: (code: MString) => wait(services, (signal) => services.python.evaluate(code.toString(), { signal })),
  },
  {
    signature: "(py-exec code:string)",
    doc: "Runs Python statements; gives the last one's value, or else what was printed, without its final newline.",
    example: '(py-exec "print(6 * 7)") => 42',
    kind: "calls",
    run: (code: MString) => wait(services, (signal) => services.python.execute(code.toString(), { signal })),
  },
  {
    signature: "(%py-exec code:string)",
    doc: "py-exec where nobody gets the value: what Python prints goes to the script's output.",
    example: '(begin (%py-exec "1 + 1") 5) => 5',
    kind: "calls",
    run: (code: MString) =>
      wait(services, async (signal) => {
        const value = await services.python.execute(code.toString(), { signal });
        if (value instanceof PrintedText && value.toString() !== "") services.output(`${value.toString()}\n`);
        return UNSPECIFIED;
      }),
  },
];

function wait({ scheduler }: Services, start: (signal: AbortSignal) => Promise<Value>): Result {
  return scheduler.engineWait(async (signal): Promise<Action> => {
    const value = await start(signal);
    return () => value;
  });
}

function nameOf(x: Value): string {
  if (x instanceof MString) return x.toString();
  return x instanceof Sym ? x.name : wrongArgument(1, "a name (a string or a symbol)", x);
}
