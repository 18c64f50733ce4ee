// Who is compared, in the order of the table's rows.
import { bargain } from "./bargain.ts";
import { cheapOnly, expensiveOnly, fixedThreshold } from "./baselines.ts";
import { hypergeometricGrid } from "./hypergeometric-grid.ts";
import type { Method } from "./method.ts";
import { ours } from "./ours.ts";
import { supg } from "./supg.ts";

/** Those that ours has to beat on each set. */
export const rivals: readonly Method[] = [bargain(20, "whole"), bargain(50, "whole")];

/** All that promise something: their promises are put to the test. */
export const promising: readonly Method[] = [
  ours,
  hypergeometricGrid,
  ...rivals,
  bargain(50, "kept"),
  supg("agreement"),
  supg("disagreement"),
];

export const baselines: readonly Method[] = [fixedThreshold(0.7), cheapOnly, expensiveOnly];
