// Walks a Scheme value that leaves for JSON or Python, and says where in it something can not.
import type { Writer } from "../../python/writer.ts";
import { Char } from "../../values/char.ts";
import { fail } from "../../values/error.ts";
import { HashTable } from "../../values/hash-table.ts";
import { Flonum, Rational, toNumber } from "../../values/numbers.ts";
import { listLength, Pair } from "../../values/pair.ts";
import { printShort, write } from "../../values/printer.ts";
import { MString } from "../../values/string.ts";
import { Sym } from "../../values/symbol.ts";
import { isProcedure, NIL, UNSPECIFIED, type Value } from "../../values/types.ts";
import { PythonObject } from "./python-object.ts";
import { NULL_NAME } from "./shape.ts";

/** Where values go, for errors and for what only one of the borders takes. */
export interface Border {
  /** `JSON`, `Python`. */
  readonly name: string;
  /** The bridge whose objects may cross; undefined where none may. */
  readonly bridge: object | undefined;
}

interface Level {
  readonly container: Value;
  /** What is left of a list; undefined in the others. */
  rest: Value | undefined;
  /** The items of a vector, or keys and values of a table in turn. */
  readonly items: readonly Value[] | undefined;
  readonly table: boolean;
  at: number;
}

/** Tells `writer` of `value` and everything in it, containers before their contents. */
export function walk(value: Value, writer: Writer, border: Border): void {
  const levels: Level[] = [];
  let item: Value | undefined = value;
  for (;;) {
    if (item !== undefined) {
      const level = visit(item, writer, border, levels);
      if (level !== undefined) {
        levels.push(level);
        checkCycle(levels, border);
      }
    }
    let top = levels.at(-1);
    while (top !== undefined) {
      item = next(top);
      if (item !== undefined) break;
      levels.pop();
      top = levels.at(-1);
    }
    if (top === undefined) return;
  }
}

function next(level: Level): Value | undefined {
  if (level.items !== undefined) return level.at < level.items.length ? level.items[level.at++] : undefined;
  const { rest } = level;
  if (!(rest instanceof Pair)) return undefined;
  level.rest = rest.cdr;
  level.at++;
  return rest.car;
}

function visit(x: Value, writer: Writer, border: Border, levels: Level[]): Level | undefined {
  if (x instanceof MString) writer.string(x.toString());
  else if (typeof x === "number" || typeof x === "bigint") writer.integer(x);
  else if (typeof x === "boolean") writer.boolean(x);
  else if (x instanceof Flonum) writer.float(x.n);
  else if (x instanceof Sym) {
    if (x.name === NULL_NAME) writer.null();
    else writer.string(x.name);
  } else if (x instanceof Pair || x === NIL) {
    const count = listLength(x);
    if (count < 0) refuse(x, "a pair that is no list", border, levels);
    writer.list(count);
    return count === 0 ? undefined : { container: x, rest: x, items: undefined, table: false, at: 0 };
  } else if (Array.isArray(x)) {
    writer.list(x.length);
    return x.length === 0 ? undefined : { container: x, rest: undefined, items: x, table: false, at: 0 };
  } else if (x instanceof HashTable) {
    writer.dict(x.size);
    return x.size === 0 ? undefined : { container: x, rest: undefined, items: x.entries().flat(), table: true, at: 0 };
  } else if (x instanceof Uint8Array) writer.bytes(x);
  else if (x instanceof Rational) writer.float(toNumber(x));
  else if (x instanceof Char) writer.string(x.toString());
  else if (x instanceof PythonObject && border.bridge !== undefined) {
    if (x.owner !== border.bridge) refuse(x, "an object of another Python", border, levels);
    writer.reference(x.number);
  } else refuse(x, undefined, border, levels);
  return undefined;
}

/** Vectors and tables can hold themselves; looked for at depths that double, so that it costs next to nothing. */
function checkCycle(levels: Level[], border: Border): void {
  const depth = levels.length;
  if (depth < 512 || (depth & (depth - 1)) !== 0) return;
  const seen = new Set<Value>();
  for (const { container } of levels) {
    if (seen.has(container)) fail("conversion", `a value that contains itself can not become ${border.name}`);
    seen.add(container);
  }
}

function refuse(x: Value, what: string | undefined, border: Border, levels: Level[]): never {
  const place = placeOf(levels);
  const thing = what ?? (isProcedure(x) ? "a procedure" : x === UNSPECIFIED ? "an unspecified value" : "this value");
  const hint = isProcedure(x) ? "call it first, or leave it out" : undefined;
  fail("conversion", `${thing} can not become ${border.name}${place}, got ${printShort(x)}`, [], hint);
}

/** ` at [2]["title"]`, as Python would write it; empty for the value itself. */
function placeOf(levels: Level[]): string {
  const steps = levels.slice(-8).map((level) => {
    if (!level.table) return `[${level.at - 1}]`;
    const key = (level.items as readonly Value[])[level.at - 1 - ((level.at - 1) % 2)];
    return (level.at - 1) % 2 === 0 ? " (a key)" : `[${key instanceof Sym ? JSON.stringify(key.name) : write(key)}]`;
  });
  if (steps.length === 0) return "";
  return ` at ${levels.length > 8 ? "…" : ""}${steps.join("")}`;
}
