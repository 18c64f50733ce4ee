// When a call must stop: a soft deadline that Python sees as KeyboardInterrupt, then a hard one that ends the process.
import { EXIT, FLAGS } from "../protocol.ts";
import type { Channel } from "./channel.ts";

/** What `_Py_CheckEmscriptenSignals_Helper` answers for SIGINT. */
const SIGINT = 2;
/** The interpreter asks every few bytecodes; a look at the clock costs more than the question. */
const QUESTIONS_PER_LOOK = 32;
const POLL_MS = 50;
/** Code that runs on after its reply was sent (a script that forged one) gets this long. */
const AFTERLIFE_MS = 1000;

export class Deadline {
  #state: "off" | "running" | "replied" = "off";
  #soft = Number.POSITIVE_INFINITY;
  #hard = Number.POSITIVE_INFINITY;
  #nextPoll = 0;
  #nextSignal = 0;
  #flags = 0;
  #questions = 0;
  #pausedAt = 0;
  readonly #channel: Channel;
  readonly #graceMs: number;
  readonly #now = performance.now.bind(performance);

  constructor(channel: Channel, graceMs: number) {
    this.#channel = channel;
    this.#graceMs = graceMs;
  }

  start(softMs: number): void {
    const now = this.#now();
    this.#soft = now + softMs;
    this.#hard = this.#soft + this.#graceMs;
    this.#nextPoll = now + POLL_MS;
    this.#nextSignal = 0;
    this.#flags = 0;
    this.#state = "running";
  }

  stop(): void {
    this.#state = "off";
  }

  /** The host's time to answer is not the script's. */
  pause(): void {
    this.#pausedAt = this.#now();
  }

  resume(): void {
    const pause = this.#now() - this.#pausedAt;
    this.#soft += pause;
    this.#hard += pause;
  }

  afterReply(): void {
    this.#state = "replied";
    this.#hard = this.#now() + AFTERLIFE_MS;
  }

  flags(): number {
    return this.#flags;
  }

  /** Called by the interpreter while it runs Python code. */
  check(): number {
    if (++this.#questions < QUESTIONS_PER_LOOK) return 0;
    this.#questions = 0;
    return this.#look();
  }

  sleep(ms: number): void {
    this.#channel.nap(Math.min(ms, POLL_MS * 2));
    this.#questions = QUESTIONS_PER_LOOK;
  }

  #look(): number {
    if (this.#state === "off") return 0;
    const now = this.#now();
    if (now > this.#hard) this.#channel.exit(this.#state === "running" ? EXIT.hardDeadline : EXIT.escaped);
    if (this.#state === "replied") return 0;
    if (now > this.#nextPoll) {
      this.#nextPoll = now + POLL_MS;
      if ((this.#flags & FLAGS.interrupted) === 0 && this.#channel.interrupted())
        this.#stopSoon(now, FLAGS.interrupted);
    }
    if (now > this.#soft && this.#flags === 0) this.#stopSoon(now, FLAGS.deadline);
    if (this.#flags === 0 || now < this.#nextSignal) return 0;
    // A script that swallows one interrupt gets another.
    this.#nextSignal = now + 2 * POLL_MS;
    return SIGINT;
  }

  #stopSoon(now: number, flag: number): void {
    this.#flags |= flag;
    this.#hard = Math.min(this.#hard, now + this.#graceMs);
  }
}
