// Running the forms of a text one after the other: each is expanded and compiled when the one before it has run.
import type { Frame, Result, Resume } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import type { Syntax } from "../values/syntax.ts";
import { type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";

export interface Program {
  readonly forms: readonly Syntax[];
  /** Expands and compiles one form. */
  compile(form: Syntax): Procedure;
  /** What happens to the value of a form that is not the last one. */
  dropped(value: Value): void;
  /** What the program's value is, given that of its last form. */
  result(value: Value): Value;
}

/** In actions only. */
export function runProgram(m: Machine, program: Program): Result {
  return program.forms.length === 0 ? UNSPECIFIED : runForm(m, program, 0);
}

function runForm(m: Machine, program: Program, i: number): Result {
  const thunk = program.compile(program.forms[i]);
  m.enter(NEXT_FORM, m, program, i);
  return thunk() as Result;
}

const NEXT_FORM: Resume = {
  run({ a, b, c }: Frame, value) {
    const m = a as Machine;
    const program = b as Program;
    const i = c as number;
    if (i + 1 === program.forms.length) return program.result(value);
    program.dropped(value);
    return m.act((m) => runForm(m, program, i + 1));
  },
};
