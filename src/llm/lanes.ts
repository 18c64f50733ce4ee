// One lane per provider and key: the rate gate, and the bound on requests in flight.
import pLimit, { type LimitFunction } from "p-limit";
import type { HostClock } from "../host/host.ts";
import { onAbort } from "./abort.ts";
import { ProviderError } from "./contract.ts";
import { RateGate } from "./gate.ts";

export class Lane {
  readonly gate: RateGate;
  readonly #limit: LimitFunction;

  constructor(clock: HostClock, maxInFlight: number) {
    this.gate = new RateGate(clock);
    this.#limit = pLimit(maxInFlight);
  }

  /** Requests that are out, or wait for their turn at the gate. */
  get active(): number {
    return this.#limit.activeCount;
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

const cancelled = () => new ProviderError("aborted", "the call was cancelled", { billed: "no" });
