// Bounds on how much happens at once: room for so many, and one lane per provider and key with its rate gate.
import pLimit, { type LimitFunction } from "p-limit";
import type { HostClock } from "../host/host.ts";
import { onAbort } from "./abort.ts";
import { ProviderError } from "./contract.ts";
import { RateGate } from "./gate.ts";

/** Room for so many at a time; others wait in the order they came. */
export class Room {
  readonly #limit: LimitFunction;

  constructor(size: number) {
    this.#limit = pLimit(size);
  }

  /** Runs the work when there is room. A cancelled call does not wait for room to learn that it is cancelled. */
  run<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (!signal) return this.#limit(work);
    if (signal.aborted) return Promise.reject(cancelled());
    return new Promise<T>((resolve, reject) => {
      let waiting = true;
      const forget = onAbort(signal, () => {
        if (waiting) reject(cancelled());
      });
      const turn = (): Promise<T> => {
        waiting = false;
        forget();
        return signal.aborted ? Promise.reject(cancelled()) : work();
      };
      this.#limit(turn).then(resolve, reject);
    });
  }
}

/** What the calls to one provider with one key share. */
export class Lane {
  readonly gate: RateGate;
  /** Requests that are out, or wait for their turn at the gate. */
  readonly inFlight: Room;

  constructor(clock: HostClock, maxInFlight: number) {
    this.gate = new RateGate(clock);
    this.inFlight = new Room(maxInFlight);
  }
}

const cancelled = () => new ProviderError("aborted", "the call was cancelled", { billed: "no" });
