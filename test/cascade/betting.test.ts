// The betting test of the cascade benchmark's BARGAIN, against every order of every small set of records.
import { expect, test } from "vitest";
import { bettingTest } from "../bench/cascade/betting.ts";

const SIZES = [1, 2, 5, 8, 11];

/** Bit i of the mask says whether the i-th record is right. */
function outcome(mask: number, size: number, rightAtMost: number, delta: number): string {
  const wager = bettingTest({ size, rightAtMost, delta });
  for (let i = 0; i < size; i++) {
    const state = wager.next(((mask >> i) & 1) === 1);
    if (state !== "open") return state;
  }
  return "open";
}

const bits = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + bits(mask >> 1));

test("a true hypothesis is refuted in at most delta of all orders, and 'certain' is never wrong", () => {
  let checked = 0;
  let refutations = 0;
  let wronglyCertain = 0;
  for (const size of SIZES) {
    for (let rightAtMost = 0; rightAtMost < size; rightAtMost++) {
      for (const delta of [0.05, 0.1, 0.3, 0.5]) {
        const orders = Array.from({ length: size + 1 }, () => ({ all: 0, refuted: 0 }));
        for (let mask = 0; mask < 1 << size; mask++) {
          const right = bits(mask);
          const state = outcome(mask, size, rightAtMost, delta);
          orders[right].all++;
          if (state === "refuted") orders[right].refuted++;
          if (state === "certain" && right > rightAtMost) wronglyCertain++;
        }
        for (const { all, refuted } of orders.slice(0, rightAtMost + 1)) {
          expect(refuted / all).toBeLessThanOrEqual(delta);
          refutations += refuted;
          checked++;
        }
        // Whoever has seen all records knows.
        for (const { all, refuted } of orders.slice(rightAtMost + 1)) expect(refuted).toBe(all);
      }
    }
  }
  expect(checked).toBe(4 * SIZES.reduce((sum, n) => sum + (n * (n + 1)) / 2, 0));
  expect(wronglyCertain).toBe(0);
  // It does bet: an error that never happened would prove nothing.
  expect(refutations).toBeGreaterThan(500);
});

test("it needs few records where nearly all are right", () => {
  const wager = bettingTest({ size: 10_000, rightAtMost: 8_999, delta: 0.1 });
  while (wager.next(true) === "open");
  expect(wager.seen).toBeGreaterThan(20);
  expect(wager.seen).toBeLessThan(60);
  expect(wager.right).toBe(wager.seen);
});
