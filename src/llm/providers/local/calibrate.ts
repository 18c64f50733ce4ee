// Makes scores into probabilities that hold: one temperature, found by cross-validation inside the training texts.
import type { Pace } from "./pace.ts";
import { softmaxInPlace } from "./probability.ts";

/** What turns a text into unnormalised log-probabilities. */
export type Scorer = (text: string) => Float64Array;

export interface Calibration {
  temperature: number;
  /**
   * The share of the probability spread evenly over all labels. From n texts nobody can know that an answer is right
   * with more than about 1 − 1/n, however clear they were.
   */
  doubt: number;
}

const folds = 5;

/** Which fold each text is held out in: every label spread evenly, so that no fold misses one that has five texts. */
export function foldOf(labels: Int32Array, labelCount: number): Int32Array {
  const seen = new Int32Array(labelCount);
  return labels.map((label) => {
    const n = seen[label] as number;
    seen[label] = n + 1;
    return n % folds;
  });
}

/** Trains `folds` times on the rest and looks at the texts left out; `train` gets the places of the texts to learn from. */
export async function calibrate(
  texts: readonly string[],
  labels: Int32Array,
  labelCount: number,
  train: (places: number[], fold: number) => Promise<Scorer>,
  pace: Pace,
): Promise<Calibration> {
  const doubt = 1 / (texts.length + 2);
  const fold = foldOf(labels, labelCount);
  const scores: Float64Array[] = [];
  const truth: number[] = [];
  for (let f = 0; f < folds; f++) {
    const places = [...texts.keys()];
    const learn = places.filter((i) => fold[i] !== f);
    const held = places.filter((i) => fold[i] === f);
    if (held.length === 0 || learn.length === 0) continue;
    const scorer = await train(learn, f);
    for (const i of held) {
      scores.push(scorer(texts[i] as string));
      truth.push(labels[i] as number);
      await pace.spend(Math.min((texts[i] as string).length, 20_000) * 16);
    }
  }
  return { temperature: bestTemperature(scores, truth, doubt), doubt };
}

/** The probabilities of the labels under a calibration. */
export function probabilities(scores: Float64Array, { temperature, doubt }: Calibration): Float64Array {
  const p = scores.slice();
  softmaxInPlace(p, temperature);
  return p.map((v) => (1 - doubt) * v + doubt / p.length);
}

/** How many times training is run in all: each fold and the whole. */
export const trainingRuns = folds + 1;

/** Golden-section search on the logarithm of the temperature for the least log-loss of what was held out. */
function bestTemperature(scores: readonly Float64Array[], truth: readonly number[], doubt: number): number {
  const loss = (log: number): number => {
    let sum = 0;
    scores.forEach((s, i) => {
      const p = s.slice();
      softmaxInPlace(p, Math.exp(log));
      sum -= Math.log((1 - doubt) * (p[truth[i] as number] as number) + doubt / s.length);
    });
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.05);
  let high = Math.log(20);
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let lossA = loss(a);
  let lossB = loss(b);
  while (high - low > 0.005) {
    if (lossA <= lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - golden * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + golden * (high - low);
      lossB = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}
