// The promise of active-learning, kept: over many audits, on populations made to break it, it fails in at most delta of them.
import { describe, expect, test } from "vitest";
import { forms, luck, populations, seed } from "../support/cascades.ts";

describe.each(Object.entries(forms))(`by %s (seed ${seed})`, (_, form) => {
  test.each(Object.entries(populations))("%s", async (_, population) => {
    expect.soft(await luck(population, form, 20, 100), "20 items").toBeGreaterThan(0.001);
    expect.soft(await luck(population, form, 150, 40), "150 items").toBeGreaterThan(0.001);
  });
});
