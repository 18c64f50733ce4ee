// SUPG (Kang et al. 2020, arXiv 2004.00827), its precision target turned into agreement of the whole output.
import { allowedErrors } from "../../../src/builtins/statistics/audit.ts";
import { seededRandom } from "../../../src/builtins/statistics/sampling.ts";
import { escalateAfter, type Method } from "./method.ts";
import type { Population } from "./population.ts";
import { auditFor } from "./shared.ts";

/*
 * From the paper: records are drawn with replacement with weights proportional to √score, mixed with a tenth of the uniform
 * distribution against a misleading score; each draw counts by 1 / (N · its probability); candidate thresholds stand at
 * equal steps of the draws in order of score, and each is tested at δ divided by their number; the bounds are its normal
 * ones, mean ± deviation / √s · √(2·ln(1/δ)).
 *
 * Chosen here: the quantity that is bounded is the share of disagreements left below the threshold, relative to all records,
 * since escalated records are right; an upper bound of at most 1 − T accepts. "Score" is the proxy's score of what is looked
 * for. SUPG looks for positives; `agreement` takes the confidence, `disagreement` 1 − confidence, which draws more of the
 * records that decide. The budget of draws is that of our own method, so that the two compare.
 */

const UNIFORM = 0.1;
const CANDIDATES = 20;

export function supg(looksFor: "agreement" | "disagreement"): Method {
  // The same for all trials on a population.
  const probabilities = new WeakMap<Population, Float64Array>();
  return {
    name: `SUPG, √${looksFor === "agreement" ? "confidence" : "(1 − confidence)"}`,
    promise: "asymptotic",
    asksCheap: true,
    run(population, { target, delta, seed }) {
      const { size } = population;
      const budget = auditFor(size, target, delta).draws || Math.round(4 * Math.sqrt(size));
      const probability = probabilities.get(population) ?? drawProbabilities(population, looksFor);
      probabilities.set(population, probability);
      const draws = drawRanks(probability, budget, seededRandom(seed));
      const escalated = escalateAfter(size, keptRecords(population, probability, draws, target, delta));
      for (const rank of draws) escalated[rank] = 1;
      return { escalated };
    },
  };
}

function drawProbabilities({ size, confidence }: Population, looksFor: "agreement" | "disagreement"): Float64Array {
  const roots = confidence.map((c) => Math.sqrt(looksFor === "agreement" ? c : 1 - c));
  const sum = roots.reduce((a, b) => a + b, 0);
  return roots.map((root) => (sum > 0 ? (1 - UNIFORM) * (root / sum) + UNIFORM / size : 1 / size));
}

/** Ranks drawn with replacement, most confident first. */
function drawRanks(probability: Float64Array, count: number, random: () => number): number[] {
  const points = Float64Array.from({ length: count }, random).sort();
  const draws: number[] = [];
  let rank = 0;
  let below = probability[0];
  for (const point of points) {
    while (point >= below && rank < probability.length - 1) below += probability[++rank];
    draws.push(rank);
  }
  return draws;
}

/** The largest prefix of a candidate threshold whose bound holds. */
function keptRecords(
  { size, wrong }: Population,
  probability: Float64Array,
  draws: readonly number[],
  target: number,
  delta: number,
): number {
  const last = draws.length - 1;
  const candidates = Array.from({ length: CANDIDATES }, (_, i) => draws[Math.ceil(((i + 1) * last) / CANDIDATES)] + 1);
  const width = Math.sqrt((2 * Math.log(CANDIDATES / delta)) / draws.length);
  let kept = allowedErrors(size, target);
  let [sum, squares, next] = [0, 0, 0];
  for (const prefix of candidates) {
    for (; next < draws.length && draws[next] < prefix; next++) {
      const value = wrong[draws[next]] / (size * probability[draws[next]]);
      sum += value;
      squares += value * value;
    }
    const mean = sum / draws.length;
    const deviation = Math.sqrt(Math.max(0, squares / draws.length - mean * mean));
    if (mean + deviation * width <= 1 - target) kept = Math.max(kept, prefix);
  }
  return kept;
}
