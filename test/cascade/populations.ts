// Synthetic populations that are hard in one way each.
import { seededRandom } from "../../src/builtins/statistics/sampling.ts";
import { makePopulation, type Population } from "../bench/cascade/population.ts";

const shapes: { [name: string]: (rank: number, random: () => number) => { confidence: number; wrong: boolean } } = {
  "errors fall with confidence": (x, random) => ({ confidence: 1 - x, wrong: random() < 0.6 * x * x }),
  "confidence says nothing": (_, random) => ({ confidence: random(), wrong: random() < 0.12 }),
  "all tied": (_, random) => ({ confidence: 0.9, wrong: random() < 0.12 }),
  "confident errors first": (x) => ({ confidence: 1 - x, wrong: x < 0.11 }),
  "errors just behind a step": (x) => ({ confidence: 1 - x, wrong: x >= 0.52 && x < 0.63 }),
  "just too many errors, evenly": (x, random) => ({ confidence: 1 - x, wrong: random() < 0.105 }),
};

/** `x`, the rank as a share, goes from 0 for the most confident to 1. */
export function syntheticPopulations(size: number, seed: number): Population[] {
  return Object.entries(shapes).map(([name, shape]) => {
    const random = seededRandom(seed);
    const items = Array.from({ length: size }, (_, i) => shape(i / size, random));
    const records = { confidence: items.map((item) => item.confidence), wrong: items.map((item) => item.wrong) };
    return makePopulation({ name: `${name}, ${size}`, ...records }, seed);
  });
}
