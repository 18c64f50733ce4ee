// What a run may use, and the clockwork that notices when it has used it.
import type { HostClock } from "../host/host.ts";

/** Why a run ended early, from outside: uncatchable, though winders run. */
export type StopReason = "time" | "steps" | "memory" | "aborted" | "closed";

export interface RunLimits {
  seconds?: number;
  /** Fuel: about one per procedure call and loop iteration. */
  steps?: number;
  /** Growth of the host's heap during the run. */
  heapBytes?: number;
  signal?: AbortSignal;
}

/** Watches one run. `stop` is called once, from a timer, the signal, or `check`. */
export class Watch {
  readonly #deadline: number;
  readonly #stepLimit: number;
  readonly #heapLimit: number;
  readonly #clock: HostClock;
  readonly #heapUsed: () => number;
  readonly #end: () => void;

  constructor(limits: RunLimits, clock: HostClock, heapUsed: (() => number) | undefined, stepsNow: number, stop: (reason: StopReason) => void) {
    const { seconds, steps, heapBytes, signal } = limits;
    this.#clock = clock;
    this.#heapUsed = heapUsed ?? (() => 0);
    this.#deadline = seconds === undefined ? Number.POSITIVE_INFINITY : clock.now() + seconds * 1000;
    this.#stepLimit = steps === undefined ? Number.POSITIVE_INFINITY : stepsNow + steps;
    this.#heapLimit = heapBytes === undefined ? Number.POSITIVE_INFINITY : this.#heapUsed() + heapBytes;
    const abort = (): void => stop("aborted");
    signal?.addEventListener("abort", abort);
    const timer = seconds === undefined ? undefined : clock.after(seconds * 1000, () => stop("time"));
    this.#end = () => {
      signal?.removeEventListener("abort", abort);
      timer?.();
    };
    if (signal?.aborted) stop("aborted");
  }

  /** The limit that is used up, if any. Called every few milliseconds while Scheme runs. */
  check(stepsNow: number): StopReason | undefined {
    if (this.#clock.now() > this.#deadline) return "time";
    if (stepsNow > this.#stepLimit) return "steps";
    if (this.#heapLimit !== Number.POSITIVE_INFINITY && this.#heapUsed() > this.#heapLimit) return "memory";
    return undefined;
  }

  end(): void {
    this.#end();
  }
}
