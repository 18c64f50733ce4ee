// From a row to a procedure: arity and argument types are checked as the signature says, and errors carry the name.

import { arityError } from "../machine/arity.ts";
import type { Result } from "../machine/frame.ts";
import { fail, WrongArgument } from "../values/error.ts";
import { printShort } from "../values/printer.ts";
import type { Keywords, Procedure, ProcedureInfo, Value } from "../values/types.ts";
import type { Row } from "./row.ts";
import { parseSignature, type Signature } from "./signature.ts";

/** A builtin as the compiler and the engine see it. */
export interface Builtin {
  readonly name: string;
  readonly row: Row;
  readonly signature: Signature;
  readonly procedure: Procedure;
}

/** Makes the procedure of a row. The wrapper is the only place that names the builtin in an error. */
export function wrap(row: Row): Builtin {
  const signature = parseSignature(row.signature);
  const { name, keywords } = signature;
  if (row.procedure !== undefined) return { name, row, signature, procedure: row.procedure };
  const procedure: Procedure =
    keywords.length > 0
      ? withKeywords(signature, row)
      : signature.rest
        ? variadic(signature, row)
        : fixed(signature, row);
  const info: ProcedureInfo = {
    name,
    min: signature.min,
    max: signature.max,
    signature: signature.text,
    doc: row.doc,
    kind: "builtin",
    leaf: row.kind !== "calls",
  };
  if (keywords.length > 0) {
    info.keywords = keywords.map((k) => k.name);
    info.required = keywords.filter((k) => k.required).map((k) => k.name);
  }
  if (row.forward !== undefined) {
    const forwarding = { ...row, run: row.forward };
    procedure.kw = (given, ...args) => spread(signature, forwarding, procedure, given, args);
    info.anyKeywords = true;
  }
  procedure.info = info;
  return { name, row, signature, procedure };
}

function typeError(name: string, index: number, wanted: string, got: Value): never {
  // The library's own procedures are known to people without their mark: `parameterize`.
  fail("wrong-type", `${name.replace(/^%/, "")}: expected ${wanted} as argument ${index}, got ${printShort(got)}`);
}

function named(error: unknown, name: string): unknown {
  if (!(error instanceof WrongArgument)) return error;
  try {
    typeError(name, error.index, error.wanted, error.got);
  } catch (raised) {
    return raised;
  }
}

type Check = (x: Value) => boolean;

/** Up to four positional parameters and nothing else: no array is made on the way. */
function fixed(signature: Signature, row: Row): Procedure {
  const { run } = row;
  const { name, min, max, parameters } = signature;
  if (max > 4) return variadic(signature, row);
  const checks: (Check | undefined)[] = parameters.map((p) => p.type?.check);
  const [c0, c1, c2, c3] = checks;
  const bad = (a: Value[], extra: Value | undefined): never => {
    const count = a.filter((x) => x !== undefined).length;
    if (extra !== undefined) arityError(procedure.info as ProcedureInfo, "more");
    if (count < min) arityError(procedure.info as ProcedureInfo, count);
    const i = a.findIndex((x, i) => x !== undefined && checks[i] !== undefined && !checks[i](x));
    return typeError(name, i + 1, parameters[i].type?.wanted ?? "", a[i]);
  };
  const call = (a: Value[]): Result => {
    try {
      return run(...a);
    } catch (error) {
      throw named(error, name);
    }
  };
  const ok = (x: Value | undefined, i: number, check: Check | undefined): boolean =>
    x === undefined ? i >= min : check === undefined || check(x);
  const procedure: Procedure = [
    (x?: Value) => (x === undefined ? call([]) : bad([], x)),
    (a: Value, x?: Value) => {
      if (x !== undefined || !ok(a, 0, c0)) bad([a], x);
      try {
        return run(a);
      } catch (error) {
        throw named(error, name);
      }
    },
    (a: Value, b: Value, x?: Value) => {
      if (x !== undefined || !ok(a, 0, c0) || !ok(b, 1, c1)) bad([a, b], x);
      try {
        return run(a, b);
      } catch (error) {
        throw named(error, name);
      }
    },
    (a: Value, b: Value, c: Value, x?: Value) => {
      if (x !== undefined || !ok(a, 0, c0) || !ok(b, 1, c1) || !ok(c, 2, c2)) bad([a, b, c], x);
      try {
        return run(a, b, c);
      } catch (error) {
        throw named(error, name);
      }
    },
    (a: Value, b: Value, c: Value, d: Value, x?: Value) => {
      if (x !== undefined || !ok(a, 0, c0) || !ok(b, 1, c1) || !ok(c, 2, c2) || !ok(d, 3, c3)) bad([a, b, c, d], x);
      return call([a, b, c, d]);
    },
  ][parameters.length];
  return procedure;
}

/** Any shape, through one array: the positional arguments in place, the rest as one array. */
function variadic(signature: Signature, row: Row): Procedure {
  const { run } = row;
  const { name, parameters, rest } = signature;
  const places = parameters.length;
  const call = (args: Value[]): Result => {
    checkArguments(signature, procedure, args);
    try {
      // The common shapes without further arrays, since `char=?` and `append` are called more often than anything else.
      if (rest === undefined) return run(...args);
      if (places === 0) return run(args);
      if (places === 1) return run(args[0], args.slice(1));
      if (places === 2) return run(args[0], args[1], args.slice(2));
      return run(...inPlaces(signature, args));
    } catch (error) {
      throw named(error, name);
    }
  };
  const procedure: Procedure = (...args: Value[]) => call(args);
  // The caller's array may be used again, and a row may keep what it gets.
  procedure.many = (args) => call(args.slice());
  return procedure;
}

function withKeywords(signature: Signature, row: Row): Procedure {
  const none: Keywords = new Map();
  const call = (keywords: Keywords, args: Value[]): Result => spread(signature, row, procedure, keywords, args);
  const procedure: Procedure = (...args: Value[]) => call(none, args);
  procedure.many = (args) => call(none, args);
  procedure.kw = (keywords, ...args) => call(keywords, args);
  return procedure;
}

function spread(signature: Signature, row: Row, self: Procedure, keywords: Keywords, args: Value[]): Result {
  checkArguments(signature, self, args);
  if (row.forward === undefined) checkKeywords(signature, self, keywords);
  try {
    return row.run(keywords, ...inPlaces(signature, args));
  } catch (error) {
    throw named(error, signature.name);
  }
}

function checkArguments({ name, parameters, rest, min, max }: Signature, self: Procedure, args: Value[]): void {
  const count = args.length;
  if (count < min || count > max) arityError(self.info as ProcedureInfo, count);
  for (let i = 0; i < count; i++) {
    const type = i < parameters.length ? parameters[i].type : rest?.type;
    if (type !== undefined && !type.check(args[i])) typeError(name, i + 1, type.wanted, args[i]);
  }
}

/** One argument for each parameter, undefined where there is none, and the rest as one array. */
function inPlaces({ parameters, rest }: Signature, args: Value[]): unknown[] {
  const positional: (Value | undefined)[] = args.slice(0, parameters.length);
  while (positional.length < parameters.length) positional.push(undefined);
  return rest === undefined ? positional : [...positional, args.slice(parameters.length)];
}

function checkKeywords(signature: Signature, self: Procedure, keywords: Keywords): void {
  const { name } = signature;
  for (const [key, value] of keywords) {
    const known = signature.keywords.find((k) => k.name === key);
    if (known === undefined) {
      const names = signature.keywords.map((k) => `#:${k.name}`).join(" ");
      fail("keyword", `${name}: unknown keyword #:${key}`, [], `the keywords it knows are ${names}`);
    }
    if (known.type !== undefined && !known.type.check(value)) {
      fail("wrong-type", `${name}: expected ${known.type.wanted} for #:${key}, got ${printShort(value)}`);
    }
  }
  for (const { name: key, required } of signature.keywords) {
    if (required && !keywords.has(key)) {
      fail("keyword", `${name}: the keyword #:${key} is missing`, [], `its signature is ${self.info?.signature}`);
    }
  }
}
