// The benchmark's account of our method is active-learning itself: the same items go to the expensive model.
import { describe, expect, test } from "vitest";
import { createSkein } from "../../src/index.ts";
import { ours, withCalls } from "../bench/cascade/ours.ts";
import { makePopulation } from "../bench/cascade/population.ts";

// The audit is drawn with the seed after that of the order.
const seeds = Array.from({ length: 12 }, (_, i) => 100 + 7 * i);

/** The most confident item first, so that ranks are indices. */
function graded(size: number) {
  const confidence = Array.from({ length: size }, (_, i) => 1 - (i + 1) / (2 * size));
  const wrong = confidence.map((c, i) => (i * 7919) % size < size * (1 - c));
  return { confidence, wrong };
}

/** By seed: the items that the expensive model was asked about, and what was certified. */
async function learned(size: number, form: string): Promise<[number[], number][]> {
  const skein = createSkein({ inputs: graded(size) });
  try {
    const { value } = await skein.run(`
      (define score (list->vector confidence))
      (define wrong? (list->vector wrong))
      (map (lambda (seed)
             (define asked '())
             (define-values (labels report)
               (active-learning (range ${size})
                 #:cheap (lambda (i) (cons (if (vector-ref wrong? i) 'no 'yes) (vector-ref score i)))
                 #:expensive (lambda (i) (set! asked (cons i asked)) 'yes)
                 ${form} #:delta 0.2 #:seed seed #:progress #f))
             (list (sort asked <) (hash-ref report 'agreement-certified)))
           '(${seeds.join(" ")}))`);
    return value as [number[], number][];
  } finally {
    await skein.close();
  }
}

const askedOf = (escalated: Uint8Array): number[] => [...escalated.keys()].filter((rank) => escalated[rank]);

describe.each([60, 700])("of %d items, for many seeds", (size) => {
  const population = makePopulation({ name: "graded", ...graded(size) }, 1);

  test.each([0.85, 0.95])("with a target of %d", async (target) => {
    const results = await learned(size, `#:target ${target}`);
    seeds.forEach((seed, i) => {
      const { escalated } = ours.run(population, { target, delta: 0.2, seed: seed + 1 });
      expect(results[i][0]).toEqual(askedOf(escalated));
      expect(results[i][1]).toBeGreaterThanOrEqual(target - 1e-9);
    });
  });

  test.each([0.1, 0.5])("with calls for a share of %d", async (share) => {
    const calls = Math.round(share * size);
    const results = await learned(size, `#:max-expensive ${calls}`);
    seeds.forEach((seed, i) => {
      const { escalated, certified } = withCalls(population, calls, 0.2, seed + 1);
      expect(results[i][0]).toEqual(askedOf(escalated));
      expect(results[i][1]).toBeCloseTo(certified, 12);
    });
  });
});
