// What the tiers reach on texts that they have never seen: accuracy and calibration, with a margin, and determinism.
import { describe, expect, test } from "vitest";
import { makePace } from "../../../src/llm/providers/local/pace.ts";
import { argmax, calibrationError } from "../../../src/llm/providers/local/probability.ts";
import { type Tier, trainTier } from "../../../src/llm/providers/local/tiers.ts";
import { contractClauses, type Labelled, mails } from "./helpers.ts";

interface Score {
  accuracy: number;
  error: number;
  /** Share of answers with a confidence under .7, which is what the seed's script asks again. */
  unsure: number;
  /** Confidences of the first hundred, to compare runs by. */
  head: number[];
}

async function score(tier: Tier, { train, unseen }: Labelled): Promise<Score> {
  const { labels, classify } = await trainTier(tier, train, makePace());
  const confidences: number[] = [];
  const right: boolean[] = [];
  for (const { text, label } of unseen) {
    const p = classify(text);
    const best = argmax(p);
    confidences.push(p[best] as number);
    right.push(labels[best] === label);
  }
  return {
    accuracy: right.filter(Boolean).length / right.length,
    error: calibrationError(confidences, right),
    unsure: confidences.filter((c) => c < 0.7).length / confidences.length,
    head: confidences.slice(0, 100),
  };
}

describe("5,000 unseen mails, 1,046 to learn from", () => {
  test("the split has the sizes that are claimed", { timeout: 120_000 }, async () => {
    const { train, unseen } = await mails();
    expect([train.length, unseen.length]).toEqual([1046, 5000]);
    expect(Math.max(...unseen.map(({ text }) => text.length))).toBe(4000);
  });

  test("small is cheap: about .88, and knows where it is unsure", { timeout: 120_000 }, async () => {
    const { accuracy, error, unsure } = await score("small", await mails());
    expect(accuracy).toBeGreaterThan(0.87);
    expect(accuracy).toBeLessThan(0.92);
    expect(error).toBeLessThan(0.02);
    expect(unsure).toBeGreaterThan(0.15);
    expect(unsure).toBeLessThan(0.25);
  });

  test("medium is between", { timeout: 120_000 }, async () => {
    const { accuracy, error } = await score("medium", await mails());
    expect(accuracy).toBeGreaterThan(0.895);
    expect(accuracy).toBeLessThan(0.95);
    expect(error).toBeLessThan(0.02);
  });

  test("large reaches .97 and is calibrated", { timeout: 120_000 }, async () => {
    const { accuracy, error } = await score("large", await mails());
    expect(accuracy).toBeGreaterThan(0.972);
    expect(error).toBeLessThan(0.012);
  });
});

const clauses = contractClauses();

describe.skipIf(clauses === undefined)("1,930 unseen contract clauses, eight labels", () => {
  test("small about .83, large about .956", { timeout: 120_000 }, async () => {
    const small = await score("small", clauses as Labelled);
    expect(small.accuracy).toBeGreaterThan(0.81);
    expect(small.error).toBeLessThan(0.03);
    const large = await score("large", clauses as Labelled);
    expect(large.accuracy).toBeGreaterThan(0.95);
    expect(large.error).toBeLessThan(0.02);
  });

  test("two trainings give the same numbers to the last bit", { timeout: 120_000 }, async () => {
    const [a, b] = [await score("large", clauses as Labelled), await score("large", clauses as Labelled)];
    expect(a).toEqual(b);
    const [c, d] = [await score("small", clauses as Labelled), await score("small", clauses as Labelled)];
    expect(c).toEqual(d);
  });
});
