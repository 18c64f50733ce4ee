// A set of items as a cascade sees it: confidences, which cheap answers are wrong, and one order from most to least confident.
import { auroc } from "../../../src/builtins/statistics/calibration.ts";
import { permutation, seededRandom } from "../../../src/builtins/statistics/sampling.ts";

/** Items as they were recorded, in any order. */
export interface Records {
  name: string;
  confidence: readonly number[];
  /** Where the cheap answer differs from that of the oracle. */
  wrong: readonly boolean[];
}

/** Items by rank: item 0 is the most confident. Ties stand in an order shuffled before any label is seen. */
export interface Population {
  name: string;
  size: number;
  /** Not increasing. */
  confidence: Float64Array;
  /** 1 where the cheap answer differs from that of the oracle. Only what a method asks for may be looked at. */
  wrong: Uint8Array;
  /** wrongBefore[k] is the number of wrong answers among the k most confident; N + 1 numbers. */
  wrongBefore: Uint32Array;
  /** Undefined when all are right or all are wrong. */
  auroc: number | undefined;
}

export function makePopulation({ name, confidence, wrong }: Records, seed: number): Population {
  const size = confidence.length;
  if (size === 0) throw new RangeError(`${name}: a population needs at least one item`);
  if (wrong.length !== size) throw new RangeError(`${name}: ${size} confidences, but ${wrong.length} answers`);
  const bad = confidence.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad >= 0) throw new RangeError(`${name}: item ${bad}: a confidence lies between 0 and 1, got ${confidence[bad]}`);
  // The sort is stable: items that tie keep the order of the shuffle.
  const ranking = permutation(size, seededRandom(seed)).sort((a, b) => confidence[b] - confidence[a]);
  const population: Population = {
    name,
    size,
    confidence: Float64Array.from(ranking, (i) => confidence[i]),
    wrong: Uint8Array.from(ranking, (i) => (wrong[i] ? 1 : 0)),
    wrongBefore: new Uint32Array(size + 1),
    auroc: auroc(
      confidence,
      wrong.map((w) => !w),
    ),
  };
  for (let i = 0; i < size; i++) population.wrongBefore[i + 1] = population.wrongBefore[i] + population.wrong[i];
  return population;
}

/** The share of oracle calls of whoever knows all labels: no method with a single threshold can do with less. */
export function leastShare({ size, wrongBefore }: Population, allowed: number): number {
  let kept = size;
  while (wrongBefore[kept] > allowed) kept--;
  return 1 - kept / size;
}
