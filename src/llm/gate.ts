// The rate gate: one per provider and key, through which every request of every fiber passes.
import type { HostClock } from "../host/host.ts";
import { onAbort } from "./abort.ts";
import { ProviderError, type RateLimits } from "./contract.ts";
import { PaceLearner } from "./pace.ts";

/** A request that was let through; given back with what became of it. */
export interface Ticket {
  readonly sentAt: number;
  readonly sequence: number;
}

interface Waiting {
  resolve: (ticket: Ticket) => void;
  forget: () => void;
}

/** Requests let through at once at the start, before anything is known; doubled every `openingStep` ms. */
const openingBurst = 50;
const openingStep = 25;
const openingMs = 200;

export class RateGate {
  readonly #clock: HostClock;
  readonly #pace = new PaceLearner();
  /** Requests that were refused before go first: they are the oldest. */
  readonly #returning = new Set<Waiting>();
  readonly #fresh = new Set<Waiting>();
  #sequence = 0;
  #inFlight = 0;
  #firstAt: number | undefined;
  #pausedUntil = 0;
  #nextAt = 0;
  #timer: (() => void) | undefined;
  #limits: RateLimits | undefined;
  /** Requests per ms that the server's own figures allow while little is left of them. */
  #announced: number | undefined;
  #tokensPerCall = 0;
  refusals = 0;

  constructor(clock: HostClock) {
    this.#clock = clock;
  }

  /** Waits for a turn. `returning`: the request has been refused before. */
  enter(signal: AbortSignal | undefined, returning: boolean): Ticket | Promise<Ticket> {
    if (this.#fresh.size + this.#returning.size === 0 && this.#mayGo(this.#clock.now()) <= 0)
      return this.#send(this.#clock.now());
    return new Promise((resolve, reject) => {
      const queue = returning ? this.#returning : this.#fresh;
      const entry: Waiting = { resolve, forget: () => {} };
      entry.forget = onAbort(signal, () => {
        queue.delete(entry);
        reject(new ProviderError("aborted", "the call was cancelled", { billed: "no" }));
      });
      queue.add(entry);
      this.#arm();
    });
  }

  /** The server answered, if only with an error of its own: the request was admitted. */
  admitted(_ticket: Ticket, limits?: RateLimits, tokens?: number): void {
    this.#inFlight--;
    this.#pace.admitted();
    if (tokens !== undefined)
      this.#tokensPerCall = this.#tokensPerCall === 0 ? tokens : 0.9 * this.#tokensPerCall + 0.1 * tokens;
    if (limits) this.#read(limits);
  }

  /** Nothing is known about it: the connection broke, or the call was cancelled. */
  dropped(_ticket: Ticket): void {
    this.#inFlight--;
  }

  /** The server refused it for its rate. */
  refused(ticket: Ticket, waitMs: number | undefined, limits?: RateLimits): void {
    this.#inFlight--;
    this.refusals++;
    if (limits) this.#read(limits);
    const now = this.#clock.now();
    const pause = this.#pace.refused({ ...ticket, lastSequence: this.#sequence, now, waitMs });
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pause);
    this.#nextAt = Math.max(this.#nextAt, this.#pausedUntil);
    this.#rearm();
  }

  /** For `(rate-limits)`: what the server said last, and the pace found. */
  state(): { limits: RateLimits | undefined; perSecond: number | undefined; waiting: number; refusals: number } {
    const rate = this.#rate(this.#clock.now());
    return {
      limits: this.#limits,
      perSecond: rate === undefined ? undefined : rate * 1000,
      waiting: this.#fresh.size + this.#returning.size,
      refusals: this.refusals,
    };
  }

  #rate(now: number): number | undefined {
    const learnt = this.#pace.at(now);
    if (this.#announced === undefined || learnt === undefined) return this.#announced ?? learnt;
    return Math.min(this.#announced, learnt);
  }

  /** How long until a request may go. */
  #mayGo(now: number): number {
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#rate(now) !== undefined) return Math.max(0, this.#nextAt - now);
    return this.#pace.learning ? 0 : this.#opening(now);
  }

  /**
   * At first the limit may be anything: requests go out in growing bursts for a fifth of a second, time enough for a
   * first refusal to come back, so that a small limit does not cost hundreds of refused requests.
   */
  #opening(now: number): number {
    this.#firstAt ??= now;
    const age = now - this.#firstAt;
    if (age >= openingMs || this.#sequence < openingBurst * 2 ** Math.floor(age / openingStep)) return 0;
    return openingStep - (age % openingStep);
  }

  #send(now: number): Ticket {
    const rate = this.#rate(now);
    // A timer that came late is made up for, but not a time when nobody wanted to send.
    if (rate !== undefined) this.#nextAt = Math.max(this.#nextAt, now - 50) + 1 / rate;
    this.#inFlight++;
    return { sentAt: now, sequence: ++this.#sequence };
  }

  #arm(): void {
    if (this.#timer) return;
    const wait = Math.min(60_000, this.#mayGo(this.#clock.now()));
    this.#timer = this.#clock.after(Math.max(0, wait), () => {
      this.#timer = undefined;
      this.#drain();
    });
  }

  #rearm(): void {
    this.#timer?.();
    this.#timer = undefined;
    if (this.#fresh.size + this.#returning.size > 0) this.#arm();
  }

  #drain(): void {
    const now = this.#clock.now();
    for (const queue of [this.#returning, this.#fresh]) {
      for (const entry of queue) {
        if (this.#mayGo(now) > 0) {
          this.#arm();
          return;
        }
        queue.delete(entry);
        entry.forget();
        entry.resolve(this.#send(now));
      }
    }
  }

  /**
   * `limit − remaining` came back over `reset`, which is the rate. It is kept to only while what remains could be used
   * up by what is in flight: until then the server has more to give than its rate.
   */
  #read(limits: RateLimits): void {
    this.#limits = limits;
    const { requests, tokens } = limits;
    let rate: number | undefined;
    if (
      requests &&
      requests.remaining <= this.#inFlight + 1 &&
      requests.limit > requests.remaining &&
      requests.resetMs > 0
    ) {
      rate = (requests.limit - requests.remaining) / requests.resetMs;
    }
    const each = this.#tokensPerCall;
    if (
      tokens &&
      each > 0 &&
      tokens.remaining <= (this.#inFlight + 1) * each &&
      tokens.limit > tokens.remaining &&
      tokens.resetMs > 0
    ) {
      rate = Math.min(rate ?? Number.POSITIVE_INFINITY, (tokens.limit - tokens.remaining) / tokens.resetMs / each);
    }
    if (rate === this.#announced) return;
    this.#announced = rate;
    this.#rearm();
  }
}
