// Bytevectors (R7RS 6.9) and Racket's names for them.
import type { Machine } from "../machine/machine.ts";
import { wrongArgument } from "../values/error.ts";
import { arrayFrom, listFrom } from "../values/pair.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { charge, checkAllocation } from "./allocation.ts";
import { checkIndex, checkRange } from "./checks.ts";
import type { Row, Section } from "./row.ts";

/** A row under R7RS's name and Racket's; `@` in the example stands for the name. */
const both = (names: readonly string[], parameters: string, doc: string, example: string, run: Row["run"]): Row[] =>
  names.map((name) => ({
    signature: parameters === "" ? `(${name})` : `(${name} ${parameters})`,
    doc,
    example: example.replace("@", name),
    run,
  }));

function join(m: Machine, parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((n, p) => n + p.length, 0);
  checkAllocation(m, length, 1);
  const result = new Uint8Array(length);
  let at = 0;
  for (const p of parts) {
    result.set(p, at);
    at += p.length;
  }
  return result;
}

const isByte = (x: Value): x is number => typeof x === "number" && x >= 0 && x < 256;

const making = (m: Machine): Row[] => [
  ...both(
    ["bytevector", "bytes"],
    "byte:byte ...",
    "A fresh bytevector of the arguments.",
    "(@ 1 2 3) => #u8(1 2 3)",
    (xs: number[]) => Uint8Array.from(xs),
  ),
  ...both(
    ["make-bytevector", "make-bytes"],
    "k:index [byte:byte]",
    "A bytevector of k bytes, each of them byte (0).",
    "(@ 2 7) => #u8(7 7)",
    (k: number, byte = 0) => {
      checkAllocation(m, k, 1);
      return new Uint8Array(k).fill(byte);
    },
  ),
  ...both(
    ["bytevector-append", "bytes-append"],
    "b:bytevector ...",
    "A bytevector of the bytes of all.",
    "(@ #u8(1) #u8(2 3)) => #u8(1 2 3)",
    (parts: Uint8Array[]) => join(m, parts),
  ),
  ...both(
    ["list->bytevector", "u8-list->bytevector", "list->bytes"],
    "list:list",
    "A bytevector of the bytes of a list.",
    "(@ '(1 2)) => #u8(1 2)",
    (list: Value) => {
      const items = arrayFrom(list) ?? [];
      if (!items.every(isByte)) wrongArgument(1, "a list of bytes (exact integers from 0 to 255)", list);
      return Uint8Array.from(items as number[]);
    },
  ),
];

const accessing = (m: Machine): Row[] => [
  ...both(
    ["bytevector?", "bytes?"],
    "x",
    "Whether x is a bytevector.",
    "(@ #u8(1)) => #t",
    (x: Value) => x instanceof Uint8Array,
  ),
  ...both(
    ["bytevector-length", "bytes-length"],
    "b:bytevector",
    "How many bytes a bytevector has.",
    "(@ #u8(1 2)) => 2",
    (b: Uint8Array) => b.length,
  ),
  ...both(
    ["bytevector-u8-ref", "bytes-ref"],
    "b:bytevector k:index",
    "Byte k of a bytevector, counted from 0.",
    "(@ #u8(5 6) 1) => 6",
    (b: Uint8Array, k: number) => {
      checkIndex(k, b.length, 2);
      return b[k];
    },
  ),
  ...both(
    ["bytevector-u8-set!", "bytes-set!"],
    "b:bytevector k:index byte:byte",
    "Stores byte k of a bytevector.",
    "(let ((b (bytevector 1 2))) (@ b 0 9) b) => #u8(9 2)",
    (b: Uint8Array, k: number, byte: number) => {
      checkIndex(k, b.length, 2);
      b[k] = byte;
      return UNSPECIFIED;
    },
  ),
  ...both(
    ["bytevector-copy", "subbytes", "bytes-copy"],
    "b:bytevector [start:index] [end:index]",
    "A fresh bytevector of the bytes from start to end.",
    "(@ #u8(1 2 3) 1) => #u8(2 3)",
    (b: Uint8Array, start?: number, end?: number) => {
      const [from, to] = checkRange(b.length, start, end, 2);
      checkAllocation(m, to - from, 1);
      return b.slice(from, to);
    },
  ),
  ...both(
    ["bytevector->list", "bytevector->u8-list", "bytes->list"],
    "b:bytevector [start:index] [end:index]",
    "A list of the bytes from start to end.",
    "(@ #u8(1 2 3) 1) => (2 3)",
    (b: Uint8Array, start?: number, end?: number) => {
      const [from, to] = checkRange(b.length, start, end, 2);
      checkAllocation(m, to - from, 32);
      return listFrom(b.subarray(from, to));
    },
  ),
  ...both(
    ["bytevector-fill!", "bytes-fill!"],
    "b:bytevector byte:byte [start:index] [end:index]",
    "Stores byte as every byte from start to end.",
    "(let ((b (bytevector 1 2 3))) (@ b 0 1) b) => #u8(1 0 0)",
    (b: Uint8Array, byte: number, start?: number, end?: number) => {
      const [from, to] = checkRange(b.length, start, end, 3);
      charge(m, to - from);
      b.fill(byte, from, to);
      return UNSPECIFIED;
    },
  ),
  ...both(
    ["bytevector-copy!", "bytes-copy!"],
    "to:bytevector at:index from:bytevector [start:index] [end:index]",
    "Stores the bytes of from into to, beginning at index at; the two may be the same.",
    "(let ((b (bytevector 1 2 3))) (@ b 1 #u8(8 9)) b) => #u8(1 8 9)",
    (to: Uint8Array, at: number, from: Uint8Array, start?: number, end?: number) => {
      const [a, b] = checkRange(from.length, start, end, 4);
      if (at + b - a > to.length) wrongArgument(2, `an index of at most ${Math.max(0, to.length - (b - a))}`, at);
      charge(m, b - a);
      // `set` copies as if through a buffer of its own.
      to.set(from.subarray(a, b), at);
      return UNSPECIFIED;
    },
  ),
];

export const bytevectors: Section = (m) => [...making(m), ...accessing(m)];
