// Handles, fibers and scopes: what `map-async` and every other concurrent procedure is made of.
import { Handle } from "../fibers/handle.ts";
import { Results } from "../fibers/results.ts";
import { Scope, type Settled } from "../fibers/scope.ts";
import type { Result } from "../machine/frame.ts";
import { ErrorObject, fail, wrongArgument } from "../values/error.ts";
import { type Real, toNumber } from "../values/numbers.ts";
import { listFrom } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { intern } from "../values/symbol.ts";
import { type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import type { Row, Section } from "./row.ts";
import type { Services } from "./services.ts";

export const fibers: Section = (m, services) => [
  ...handleRows(services),
  ...fiberRows(services),
  ...scopeRows(m, services),
];

const handleRows = ({ scheduler }: Services): Row[] => [
  {
    signature: "(handle? x)",
    doc: "Whether x is a handle: a model's call, a fiber, anything that will have a value.",
    example: "(handle? (spawn (lambda () 1))) => #t",
    run: (x: Value) => x instanceof Handle,
  },
  {
    signature: "(await handle)",
    doc: "Waits for a handle and gives its value, or raises what it failed with; anything else is its own value.",
    example: "(await (spawn (lambda () (+ 1 2)))) => 3",
    kind: "calls",
    run: (x: Value) => (x instanceof Handle ? scheduler.wait(x) : x),
  },
  {
    signature: "(handle-state handle:handle)",
    doc: "Where a handle stands: open, done, failed or cancelled.",
    example: "(handle-state (spawn (lambda () 1))) => done",
    run: (handle: Handle) => intern(handle.state),
  },
  {
    signature: "(cancel handle:handle)",
    doc: "Gives a handle up: its call is hung up, its fiber leaves through its winders, and awaiting it is an error.",
    example: "(let ([h (spawn (lambda () (sleep 60)))]) (cancel h) (handle-state h)) => cancelled",
    run(handle: Handle) {
      scheduler.cancel(handle);
      return UNSPECIFIED;
    },
  },
  {
    signature: "(%promise-handle)",
    doc: "A fresh open handle, settled by %settle!.",
    example: "(handle-state (%promise-handle)) => open",
    run: () => new Handle("promise"),
  },
  {
    signature: "(%settle! handle:handle value)",
    doc: "Gives a handle its value, and wakes whoever waits for it.",
    example: "(let ([h (%promise-handle)]) (%settle! h 5) (await h)) => 5",
    run(handle: Handle, value: Value) {
      handle.settle("done", value);
      return UNSPECIFIED;
    },
  },
];

const fiberRows = ({ scheduler, host }: Services): Row[] => [
  {
    signature: "(spawn thunk:procedure)",
    doc: "Starts a fiber at once; it runs until its first wait. Gives its handle.",
    example: "(await (spawn (lambda () 'done))) => done",
    kind: "calls",
    run: (thunk: Procedure) => scheduler.start(() => thunk() as Result),
  },
  {
    signature: "(%spawn-apart thunk:procedure)",
    doc: "Like spawn, for a fiber that outlives a caller that is cancelled.",
    example: "(await (%spawn-apart (lambda () 'done))) => done",
    kind: "calls",
    run: (thunk: Procedure) => scheduler.start(() => thunk() as Result, undefined, true),
  },
  {
    signature: "(sleep [seconds:real])",
    doc: "Waits; other fibers run meanwhile.",
    example: "(sleep 0) => ",
    kind: "calls",
    run: (seconds: Value = 0) => scheduler.wait(timer(scheduler, host, seconds)),
  },
  {
    signature: "(%timer seconds:real)",
    doc: "A handle that is done after so many seconds.",
    example: "(handle? (%timer 0)) => #t",
    run: (seconds: Value) => timer(scheduler, host, seconds),
  },
  {
    signature: "(finish value)",
    doc: "Ends the run with a value, from anywhere: winders run, open calls are hung up.",
    example: "(procedure? finish) => #t",
    kind: "calls",
    run: (value: Value) => scheduler.finish(value),
  },
  {
    signature: "(heartbeat)",
    doc: "Does nothing; kept for scripts that call it.",
    example: "(heartbeat) => ",
    run: () => UNSPECIFIED,
  },
];

const scopeRows = (m: Parameters<Section>[0], { scheduler, host, emit }: Services): Row[] => [
  {
    signature: "(%make-scope)",
    doc: "A fresh scope: fibers and handles that one fiber watches.",
    example: "(procedure? %make-scope) => #t",
    run: () => new Scope(),
  },
  {
    signature: "(%scope-start scope:scope key thunk:procedure)",
    doc: "Starts a fiber in a scope; its outcome comes out of %scope-next under the key.",
    example: "(let ([s (%make-scope)]) (%scope-start s 'a (lambda () 1)) (%scope-next s)) => #(a done 1)",
    kind: "calls",
    run: (scope: Scope, key: Value, thunk: Procedure) =>
      scope.start(scheduler, key, () => thunk() as Result, UNSPECIFIED),
  },
  {
    signature: "(%scope-add scope:scope key handle:handle)",
    doc: "Watches a handle in a scope.",
    example: "(let ([s (%make-scope)]) (%scope-add s 'a (spawn (lambda () 1))) (%scope-next s)) => #(a done 1)",
    run(scope: Scope, key: Value, handle: Handle) {
      scope.add(key, handle);
      return UNSPECIFIED;
    },
  },
  {
    signature: "(%scope-deadline scope:scope key seconds:real)",
    doc: "Watches a timer in a scope; fibers of the scope that are in the middle of something then are cancelled.",
    example: "(let ([s (%make-scope)]) (%scope-deadline s 'timer 0) (vector-ref (%scope-next s) 0)) => timer",
    run(scope: Scope, key: Value, seconds: Value) {
      scope.deadline(scheduler, key, timer(scheduler, host, seconds));
      return UNSPECIFIED;
    },
  },
  {
    signature: "(%scope-next scope:scope)",
    doc: "Waits for the next member that settles: a vector of its key, its state and its value.",
    example: "(let ([s (%make-scope)]) (%scope-start s 1 (lambda () (raise 'no))) (%scope-next s)) => #(1 failed no)",
    kind: "calls",
    run: (scope: Scope) =>
      scope.next(scheduler, m, ({ key, handle }: Settled) => [key, intern(handle.state), handle.value as Value]),
  },
  {
    signature: "(%scope-close scope:scope)",
    doc: "Cancels whatever is open in a scope.",
    example: "(let ([s (%make-scope)]) (%scope-start s 1 (lambda () (sleep 60))) (%scope-close s)) => ",
    kind: "calls",
    run: (scope: Scope) => scope.close(scheduler),
  },
  {
    signature: "(%item-error error index:index item finished:index)",
    doc: "Notes in an error which item of how many it was about.",
    example: '(exn-message (%item-error (guard (e (#t e)) (error "no")) 0 \'a 3)) => no',
    run(error: Value, index: Value, item: Value, finished: Value) {
      if (error instanceof ErrorObject) error.details = { index, item, finished, ...error.details };
      return error;
    },
  },
  {
    signature: "(%make-results)",
    doc: "Room for results that arrive in any order.",
    example: "(%results->list (%make-results)) => ()",
    run: () => new Results(),
  },
  {
    signature: "(%results-set! results:results index:index value)",
    doc: "Puts a result in its place.",
    example: "(let ([r (%make-results)]) (%results-set! r 1 'b) (%results-set! r 0 'a) (%results->list r)) => (a b)",
    run(results: Results, index: number, value: Value) {
      results.items[index] = value;
      return UNSPECIFIED;
    },
  },
  {
    signature: "(%results->list results:results)",
    doc: "The results in order.",
    example: "(%results->list (%make-results)) => ()",
    run: (results: Results) => listFrom(results.items),
  },
  {
    signature: "(%raise-timeout seconds)",
    doc: "Raises the error of with-timeout.",
    example: "(guard (e (#t (exn-message e))) (%raise-timeout 2)) => with-timeout: 2 seconds have passed",
    run: (seconds: Value) => fail("timeout", `with-timeout: ${printShort(seconds)} seconds have passed`),
  },
  {
    signature: "(%wrong-argument who place wanted:string got)",
    doc: "Raises the error of a library procedure for a wrong argument.",
    example:
      '(guard (e (#t (exn-message e))) (%wrong-argument \'f 1 "a pair" 5)) => f: expected a pair as argument 1, got 5',
    run(who: Value, place: Value, wanted: Value, got: Value) {
      const where = typeof place === "number" ? `as argument ${place}` : `for ${place}`;
      return fail("wrong-type", `${printShort(who)}: expected ${wanted} ${where}, got ${printShort(got)}`);
    },
  },
  {
    signature: "(%progress done:index total)",
    doc: "Tells the host how far a map has come; total is #f where nobody knows.",
    example: "(%progress 1 2) => ",
    run(done: number, total: Value) {
      emit({ type: "progress", done, total: typeof total === "number" ? total : undefined });
      return UNSPECIFIED;
    },
  },
];

function timer(scheduler: Services["scheduler"], host: Services["host"], seconds: Value): Handle {
  const ms = toNumber(seconds as Real) * 1000;
  if (!(ms >= 0)) wrongArgument(1, "a number of seconds that is not negative", seconds);
  return scheduler.open(
    "timer",
    (signal) =>
      new Promise((resolve) => {
        const stop = host.clock.after(ms, () => resolve(UNSPECIFIED));
        signal.addEventListener("abort", stop);
      }),
  );
}
