// Bits of exact integers (SRFI 151's common part, Racket's names).
import type { Machine } from "../machine/machine.ts";
import * as bits from "../values/bitwise.ts";
import { type ExactInteger, isExactInteger } from "../values/numbers.ts";
import { notA } from "../values/numeric-errors.ts";
import type { Value } from "../values/types.ts";
import { charge } from "./allocation.ts";
import { leaf } from "./leaf.ts";
import type { Row } from "./row.ts";

export function bitwise(m: Machine): Row[] {
  const fold = (
    name: string,
    doc: string,
    example: string,
    start: number,
    step: (a: Value, b: Value) => ExactInteger,
  ): Row =>
    leaf(`(${name} n ...)`, doc, example, (args: Value[]) => {
      args.forEach((x, i) => {
        if (!isExactInteger(x)) notA("an exact integer", name, i + 1, x);
      });
      charge(m, args.length);
      return args.reduce(step, start);
    });
  const shift = (sign: 1 | -1) => (n: Value, count: number) => bits.arithmeticShift(n, sign * count + 0);
  return [
    fold("bitwise-and", "The bits that are one in all.", "(bitwise-and 12 10) => 8", -1, bits.bitwiseAnd),
    fold("bitwise-ior", "The bits that are one in any.", "(bitwise-ior 12 10) => 14", 0, bits.bitwiseOr),
    fold("bitwise-or", "The bits that are one in any.", "(bitwise-or 12 10) => 14", 0, bits.bitwiseOr),
    fold(
      "bitwise-xor",
      "The bits that are one in an odd number of them.",
      "(bitwise-xor 12 10) => 6",
      0,
      bits.bitwiseXor,
    ),
    leaf("(bitwise-not n)", "All bits inverted: -1 - n.", "(bitwise-not 5) => -6", bits.bitwiseNot),
    leaf(
      "(arithmetic-shift n count)",
      "n times 2 to the power count, rounded down.",
      "(arithmetic-shift 1 4) => 16\n(arithmetic-shift -5 -1) => -3",
      bits.arithmeticShift,
    ),
    leaf("(shift-left n count:index)", "n with its bits moved up.", "(shift-left 1 4) => 16", shift(1)),
    leaf("(shift-right n count:index)", "n with its bits moved down.", "(shift-right 16 4) => 1", shift(-1)),
    leaf("(bit-count n)", "How many bits are one (zero, for a negative n).", "(bit-count 7) => 3", bits.bitCount),
    leaf(
      "(integer-length n)",
      "How many bits n takes, without its sign.",
      "(integer-length 255) => 8",
      bits.integerLength,
    ),
    leaf(
      "(bitwise-bit-set? n index)",
      "Whether a bit is one, counted from the lowest.",
      "(bitwise-bit-set? 5 2) => #t",
      (n: Value, k: Value) => bits.isBitSet(k, n),
    ),
    leaf("(bit-set? index n)", "Whether a bit is one, counted from the lowest.", "(bit-set? 1 5) => #f", bits.isBitSet),
  ];
}
