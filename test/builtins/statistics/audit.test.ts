// The promise of an audit, against every possible audit of every small population: it fails with at most delta.
import { describe, expect, test } from "vitest";
import { allowedErrors, auditAllowance, auditBound, auditSize } from "../../../src/builtins/statistics/audit.ts";
import { hypergeometricCdf } from "../../../src/builtins/statistics/distributions.ts";
import { permutation, seededRandom } from "../../../src/builtins/statistics/sampling.ts";

const bits = (mask: number): number => {
  let count = 0;
  for (; mask; mask &= mask - 1) count++;
  return count;
};

/** Errors left in the longest prefix with at most `found` drawn errors. Bit i of a mask is the i-th item in the order. */
function leftInPrefix(errors: number, drawn: number, population: number, found: number): number {
  let [seen, left] = [0, 0];
  for (let i = 0; i < population; i++) {
    if (!((errors >> i) & 1)) continue;
    if (!((drawn >> i) & 1)) left++;
    else if (++seen > found) return left;
  }
  return left;
}

const subsets = (population: number): number[] => Array.from({ length: 1 << population }, (_, mask) => mask);

describe("exact enumeration", () => {
  test("of every population up to 9, every audit, every allowance: a prefix leaves too many with at most delta", () => {
    let checked = 0;
    let tight = 0;
    for (const population of [1, 2, 5, 8, 9]) {
      const all = subsets(population);
      for (let draws = 0; draws <= population; draws++) {
        const audits = all.filter((mask) => bits(mask) === draws);
        for (const [allowed, delta] of [0, 1, 2, 4].flatMap((a) => [0.05, 0.2, 0.4].map((d) => [a, d]))) {
          const found = auditAllowance(population, allowed, draws, delta);
          if (found < 0) continue;
          for (const errors of all) {
            const broken = audits.filter((drawn) => leftInPrefix(errors, drawn, population, found) > allowed).length;
            const rate = broken / audits.length;
            expect(rate).toBeLessThanOrEqual(delta + 1e-12);
            if (rate > delta / 2) tight++;
            checked++;
          }
        }
      }
    }
    expect(checked).toBeGreaterThan(40_000);
    // The bound is not merely safe: often it is nearly reached.
    expect(tight).toBeGreaterThan(500);
  });

  test("of a prefix fixed beforehand: the bound on what is left fails with at most delta", () => {
    for (const population of [3, 7, 10]) {
      const all = subsets(population);
      for (let draws = 0; draws <= population; draws++) {
        const audits = all.filter((mask) => bits(mask) === draws);
        for (const delta of [0.1, 0.3]) {
          for (let errors = 0; errors <= population; errors++) {
            const marked = (1 << errors) - 1;
            const broken = audits.filter((drawn) => {
              const found = bits(marked & drawn);
              return errors - found > auditBound(population, draws, found, delta);
            });
            expect(broken.length / audits.length).toBeLessThanOrEqual(delta + 1e-12);
          }
        }
      }
    }
  });
});

test("an allowance is the largest that holds, and the bound is its inverse", () => {
  for (const [population, allowed, draws, delta] of [
    [20, 2, 11, 0.1],
    [500, 50, 80, 0.05],
    [10_000, 1000, 418, 0.1],
    [10_000, 500, 566, 0.05],
    [1531, 153, 156, 0.2],
  ]) {
    const found = auditAllowance(population, allowed, draws, delta);
    const risk = (x: number) => hypergeometricCdf(x, population, allowed + 1 + x, draws);
    expect(risk(found)).toBeLessThanOrEqual(delta);
    expect(risk(found + 1)).toBeGreaterThan(delta);
    expect(auditBound(population, draws, found, delta)).toBeLessThanOrEqual(allowed);
    expect(auditBound(population, draws, found + 1, delta)).toBeGreaterThan(allowed);
  }
});

test("an audit's size is decided without labels, is the smallest for what it allows, and is 0 when it saves nothing", () => {
  expect(auditSize(20, 0.9, 0.1)).toBe(11);
  expect(auditAllowance(20, 2, 10, 0.1)).toBe(-1);
  expect(auditSize(5, 0.99, 0.1)).toBe(0);
  expect(auditSize(0, 0.9, 0.1)).toBe(0);
  expect(auditSize(100, 0, 0.1)).toBe(0);
  for (const population of [50, 191, 1000, 10_000]) {
    const draws = auditSize(population, 0.9, 0.1);
    const allowed = allowedErrors(population, 0.9);
    const found = auditAllowance(population, allowed, draws, 0.1);
    expect(found).toBeGreaterThanOrEqual(0);
    expect(auditAllowance(population, allowed, draws - 1, 0.1)).toBeLessThan(found);
  }
});

test("a target is read as the decimal that was written", () => {
  expect(allowedErrors(20, 0.9)).toBe(2);
  expect(allowedErrors(10_000, 0.95)).toBe(500);
  expect(allowedErrors(10, 0.3)).toBe(7);
  expect(allowedErrors(3, 1)).toBe(0);
  expect(allowedErrors(7, 0)).toBe(7);
  for (let k = 1; k < 1000; k++) expect(allowedErrors(1000, k / 1000)).toBe(1000 - k);
});

test("a permutation has each number once, is the same for the same seed, and every place is as likely", () => {
  const random = seededRandom(11);
  const firsts = new Array<number>(6).fill(0);
  for (let i = 0; i < 6000; i++) {
    const order = permutation(6, random);
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    firsts[order[0]]++;
  }
  for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  expect(permutation(100, seededRandom(3))).toEqual(permutation(100, seededRandom(3)));
});
