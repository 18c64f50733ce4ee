// How large an exact number may grow.

/**
 * Bits that an exact integer may have. V8 allows 2^30, but nothing can interrupt an operation on bigints: printing 2^24
 * bits takes 2.4 s, 2^23 (2.5 million digits) about a second.
 */
export const MAX_BITS = 2 ** 23;
