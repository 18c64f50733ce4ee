// Our own method, by the functions that active-learning decides with; a test compares it with active-learning itself.
import { allowedErrors, auditAllowance, auditSize } from "../../../src/builtins/statistics/audit.ts";
import { permutation, seededRandom } from "../../../src/builtins/statistics/sampling.ts";
import { escalateAfter, type Method } from "./method.ts";

/** As `%reserve` in lib/patterns/certificate.scm. */
export const RESERVE = 0.8;

/** One uniform audit; the longest prefix with at most as many disagreements as it allows is kept. */
export const ours: Method = {
  name: "ours",
  promise: "finite",
  asksCheap: true,
  run({ size, wrong }, { target, delta, seed }) {
    const draws = auditSize(size, target, RESERVE * delta);
    const audited = permutation(size, seededRandom(seed)).slice(0, draws);
    const drawn = new Uint8Array(size);
    for (const rank of audited) drawn[rank] = 1;
    let left = auditAllowance(size, allowedErrors(size, target), draws, RESERVE * delta);
    let kept = 0;
    while (left >= 0 && kept < size) {
      if (drawn[kept] && wrong[kept] && --left < 0) break;
      kept++;
    }
    const escalated = escalateAfter(size, kept);
    for (const rank of audited) escalated[rank] = 1;
    return { escalated };
  },
};
