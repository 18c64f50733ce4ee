// Promises (R7RS 4.2.5): what delay and delay-force make, and force, which runs long chains in constant space.
import { Frame, type Result, type Resume, S } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { fail } from "../values/error.ts";
import { printShort } from "../values/printer.ts";
import type { Procedure, Value } from "../values/types.ts";
import type { Section } from "./row.ts";

/** What a promise knows; shared by all promises of one chain of delay-force. */
interface State {
  value: Value | undefined;
  thunk: Procedure | undefined;
}

export class SchemePromise {
  readonly opaqueName = "promise";
  state: State;
  constructor(state: State) {
    this.state = state;
  }
}

const finished = (value: Value): SchemePromise => new SchemePromise({ value, thunk: undefined });

function makeForce(m: Machine): (promise: SchemePromise) => Result {
  const resume: Resume = {
    run(frame, value) {
      const promise = frame.a as SchemePromise;
      adopt(promise, value);
      return force(promise);
    },
  };
  const force = (promise: SchemePromise): Result => {
    for (;;) {
      if (promise.state.value !== undefined) return promise.state.value;
      if (m.fuel < 0) return m.again(force, [promise]);
      m.fuel -= 2;
      const x = (promise.state.thunk as Procedure)() as Result;
      if (x === S) return m.push(new Frame(resume, promise));
      adopt(promise, x);
    }
  };
  return force;
}

/** The promise stands for what its thunk gave, unless it was forced meanwhile: the first value counts. */
function adopt(promise: SchemePromise, given: Value): void {
  if (promise.state.value !== undefined) return;
  if (!(given instanceof SchemePromise)) {
    fail("wrong-type", `delay-force: expected a promise as the value of its expression, got ${printShort(given)}`);
  }
  promise.state.value = given.state.value;
  promise.state.thunk = given.state.thunk;
  // From now on the two are one, so that forcing either forces both.
  given.state = promise.state;
}

export const promises: Section = (m) => {
  const force = makeForce(m);
  return [
    {
      signature: "(force x)",
      doc: "The value of a promise, computed the first time it is asked for; anything else is its own value.",
      example: "(force (delay (+ 1 2))) => 3",
      kind: "calls",
      run: (x: Value) => (x instanceof SchemePromise ? force(x) : x),
    },
    {
      signature: "(make-promise x)",
      doc: "A promise that has x as its value; a promise is given back.",
      example: "(force (make-promise 5)) => 5",
      run: (x: Value) => (x instanceof SchemePromise ? x : finished(x)),
    },
    {
      signature: "(%make-promise x)",
      doc: "What delay expands to: a promise that has x as its value, also when x is a promise.",
      example: "(promise? (force (%make-promise (make-promise 5)))) => #t",
      run: finished,
    },
    {
      signature: "(promise? x)",
      doc: "Whether x is a promise.",
      example: "(promise? (delay 1)) => #t",
      run: (x: Value) => x instanceof SchemePromise,
    },
    {
      signature: "(promise-forced? x)",
      doc: "Whether the value of a promise is already there.",
      example: "(promise-forced? (make-promise 1)) => #t",
      run: (x: Value) => !(x instanceof SchemePromise) || x.state.value !== undefined,
    },
    {
      signature: "(%make-delayed thunk:procedure)",
      doc: "What delay and delay-force expand to: thunk gives a promise.",
      example: "(force (%make-delayed (lambda () (make-promise 5)))) => 5",
      run: (thunk: Procedure) => new SchemePromise({ value: undefined, thunk }),
    },
  ];
};
