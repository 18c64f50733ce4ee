// Gives the event loop back during long computations, by units of work done, so that runs are the same everywhere.

/** About 8 ms of training on one core (measured: 1 unit ≈ 2 ns); the event loop never waits much longer than that. */
const unitsPerTurn = 4_000_000;

/** Counts work; `spend` resolves at once until a turn's worth is used up, then after other events had their turn. */
export interface Pace {
  spend(units: number): Promise<void> | undefined;
}

export function makePace(limit: number = unitsPerTurn): Pace {
  let used = 0;
  return {
    spend(units) {
      used += units;
      if (used < limit) return undefined;
      used = 0;
      return new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}
