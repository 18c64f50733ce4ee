// The tiers: what each classifier may look at, how it is trained, and what it answers.
import { trainBayes } from "./bayes.ts";
import { calibrate, probabilities, type Scorer, trainingRuns } from "./calibrate.ts";
import { learnVocabulary, type SparseVector } from "./features.ts";
import { trainLogistic } from "./logistic.ts";
import type { Pace } from "./pace.ts";
import { words, wordsAndPairs } from "./tokens.ts";
import type { TrainingItem } from "./training.ts";

export type Tier = "small" | "medium" | "large";

/** Cheapest first. */
export const tiers: readonly Tier[] = ["small", "medium", "large"];

export interface Classifier {
  /** In the order of the alphabet. */
  readonly labels: readonly string[];
  /** One calibrated probability per label. */
  classify(text: string): Float64Array;
}

/** Training so far, in steps of equal meaning but not of equal time. */
export interface TrainingProgress {
  tier: Tier;
  done: number;
  total: number;
}

interface Recipe {
  /** Characters of a text that the tier reads. */
  reads: number;
  /** Words per label for naive Bayes; absent for the regression. */
  wordsPerLabel?: number;
}

/** Chosen by the measurements in this folder's README; the large one's limit bounds the time of one call to a few ms. */
const recipes: Record<Tier, Recipe> = {
  small: { reads: 120, wordsPerLabel: 20 },
  medium: { reads: 200, wordsPerLabel: 50 },
  large: { reads: 20_000 },
};

const iterations = 60;

export async function trainTier(
  tier: Tier,
  items: readonly TrainingItem[],
  pace: Pace,
  onProgress?: (progress: TrainingProgress) => void,
): Promise<Classifier> {
  const { reads, wordsPerLabel } = recipes[tier];
  const labels = [...new Set(items.map((item) => item.label))].sort();
  const labelPlace = new Map(labels.map((label, i) => [label, i]));
  const y = Int32Array.from(items, (item) => labelPlace.get(item.label) as number);
  const cut = wordsPerLabel === undefined ? wordsAndPairs : words;
  const tokensOf = (text: string): string[] => cut(text.slice(0, reads));
  const tokens: string[][] = [];
  for (const item of items) {
    tokens.push(tokensOf(item.text));
    await pace.spend((tokens.at(-1) as string[]).length * 50);
  }
  const total = trainingRuns * iterations;
  const learn = async (places: readonly number[], run: number): Promise<Scorer> => {
    const texts = places.map((i) => tokens[i] as string[]);
    const truth = Int32Array.from(places, (i) => y[i] as number);
    const report = (done: number): void => onProgress?.({ tier, done: run * iterations + done, total });
    const scorer =
      wordsPerLabel === undefined
        ? await learnRegression(texts, truth, labels.length, pace, report)
        : await learnBayes(texts, truth, labels.length, wordsPerLabel, pace);
    report(iterations);
    return (text) => scorer(tokensOf(text));
  };
  const texts = items.map((item) => item.text);
  const calibration = await calibrate(texts, y, labels.length, learn, pace);
  const scorer = await learn([...items.keys()], trainingRuns - 1);
  return {
    labels,
    classify: (text) => probabilities(scorer(text), calibration),
  };
}

type TokenScorer = (tokens: readonly string[]) => Float64Array;

async function learnBayes(
  texts: readonly string[][],
  truth: Int32Array,
  labelCount: number,
  wordsPerLabel: number,
  pace: Pace,
): Promise<TokenScorer> {
  const model = await trainBayes(texts, truth, labelCount, wordsPerLabel * labelCount, pace);
  return model.scores;
}

async function learnRegression(
  texts: readonly string[][],
  truth: Int32Array,
  labelCount: number,
  pace: Pace,
  onIteration: (done: number) => void,
): Promise<TokenScorer> {
  // A handful of texts has next to no word twice; there every word must count.
  const vocabulary = await learnVocabulary(texts, texts.length < 100 ? 1 : 2, pace);
  const rows: SparseVector[] = [];
  for (const tokens of texts) {
    rows.push(vocabulary.vector(tokens));
    await pace.spend(tokens.length * 50);
  }
  const options = { c: 100, maxIterations: iterations, onIteration };
  const model = await trainLogistic(rows, truth, vocabulary.size, labelCount, options, pace);
  return (tokens) => model.scores(vocabulary.vector(tokens));
}
