// What trials have in common, computed once: random orders, the size of an audit and what it allows.
import { allowedErrors, auditAllowance, auditSize } from "../../../src/builtins/statistics/audit.ts";
import { permutation, seededRandom } from "../../../src/builtins/statistics/sampling.ts";

/** 500 trials on each recorded set fill it to half, in 33 MB. */
const MOST_ORDERS = 5000;

const orders = new Map<string, Uint32Array>();
const audits = new Map<string, Audit>();

/** The ranks below `size` in the random order of a seed, the same for every method. Not to be changed. */
export function randomOrder(size: number, seed: number): Uint32Array {
  const key = `${size} ${seed}`;
  const known = orders.get(key);
  if (known !== undefined) return known;
  if (orders.size >= MOST_ORDERS) orders.clear();
  const order = Uint32Array.from(permutation(size, seededRandom(seed)));
  orders.set(key, order);
  return order;
}

export interface Audit {
  draws: number;
  /** How many disagreements it may find in what is kept; −1 when nothing can be promised. */
  allowance: number;
}

export function auditFor(size: number, target: number, delta: number): Audit {
  const key = `${size} ${target} ${delta}`;
  const known = audits.get(key);
  if (known !== undefined) return known;
  const draws = auditSize(size, target, delta);
  const audit = { draws, allowance: auditAllowance(size, allowedErrors(size, target), draws, delta) };
  audits.set(key, audit);
  return audit;
}
