// eq?, eqv? and equal?: the last one iterative, so that depth does not matter, and ending on circular data.
import { Flonum, Rational } from "./numbers.ts";
import { Pair } from "./pair.ts";
import { Record } from "./record.ts";
import { MString } from "./string.ts";
import { Structured } from "./structured.ts";
import type { Value } from "./types.ts";

export function isEq(a: Value, b: Value): boolean {
  return a === b;
}

export function isEqv(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Flonum) return b instanceof Flonum && Object.is(a.n, b.n);
  if (a instanceof Rational) return b instanceof Rational && a.num === b.num && a.den === b.den;
  return false;
}

/** Steps before equal? first remembers what it assumes equal, and assumptions before it stops to; then ten times that. */
const STRETCH = 10_000;

/**
 * Works through a list of pairs still to compare. Data without cycles ends by itself; after many steps, compared objects
 * are merged into classes (Adams and Dybvig, "Efficient nondestructive equality checking"), and a pair within one class
 * needs no second look. Merging costs twenty times a plain step, so the two alternate; once there is nothing left to
 * merge, a stretch with memory only drops pairs, and so it is the last one. `work` counts the steps, for whoever charges.
 */
export function isEqual(a: Value, b: Value, work?: { steps: number }): boolean {
  const atoms = compareAtoms(a, b);
  if (atoms !== undefined) return atoms;
  const todo: Value[] = [a, b];
  const later = (x: Value, y: Value): void => {
    todo.push(x, y);
  };
  let classes: Classes | undefined;
  let stretch = STRETCH;
  let plain = stretch;
  let merges = stretch;
  while (todo.length > 0) {
    if (work !== undefined) work.steps++;
    const y = todo.pop() as Value;
    const x = todo.pop() as Value;
    const known = compareAtoms(x, y);
    if (known === true) continue;
    if (known === false) return false;
    if (plain > 0) plain--;
    else {
      classes ??= new Classes();
      if (classes.merge(x as object, y as object)) continue;
      if (--merges === 0) {
        stretch *= 10;
        plain = stretch;
        merges = stretch;
      }
    }
    if (!compareParts(x as object, y as object, todo, later)) return false;
  }
  return true;
}

/** The answer when no look inside is needed; undefined for two compound values of one shape. */
function compareAtoms(a: Value, b: Value): boolean | undefined {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  if (a instanceof Pair) return b instanceof Pair ? undefined : false;
  if (a instanceof MString) return b instanceof MString && a.toString() === b.toString();
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length ? undefined : false;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameBytes(a, b);
  if (a instanceof Record) return b instanceof Record && a.type === b.type && a.type.transparent ? undefined : false;
  if (a instanceof Structured) return b instanceof Structured ? undefined : false;
  return isEqv(a, b);
}

function compareParts(a: object, b: object, todo: Value[], later: (x: Value, y: Value) => void): boolean {
  if (a instanceof Pair) {
    const other = b as Pair;
    todo.push(a.cdr, other.cdr, a.car, other.car);
    return true;
  }
  if (a instanceof Structured) return a.equalParts(b as Structured, later);
  const [xs, ys] = a instanceof Record ? [a.values, (b as Record).values] : [a as Value[], b as Value[]];
  for (let i = xs.length - 1; i >= 0; i--) {
    const known = compareAtoms(xs[i], ys[i]);
    if (known === false) return false;
    if (known === undefined) todo.push(xs[i], ys[i]);
  }
  return true;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Disjoint sets of objects that are assumed equal. */
class Classes {
  readonly #parent = new Map<object, object>();

  /** Puts two objects into one class; true when they were in one already. */
  merge(a: object, b: object): boolean {
    const x = this.#root(a);
    const y = this.#root(b);
    if (x === y) return true;
    this.#parent.set(x, y);
    return false;
  }

  #root(x: object): object {
    let parent = this.#parent.get(x);
    while (parent !== undefined) {
      const above = this.#parent.get(parent);
      if (above === undefined) return parent;
      // Halving the path keeps later walks short.
      this.#parent.set(x, above);
      x = above;
      parent = this.#parent.get(x);
    }
    return x;
  }
}
