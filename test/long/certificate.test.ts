// The promise of active-learning on larger populations, and in more runs than the usual tests have time for.
import { describe, expect, test } from "vitest";
import { forms, luck, populations, seed } from "../support/cascades.ts";

describe.each(Object.entries(forms))(`by %s (seed ${seed})`, (_, form) => {
  test.each(Object.entries(populations))(
    "%s",
    async (_, population) => {
      expect.soft(await luck(population, form, 20, 1000), "20 items").toBeGreaterThan(0.001);
      expect.soft(await luck(population, form, 1000, 200), "1,000 items").toBeGreaterThan(0.001);
      expect.soft(await luck(population, form, 10_000, 20), "10,000 items").toBeGreaterThan(0.001);
    },
    600_000,
  );
});
