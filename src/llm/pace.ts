// Learns how many requests a second a server admits, from when it refused and how many it had admitted in between.

/**
 * Between two refusals a token bucket was empty twice, so what it admitted in between, over the time, is its rate: better
 * than halving a window, which uses 75 % of a limit on average. We then go a little faster than that, so that the next
 * refusal, which corrects the estimate, costs one request in some hundreds. Times are in milliseconds, rates per ms.
 */
export class PaceLearner {
  /** The rate last found, and the admitted requests and milliseconds that it rests on, older ones counting less. */
  #rate: number | undefined;
  #evidence = 0;
  #over = 0;
  /** The refusal that began the current window: when it was sent, and its place among all sent. */
  #since = 0;
  #fromSequence = 0;
  #refusedSince = 0;
  /** Requests sent before this one belong to a refusal that is known already. */
  #knownUntil = -1;
  /** When going faster began again: the end of the pause after the refusal. */
  #rampFrom = 0;
  #refusedInARow = 0;
  #margin = 1.02;

  /** Whether any refusal has been seen. */
  get learning(): boolean {
    return this.#knownUntil >= 0;
  }

  /** Requests per ms that may be sent now; undefined when there is no reason to pace. */
  at(now: number): number | undefined {
    if (this.#rate === undefined) return undefined;
    const seconds = Math.max(0, now - this.#rampFrom) / 1000;
    if (this.#evidence < 10) {
      // Little is known: double until something is, but for no longer than that can be blamed on the last refusal.
      if (seconds > 60) return undefined;
      return this.#rate * 2 ** Math.min(40, seconds / 0.7);
    }
    // The less is known, the sooner something higher is tried: a first window has a slow start within it.
    const growth = (seconds / Math.min(60, Math.max(12, this.#evidence / 2))) ** 2;
    return growth > 50 ? undefined : this.#rate * (this.#margin + growth);
  }

  /** A request that was sent was admitted. */
  admitted(): void {
    this.#refusedInARow = 0;
  }

  /**
   * A request was refused: `sentAt` and `sequence` are its own, `lastSequence` that of the latest request sent. Gives how
   * long nothing should be sent, when the server did not say.
   */
  refused(request: {
    sentAt: number;
    sequence: number;
    lastSequence: number;
    now: number;
    waitMs: number | undefined;
  }): number {
    const { sentAt, sequence, now } = request;
    if (sequence <= this.#knownUntil) {
      if (sequence > this.#fromSequence) this.#refusedSince++;
      return request.waitMs ?? 0;
    }
    this.#refusedInARow++;
    if (this.learning) this.#estimate(sentAt, sequence, request.waitMs);
    else this.#rate = 1 / Math.max(10, request.waitMs ?? 500);
    this.#since = sentAt;
    this.#fromSequence = sequence;
    this.#refusedSince = 0;
    this.#knownUntil = request.lastSequence;
    const pause = request.waitMs ?? this.#pause();
    this.#rampFrom = now + pause;
    return pause;
  }

  #estimate(sentAt: number, sequence: number, waitMs: number | undefined): void {
    const elapsed = sentAt - this.#since;
    const admitted = sequence - this.#fromSequence - 1 - this.#refusedSince;
    if (elapsed <= 0) return;
    // Few requests say little: windows are added up, and what is old fades, at once when it is plainly no longer true.
    const keep = this.#refusedInARow > 2 || admitted >= 50 ? 0 : admitted >= 20 ? 0.3 : 0.9;
    this.#evidence = keep * this.#evidence + Math.max(admitted, 0.5);
    this.#over = keep * this.#over + elapsed;
    this.#rate = this.#evidence / this.#over;
    // Where a refusal costs a long pause, the next one should be rarer, and the pace just under the limit.
    const costly = waitMs !== undefined && elapsed < 12 * waitMs;
    this.#margin = Math.min(1.02, Math.max(0.99, this.#margin + (costly ? -0.02 : 0.01)));
  }

  /** With the rate known, one interval; else longer each time, for a server that is simply full. */
  #pause(): number {
    const interval = 1 / (this.#rate as number);
    if (this.#evidence >= 10 && this.#refusedInARow < 3) return Math.min(interval, 5000);
    return Math.min(30_000, 250 * 2 ** this.#refusedInARow);
  }
}
