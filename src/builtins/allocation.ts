// What stands between a script and an allocation that V8 could not survive: a heap that is full can not be caught.
import type { Machine } from "../machine/machine.ts";
import { fail } from "../values/error.ts";

/**
 * The most elements that one list, vector or bytevector may be asked for at once: from 2^25 on, V8 keeps a new array as
 * a table, which takes ten times the room and time.
 */
export const MAX_ELEMENTS = 2 ** 25;

/** Small enough that asking the engine each time would cost more than it protects. */
const SMALL = 4096;

/**
 * To be called before allocating `count` elements of `unit` bytes (a pair takes 40, a vector's element 8). It also
 * charges the time that filling them takes, so that a loop of allocations gives the time slice back.
 */
export function checkAllocation(m: Machine, count: number, unit = 8): void {
  if (count > MAX_ELEMENTS) {
    fail("limit", `too large: ${count} elements`, [], `at most ${MAX_ELEMENTS} elements can be made at once`);
  }
  charge(m, count);
  if (count > SMALL) m.allocating(count * unit);
}

/** Charges a leaf builtin's loop of `count` cheap steps: some eight of them take as long as one call. */
export function charge(m: Machine, count: number): void {
  m.fuel -= count >> 3;
}

export const PAIR_BYTES = 40;
