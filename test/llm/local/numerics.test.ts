// The arithmetic under the classifiers, against slow and obvious versions of the same.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calibrate, foldOf, probabilities } from "../../../src/llm/providers/local/calibrate.ts";
import { learnVocabulary } from "../../../src/llm/providers/local/features.ts";
import { minimise } from "../../../src/llm/providers/local/lbfgs.ts";
import { trainLogistic } from "../../../src/llm/providers/local/logistic.ts";
import { makePace } from "../../../src/llm/providers/local/pace.ts";
import { argmax, calibrationError, softmaxInPlace } from "../../../src/llm/providers/local/probability.ts";
import { words, wordsAndPairs } from "../../../src/llm/providers/local/tokens.ts";

const seed = 20240611;
const scores = fc.array(fc.double({ min: -700, max: 700, noNaN: true }), { minLength: 1, maxLength: 9 });

test(`softmax sums to one and keeps the order (seed ${seed})`, () => {
  fc.assert(
    fc.property(scores, fc.double({ min: 0.05, max: 20, noNaN: true }), (values, temperature) => {
      const p = Float64Array.from(values);
      softmaxInPlace(p, temperature);
      expect(p.reduce((sum, v) => sum + v, 0)).toBeCloseTo(1, 9);
      expect(p[argmax(Float64Array.from(values))]).toBe(Math.max(...p));
    }),
    { seed },
  );
});

test("calibrationError is zero when bins keep their word, and the gap when not", () => {
  expect(calibrationError([0.5, 0.5], [true, false])).toBe(0);
  expect(calibrationError([1, 1], [true, false])).toBe(0.5);
  expect(calibrationError([0.95, 0.15], [true, false])).toBeCloseTo((0.05 + 0.15) / 2, 12);
});

test(`minimise finds the bottom of quadratics (seed ${seed})`, async () => {
  const curve = fc.record({
    scale: fc.double({ min: 0.1, max: 100, noNaN: true }),
    at: fc.double({ min: -50, max: 50, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(curve, { minLength: 1, maxLength: 8 }), async (curves) => {
      const x = new Float64Array(curves.length);
      const objective = async (point: Float64Array, gradient: Float64Array): Promise<number> => {
        let value = 0;
        curves.forEach(({ scale, at }, i) => {
          const off = (point[i] as number) - at;
          gradient[i] = scale * off;
          value += (scale * off * off) / 2;
        });
        return value;
      };
      await minimise(objective, x, { maxIterations: 500, tolerance: 1e-9 });
      for (const [i, { at }] of curves.entries()) expect(x[i]).toBeCloseTo(at, 5);
    }),
    { seed, numRuns: 50 },
  );
});

describe("trainLogistic", () => {
  test("ends where the penalised likelihood has no slope", async () => {
    const texts = [["a", "b"], ["a"], ["b", "c"], ["c"], ["c", "a"], ["b"]];
    const truth = Int32Array.from([0, 0, 1, 2, 2, 1]);
    const pace = makePace();
    const vocabulary = await learnVocabulary(texts, 1, pace);
    const rows = texts.map((tokens) => vocabulary.vector(tokens));
    const model = await trainLogistic(rows, truth, vocabulary.size, 3, { c: 10, maxIterations: 500 }, pace);
    // At the optimum the unpenalised intercepts make each label's mean probability its share of the texts.
    const means = [0, 0, 0];
    for (const row of rows) {
      const p = model.scores(row);
      softmaxInPlace(p);
      for (const [k, v] of p.entries()) means[k] = (means[k] as number) + v / rows.length;
    }
    for (const mean of means) expect(mean).toBeCloseTo(1 / 3, 3);
    expect(rows.map((row) => argmax(model.scores(row)))).toEqual([...truth]);
  });
});

describe("learnVocabulary", () => {
  test("weighs rare words more, drops those of too few texts, scales to length one", async () => {
    const vocabulary = await learnVocabulary(
      [
        ["a", "b"],
        ["a", "c", "c"],
        ["a", "b"],
      ],
      2,
      makePace(),
    );
    expect(vocabulary.size).toBe(2);
    const { indices, values } = vocabulary.vector(["b", "a", "c", "unknown"]);
    expect([...indices]).toEqual([0, 1]);
    expect(values[1]).toBeGreaterThan(values[0] as number);
    expect(values.reduce((sum, v) => sum + v * v, 0)).toBeCloseTo(1, 12);
    expect(vocabulary.vector(["unknown"]).values).toHaveLength(0);
  });
});

describe("calibrate", () => {
  test("cools scores that are too bold and warms those that are too shy", async () => {
    // The scorer is right nine times of ten and says so with a log-odds of its own choice.
    const texts = Array.from({ length: 1000 }, (_, i) => `${i % 2} ${i % 10 === 0 || i % 10 === 5 ? "wrong" : ""}`);
    const labels = Int32Array.from(texts, (text) => Number(text[0]));
    const scorer = (odds: number) => async () => (text: string) => {
      const says = text.includes("wrong") ? 1 - Number(text[0]) : Number(text[0]);
      return Float64Array.from([says === 0 ? odds : 0, says === 1 ? odds : 0]);
    };
    for (const odds of [0.5, 2, 20]) {
      const calibration = await calibrate(texts, labels, 2, scorer(odds), makePace());
      expect(Math.max(...probabilities(Float64Array.from([odds, 0]), calibration))).toBeCloseTo(0.8, 2);
    }
  });

  test("every label is spread over the folds, and a text is never scored by who has seen it", async () => {
    const labels = Int32Array.from({ length: 53 }, (_, i) => (i < 7 ? 0 : 1));
    const fold = foldOf(labels, 2);
    for (let f = 0; f < 5; f++) expect([...fold].slice(0, 7).filter((v) => v === f).length).toBeGreaterThan(0);
    const texts = [...labels.keys()].map(String);
    const scored: string[] = [];
    const train = async (places: number[]) => (text: string) => {
      expect(places).not.toContain(Number(text));
      scored.push(text);
      return Float64Array.from([0, 1]);
    };
    await calibrate(texts, labels, 2, train, makePace());
    expect(scored.toSorted()).toEqual(texts.toSorted());
  });
});

test("words: case, width, accents, scripts without spaces", () => {
  expect(words("Ｆｕｌｌ WIDTH, naïve 50% off!!")).toEqual(["full", "width", "naïve", "50", "off", "!", "!"]);
  expect(words("合同书 term 约")).toEqual(["合同", "同书", "term", "约"]);
  expect(wordsAndPairs("a 合同 b c")).toEqual(["a", "合同", "b", "c", "b c"]);
  expect(wordsAndPairs("a b c")).toEqual(["a", "b", "a b", "c", "b c"]);
  expect(wordsAndPairs("")).toEqual([]);
});
