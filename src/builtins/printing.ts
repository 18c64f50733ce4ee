// Racket's `print`: a value as an expression that gives it again, with a quote where it needs one.
import type { Machine } from "../machine/machine.ts";
import { Box } from "../values/box.ts";
import { HashTable } from "../values/hash-table.ts";
import { isReal } from "../values/numbers.ts";
import { Pair } from "../values/pair.ts";
import { type PrintMode, print } from "../values/printer.ts";
import { Record } from "../values/record.ts";
import { Keyword, Sym } from "../values/symbol.ts";
import { isProcedure, NIL, type Value } from "../values/types.ts";
import { lengthOf } from "./text.ts";

/** How values look in one engine: compiled procedures have their names with the machine. */
export type Show = (value: Value, mode: PrintMode) => string;

export function makeShow(m: Machine): Show {
  return (value, mode) => {
    const text = print(value, { mode, procedureInfo: (f) => m.units.infoOf(f) });
    m.fuel -= text.length >> 6;
    return text;
  };
}

/** Whether a compound value stands for itself once quoted: it has no procedure, record or the like in it. */
function isQuotable(value: Value): boolean {
  const todo: Value[] = [value];
  const seen = new Set<Value>();
  while (todo.length > 0) {
    const x = todo.pop() as Value;
    if (x instanceof Pair || Array.isArray(x) || x instanceof HashTable || x instanceof Box) {
      if (seen.has(x)) continue;
      seen.add(x);
      if (x instanceof Pair) todo.push(x.cdr, x.car);
      else if (x instanceof Box) todo.push(x.value);
      else if (x instanceof HashTable) for (const [key, item] of x.entries()) todo.push(key, item);
      else for (const item of x) todo.push(item);
    } else if (isProcedure(x) || (x instanceof Record && x.type.transparent)) return false;
  }
  return true;
}

/** What a symbol, list, vector or table needs a quote for. */
function needsQuote(x: Value): boolean {
  return (
    x instanceof Sym ||
    x instanceof Keyword ||
    x === NIL ||
    x instanceof Pair ||
    Array.isArray(x) ||
    x instanceof HashTable ||
    x instanceof Box
  );
}

export function printed(show: Show, value: Value): string {
  if (isReal(value) || !needsQuote(value)) return recordText(show, value);
  if (isQuotable(value)) return `'${show(value, "write")}`;
  return constructed(show, value, 0);
}

/** Deeper than this, parts are shown as `write` shows them. */
const MAX_DEPTH = 50;

/** `(list 1 #<procedure:car>)`: for what can not be quoted. */
function constructed(show: Show, value: Value, depth: number): string {
  const inner = (x: Value): string => {
    if (!needsQuote(x)) return recordText(show, x);
    return isQuotable(x) || depth >= MAX_DEPTH ? `'${show(x, "write")}` : constructed(show, x, depth + 1);
  };
  if (Array.isArray(value)) return `(vector${value.map((x) => ` ${inner(x)}`).join("")})`;
  if (value instanceof Pair) {
    const items: string[] = [];
    let at: Value = value;
    const seen = new Set<Value>();
    for (; at instanceof Pair && !seen.has(at); at = at.cdr) {
      seen.add(at);
      items.push(inner(at.car));
    }
    if (at === NIL) return `(list ${items.join(" ")})`;
    if (at instanceof Pair) return show(value, "write");
    return items.length === 1 ? `(cons ${items[0]} ${inner(at)})` : `(list* ${items.join(" ")} ${inner(at)})`;
  }
  return show(value, "write");
}

/** Transparent records print as calls of their constructors. */
function recordText(show: Show, value: Value): string {
  if (!(value instanceof Record && value.type.transparent)) return show(value, "write");
  const name = value.type.name.replace(/^<(.+)>$/, "$1");
  return `(${[name, ...value.values.map((x) => printed(show, x))].join(" ")})`;
}

const WIDTH = 79;

/** `pretty-print`: broken over lines, indented by two, where it would be wider than a line. */
export function prettyText(show: Show, value: Value): string {
  return pretty(show, value, 0, 0);
}

function pretty(show: Show, value: Value, indent: number, depth: number): string {
  const flat = show(value, "write");
  const isList = value instanceof Pair || (Array.isArray(value) && value.length > 0);
  // Circular and shared data keep their labels only when written as one.
  if (lengthOf(flat) + indent <= WIDTH || !isList || depth > MAX_DEPTH || /#\d+[=#]/.test(flat)) return flat;
  const open = Array.isArray(value) ? "#(" : "(";
  const inner = indent + open.length;
  const lines: string[] = [];
  let at: Value = Array.isArray(value) ? NIL : value;
  if (Array.isArray(value)) for (const x of value) lines.push(pretty(show, x, inner, depth + 1));
  for (; at instanceof Pair; at = at.cdr) lines.push(pretty(show, at.car, inner, depth + 1));
  if (at !== NIL) lines.push(`. ${pretty(show, at, inner + 2, depth + 1)}`);
  return `${open}${lines.join(`\n${" ".repeat(inner)}`)})`;
}
