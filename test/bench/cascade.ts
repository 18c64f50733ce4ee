// Cascades on recorded answers of real models: how often each method asks the oracle, and whether it keeps its promise.
import { parseArgs } from "node:util";
import { testCallsForm } from "./cascade/calls-form.ts";
import { clausesPart } from "./cascade/clauses.ts";
import { compare, PRICE_RATIO } from "./cascade/comparison.ts";
import { rivals } from "./cascade/contenders.ts";
import { ours } from "./cascade/ours.ts";
import { testPromises } from "./cascade/promises.ts";
import { recordedAvailable, recordedFolder, recordedPopulations } from "./cascade/recorded.ts";

const USAGE = `usage: npm run bench:cascade -- [--trials N] [--seed N] [--sets TEXT] [--quick]
  --trials N   trials per set, target and delta (500)
  --seed N     where all randomness comes from (1)
  --sets TEXT  only the sets with TEXT in their name, for example boolq
  --quick      60 trials, and no test of the promises`;

interface Options {
  trials: number;
  seed: number;
  sets: string;
  quick: boolean;
}

const [TARGET, DELTA] = [0.9, 0.1];

try {
  await main(readOptions());
} catch (error) {
  console.error(`bench:cascade: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}

async function main(options: Options): Promise<void> {
  recordedPart(options);
  await clausesPart();
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      trials: { type: "string" },
      seed: { type: "string", default: "1" },
      sets: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
    },
  });
  const { sets, quick } = values;
  const trials = wholeNumber("--trials", values.trials ?? (quick ? "60" : "500"), 1, 1e6);
  return { trials, seed: wholeNumber("--seed", values.seed, 0, 2 ** 31), sets, quick };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Error(`${name}: expected a whole number from ${least} to ${most}, got "${text}"`);
}

function recordedPart({ trials, seed, sets, quick }: Options): void {
  if (!recordedAvailable) {
    console.log(`skipped: no recorded answers beside the project (${recordedFolder})`);
    return;
  }
  const populations = recordedPopulations(seed).filter(({ name }) => name.includes(sets));
  if (populations.length === 0) throw new Error(`--sets: no set has "${sets}" in its name`);
  console.log(
    `seed ${seed}; ${trials} trials; target ${TARGET}, delta ${DELTA}. "saving" is against the expensive model on all items, ` +
      `where a cheap call costs ${PRICE_RATIO} of an expensive one.`,
  );
  let cheapest = 0;
  for (const population of populations) {
    const ahead = compare(population, { target: TARGET, delta: DELTA, seed }, trials);
    if (ahead.length === 0) cheapest++;
    else console.log(`${ours.name} asks no less than: ${ahead.join("; ")}`);
  }
  const names = rivals.map(({ name }) => name).join(" and ");
  console.log(`\n${ours.name} asks the oracle less than ${names} on ${cheapest} of ${populations.length} sets.`);
  if (quick) return;
  const broken = [...testPromises(populations, seed, trials), ...testCallsForm(populations, seed, trials)];
  if (broken.length === 0) return;
  console.error(`bench:cascade: a promise that holds for every size was broken by: ${broken.join("; ")}`);
  process.exitCode = 1;
}
