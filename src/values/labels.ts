// Which parts of a value need a datum label (`#0=`) when it is printed.
import { Box } from "./box.ts";
import { HashTable } from "./hash-table.ts";
import { Pair } from "./pair.ts";
import { Record } from "./record.ts";
import type { Value } from "./types.ts";

/** "cycles": parts that contain themselves. "shared": also parts that are met more than once. */
export type LabelRule = "cycles" | "shared";

/** Parts looked at before a table of visited ones is worth making. */
const SMALL = 500;

/** The parts of `value` to label; undefined when there are none. */
export function partsToLabel(value: Value, rule: LabelRule): Set<object> | undefined {
  if (childrenOf(value) === undefined || (rule === "cycles" && isSmallTree(value))) return undefined;
  const found = new Set<object>();
  const open = new Set<object>();
  const done = new Set<object>();
  // A part is pushed again, as a `Closing`, below its children: when that is popped, the part is finished.
  const todo: unknown[] = [value];
  while (todo.length > 0) {
    const x = todo.pop();
    if (x instanceof Closing) {
      open.delete(x.part);
      done.add(x.part);
      continue;
    }
    const children = childrenOf(x as Value);
    if (children === undefined) continue;
    const part = x as object;
    if (open.has(part)) found.add(part);
    else if (done.has(part)) {
      if (rule === "shared") found.add(part);
    } else {
      open.add(part);
      todo.push(new Closing(part));
      for (let i = children.length - 1; i >= 0; i--) if (typeof children[i] === "object") todo.push(children[i]);
    }
  }
  return found.size === 0 ? undefined : found;
}

class Closing {
  readonly part: object;
  constructor(part: object) {
    this.part = part;
  }
}

/** The values inside a value that is printed with its contents. */
function childrenOf(x: Value): readonly Value[] | undefined {
  if (x instanceof Pair) return [x.car, x.cdr];
  if (Array.isArray(x)) return x;
  if (x instanceof Record) return x.values;
  if (x instanceof HashTable) return x.entries().flat();
  if (x instanceof Box) return [x.value];
  return undefined;
}

function isSmallTree(value: Value): boolean {
  const todo: Value[] = [value];
  for (let seen = 0; todo.length > 0; seen++) {
    if (seen + todo.length > SMALL) return false;
    const children = childrenOf(todo.pop() as Value);
    if (children === undefined) continue;
    if (children.length > SMALL) return false;
    for (const child of children) if (typeof child === "object") todo.push(child);
  }
  return true;
}
