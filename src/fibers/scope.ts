// A scope: fibers and handles that one fiber watches, told in the order in which they settle.
import type { Result } from "../machine/frame.ts";
import type { Action } from "../machine/machine.ts";
import type { Value } from "../values/types.ts";
import type { Fiber } from "./fiber.ts";
import type { Handle } from "./handle.ts";
import { Queue } from "./queue.ts";
import type { Scheduler } from "./scheduler.ts";

/** One member that has settled: the key under which it was added, and its handle. */
export interface Settled {
  readonly key: Value;
  readonly handle: Handle;
}

export class Scope {
  readonly #fibers = new Set<Fiber>();
  readonly #handles = new Set<Handle>();
  readonly #settled = new Queue<Settled>();
  #wake: (() => void) | undefined;

  /** Starts a fiber in the scope, at once. */
  start(scheduler: Scheduler, key: Value, body: Action, done: Value): Result {
    return scheduler.start(body, (fiber) => {
      this.#fibers.add(fiber);
      fiber.handle.listen(() => {
        this.#fibers.delete(fiber);
        this.#report({ key, handle: fiber.handle });
      });
      return done;
    });
  }

  /** Watches a timer after which whatever else is in the scope is too late, also what never waits. */
  deadline(scheduler: Scheduler, key: Value, timer: Handle): void {
    this.add(key, timer);
    timer.listen(() => scheduler.cut(this.#fibers));
  }

  /** Watches a handle that somebody else made; closing the scope cancels it. */
  add(key: Value, handle: Handle): void {
    handle.awaited = true;
    this.#handles.add(handle);
    handle.listen(() => {
      this.#handles.delete(handle);
      this.#report({ key, handle });
    });
  }

  /** The next member that settles; waits for it. */
  next(scheduler: Scheduler, m: { act(action: Action): Result }, give: (settled: Settled) => Value): Result {
    const first = this.#settled.shift();
    if (first !== undefined) return give(first);
    return m.act(() => {
      // The event loop may have run before the action did, and settled a member: nobody would wake the fiber for it.
      const meanwhile = this.#settled.shift();
      if (meanwhile !== undefined) return give(meanwhile);
      return scheduler.suspend((wake) => {
        this.#wake = () => wake(() => give(this.#settled.shift() as Settled));
        return () => {
          this.#wake = undefined;
        };
      });
    });
  }

  /** Cancels whatever is open; winders run before the caller goes on. */
  close(scheduler: Scheduler): Result {
    for (const handle of [...this.#handles]) scheduler.cancel(handle);
    return scheduler.cancelFibers(this.#fibers);
  }

  #report(settled: Settled): void {
    this.#settled.push(settled);
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
