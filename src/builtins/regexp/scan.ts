// Finding matches one after another without ever holding the machine for long.
import type { Result } from "../../machine/frame.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Input } from "./input.ts";
import { Matcher, MatchLimit } from "./match.ts";
import { matchTooLarge, type Regexp } from "./regexp.ts";

/** Matcher steps that take about as long as one procedure call. */
const STEPS_PER_FUEL = 16;
/** Between two looks at the fuel: some 100 µs. */
const BUDGET = 8192;

/** Where a match and its groups are: pairs of places in the input's text, −1 for a group that took no part. */
export type Match = ArrayLike<number>;

/**
 * The matches of a pattern from `start` to `end`. As in Racket, `^` matches only at `start`, and after an empty match the
 * next one must end further on.
 */
export class Scan {
  readonly #matcher: Matcher;
  #from: number;
  #notEndingAt: number;
  #searching = false;

  constructor(regexp: Regexp, input: Input, start: number, end: number, from = start, notEndingAt = -1) {
    this.#matcher = new Matcher(regexp.program, input.text, start, end);
    this.#from = from;
    this.#notEndingAt = notEndingAt;
  }

  /** The place from which the next match is looked for. */
  get from(): number {
    return this.#from;
  }

  /** The end that the next match must not have. */
  get notEndingAt(): number {
    return this.#notEndingAt;
  }

  /** The next match (its registers are overwritten by the one after it), `null` when there is none, or "more": call again. */
  step(m: Machine): Match | null | "more" {
    const matcher = this.#matcher;
    if (!this.#searching) {
      matcher.search(this.#from, this.#notEndingAt);
      this.#searching = true;
    }
    const before = matcher.steps;
    const progress = attempt(matcher);
    m.fuel -= 1 + Math.ceil((matcher.steps - before) / STEPS_PER_FUEL);
    if (progress === "more") return "more";
    this.#searching = false;
    if (progress === "none") return null;
    const [start, end] = matcher.registers;
    this.#from = end;
    this.#notEndingAt = start === end ? end : -1;
    return matcher.registers;
  }
}

function attempt(matcher: Matcher): "found" | "none" | "more" {
  try {
    return matcher.run(BUDGET);
  } catch (error) {
    if (error instanceof MatchLimit) matchTooLarge();
    throw error;
  }
}

/** Calls `take` with each match until it returns true, then `finish`; lets go of the machine when its fuel is out. */
export function scanAll(m: Machine, scan: Scan, take: (match: Match) => boolean, finish: () => Result): Result {
  for (;;) {
    const match = scan.step(m);
    if (match === null || (match !== "more" && take(match))) return finish();
    if (m.fuel < 0) return m.act(() => scanAll(m, scan, take, finish));
  }
}

/** The first match only: `use` gets it, or `null`. */
export function scanOnce(m: Machine, scan: Scan, use: (match: Match | null) => Result): Result {
  for (;;) {
    const match = scan.step(m);
    if (match !== "more") return use(match);
    if (m.fuel < 0) return m.act(() => scanOnce(m, scan, use));
  }
}
