// Each set at one target: who asks the oracle how often, and what comes of it.
import { allowedErrors } from "../../../src/builtins/statistics/audit.ts";
import { randomEscalation } from "./baselines.ts";
import { baselines, promising, rivals } from "./contenders.ts";
import type { Demand } from "./method.ts";
import { ours } from "./ours.ts";
import { leastShare, type Population } from "./population.ts";
import { probability, share, table } from "./table.ts";
import { runTrials, type Tally } from "./trials.ts";

/** The price of a cheap call, where an expensive one costs 1: gpt-4o-mini beside gpt-4o at list prices. */
export const PRICE_RATIO = 0.06;

/** Prints a table, and gives the names of the rivals that asked the oracle no more often than ours. */
export function compare(population: Population, demand: Demand, trials: number): string[] {
  const { size, wrongBefore, auroc } = population;
  const tallies = promising.map((method) => runTrials(method, population, demand, trials));
  const own = tallies[promising.indexOf(ours)];
  tallies.push(runTrials(randomEscalation(own.share), population, demand, trials));
  // Nothing in these is random: one run says all.
  for (const method of baselines) tallies.push(runTrials(method, population, demand, 1));
  const least = leastShare(population, allowedErrors(size, demand.target));
  console.log(
    `\n${population.name} (${size} items; the cheap model agrees on ${share(1 - wrongBefore[size] / size)}; AUROC ` +
      `${auroc === undefined ? "none" : share(auroc)}; all labels known: ${share(least)} of the calls)`,
  );
  console.log(table([HEADING, ...tallies.map((tally) => row(tally, demand.delta))]));
  return rivals.filter((rival) => tallies[promising.indexOf(rival)].share <= own.share).map((rival) => rival.name);
}

const HEADING = ["method", "oracle share", "agreement", "saving", "failures", "delta", "p"];

/** The saving is against the expensive model on all items. */
function row({ method, trials, failures, pValue, share: asked, agreement }: Tally, delta: number): string[] {
  const saving = 1 - asked - (method.asksCheap ? PRICE_RATIO : 0);
  const promise = method.promise === "none" ? ["–", "–"] : [String(delta), probability(pValue)];
  return [method.name, share(asked), share(agreement), share(saving), `${failures}/${trials}`, ...promise];
}
