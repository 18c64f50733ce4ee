// Our own method, by the functions that active-learning decides with; a test compares it with active-learning itself.
import { allowedErrors, auditBound } from "../../../src/builtins/statistics/audit.ts";
import { escalateAfter, type Method } from "./method.ts";
import type { Population } from "./population.ts";
import { auditFor, randomOrder } from "./shared.ts";

/** As `%reserve` in lib/patterns/certificate.scm. */
export const RESERVE = 0.8;

/** One uniform audit; the longest prefix with at most as many disagreements as it allows is kept, or a harmless one. */
export const ours: Method = {
  name: "ours",
  promise: "finite",
  asksCheap: true,
  run({ size, wrong }, { target, delta, seed }) {
    const { draws, allowance } = auditFor(size, target, RESERVE * delta);
    const audited = randomOrder(size, seed).subarray(0, draws);
    const drawn = new Uint8Array(size);
    for (const rank of audited) drawn[rank] = 1;
    const kept = Math.max(
      prefixWith(size, allowance, (rank) => drawn[rank] * wrong[rank]),
      // Not even all wrong would the items that were not audited be too many.
      prefixWith(size, allowedErrors(size, target), (rank) => 1 - drawn[rank]),
    );
    const escalated = escalateAfter(size, kept);
    for (const rank of audited) escalated[rank] = 1;
    return { escalated };
  },
};

/** The length of the longest prefix in which at most so many ranks count; 0 for fewer than none. */
function prefixWith(size: number, allowed: number, counts: (rank: number) => number): number {
  let kept = 0;
  for (let left = allowed; left >= 0 && kept < size; kept++) {
    left -= counts(kept);
    if (left < 0) return kept;
  }
  return kept;
}

/** The audit of a limited number of calls, as `%capped-audit` and `%usual-audit` in lib/patterns/active-learning.scm. */
export function cappedAudit(size: number, calls: number, delta: number): number {
  const usual = Math.min(size, Math.floor((3 * auditFor(size, 0.9, RESERVE * delta).draws) / 2));
  return calls < size ? Math.min(usual, Math.ceil(Math.max((3 * calls) / 20, Math.min(50, (2 * calls) / 5)))) : usual;
}

/** The form by a number of calls: an audit, the rest to the least confident; what is certified of the whole. */
export function withCalls(population: Population, calls: number, delta: number, seed: number) {
  const { size, wrong } = population;
  const draws = cappedAudit(size, calls, delta);
  const escalated = new Uint8Array(size);
  for (const rank of randomOrder(size, seed).subarray(0, draws)) escalated[rank] = 1;
  const audited = escalated.slice();
  let kept = size;
  for (let rest = calls - draws; kept > 0 && (audited[kept - 1] || rest > 0); kept--) {
    if (!audited[kept - 1]) rest--;
    escalated[kept - 1] = 1;
  }
  const found = audited.subarray(0, kept).reduce((sum, drawn, rank) => sum + drawn * wrong[rank], 0);
  const unseen = escalated.reduce((sum, asked) => sum + 1 - asked, 0);
  const certified = 1 - Math.min(unseen, auditBound(size, draws, found, RESERVE * delta)) / size;
  return { escalated, certified };
}
