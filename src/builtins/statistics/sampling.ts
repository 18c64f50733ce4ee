// Seeded randomness: the same seed gives the same order on every machine, so that a run can be repeated.

/**
 * Doty-Humphrey's small fast counter, 32 bits: passes PractRand, and after its first rounds neighbouring seeds have nothing
 * in common. Numbers from 0 up to 1; whoever needs secrets must not get them from a seed.
 */
export function seededRandom(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 0x100000000) | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 0x100000000;
  };
  for (let round = 0; round < 20; round++) next();
  return next;
}

/** The numbers from 0 to below `count` in random order (Fisher and Yates). */
export function permutation(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
