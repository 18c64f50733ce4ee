// Multinomial logistic regression on sparse vectors: the large tier.

import type { SparseVector } from "./features.ts";
import { minimise } from "./lbfgs.ts";
import type { Pace } from "./pace.ts";
import { softmaxInPlace } from "./probability.ts";

export interface LogisticOptions {
  /** Inverse strength of the L2 penalty, as in LIBLINEAR: larger fits the training texts more closely. */
  c: number;
  maxIterations: number;
  onIteration?: (done: number) => void;
}

/** Weights are laid out feature by feature, so that one text's feature touches the weights of all labels at once. */
export interface LogisticModel {
  /** Unnormalised log-probabilities, one per label. */
  scores(x: SparseVector): Float64Array;
}

export async function trainLogistic(
  rows: readonly SparseVector[],
  labels: Int32Array,
  size: number,
  labelCount: number,
  options: LogisticOptions,
  pace: Pace,
): Promise<LogisticModel> {
  const penalty = 1 / (options.c * rows.length);
  const biasAt = size * labelCount;
  const weights = new Float64Array(biasAt + labelCount);
  const objective = async (w: Float64Array, gradient: Float64Array): Promise<number> => {
    let loss = 0;
    // The intercepts (the last `labelCount` weights) are not penalised.
    for (let i = 0; i < biasAt; i++) {
      const v = w[i] as number;
      loss += v * v;
      gradient[i] = penalty * v;
    }
    loss *= penalty / 2;
    gradient.fill(0, biasAt);
    await pace.spend(biasAt);
    for (let r = 0; r < rows.length; r++) {
      const row = rows[r] as SparseVector;
      loss += oneRow(row, labels[r] as number, w, gradient, labelCount, rows.length);
      await pace.spend(row.indices.length * labelCount * 2);
    }
    return loss;
  };
  const { maxIterations, onIteration } = options;
  await minimise(objective, weights, {
    maxIterations,
    tolerance: 1e-5,
    onIteration,
  });
  return { scores: (x) => scoresOf(x, weights, labelCount) };
}

/** Adds one text's share to the gradient and gives its share of the loss. */
function oneRow(
  row: SparseVector,
  label: number,
  w: Float64Array,
  gradient: Float64Array,
  labelCount: number,
  rows: number,
): number {
  const p = scoresOf(row, w, labelCount);
  softmaxInPlace(p);
  const loss = -Math.log(Math.max(p[label] as number, 1e-300)) / rows;
  p[label] = (p[label] as number) - 1;
  for (let k = 0; k < labelCount; k++) p[k] = (p[k] as number) / rows;
  const { indices, values } = row;
  for (let i = 0; i < indices.length; i++) {
    const at = (indices[i] as number) * labelCount;
    const v = values[i] as number;
    for (let k = 0; k < labelCount; k++) gradient[at + k] = (gradient[at + k] as number) + v * (p[k] as number);
  }
  const biasAt = gradient.length - labelCount;
  for (let k = 0; k < labelCount; k++) gradient[biasAt + k] = (gradient[biasAt + k] as number) + (p[k] as number);
  return loss;
}

function scoresOf({ indices, values }: SparseVector, w: Float64Array, labelCount: number): Float64Array {
  const scores = w.slice(w.length - labelCount);
  for (let i = 0; i < indices.length; i++) {
    const at = (indices[i] as number) * labelCount;
    const v = values[i] as number;
    for (let k = 0; k < labelCount; k++) scores[k] = (scores[k] as number) + v * (w[at + k] as number);
  }
  return scores;
}
