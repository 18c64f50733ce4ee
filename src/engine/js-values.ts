// Values across the border to the host's JavaScript: data by structure, procedures as async functions.

import { Char } from "../values/char.ts";
import { fail } from "../values/error.ts";
import { HashTable } from "../values/hash-table.ts";
import { Flonum, integerFromNumber, isExactInteger, isReal, normalise, toNumber } from "../values/numbers.ts";
import { listFrom, Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { Record } from "../values/record.ts";
import { MString, str } from "../values/string.ts";
import { intern, Keyword, Sym } from "../values/symbol.ts";
import { isProcedure, MultipleValues, NIL, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";

/** How procedures cross: given by the engine, which knows how to call both kinds. */
export interface Procedures {
  /** A Scheme procedure as an async JS function. */
  toJs(f: Procedure): (...args: unknown[]) => Promise<unknown>;
  /** A JS function as a Scheme procedure. */
  toScheme(f: (...args: unknown[]) => unknown, name: string): Procedure;
}

/** Deeper values are refused: the converters recurse. */
const MAX_DEPTH = 2000;

const NULL = intern("null");

/** A JS value as a Scheme value. `place` names it in errors: `inputs.documents`. Throws a TypeError for what can not cross. */
export function toScheme(x: unknown, procedures: Procedures, place = "value"): Value {
  try {
    return fromJs(x, procedures, place, []);
  } catch (error) {
    // The JavaScript stack, which others may have used already, can be shorter than the limit.
    if (error instanceof RangeError && /call stack/.test(error.message))
      throw new TypeError(`${place}: nested too deep`);
    throw error;
  }
}

function fromJs(x: unknown, procedures: Procedures, place: string, above: object[]): Value {
  switch (typeof x) {
    case "string":
      return str(x);
    case "number":
      return Number.isSafeInteger(x) && !Object.is(x, -0) ? integerFromNumber(x) : new Flonum(x);
    case "bigint":
      return normalise(x);
    case "boolean":
      return x;
    case "undefined":
      return UNSPECIFIED;
    case "function":
      return procedures.toScheme(x as (...args: unknown[]) => unknown, (x as { name: string }).name);
    case "symbol":
      throw new TypeError(`${place}: a JavaScript symbol can not become a Scheme value`);
  }
  if (x === null) return NULL;
  const object = x as object;
  if (object instanceof Uint8Array) return new Uint8Array(object);
  if (object instanceof Opaque) return object.value;
  if (above.includes(object)) throw new TypeError(`${place}: the value contains itself`);
  if (above.length > MAX_DEPTH) throw new TypeError(`${place}: nested more than ${MAX_DEPTH} deep`);
  above.push(object);
  const result = fromObject(object, procedures, place, above);
  above.pop();
  return result;
}

function fromObject(x: object, procedures: Procedures, place: string, above: object[]): Value {
  if (Array.isArray(x) || x instanceof Set) {
    return listFrom([...x].map((item, i) => fromJs(item, procedures, `${place}[${i}]`, above)));
  }
  if (x instanceof Date) return str(x.toISOString());
  const table = new HashTable("equal", { foreign: true });
  if (x instanceof Map) {
    for (const [key, value] of x) {
      const name = typeof key === "string" ? intern(key) : fromJs(key, procedures, `${place}'s key`, above);
      table.set(name, fromJs(value, procedures, `${place}.get(${String(key)})`, above));
    }
    return table;
  }
  const prototype: unknown = Object.getPrototypeOf(x);
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype as object) !== null) {
    const name = (x.constructor as { name?: string } | undefined)?.name ?? "object";
    throw new TypeError(
      `${place}: an instance of ${name} can not become a Scheme value; pass a plain object, an array or a Map`,
    );
  }
  for (const [key, value] of Object.entries(x))
    table.set(intern(key), fromJs(value, procedures, `${place}.${key}`, above));
  return table;
}

/** A Scheme value that has no JS form, kept as it is so that it can be given back; prints as Scheme prints it. */
export class Opaque {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
  toString(): string {
    return printShort(this.value, 400);
  }
}

/**
 * A Scheme value as a JS value: integers as number, or bigint beyond ±(2^53−1); hash tables as plain objects, or a Map
 * when keys are not names (or one, `then`, names a procedure); lists, vectors and several values as arrays; symbols as
 * strings, `null` as null; what is opaque as `Opaque`.
 */
export function toJs(x: Value, procedures: Procedures): unknown {
  return intoJs(x, procedures, []);
}

function intoJs(x: Value, procedures: Procedures, above: Value[]): unknown {
  if (typeof x === "boolean" || isExactInteger(x)) return x;
  if (isReal(x)) return toNumber(x);
  if (x instanceof MString || x instanceof Char) return x.toString();
  if (x === NULL) return null;
  if (x instanceof Sym || x instanceof Keyword) return x.name;
  if (x === NIL) return [];
  if (x === UNSPECIFIED) return undefined;
  if (x instanceof Uint8Array) return new Uint8Array(x);
  if (x instanceof MultipleValues) return x.items.map((item) => intoJs(item, procedures, above));
  if (isProcedure(x)) return procedures.toJs(x);
  if (above.length > MAX_DEPTH)
    return fail("too-deep", `a value nested more than ${MAX_DEPTH} deep can not become a JavaScript value`);
  if (above.includes(x)) return fail("circular", "a value that contains itself can not become a JavaScript value");
  above.push(x);
  const result = intoObject(x, procedures, above);
  above.pop();
  return result;
}

function intoObject(x: Value, procedures: Procedures, above: Value[]): unknown {
  if (x instanceof Pair) return fromList(x, procedures, above);
  if (Array.isArray(x)) return x.map((item: Value) => intoJs(item, procedures, above));
  if (x instanceof HashTable) return fromTable(x.entries(), procedures, above);
  if (x instanceof Record) {
    const fields = x.type.fields.map((name, i): [Value, Value] => [intern(name), x.values[i]]);
    return fromTable(fields, procedures, above);
  }
  return new Opaque(x);
}

function fromList(x: Pair, procedures: Procedures, above: Value[]): unknown {
  const items: unknown[] = [];
  const seen = new Set<Value>();
  let rest: Value = x;
  for (; rest instanceof Pair; rest = rest.cdr) {
    if (seen.has(rest)) return fail("circular", "a circular list can not become a JavaScript value");
    seen.add(rest);
    items.push(intoJs(rest.car, procedures, above));
  }
  return rest === NIL ? items : new Opaque(x);
}

function fromTable(entries: [Value, Value][], procedures: Procedures, above: Value[]): unknown {
  // An object with a procedure named `then` is a promise to whoever awaits it, and would settle when a script likes.
  const isMember = ([key, value]: [Value, Value]): boolean =>
    (key instanceof Sym || key instanceof MString) &&
    !(String(key instanceof Sym ? key.name : key) === "then" && isProcedure(value));
  if (!entries.every(isMember)) {
    return new Map(entries.map(([key, value]) => [intoJs(key, procedures, above), intoJs(value, procedures, above)]));
  }
  const object = {};
  for (const [key, value] of entries) {
    // Defined, not assigned: a key named __proto__ is only a key.
    Object.defineProperty(object, key instanceof Sym ? key.name : String(key), {
      value: intoJs(value, procedures, above),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}
