// Puts every promise to the test: all sets, targets and deltas, failures counted against delta by an exact binomial test.
import { promising } from "./contenders.ts";
import type { Method } from "./method.ts";
import type { Population } from "./population.ts";
import { probability, table } from "./table.ts";
import { runTrials, type Tally } from "./trials.ts";

const TARGETS = [0.8, 0.85, 0.9, 0.95];
const DELTAS = [0.05, 0.1, 0.2];
/** How improbable the worst of all cells has to be before a promise counts as broken. */
const SIGNIFICANT = 0.001;

/** Prints a table of the worst cells, and gives the names of the finite promises that were broken. */
export function testPromises(populations: readonly Population[], seed: number, trials: number): string[] {
  const cells = populations.length * TARGETS.length;
  console.log(
    `\nPromises on ${populations.length} sets at targets ${TARGETS.join(", ")}, ${trials} trials each. "worst" is the cell of ` +
      `${cells} with most failures; p is corrected for their number (Bonferroni).`,
  );
  const rows = [["method", "promise", "delta", "all failures", "worst", "p", "where"]];
  const broken = new Set<string>();
  for (const method of promising) {
    for (const delta of DELTAS) {
      const { all, worst, where } = failuresOf(method, populations, { delta, seed }, trials);
      const p = Math.min(1, worst.pValue * cells);
      if (method.promise === "finite" && p < SIGNIFICANT) broken.add(method.name);
      const counts = [`${all}/${trials * cells}`, `${worst.failures}/${trials}`, probability(p)];
      rows.push([method.name, method.promise, String(delta), ...counts, where]);
    }
  }
  console.log(table(rows));
  return [...broken];
}

function failuresOf(
  method: Method,
  populations: readonly Population[],
  demand: { delta: number; seed: number },
  trials: number,
): { all: number; worst: Tally; where: string } {
  const tallies = populations.flatMap((population) =>
    TARGETS.map((target) => ({
      tally: runTrials(method, population, { ...demand, target }, trials),
      where: `${population.name}, ${target}`,
    })),
  );
  const worst = tallies.reduce((a, b) => (b.tally.failures > a.tally.failures ? b : a));
  const all = tallies.reduce((sum, { tally }) => sum + tally.failures, 0);
  return { all, worst: worst.tally, where: worst.tally.failures === 0 ? "" : worst.where };
}
