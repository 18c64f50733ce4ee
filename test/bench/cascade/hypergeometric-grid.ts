// The method of the founding design, literally, as an ablation: a fixed audit, prefixes in 2 % steps, one exact test each.
import { allowedErrors } from "../../../src/builtins/statistics/audit.ts";
import { hypergeometricCdf } from "../../../src/builtins/statistics/distributions.ts";
import { escalateAfter, type Method } from "./method.ts";
import { randomOrder } from "./shared.ts";

const STEPS = 50;

/**
 * The design fixes no size: with this one, 385 of 10,000, the shares that it states come out to the third digit. What the
 * audit finds wrong is put right, but earns no allowance; and only the audited items inside a prefix speak for it.
 */
const usualAudit = (size: number): number => Math.round((4 * Math.sqrt(size)) / (1 + 4 / Math.sqrt(size)));

export const hypergeometricGrid: Method = {
  name: "grid, hypergeometric",
  promise: "finite",
  asksCheap: true,
  run({ size, wrong }, { target, delta, seed }) {
    const audited = randomOrder(size, seed).subarray(0, usualAudit(size));
    // How many were drawn, and how many of them wrong, before each rank.
    const drawn = new Uint32Array(size + 1);
    const found = new Uint32Array(size + 1);
    for (const rank of audited) {
      drawn[rank + 1] = 1;
      found[rank + 1] = wrong[rank];
    }
    for (let i = 0; i < size; i++) {
      drawn[i + 1] += drawn[i];
      found[i + 1] += found[i];
    }
    const allowed = allowedErrors(size, target);
    let kept = 0;
    for (let step = 1; step <= STEPS; step++) {
      const prefix = Math.round((size * step) / STEPS);
      // A prefix of at most `allowed` items can not hold more errors.
      if (prefix > allowed && hypergeometricCdf(found[prefix], prefix, allowed + 1, drawn[prefix]) > delta) break;
      kept = prefix;
    }
    const escalated = escalateAfter(size, kept);
    for (const rank of audited) escalated[rank] = 1;
    return { escalated };
  },
};
