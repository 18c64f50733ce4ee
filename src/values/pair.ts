// Pairs and lists, and the crossings between lists and JS arrays.
import { NIL, type Value } from "./types.ts";

export class Pair {
  car: Value;
  cdr: Value;
  constructor(car: Value, cdr: Value) {
    this.car = car;
    this.cdr = cdr;
  }
}

export const cons = (car: Value, cdr: Value): Pair => new Pair(car, cdr);

export const list = (...items: Value[]): Value => listFrom(items);

/** The list of `items` from index `from` on, ending in `tail`. */
export function listFrom(items: ArrayLike<Value>, from = 0, tail: Value = NIL): Value {
  let result = tail;
  for (let i = items.length - 1; i >= from; i--) result = new Pair(items[i], result);
  return result;
}

/** The elements of a proper list, or `undefined` if `x` is improper or circular. */
export function arrayFrom(x: Value): Value[] | undefined {
  const items: Value[] = [];
  let slow = x;
  for (let odd = false; x instanceof Pair; odd = !odd) {
    items.push(x.car);
    x = x.cdr;
    if (odd) slow = (slow as Pair).cdr;
    if (x === slow && x instanceof Pair) return undefined;
  }
  return x === NIL ? items : undefined;
}

/** Whether `x` is a proper, finite list. */
export function isList(x: Value): boolean {
  return listLength(x) >= 0;
}

/** The length of a proper list; −1 when `x` is improper or circular. */
export function listLength(x: Value): number {
  let n = 0;
  let slow = x;
  for (; x instanceof Pair; n++) {
    x = x.cdr;
    if (n & 1) slow = (slow as Pair).cdr;
    if (x === slow && x instanceof Pair) return -1;
  }
  return x === NIL ? n : -1;
}
