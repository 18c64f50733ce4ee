// How much a confidence says: the area under the ROC curve, calibration error, and isotonic regression.

/**
 * The probability that a right answer has a higher score than a wrong one, ties counting half (Mann and Whitney). From 0
 * to 1; undefined when all answers are right, or all are wrong.
 */
export function auroc(scores: readonly number[], right: readonly boolean[]): number | undefined {
  const order = scores.map((_, i) => i).sort((a, b) => scores[a] - scores[b]);
  const positives = right.filter(Boolean).length;
  const negatives = right.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  let rankSum = 0;
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && scores[order[end]] === scores[order[i]]) end++;
    // Items that tie share the mean of their ranks, which begin at 1.
    const rank = (i + 1 + end) / 2;
    for (; i < end; i++) if (right[order[i]]) rankSum += rank;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** One row of a reliability table: answers whose confidence lies between `from` and `to`. */
export interface Bin {
  from: number;
  to: number;
  count: number;
  /** Means over the answers of the bin; 0 where there are none. */
  confidence: number;
  accuracy: number;
}

/** Answers by confidence in `bins` parts of equal width from 0 to 1; the last one includes 1. */
export function reliability(confidences: readonly number[], right: readonly boolean[], bins: number): Bin[] {
  const table = Array.from({ length: bins }, (_, i) => ({
    ...{ from: i / bins, to: (i + 1) / bins },
    ...{ count: 0, confidence: 0, accuracy: 0 },
  }));
  confidences.forEach((confidence, i) => {
    const bin = table[Math.max(0, Math.min(bins - 1, Math.floor(confidence * bins)))];
    bin.count++;
    bin.confidence += confidence;
    bin.accuracy += right[i] ? 1 : 0;
  });
  for (const bin of table) {
    bin.confidence /= bin.count || 1;
    bin.accuracy /= bin.count || 1;
  }
  return table;
}

/** Expected calibration error: |accuracy − confidence| of each bin, weighted by its answers. From 0 to 1. */
export function calibrationError(confidences: readonly number[], right: readonly boolean[], bins: number): number {
  const gaps = reliability(confidences, right, bins).map((b) => b.count * Math.abs(b.accuracy - b.confidence));
  return gaps.reduce((sum, gap) => sum + gap, 0) / (confidences.length || 1);
}

/**
 * Isotonic regression by pooling adjacent violators: the non-decreasing function of `xs` nearest to `ys` in squares.
 * Gives its value at each x, in the order given; equal xs get equal values.
 */
export function isotonic(xs: readonly number[], ys: readonly number[]): number[] {
  const order = xs.map((_, i) => i).sort((a, b) => xs[a] - xs[b]);
  const pools: { sum: number; count: number }[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start;
    let sum = 0;
    while (end < order.length && xs[order[end]] === xs[order[start]]) sum += ys[order[end++]];
    let pool = { sum, count: end - start };
    for (let last = pools.at(-1); last && last.sum * pool.count >= pool.sum * last.count; last = pools.at(-1)) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
    }
    pools.push(pool);
    start = end;
  }
  const fitted = new Array<number>(xs.length);
  let at = 0;
  for (const { sum, count } of pools) {
    for (const end = at + count; at < end; at++) fitted[order[at]] = sum / count;
  }
  return fitted;
}
