// The machine: one counter, one sentinel, a heap continuation, and the driver loop that ties them.

import { ErrorObject, fail, type Site } from "../values/error.ts";
import { isProcedure, type Keywords, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { toRaised } from "./conditions.ts";
import { type Handler, type ParameterBinding, raise, type Winder } from "./dynamic.ts";
import { Frame, type Result, type Resume, S } from "./frame.ts";
import { UnitRegistry } from "./units.ts";

/** What the driver does once the native stack is unwound onto `m.k`. */
export type Action = (m: Machine) => Result;

/** Everything that a fiber owns while it does not run. */
export interface Registers {
  k: Frame | undefined;
  winders: Winder | undefined;
  handlers: Handler | undefined;
  parameters: ParameterBinding | undefined;
  pending: Action | undefined;
}

export type Outcome =
  | { type: "done"; value: Value }
  | { type: "failed"; payload: Value }
  /** The time slice is over: call `run` again. */
  | { type: "slice" }
  /** The fiber waits; whoever parked it sets `pending` and has it run again. */
  | { type: "parked" };

const SLICE: Outcome = { type: "slice" };
const PARKED: Outcome = { type: "parked" };

/** Driver iterations between two looks at the clock; one iteration runs at most `fuelPerTurn` calls (20–50 µs). */
const ITERATIONS_PER_POLL = 32;

export interface MachineOptions {
  /** Calls before the native stack is unwound. 2,000 keeps it under a third of Node's default stack; 0 is the stress build. */
  fuelPerTurn?: number;
}

export class Machine implements Registers {
  k: Frame | undefined = undefined;
  winders: Winder | undefined = undefined;
  handlers: Handler | undefined = undefined;
  parameters: ParameterBinding | undefined = undefined;
  pending: Action | undefined = undefined;
  /** Charged by procedure entries and long builtins; below zero, the stack is unwound. */
  fuel: number;
  /** Fuel used in all turns before this one. */
  steps = 0;
  /** The call under way in the closure backend, which has no lines that a JS stack could name. */
  site: Site | undefined = undefined;
  /** The running fiber; opaque here, `fibers` knows. */
  fiber: object | undefined = undefined;
  /** Asked every few milliseconds at most: true leaves the driver with "slice". */
  poll: () => boolean = () => false;
  /** Told of every large allocation before it is made; throws when the heap limit forbids it. The engine sets it. */
  allocating: (bytes: number) => void = () => {};
  /** What a continuation does that belongs to another fiber than the running one. */
  foreignContinuation: (owner: object | undefined, arrive: Action) => Result = () =>
    fail("continuation", "a continuation can not be invoked from another fiber");
  readonly units = new UnitRegistry();
  readonly fuelPerTurn: number;
  #first: Frame | undefined = undefined;
  #last: Frame | undefined = undefined;
  #again: Procedure | undefined = undefined;
  #againArguments: Value[] = [];
  #failure: { payload: Value } | undefined = undefined;
  #countdown = ITERATIONS_PER_POLL;

  constructor(options: MachineOptions = {}) {
    this.fuelPerTurn = options.fuelPerTurn ?? 2000;
    this.fuel = this.fuelPerTurn;
  }

  // — called from emitted code and builtins —

  /** Saves one native call on the heap, innermost first; gives the sentinel to return. */
  push(frame: Frame): typeof S {
    if (this.#last === undefined) this.#first = frame;
    else this.#last.next = frame;
    this.#last = frame;
    return S;
  }

  /** Fuel is out: unwind, then call `f` again with the same arguments. */
  again(f: Procedure, args: Value[]): typeof S {
    this.#again = f;
    this.#againArguments = args;
    return S;
  }

  /** Fuel is out at the head of a loop: unwind, then go on with `frame`. */
  pause(frame: Frame): typeof S {
    this.push(frame);
    return this.act(() => UNSPECIFIED);
  }

  /** Unwind, then have the driver run `action` with the continuation of the caller in `m.k`. */
  act(action: Action): typeof S {
    this.pending = action;
    return S;
  }

  /** Calls any procedure with any number of arguments. */
  apply(f: Value, args: Value[]): Result {
    if (!isProcedure(f)) return this.notProcedure(f);
    switch (args.length) {
      case 0:
        return f();
      case 1:
        return f(args[0]);
      case 2:
        return f(args[0], args[1]);
      case 3:
        return f(args[0], args[1], args[2]);
      default:
        return this.#applyMany(f, args);
    }
  }

  /** Calls a procedure with keywords. */
  applyKeywords(f: Value, keywords: Keywords, args: Value[]): Result {
    if (!isProcedure(f)) return this.notProcedure(f);
    if (keywords.size === 0) return this.apply(f, args);
    if (f.kw === undefined) {
      const name = this.nameOf(f);
      fail(
        "keyword",
        `${name}: takes no keyword arguments, got #:${[...keywords.keys()][0]}`,
        [],
        this.#signatureHint(f),
      );
    }
    return f.kw(keywords, ...args) as Result;
  }

  notProcedure(f: Value): never {
    fail("not-procedure", "expected a procedure that can be applied to arguments, got", [f]);
  }

  /** What people call a procedure. */
  nameOf(f: Procedure): string {
    return this.units.infoOf(f)?.name ?? "procedure";
  }

  // — for actions only: the native stack is empty and `m.k` is the whole continuation —

  /** Puts a frame on top of the linked continuation. */
  enter(resume: Resume, a?: unknown, b?: unknown, c?: unknown): void {
    const frame = new Frame(resume, a, b, c);
    frame.next = this.k;
    this.k = frame;
  }

  /** Leaves the driver; the fiber goes on when `pending` has been set and `run` is called. */
  park(): typeof S {
    this.pending = undefined;
    return S;
  }

  /** Ends the fiber: nobody handled `payload`. */
  fail(payload: Value): typeof S {
    this.#failure = { payload };
    this.pending = undefined;
    this.k = undefined;
    return S;
  }

  // — the driver —

  /** Runs the loaded fiber until it is done, fails, waits, or its slice is over. */
  run(): Outcome {
    let x: Result = S;
    this.fuel = this.fuelPerTurn;
    for (;;) {
      try {
        for (;;) {
          if (--this.#countdown < 0) {
            this.#countdown = ITERATIONS_PER_POLL;
            if (this.poll()) return this.#leave(x);
          }
          if (x !== S) {
            const frame = this.k;
            if (frame === undefined) return { type: "done", value: x };
            this.k = frame.next;
            x = frame.resume.run(frame, x);
            continue;
          }
          this.#link();
          this.steps += this.fuelPerTurn - this.fuel;
          // A long builtin has used up many turns at once: the clock is looked at that much sooner.
          if (this.fuel < -2048) this.#countdown += this.fuel >> 11;
          this.fuel = this.fuelPerTurn;
          const again = this.#again;
          if (again !== undefined) {
            this.#again = undefined;
            // Not `apply`: the arguments have been charged before, and the call must get past its first check.
            x = again.apply(undefined, this.#againArguments) as Result;
            continue;
          }
          const pending = this.pending;
          if (pending === undefined) {
            if (this.#failure === undefined) return PARKED;
            const { payload } = this.#failure;
            this.#failure = undefined;
            return { type: "failed", payload };
          }
          this.pending = undefined;
          x = pending(this);
        }
      } catch (error) {
        // What was captured belongs to native frames that the throw has left.
        this.#first = this.#last = undefined;
        this.#again = undefined;
        const raised = toRaised(error);
        if (raised.payload instanceof ErrorObject) raised.payload.origin ??= { raised, k: this.k };
        x = this.act((m) => raise(m, raised.payload, false));
      }
    }
  }

  /** Keeps what the driver was about to do in `pending`. */
  #leave(x: Result): Outcome {
    if (x !== S) {
      this.pending = () => x;
      return SLICE;
    }
    this.#link();
    const again = this.#again;
    if (again !== undefined) {
      const args = this.#againArguments;
      this.#again = undefined;
      this.pending = () => again.apply(undefined, args) as Result;
    }
    return this.pending === undefined && this.#failure === undefined ? PARKED : SLICE;
  }

  #link(): void {
    if (this.#last === undefined) return;
    this.#last.next = this.k;
    this.k = this.#first;
    this.#first = this.#last = undefined;
  }

  #applyMany(f: Procedure, args: Value[]): Result {
    // Arguments live on the native stack: a thousand of them weigh as much as a hundred frames.
    this.fuel -= args.length >> 3;
    if (args.length <= 1000) return f.apply(undefined, args);
    if (f.many !== undefined) return f.many(args) as Result;
    const info = this.units.infoOf(f);
    fail(
      "arity",
      `${info?.name ?? "procedure"}: expected at most ${info?.max ?? 1000} arguments, got ${args.length}`,
      [],
      this.#signatureHint(f),
    );
  }

  #signatureHint(f: Procedure): string | undefined {
    const signature = this.units.infoOf(f)?.signature;
    return signature === undefined ? undefined : `its signature is ${signature}`;
  }
}
