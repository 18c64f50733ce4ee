// The shape of builtins that call a procedure again and again, so that continuations can leave them and come back.
import { Frame, type Result, type Resume, S } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { Pair } from "../values/pair.ts";
import type { Procedure, Value } from "../values/types.ts";

/**
 * What a builtin that calls back takes of the native stack, in fuel: its wrapper, its `run` and the loop. Recursion
 * through it overflowed the default stack, unoptimised, at 654 levels (sort), 746 (map over two lists), 932 (map),
 * 1,383 (filter); with this weight a turn of 2,000 is over at 222 levels, a third of the worst case.
 */
export const LOOP_WEIGHT = 8;

/**
 * A loop over states. A state is never changed once a call has been made from it: a continuation that was captured in
 * the call may be resumed many times, and every time the loop must go on from that state.
 */
export interface Steps<T> {
  /** Calls the procedure for this state; `undefined` when there is nothing left to do. */
  call(state: T): Result | undefined;
  /** The state after the call gave `value`. */
  next(state: T, value: Value): T;
  done(state: T): Result;
}

/** The loop as a procedure of the machine: it unwinds when fuel is out, and can be captured at each call. */
export function makeLoop<T>(m: Machine, steps: Steps<T>): (state: T) => Result {
  const resume: Resume = { run: (frame, value) => loop(steps.next(frame.a as T, value)) };
  const loop = (state: T): Result => {
    for (;;) {
      if (m.fuel < 0) return m.again(loop, [state as Value]);
      m.fuel--;
      const x = steps.call(state);
      if (x === undefined) return steps.done(state);
      if (x === S) return m.push(new Frame(resume, state));
      state = steps.next(state, x);
    }
  };
  return (state) => {
    m.fuel -= LOOP_WEIGHT;
    return loop(state);
  };
}

/** Calls `f` with one argument or none, then goes on with `then`, which gets what `f` returned and what was saved. */
export function makeCall<T>(
  m: Machine,
  then: (value: Value, saved: T) => Result,
): (f: Procedure, argument: Value | undefined, saved: T) => Result {
  const resume: Resume = { run: (frame, value) => then(value, frame.a as T) };
  return (f, argument, saved) => {
    m.fuel -= LOOP_WEIGHT;
    const x = (argument === undefined ? f() : f(argument)) as Result;
    return x === S ? m.push(new Frame(resume, saved)) : then(x, saved);
  };
}

/** The heads of all lists, or `undefined` when the shortest has ended. */
export function headsOf(lists: readonly Value[]): Value[] | undefined {
  const heads: Value[] = [];
  for (const list of lists) {
    if (!(list instanceof Pair)) return undefined;
    heads.push(list.car);
  }
  return heads;
}

/** The rests of lists that all have one. */
export const restsOf = (lists: readonly Value[]): Value[] => lists.map((list) => (list as Pair).cdr);
