// What the cascade benchmark counts, against counting by hand.
import { expect, test } from "vitest";
import { binomialCdf } from "../../src/builtins/statistics/distributions.ts";
import { leastShare, makePopulation } from "../bench/cascade/population.ts";
import { table } from "../bench/cascade/table.ts";
import { atLeast, countOutcome, runTrials } from "../bench/cascade/trials.ts";
import { syntheticPopulations } from "./populations.ts";

const records = {
  name: "six",
  confidence: [0.1, 0.9, 0.5, 0.5, 1, 0.5],
  wrong: [true, false, true, false, false, true],
};

test("items stand from most to least confident, with their labels, and ties in the seed's order", () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 40; seed++) {
    const { confidence, wrong, wrongBefore } = makePopulation(records, seed);
    expect([...confidence]).toEqual([1, 0.9, 0.5, 0.5, 0.5, 0.1]);
    expect([wrong[0], wrong[1], wrong[5]]).toEqual([0, 0, 1]);
    expect([...wrongBefore].map((n, i) => (i === 0 ? n : n - wrongBefore[i - 1])).slice(1)).toEqual([...wrong]);
    orders.add(wrong.join(""));
  }
  expect(orders).toEqual(new Set(["001101", "000111", "001011"].flatMap((w) => [w, "001101"])));
});

test("bad records are refused, with their place", () => {
  expect(() => makePopulation({ ...records, confidence: [] }, 1)).toThrow("six: a population needs at least one item");
  expect(() => makePopulation({ ...records, wrong: [true] }, 1)).toThrow("six: 6 confidences, but 1 answers");
  for (const bad of [Number.NaN, -0.1, 1.01]) {
    const confidence = [0.5, 0.5, bad, 0.5, 0.5, 0.5];
    expect(() => makePopulation({ ...records, confidence }, 1)).toThrow(
      "six: item 2: a confidence lies between 0 and 1",
    );
  }
});

test("the least share is that of the longest prefix with few enough errors", () => {
  for (const population of syntheticPopulations(100, 5)) {
    for (const allowed of [0, 5, 10, 100]) {
      let kept = 0;
      for (let k = 0; k <= 100; k++) {
        if (population.wrong.slice(0, k).reduce((sum, w) => sum + w, 0) <= allowed) kept = k;
      }
      expect(leastShare(population, allowed)).toBeCloseTo(1 - kept / 100, 12);
    }
  }
});

test("trials count failures, shares and agreement; p is the exact binomial tail", () => {
  const population = makePopulation(
    { name: "ten", confidence: new Array(10).fill(0.5), wrong: new Array(10).fill(true) },
    1,
  );
  // Fails when the trial's seed is even: it keeps two of ten, and one is allowed.
  const method = {
    name: "odd",
    promise: "none",
    asksCheap: true,
    run: (_: unknown, { seed }: { seed: number }) => ({
      escalated: new Uint8Array(10).fill(1, seed % 2 === 0 ? 2 : 1),
    }),
  } as const;
  const tally = runTrials(method, population, { target: 0.9, delta: 0.5, seed: 0 }, 4);
  expect(tally).toMatchObject({ trials: 4, failures: 2 });
  expect([tally.share, tally.agreement, tally.pValue].map((x) => x.toFixed(6))).toEqual([
    "0.850000",
    "0.850000",
    "0.687500",
  ]);
  expect(() => countOutcome(population, new Uint8Array(9), "who")).toThrow("who: gave 9 decisions for 10 items");
});

test("the binomial tail is exact, however small", () => {
  for (const p of [0.05, 0.3, 0.9]) {
    expect(atLeast(0, 60, p)).toBeCloseTo(1, 12);
    for (let count = 1; count <= 60; count++)
      expect(atLeast(count, 60, p)).toBeCloseTo(1 - binomialCdf(count - 1, 60, p), 10);
  }
  expect(Math.log10(atLeast(40, 40, 0.1))).toBeCloseTo(-40, 9);
  // By exact fractions: 3.5783… · 10^-46.
  expect(Math.log10(atLeast(119, 500, 0.05))).toBeCloseTo(-45.446323945, 6);
});

test("tables are aligned", () => {
  expect(
    table([
      ["a", "b"],
      ["long", "1"],
      ["x", "100"],
    ]).split("\n"),
  ).toEqual(["a       b", "----  ---", "long    1", "x     100"]);
});
