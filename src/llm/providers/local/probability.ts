// Small arithmetic on probabilities that both classifiers and their calibration share.

/** Turns unnormalised log-probabilities into probabilities, without overflow. */
export function softmaxInPlace(scores: Float64Array, temperature = 1): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) most = Math.max(most, scores[i] as number);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const e = Math.exp(((scores[i] as number) - most) / temperature);
    scores[i] = e;
    sum += e;
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) / sum;
}

/** The place of the largest; the first of equals, so that ties are the same on every run. */
export function argmax(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

/** Expected calibration error over ten equal-width bins of the confidence. */
export function calibrationError(confidences: readonly number[], right: readonly boolean[]): number {
  const sums = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  confidences.forEach((c, i) => {
    const bin = sums[Math.min(9, Math.floor(c * 10))] as {
      confidence: number;
      right: number;
    };
    bin.confidence += c;
    bin.right += right[i] ? 1 : 0;
  });
  return sums.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / confidences.length;
}
