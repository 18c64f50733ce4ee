// What a run may use, and the clockwork that notices when it has used it.
import type { HostClock } from "../host/host.ts";
import { fail } from "../values/error.ts";

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
  readonly #heapGrowth: number;
  /** Use, garbage included, from which on it is worth finding out how much of it is garbage. */
  #heapCeiling: number;
  readonly #clock: HostClock;
  readonly #heapUsed: (afterCollection?: boolean) => number;
  readonly #end: () => void;

  constructor(
    limits: RunLimits,
    clock: HostClock,
    heapUsed: ((afterCollection?: boolean) => number) | undefined,
    stepsNow: number,
    stop: (reason: StopReason) => void,
  ) {
    const { seconds, steps, heapBytes, signal } = limits;
    this.#clock = clock;
    this.#heapUsed = heapUsed ?? (() => 0);
    this.#deadline = seconds === undefined ? Number.POSITIVE_INFINITY : clock.now() + seconds * 1000;
    this.#stepLimit = steps === undefined ? Number.POSITIVE_INFINITY : stepsNow + steps;
    this.#heapLimit = heapBytes === undefined ? Number.POSITIVE_INFINITY : this.#heapUsed() + heapBytes;
    this.#heapGrowth = heapBytes ?? 0;
    this.#heapCeiling = this.#heapLimit;
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
    return this.#exceeds(0) ? "memory" : undefined;
  }

  /** Called before a large allocation: an error of the script when there is no room for it. */
  allow(bytes: number): void {
    if (this.#exceeds(bytes)) {
      fail(
        "limit",
        `not enough memory for ${Math.ceil(bytes / 2 ** 20)} MB more`,
        [],
        "the limit of the heap can be raised by the host",
      );
    }
  }

  /** Collecting takes long, so after it half of the growth that is allowed must be used up before the next time. */
  #exceeds(bytes: number): boolean {
    if (this.#heapCeiling === Number.POSITIVE_INFINITY || this.#heapUsed() + bytes <= this.#heapCeiling) return false;
    const live = this.#heapUsed(true) + bytes;
    this.#heapCeiling = Math.max(this.#heapLimit, live + this.#heapGrowth / 2);
    return live > this.#heapLimit;
  }

  end(): void {
    this.#end();
  }
}
