// Naive Bayes on the few words that tell most about the label: the small and the medium tier.
import type { Pace } from "./pace.ts";

export interface BayesModel {
  /** Unnormalised log-probabilities, one per label. */
  scores(tokens: readonly string[]): Float64Array;
}

/**
 * Keeps the `keep` words with the highest mutual information and counts, per label, the texts that each occurs in.
 * Only words that are there count as evidence: on the mails this is better calibrated than also counting absences.
 */
export async function trainBayes(
  texts: readonly (readonly string[])[],
  labels: Int32Array,
  labelCount: number,
  keep: number,
  pace: Pace,
): Promise<BayesModel> {
  const totals = new Float64Array(labelCount);
  const counts = new Map<string, Float64Array>();
  for (let t = 0; t < texts.length; t++) {
    const label = labels[t] as number;
    totals[label] = (totals[label] as number) + 1;
    for (const token of new Set(texts[t])) {
      const row = counts.get(token) ?? new Float64Array(labelCount);
      counts.set(token, row);
      row[label] = (row[label] as number) + 1;
    }
    await pace.spend((texts[t] as readonly string[]).length * 100);
  }
  const chosen = mostInformative(counts, totals, keep);
  const mass = new Float64Array(labelCount);
  for (const row of chosen.values())
    for (let k = 0; k < labelCount; k++) mass[k] = (mass[k] as number) + (row[k] as number);
  const weights = new Map<string, Float64Array>();
  for (const [token, row] of chosen) {
    weights.set(
      token,
      row.map((n, k) => Math.log((n + 1) / ((mass[k] as number) + chosen.size))),
    );
  }
  const base = totals.map((n) => Math.log((n + 1) / (texts.length + labelCount)));
  return { scores: (tokens) => scoresOf(tokens, base, weights) };
}

function scoresOf(tokens: readonly string[], base: Float64Array, weights: Map<string, Float64Array>): Float64Array {
  const scores = base.slice();
  for (const token of new Set(tokens)) {
    const row = weights.get(token);
    if (row === undefined) continue;
    for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) + (row[k] as number);
  }
  return scores;
}

function mostInformative(
  counts: Map<string, Float64Array>,
  totals: Float64Array,
  keep: number,
): Map<string, Float64Array> {
  const ranked = [...counts].map(([token, row]) => ({
    token,
    row,
    gain: information(row, totals),
  }));
  // Equal gains in the order of the words, so that the choice does not depend on the order of the training file.
  ranked.sort((a, b) => b.gain - a.gain || (a.token < b.token ? -1 : 1));
  return new Map(ranked.slice(0, keep).map(({ token, row }) => [token, row]));
}

/** Mutual information between a word's presence and the label, in nats. */
function information(row: Float64Array, totals: Float64Array): number {
  const all = totals.reduce((sum, n) => sum + n, 0);
  const withWord = row.reduce((sum, n) => sum + n, 0);
  let sum = 0;
  for (let k = 0; k < totals.length; k++) {
    const total = totals[k] as number;
    const both = row[k] as number;
    sum += share(both, withWord, total, all) + share(total - both, all - withWord, total, all);
  }
  return sum;
}

function share(both: number, one: number, other: number, all: number): number {
  return both === 0 ? 0 : (both / all) * Math.log((both * all) / (one * other));
}
