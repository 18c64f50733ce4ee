// What the benchmark compares: a way to decide which items the oracle is asked about.
import type { Population } from "./population.ts";

/** Agreement of the whole output with the oracle is at least `target`, with probability at least 1 − `delta`. */
export interface Demand {
  target: number;
  delta: number;
  /** All that is random in a run comes from it. */
  seed: number;
}

export interface Outcome {
  /** By rank: 1 where the oracle was asked, audits included. Its answer is used there, and counts as right. */
  escalated: Uint8Array;
}

export interface Method {
  name: string;
  /** "finite": δ holds for every size; "asymptotic": in the limit; "none": nothing is promised. */
  promise: "finite" | "asymptotic" | "none";
  /** Whether the cheap model is asked about every item; the expensive model alone has no need of it. */
  asksCheap: boolean;
  run(population: Population, demand: Demand): Outcome;
}

/** The most confident items keep their cheap answers, the others are escalated. */
export function escalateAfter(size: number, kept: number): Uint8Array {
  return new Uint8Array(size).fill(1, kept);
}
