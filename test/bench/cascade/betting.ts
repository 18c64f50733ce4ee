// A betting test on records drawn without replacement (Waudby-Smith and Ramdas, arXiv 2010.09686), as BARGAIN uses it.

/*
 * The null hypothesis: of `size` records, at most `rightAtMost` are right. Whoever bets on right records against it can not
 * expect to gain: a capital that begins at 1 exceeds 1/δ at any time with probability at most δ (Ville), however one decides
 * when to stop. The stake of each record depends on those before it alone; theirs is the paper's predictable plug-in,
 * √(2·ln(1/δ) / (σ̂²·t·ln(t + 1))), cut at half of what could be lost. Drawing without replacement enters through the mean
 * of what is left, which each record changes.
 */
const CUT = 0.5;

export interface Wager {
  size: number;
  rightAtMost: number;
  delta: number;
}

export interface BettingTest {
  /** Records seen, and how many of them were right. */
  seen: number;
  right: number;
  /** Takes the next record of a random order of all: "refuted" ends it, as does "certain", when the null must be true. */
  next(right: boolean): "refuted" | "open" | "certain";
}

export function bettingTest({ size, rightAtMost, delta }: Wager): BettingTest {
  const log = 2 * Math.log(1 / delta);
  let capital = 1;
  let squares = 0.25;
  return {
    seen: 0,
    right: 0,
    next(right) {
      const mean = (rightAtMost - this.right) / (size - this.seen);
      const t = this.seen + 1;
      const stake = Math.min(Math.sqrt(log / ((squares / t) * t * Math.log(t + 1))), CUT / Math.max(mean, 1e-9));
      capital *= 1 + stake * ((right ? 1 : 0) - mean);
      this.seen = t;
      if (right) this.right++;
      squares += ((right ? 1 : 0) - (0.5 + this.right) / (t + 1)) ** 2;
      if (capital >= 1 / delta || this.right > rightAtMost) return "refuted";
      // So few are left that all of them could be right.
      return this.right + size - t <= rightAtMost ? "certain" : "open";
    },
  };
}
