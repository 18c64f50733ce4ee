// Runs a method many times on one population and counts: oracle calls, agreement, and how often the promise was broken.
import { allowedErrors } from "../../../src/builtins/statistics/audit.ts";
import type { Demand, Method } from "./method.ts";
import type { Population } from "./population.ts";

export interface Tally {
  method: Method;
  trials: number;
  /** Trials in which the agreement of the whole output fell short of the target. */
  failures: number;
  /** P(at least so many failures), were each trial to fail with probability delta. */
  pValue: number;
  /** Means over the trials. */
  share: number;
  agreement: number;
}

/** The first trial takes the seed after that of the demand, which has broken the ties; each next one the following. */
export function runTrials(method: Method, population: Population, demand: Demand, trials: number): Tally {
  const { size } = population;
  const allowed = allowedErrors(size, demand.target);
  const total = { failures: 0, asked: 0, left: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const { escalated } = method.run(population, { ...demand, seed: demand.seed + 1 + trial });
    const { asked, left } = countOutcome(population, escalated, method.name);
    total.asked += asked;
    total.left += left;
    if (left > allowed) total.failures++;
  }
  return {
    method,
    trials,
    failures: total.failures,
    pValue: atLeast(total.failures, trials, demand.delta),
    share: total.asked / (trials * size),
    agreement: 1 - total.left / (trials * size),
  };
}

/** How many items the oracle was asked about, and how many wrong answers are left. */
export function countOutcome({ size, wrong }: Population, escalated: Uint8Array, who: string) {
  if (escalated.length !== size) throw new Error(`${who}: gave ${escalated.length} decisions for ${size} items`);
  const count = { asked: 0, left: 0 };
  for (let rank = 0; rank < size; rank++) {
    if (escalated[rank] !== 0) count.asked++;
    else count.left += wrong[rank];
  }
  return count;
}

/** P(X ≥ count) of a binomial X, for p between 0 and 1. Summed upwards, so that however small it is, it keeps its digits. */
export function atLeast(count: number, trials: number, p: number): number {
  let log = trials * Math.log1p(-p);
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    if (k >= count) sum += Math.exp(log);
    log += Math.log((trials - k) / (k + 1)) + Math.log(p / (1 - p));
  }
  return Math.min(1, sum);
}
