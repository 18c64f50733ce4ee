// What a random audit allows one to say of the items that were not audited. Exact for every size; no approximation.
import { hypergeometricCdf } from "./distributions.ts";

/*
 * N items stand in an order that was fixed before any label was seen. An audit labels n of them, drawn without replacement;
 * what it finds wrong it puts right. So the question is how many errors are left among the items that it did not draw.
 *
 * The first a + 1 + x errors in the order are some fixed set of items. The number of them that the audit draws is
 * hypergeometric, whichever they are. Let a prefix be kept that contains at most x drawn errors. If it holds more than
 * a errors that were not drawn, then at most x of those first a + 1 + x were drawn: P = F(x; N, a + 1 + x, n), with F the
 * cumulative distribution function. Where that is at most delta, "at most a errors are left" fails with at most this
 * probability, however the prefix was chosen among all that contain at most x drawn errors, and wherever the errors lie.
 */

/**
 * How many drawn errors a prefix may contain so that, with probability 1 − delta, at most `allowed` errors that were not
 * drawn are in it; −1 when the audit is too small to say so of any. Counts of items; `delta` between 0 and 1.
 */
export function auditAllowance(population: number, allowed: number, draws: number, delta: number): number {
  if (allowed >= population - draws) return draws;
  const holds = (x: number) => hypergeometricCdf(x, population, allowed + 1 + x, draws) <= delta;
  let none = -1;
  // With this many drawn, fewer than `allowed` + 1 others would be left: the probability is 1.
  let most = Math.min(draws, population - allowed - 1);
  while (none < most) {
    const middle = none + Math.ceil((most - none) / 2);
    if (holds(middle)) none = middle;
    else most = middle - 1;
  }
  return none;
}

/**
 * The most errors that may be among the items not drawn, when `found` were drawn in a prefix fixed beforehand: exceeded
 * with probability at most `delta`. The inverse of `auditAllowance`, and valid together with it.
 */
export function auditBound(population: number, draws: number, found: number, delta: number): number {
  // Every number of errors above the bound would have shown more in the audit but for a probability of delta.
  let low = 0;
  let high = population - draws;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (hypergeometricCdf(found, population, middle + 1 + found, draws) <= delta) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** ⌊(1 − target)·population⌋ errors, with `target` read as the decimal that was written: 0.9 of 20 allows 2. */
export function allowedErrors(population: number, target: number): number {
  return Math.floor((1 - target) * population * (1 + 1e-12) + 1e-9);
}

/**
 * How many items to audit for a target: decided before any label is seen, from the number of items alone. Too few make the
 * bound loose, too many are paid for nothing. 6·√N, more for a strict target, was about the best on the recorded answers of
 * `bench:cascade`, from 191 to 10,000 items: about 58 and 566. Then it is the smallest audit that allows as much. Gives 0
 * when no audit could save a call.
 */
export function auditSize(population: number, target: number, delta: number): number {
  const allowed = allowedErrors(population, target);
  if (allowed >= population) return 0;
  const guess = 6 * Math.sqrt((population * 0.1) / Math.max(1 - target, 1 / population));
  const usual = Math.round(guess / (1 + guess / population));
  let wanted = auditAllowance(population, allowed, usual, delta);
  if (wanted < 0) wanted = 0;
  let [low, high] = [0, population];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (auditAllowance(population, allowed, middle, delta) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low >= population ? 0 : low;
}
