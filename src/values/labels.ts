// Which parts of a value need a datum label (`#0=`) when it is printed.
import { Box } from "./box.ts";
import { HashTable } from "./hash-table.ts";
import { Pair } from "./pair.ts";
import { Record } from "./record.ts";
import type { Value } from "./types.ts";

/** "cycles": parts that contain themselves. "shared": also parts that are met more than once. */
export type LabelRule = "cycles" | "shared";

/** Steps of a walk that remembers nothing, before anything dearer is tried. */
const GLANCE = 500;
/** Parts that a search remembers, before a long walk is tried: finds the cycles of all but giant data at once. */
const SEARCH = 50_000;
/** Steps of that walk: a list of a million elements is walked in 20 ms and searched in 900. */
const WALK = 4_000_000;

/**
 * The parts of `value` to label; undefined when there are none. When only the first `limit` characters will be shown,
 * what lies far behind them is not looked at.
 */
export function partsToLabel(value: Value, rule: LabelRule, limit: number): Set<object> | undefined {
  if (!isCompound(value)) return undefined;
  if (rule === "shared") return search(value, rule, Infinity).found;
  // Without cycles, walking along every path ends.
  if (walkEnds(value, GLANCE)) return undefined;
  const first = search(value, rule, Math.min(SEARCH, Math.max(GLANCE, 4 * limit)));
  if (first.complete || 4 * limit < SEARCH) return first.found;
  return walkEnds(value, WALK) ? undefined : search(value, rule, Infinity).found;
}

/** Depth first: what is met while it is open contains itself. */
function search(value: Value, rule: LabelRule, budget: number): { found: Set<object> | undefined; complete: boolean } {
  const found = new Set<object>();
  /** True while a part's children are being visited. */
  const open = new Map<object, boolean>();
  // Below a part's children lies a note that it is finished once they are.
  const todo: object[] = [value as object];
  while (todo.length > 0 && open.size < budget) {
    const part = todo.pop() as object;
    if (part instanceof Finish) {
      open.set(part.part, false);
      continue;
    }
    const state = open.get(part);
    if (state === undefined) {
      open.set(part, true);
      todo.push(new Finish(part));
      pushChildren(part, todo);
    } else if (state || rule === "shared") found.add(part);
  }
  return { found: found.size === 0 ? undefined : found, complete: todo.length === 0 };
}

class Finish {
  readonly part: object;
  constructor(part: object) {
    this.part = part;
  }
}

function walkEnds(value: Value, budget: number): boolean {
  const todo: object[] = [value as object];
  for (let steps = 0; todo.length > 0; steps++) {
    if (steps + todo.length > budget) return false;
    pushChildren(todo.pop() as object, todo);
  }
  return true;
}

/** Whether it is printed with its contents. */
const isCompound = (x: Value): boolean =>
  x instanceof Pair || Array.isArray(x) || x instanceof Record || x instanceof HashTable || x instanceof Box;

/** The compound values inside a compound value, first one on top. */
function pushChildren(x: object, todo: object[]): void {
  if (x instanceof Pair) {
    if (isCompound(x.cdr)) todo.push(x.cdr as object);
    if (isCompound(x.car)) todo.push(x.car as object);
    return;
  }
  const children = Array.isArray(x)
    ? (x as Value[])
    : x instanceof Record
      ? x.values
      : x instanceof HashTable
        ? x.entries().flat()
        : [(x as Box).value];
  for (let i = children.length - 1; i >= 0; i--) if (isCompound(children[i])) todo.push(children[i] as object);
}
