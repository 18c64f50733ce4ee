// Procedures across the border: a host's function as a Scheme procedure, a Scheme procedure as an async function.
import type { Scheduler } from "../fibers/scheduler.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { ErrorObject, Raised } from "../values/error.ts";
import { type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { type Procedures, toJs, toScheme } from "./js-values.ts";

export interface HostFunction {
  readonly name: string;
  readonly f: (...args: unknown[]) => unknown;
  readonly doc: string | undefined;
}

/** What the engine knows of calls from outside. */
export interface Entrance {
  /** Calls a Scheme procedure when no run is under way; gives a JavaScript value. */
  enter: (action: () => Result) => Promise<unknown>;
  /** The error that a host gets for what was raised. */
  failure: (payload: Value) => Error;
}

export function makeProcedures(m: Machine, scheduler: Scheduler, { enter: call, failure }: Entrance): Procedures {
  // A procedure that goes out and comes back is itself, and so is a condition.
  const originals = new WeakMap<object, Procedure>();
  const payloads = new WeakMap<Error, Value>();

  const procedures: Procedures = {
    toJs(f) {
      const js = async (...args: unknown[]): Promise<unknown> => {
        const values = args.map((arg, i) => toScheme(arg, procedures, `argument ${i + 1}`));
        const action = (): Result => m.apply(f, values);
        if (!scheduler.busy) return call(action);
        // A host's callback during a run is a fiber of that run.
        const handle = scheduler.inject(action);
        await new Promise<void>((resolve) => void handle.listen(resolve));
        if (handle.state !== "done") {
          const error = failure(handle.value as Value);
          payloads.set(error, handle.value as Value);
          throw error;
        }
        return toJs(handle.value as Value, procedures);
      };
      originals.set(js, f);
      return js;
    },

    toScheme(f, name) {
      const original = originals.get(f);
      if (original !== undefined) return original;
      const enter = (args: Value[]): Result => {
        const given = args.map((arg) => toJs(arg, procedures));
        const result = guarded(name, () => f(...given));
        if (!(result instanceof Promise)) return guarded(name, () => fromHost(result, name));
        const value = (): Promise<Value> =>
          result.then((x: unknown) => fromHost(x, name)).catch((e: unknown) => raiseHost(name, e));
        return scheduler.wait(scheduler.open("host", value));
      };
      const procedure: Procedure = (...args: Value[]) => enter(args);
      procedure.many = enter;
      procedure.info = { name: name || "host-function", min: 0, max: Number.POSITIVE_INFINITY, kind: "host" };
      return procedure;
    },
  };

  /** A bare null is #f, as a missing answer should be; inside structures it is the symbol. */
  const fromHost = (x: unknown, name: string): Value => {
    if (x === null) return false;
    if (x === undefined) return UNSPECIFIED;
    return toScheme(x, procedures, `the result of ${name}`);
  };

  function guarded<T>(name: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      return raiseHost(name, error);
    }
  }

  /** What a host's function throws is an ordinary Scheme error with its message. */
  function raiseHost(name: string, error: unknown): never {
    if (error instanceof Raised) throw error;
    const payload = error instanceof Error ? payloads.get(error) : undefined;
    throw new Raised(payload ?? new ErrorObject("host", `${name}: ${messageOf(error)}`));
  }

  return procedures;
}

function messageOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return String(error);
    return `${error.name === "Error" || error.name === "SkeinError" ? "" : `${error.name}: `}${error.message}`;
  } catch {
    return "it threw something that has no text";
  }
}
