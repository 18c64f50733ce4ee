// Units without an engine: what the build keeps of the library, and how an engine takes it up.
import type { Cell } from "../values/cell.ts";
import { Char, charOf } from "../values/char.ts";
import type { Site } from "../values/error.ts";
import { numberToString, parseNumber } from "../values/number-syntax.ts";
import { isNumber } from "../values/numbers.ts";
import { listFrom, Pair } from "../values/pair.ts";
import { MString } from "../values/string.ts";
import { intern, internKeyword, Keyword, Sym } from "../values/symbol.ts";
import { EOF, NIL, UNSPECIFIED, type Value } from "../values/types.ts";
import type { UnitIR } from "./ir.ts";
import type { CompiledUnit } from "./unit.ts";

/** JSON: constants are encoded, cells are named, places are left out. */
export interface PortableUnit {
  readonly ir: UnitIR;
  readonly constants: unknown[];
  readonly names: string[];
  readonly cells: string[];
  readonly sites: (string | null)[];
}

export function toPortable(unit: CompiledUnit): PortableUnit {
  return {
    ir: unit.ir,
    constants: unit.constants.map(encode),
    names: unit.names,
    cells: unit.cells.map((cell) => cell.name),
    sites: unit.sites.map((site) => site.procedure ?? null),
  };
}

/** The unit in an engine whose library cells `cellOf` finds. */
export function fromPortable(unit: PortableUnit, cellOf: (name: string) => Cell): CompiledUnit {
  return {
    ir: unit.ir,
    constants: unit.constants.map(decode),
    names: unit.names,
    cells: unit.cells.map(cellOf),
    sites: unit.sites.map((procedure): Site => ({ procedure: procedure ?? undefined, span: undefined })),
  };
}

const SINGLES: readonly [string, Value][] = [
  ["nil", NIL],
  ["void", UNSPECIFIED],
  ["eof", EOF],
];

function encode(x: Value): unknown {
  if (typeof x === "boolean") return x;
  if (isNumber(x)) return { n: numberToString(x, 10) };
  if (x instanceof MString) return { s: x.toString() };
  if (x instanceof Sym) return { y: x.name };
  if (x instanceof Keyword) return { k: x.name };
  if (x instanceof Char) return { c: x.code };
  const single = SINGLES.find(([, value]) => value === x);
  if (single !== undefined) return { o: single[0] };
  if (Array.isArray(x)) return { v: x.map((item: Value) => encode(item)) };
  if (x instanceof Pair) {
    const items: unknown[] = [];
    let rest: Value = x;
    for (; rest instanceof Pair; rest = rest.cdr) items.push(encode(rest.car));
    return { l: items, t: encode(rest) };
  }
  throw new Error("the library holds a constant that can not be kept in a file");
}

function decode(encoded: unknown): Value {
  if (typeof encoded === "boolean") return encoded;
  const [kind, content] = Object.entries(encoded as object)[0] as [string, never];
  switch (kind) {
    case "n":
      return parseNumber(content, 10) as Value;
    case "s":
      return new MString(content, true);
    case "y":
      return intern(content);
    case "k":
      return internKeyword(content);
    case "c":
      return charOf(content);
    case "o":
      return (SINGLES.find(([name]) => name === content) as [string, Value])[1];
    case "v":
      return (content as unknown[]).map(decode);
    default:
      return listFrom((content as unknown[]).map(decode), 0, decode((encoded as { t: unknown }).t));
  }
}
