// The benchmark's account of our method is active-learning itself: the same items go to the expensive model.
import { expect, test } from "vitest";
import { createSkein } from "../../src/index.ts";
import { ours } from "../bench/cascade/ours.ts";
import { makePopulation } from "../bench/cascade/population.ts";

test.each([60, 700])("of %d items, for many seeds and two targets", async (size) => {
  // The most confident item first, so that ranks are indices.
  const confidence = Array.from({ length: size }, (_, i) => 1 - (i + 1) / (2 * size));
  const wrong = confidence.map((c, i) => (i * 7919) % size < size * (1 - c));
  const population = makePopulation({ name: "graded", confidence, wrong }, 1);
  const skein = createSkein({ inputs: { confidence, wrong } });
  try {
    for (const target of [0.85, 0.95]) {
      const seeds = Array.from({ length: 12 }, (_, i) => 100 + 7 * i);
      const { value } = await skein.run(`
        (define score (list->vector confidence))
        (define wrong? (list->vector wrong))
        (map (lambda (seed)
               (define asked '())
               (active-learning (range ${size})
                 #:cheap (lambda (i) (cons (if (vector-ref wrong? i) 'no 'yes) (vector-ref score i)))
                 #:expensive (lambda (i) (set! asked (cons i asked)) 'yes)
                 #:target ${target} #:delta 0.2 #:seed seed #:progress #f)
               (sort asked <))
             '(${seeds.join(" ")}))`);
      seeds.forEach((seed, i) => {
        // The audit is drawn with the seed after that of the order.
        const { escalated } = ours.run(population, { target, delta: 0.2, seed: seed + 1 });
        const expected = [...escalated.keys()].filter((rank) => escalated[rank]);
        expect((value as number[][])[i]).toEqual(expected);
      });
    }
  } finally {
    await skein.close();
  }
});
