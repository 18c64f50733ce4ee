// Tails, ranking and calibration, against counting and against their definitions.
import fc from "fast-check";
import { expect, test } from "vitest";
import { auroc, calibrationError, isotonic, reliability } from "../../../src/builtins/statistics/calibration.ts";
import { binomialCdf, hypergeometricCdf } from "../../../src/builtins/statistics/distributions.ts";
import { createSkein } from "../../../src/index.ts";

const seed = 20261123;

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

const ratio = (a: bigint, b: bigint): number => Number((a * 10n ** 18n) / b) / 1e18;

test("the hypergeometric tail equals the count of subsets", () => {
  const sizes = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), fc.nat(), (population, a, b, c) => {
      const [marked, draws] = [a % (population + 1), b % (population + 1)];
      const x = c % (draws + 1);
      let count = 0n;
      for (let k = 0; k <= x; k++) count += choose(marked, k) * choose(population - marked, draws - k);
      const exact = ratio(count, choose(population, draws));
      expect(hypergeometricCdf(x, population, marked, draws)).toBeCloseTo(exact, 10);
    }),
    { seed, numRuns: 300 },
  );
});

test("the hypergeometric tail keeps its digits when it is small and when the population is large", () => {
  expect(hypergeometricCdf(0, 1_000_000, 1000, 1000) / 0.36751154).toBeCloseTo(1, 5);
  const tiny = hypergeometricCdf(0, 10_000, 1000, 400);
  let product = 1;
  for (let i = 0; i < 400; i++) product *= (9000 - i) / (10_000 - i);
  expect(tiny / product).toBeCloseTo(1, 8);
});

test("the binomial tail equals the sum of its terms", () => {
  const trials = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(trials, fc.nat(), fc.integer({ min: 0, max: 100 }), (n, c, percent) => {
      const [x, p] = [c % (n + 1), percent / 100];
      let sum = 0;
      for (let k = 0; k <= x; k++) sum += Number(choose(n, k)) * p ** k * (1 - p) ** (n - k);
      expect(binomialCdf(x, n, p)).toBeCloseTo(sum, 10);
    }),
    { seed, numRuns: 300 },
  );
});

const answers = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), { maxLength: 40 });

test("auroc is the share of pairs in order, ties counting half", () => {
  fc.assert(
    fc.property(answers, (pairs) => {
      const right = pairs.filter(([, ok]) => ok);
      const wrong = pairs.filter(([, ok]) => !ok);
      let won = 0;
      for (const [a] of right) for (const [b] of wrong) won += a > b ? 1 : a === b ? 0.5 : 0;
      const scores = pairs.map(([score]) => score);
      const area = auroc(
        scores,
        pairs.map(([, ok]) => ok),
      );
      if (right.length === 0 || wrong.length === 0) expect(area).toBeUndefined();
      else expect(area).toBeCloseTo(won / (right.length * wrong.length), 12);
    }),
    { seed },
  );
});

test("isotonic regression is the max-min of means, as its theory says", () => {
  fc.assert(
    fc.property(answers, (pairs) => {
      const xs = pairs.map(([x]) => x);
      const ys = pairs.map(([x, up]) => (up ? 1 : 0) + x / 10);
      const fitted = isotonic(xs, ys);
      const levels = [...new Set(xs)].sort((a, b) => a - b);
      const mean = (from: number, to: number) => {
        const inside = ys.filter((_, i) => xs[i] >= from && xs[i] <= to);
        return inside.reduce((a, b) => a + b, 0) / inside.length;
      };
      xs.forEach((x, i) => {
        const lower = levels.filter((level) => level <= x);
        const upper = levels.filter((level) => level >= x);
        const expected = Math.max(...lower.map((a) => Math.min(...upper.map((b) => mean(a, b)))));
        expect(fitted[i]).toBeCloseTo(expected, 10);
      });
    }),
    { seed },
  );
});

test("a reliability table counts each answer once, and the calibration error follows from it", () => {
  const confidences = [0, 0.05, 0.55, 0.95, 1];
  const right = [false, true, true, true, false];
  const table = reliability(confidences, right, 10);
  expect(table.map(({ count }) => count)).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 2]);
  expect(table[9].confidence).toBeCloseTo(0.975);
  expect(calibrationError(confidences, right, 10)).toBeCloseTo((2 * 0.475 + 0.45 + 2 * 0.475) / 5);
  expect(calibrationError([], [], 10)).toBe(0);
});

test("wrong arguments are named, and large ones are refused before they take time", async () => {
  const skein = createSkein();
  const message = async (program: string) => {
    const failure: unknown = await skein.run(program).then(
      () => undefined,
      (error: unknown) => error,
    );
    return failure instanceof Error ? failure.message : `no error from ${program}`;
  };
  try {
    expect(await message("(auroc '(1 2) '(#t))")).toContain("auroc: expected as many elements as the first, 2");
    expect(await message("(auroc '(a) '(#t))")).toContain("auroc: expected a list of real numbers as argument 1");
    expect(await message("(audit-size 1000000000000 0.9 0.1)")).toContain(
      "expected an exact integer from 0 to 10000000",
    );
    expect(await message("(audit-bound 10 11 0 0.1)")).toContain("audit-bound: expected an exact integer from 0 to 10");
    expect(await message("(audit-size 10 90 0.1)")).toContain(
      "audit-size: expected a number from 0 to 1 as argument 2",
    );
  } finally {
    await skein.close();
  }
});
