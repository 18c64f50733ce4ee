// The peers of the cascade benchmark: their promises on hard populations, their strength on recorded answers.
import { describe, expect, test } from "vitest";
import { allowedErrors } from "../../src/builtins/statistics/audit.ts";
import { bargain } from "../bench/cascade/bargain.ts";
import { cheapOnly, expensiveOnly, fixedThreshold, randomEscalation } from "../bench/cascade/baselines.ts";
import { hypergeometricGrid } from "../bench/cascade/hypergeometric-grid.ts";
import { makePopulation, type Population } from "../bench/cascade/population.ts";
import { recordedAvailable, recordedFolder, recordedPopulations } from "../bench/cascade/recorded.ts";
import { supg } from "../bench/cascade/supg.ts";
import { countOutcome, runTrials } from "../bench/cascade/trials.ts";
import { syntheticPopulations } from "./populations.ts";

const SEED = 20260;
const finite = [bargain(20, "whole"), bargain(50, "whole"), bargain(20, "kept"), hypergeometricGrid];
const all = [...finite, supg("agreement"), supg("disagreement"), randomEscalation(0.3), fixedThreshold(0.7)];
const constant = (size: number, wrong: boolean): Population =>
  makePopulation({ name: "constant", confidence: new Array(size).fill(0.9), wrong: new Array(size).fill(wrong) }, SEED);

describe(`promises, seed ${SEED}`, () => {
  for (const method of finite) {
    test(`${method.name}: failures are not significantly above delta`, () => {
      let cells = 0;
      let failures = 0;
      for (const population of [20, 200, 1000].flatMap((size) => syntheticPopulations(size, SEED))) {
        for (const [target, delta] of [
          [0.9, 0.1],
          [0.85, 0.2],
          [0.95, 0.05],
        ]) {
          const tally = runTrials(method, population, { target, delta, seed: SEED }, 300);
          // 54 cells of each method: by chance alone one in 5,000 such tests would fail.
          expect(tally.pValue, `${population.name}, ${target}: ${tally.failures}`).toBeGreaterThan(1e-6);
          failures += tally.failures;
          cells++;
        }
      }
      expect(cells).toBe(54);
      // The populations are hard enough that a method which saves calls fails now and then.
      if (!method.name.includes("kept")) expect(failures).toBeGreaterThan(50);
    });
  }

  test("SUPG's normal bound breaks its promise on few items, which is why it is called asymptotic", () => {
    const tallies = syntheticPopulations(100, SEED).map((population) =>
      runTrials(supg("disagreement"), population, { target: 0.9, delta: 0.05, seed: SEED }, 300),
    );
    expect(Math.min(...tallies.map((tally) => tally.pValue))).toBeLessThan(1e-6);
  });
});

describe("decisions", () => {
  test("the same seed decides the same, another one otherwise", () => {
    const [population] = syntheticPopulations(1000, SEED);
    const run = (method: (typeof all)[number], seed: number) =>
      method.run(population, { target: 0.9, delta: 0.1, seed }).escalated.join("");
    for (const method of all) {
      expect(run(method, 1), method.name).toBe(run(method, 1));
      if (method.name !== "threshold 0.7") expect(run(method, 1), method.name).not.toBe(run(method, 2));
    }
  });

  test("where all are right, few are asked; where all are wrong, all but the allowed", () => {
    for (const method of finite.filter(({ name }) => !name.includes("kept"))) {
      const right = runTrials(method, constant(2000, false), { target: 0.9, delta: 0.1, seed: 1 }, 5);
      expect(right.share, method.name).toBeLessThan(0.1);
      const wrong = runTrials(method, constant(2000, true), { target: 0.9, delta: 0.1, seed: 1 }, 5);
      expect(wrong.share, method.name).toBeGreaterThanOrEqual(0.9);
      expect([wrong.failures, right.failures]).toEqual([0, 0]);
    }
  });

  test("a target that allows no error asks about all, unless all are right", () => {
    const [population] = syntheticPopulations(200, SEED);
    for (const method of finite) {
      expect(runTrials(method, population, { target: 1, delta: 0.05, seed: 3 }, 20).failures, method.name).toBe(0);
    }
  });

  test("one item is a population", () => {
    for (const method of all) {
      const { escalated } = method.run(constant(1, true), { target: 0.9, delta: 0.1, seed: 1 });
      expect(escalated, method.name).toHaveLength(1);
    }
  });

  test("baselines do what their names say", () => {
    const population = makePopulation(
      { name: "five", confidence: [0.2, 0.9, 0.7, 0.69, 1], wrong: [true, false, false, true, true] },
      SEED,
    );
    const counts = [cheapOnly, expensiveOnly, fixedThreshold(0.7), randomEscalation(0.4)].map((method) =>
      countOutcome(population, method.run(population, { target: 0.9, delta: 0.1, seed: 1 }).escalated, method.name),
    );
    expect(counts.slice(0, 3)).toEqual([
      { asked: 0, left: 3 },
      { asked: 5, left: 0 },
      { asked: 2, left: 1 },
    ]);
    expect(counts[3].asked).toBe(2);
  });
});

describe("on recorded answers", () => {
  if (!recordedAvailable) process.stderr.write(`skipped: no recorded answers (${recordedFolder})\n`);

  test.skipIf(!recordedAvailable)("BARGAIN asks less than its reference implementation did", () => {
    const populations = recordedPopulations(SEED);
    const measured: [name: string, twenty: number, fifty: number][] = [
      ["cosmosqa-10k: Qwen-7B", 0.255, 0.245],
      ["mmlu-10k: Mistral-7B", 0.541, 0.521],
    ];
    for (const [name, ...shares] of measured) {
      const population = populations.find((each) => each.name.startsWith(name));
      if (population === undefined) throw new Error(`no set ${name}`);
      for (const [i, thresholds] of [20, 50].entries()) {
        const demand = { target: 0.9, delta: 0.1, seed: SEED };
        expect(runTrials(bargain(thresholds, "whole"), population, demand, 100).share).toBeLessThan(shares[i]);
      }
    }
  });

  test.skipIf(!recordedAvailable)("the sets have the errors that are known of them", () => {
    const known = recordedPopulations(SEED).map(({ name, size, wrongBefore }) => [
      name.split(",")[0],
      size,
      wrongBefore[size],
    ]);
    expect(known).toHaveLength(11);
    expect(known[0]).toEqual(["cosmosqa-10k: Qwen-7B → Yi-34B", 10_000, 1513]);
    expect(known[3]).toEqual(["mmlu-10k: Mistral-7B-v0.1 → Yi-34B", 10_000, 3466]);
    for (const [, size, wrong] of known) expect(Number(wrong)).toBeGreaterThan(allowedErrors(Number(size), 0.9));
  });
});
