// A clock for tests that moves only when everything that could run has run: schedules of hours in milliseconds, repeatably.
import { setImmediate as turn } from "node:timers";
import type { HostClock } from "../../src/host/host.ts";

interface Timer {
  at: number;
  order: number;
  callback: () => void;
}

export class VirtualClock implements HostClock {
  #now = 0;
  #order = 0;
  #timers = new Set<Timer>();
  readonly #start: number;

  constructor(start = 1_700_000_000_000) {
    this.#start = start;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#start + this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Timers that are set and have not fired. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass, timer by timer in order, until `work` settles. Rejects when nothing is left that could settle it. */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    work.then(
      () => (settled = true),
      () => (settled = true),
    );
    for (let idle = 0; !settled; ) {
      await quiet();
      if (settled) break;
      const next = this.#next();
      if (next) {
        idle = 0;
        this.#timers.delete(next);
        this.#now = Math.max(this.#now, next.at);
        next.callback();
      } else if (++idle > 10_000) throw new Error("virtual clock: no timer is set, and the work does not end");
      else await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return await work;
  }

  #next(): Timer | undefined {
    let best: Timer | undefined;
    for (const timer of this.#timers) {
      if (!best || timer.at < best.at || (timer.at === best.at && timer.order < best.order)) best = timer;
    }
    return best;
  }
}

/** Until the microtasks that are due, and those that they cause, have run. */
function quiet(): Promise<void> {
  return new Promise((resolve) => turn(resolve));
}
