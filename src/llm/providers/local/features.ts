// Texts as sparse TF-IDF vectors over a vocabulary learned from the training texts.
import type { Pace } from "./pace.ts";

/** One text: positions in the vocabulary, ascending, and the weight of each. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

export interface Vocabulary {
  readonly size: number;
  vector(tokens: readonly string[]): SparseVector;
}

/** Beyond this many features the commonest are kept: bounds memory on large training files. */
const maxFeatures = 200_000;

/** Tokens of fewer than `minTexts` training texts are dropped: a word seen once can only be learned by heart. */
export async function learnVocabulary(texts: readonly string[][], minTexts: number, pace: Pace): Promise<Vocabulary> {
  const inTexts = new Map<string, number>();
  for (const tokens of texts) {
    for (const token of new Set(tokens)) inTexts.set(token, (inTexts.get(token) ?? 0) + 1);
    await pace.spend(tokens.length * 200);
  }
  let kept = [...inTexts].filter(([, n]) => n >= minTexts);
  if (kept.length > maxFeatures) kept = kept.sort((a, b) => b[1] - a[1]).slice(0, maxFeatures);
  const place = new Map<string, number>();
  const idf = new Float64Array(kept.length);
  for (const [token, n] of kept) {
    idf[place.size] = Math.log((1 + texts.length) / (1 + n)) + 1;
    place.set(token, place.size);
  }
  return { size: kept.length, vector: (tokens) => weigh(tokens, place, idf) };
}

/** Sublinear term frequency times inverse document frequency, scaled to length 1. */
function weigh(tokens: readonly string[], place: Map<string, number>, idf: Float64Array): SparseVector {
  const times = new Map<number, number>();
  for (const token of tokens) {
    const at = place.get(token);
    if (at !== undefined) times.set(at, (times.get(at) ?? 0) + 1);
  }
  const indices = Int32Array.from(times.keys()).sort();
  const values = new Float64Array(indices.length);
  let squares = 0;
  for (let i = 0; i < indices.length; i++) {
    const at = indices[i] as number;
    const weight = (1 + Math.log(times.get(at) as number)) * (idf[at] as number);
    values[i] = weight;
    squares += weight * weight;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * scale;
  return { indices, values };
}
