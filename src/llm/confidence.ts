// How sure a model was of its reply, by its own log-probabilities.

/** exp of the mean token log-probability; undefined when there are none. */
export function confidenceOf(logprobs: readonly { logprob: number }[] | undefined): number | undefined {
  if (!logprobs || logprobs.length === 0) return undefined;
  let sum = 0;
  // Providers write −9999 for "practically never"; exp of the mean is 0 then, which is what it means.
  for (const { logprob } of logprobs) sum += logprob;
  return Math.min(1, Math.exp(sum / logprobs.length));
}
