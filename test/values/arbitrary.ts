// Arbitrary Scheme values for property tests.
import fc from "fast-check";
import { Box } from "../../src/values/box.ts";
import { charOf } from "../../src/values/char.ts";
import { HashTable } from "../../src/values/hash-table.ts";
import { flonum, normalise, type Real, ratio } from "../../src/values/numbers.ts";
import { listFrom } from "../../src/values/pair.ts";
import { RegexpLiteral } from "../../src/values/regexp-literal.ts";
import { MString } from "../../src/values/string.ts";
import { intern, internKeyword } from "../../src/values/symbol.ts";
import { NIL, type Value } from "../../src/values/types.ts";

/** Integers of all sizes, with those near the border of the safe range well represented. */
export const bigs: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  fc.bigInt({ min: -(2n ** 53n) - 3n, max: -(2n ** 53n) + 3n }),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
);

export const exactIntegers = bigs.map(normalise);
export const nonZeroBigs = bigs.filter((x) => x !== 0n);
export const exacts = fc.oneof(
  exactIntegers,
  fc.tuple(bigs, nonZeroBigs).map(([n, d]) => ratio(n, d)),
);
export const doubles = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, Infinity, -Infinity, Number.NaN, 5e-324, 2 ** 53, 1e308),
);
export const reals: fc.Arbitrary<Real> = fc.oneof(exacts, doubles.map(flonum));

const unit = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "a",
    ".",
    "1",
    "+i",
    "-",
    "1/2",
    "#t",
    "#%a",
    "A b",
    "|",
    "\\",
    "\ud800",
    "\u00a0",
    "a|b",
    ";",
    "...",
    "nan.0",
  ),
);

const leaves: fc.Arbitrary<Value> = fc.oneof(
  reals,
  fc.boolean(),
  fc.constant(NIL),
  unit.map((text) => new MString(text)),
  unit.map(intern),
  unit.map(internKeyword),
  fc.integer({ min: 0, max: 0x10ffff }).map(charOf),
  fc.uint8Array().map((bytes) => Uint8Array.from(bytes)),
  unit.map((text) => new RegexpLiteral("px", text)),
);

/** What can be written and read back: nested lists, vectors, boxes, hash tables over all kinds of leaves. */
export const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaves,
    fc.array(tie("value")).map((items) => listFrom(items)),
    fc.tuple(fc.array(tie("value"), { minLength: 1 }), leaves).map(([items, tail]) => listFrom(items, 0, tail)),
    fc.array(tie("value")),
    tie("value").map((x) => new Box(x)),
    fc.array(fc.tuple(leaves, tie("value"))).map((entries) => {
      const table = new HashTable("equal", { mutable: false });
      for (const [key, value] of entries) table.set(key, value);
      return table;
    }),
  ),
})).value;
