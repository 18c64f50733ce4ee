// The form by a number of calls (or a budget): what it certifies, what is true, and how often it certified too much.
import { withCalls } from "./ours.ts";
import type { Population } from "./population.ts";
import { probability, share, table } from "./table.ts";
import { atLeast, countOutcome } from "./trials.ts";

const SHARES = [0.1, 0.3];
const DELTA = 0.1;

/** Prints a table; the names of the sets where certificates were wrong significantly more often than delta. */
export function testCallsForm(populations: readonly Population[], seed: number, trials: number): string[] {
  console.log(`\nWhat a number of expensive calls can promise: ours, delta ${DELTA}, ${trials} trials.`);
  const rows = [["set", "calls", "certified", "true", "wrong certificates", "p"]];
  const broken: string[] = [];
  for (const population of populations) {
    for (const part of SHARES) {
      const calls = Math.round(part * population.size);
      const sums = { certified: 0, right: 0, wrong: 0 };
      for (let trial = 0; trial < trials; trial++) {
        const { escalated, certified } = withCalls(population, calls, DELTA, seed + 1 + trial);
        const { asked, left } = countOutcome(population, escalated, "ours");
        if (asked > calls) throw new Error(`ours: ${asked} calls where ${calls} were allowed`);
        const right = 1 - left / population.size;
        sums.certified += certified;
        sums.right += right;
        if (right < certified - 1e-9) sums.wrong++;
      }
      const p = atLeast(sums.wrong, trials, DELTA);
      if (p < 0.001 / (populations.length * SHARES.length)) broken.push(population.name);
      const means = [share(sums.certified / trials), share(sums.right / trials)];
      rows.push([
        population.name,
        `${calls} of ${population.size}`,
        ...means,
        `${sums.wrong}/${trials}`,
        probability(p),
      ]);
    }
  }
  console.log(table(rows));
  return broken;
}
