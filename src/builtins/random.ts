// Random numbers: the engine's, or from a seed of the script's own choosing.
import { add, sub } from "../values/arithmetic.ts";
import { charOf } from "../values/char.ts";
import { wrongArgument } from "../values/error.ts";
import { bitLength, type ExactInteger, Flonum, isExactInteger, normalise, toBig } from "../values/numbers.ts";
import { listLength, type Pair } from "../values/pair.ts";
import { MString } from "../values/string.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import type { Section } from "./row.ts";
import { seededRandom } from "./statistics/sampling.ts";

export const random: Section = (m, services) => {
  let own: (() => number) | undefined;
  const next = (): number => (own === undefined ? services.random.next() : own());

  /** From 0 to below `n`, each equally likely: too large draws are thrown away. */
  const below = (n: ExactInteger): ExactInteger => {
    if (typeof n === "number" && n <= 0x100000000) return Math.floor(next() * n);
    const bits = bitLength(n);
    m.fuel -= bits >> 7;
    for (;;) {
      // Through text: shifting piece by piece takes time with the square of the length.
      let digits = "0x";
      for (let have = 0; have < bits; have += 32) {
        digits += Math.floor(next() * 0x100000000)
          .toString(16)
          .padStart(8, "0");
      }
      const draw = BigInt(digits) >> BigInt((32 - (bits % 32)) % 32);
      if (draw < toBig(n)) return normalise(draw);
    }
  };
  const integerArgument = (x: Value, index: number): ExactInteger =>
    isExactInteger(x) ? x : wrongArgument(index, "an exact integer", x);

  const draw = (a: Value | undefined, b: Value | undefined): Value => {
    if (a === undefined) return new Flonum(next());
    if (b === undefined) {
      if (a instanceof Flonum && a.n > 0) return new Flonum(next() * a.n);
      if (!isExactInteger(a) || a <= 0) return wrongArgument(1, "an exact positive integer", a);
      return below(a);
    }
    const low = integerArgument(a, 1);
    const high = integerArgument(b, 2);
    if (high <= low) wrongArgument(2, `an integer above ${low}`, high);
    return add(low, below(sub(high, low) as ExactInteger));
  };

  return [
    leaf(
      "(random [k] [end])",
      "A random number: from 0 up to 1, an integer from 0 to below k, or one from k to below end.",
      "(< -1 (random 10) 10) => #t\n(random 5 6) => 5",
      draw,
    ),
    leaf(
      "(random-integer low [high])",
      "A random integer from low to below high, or from 0 to below low.",
      "(random-integer 5 6) => 5",
      draw,
    ),
    leaf("(random-real)", "A random number from 0 up to 1.", "(< -1 (random-real) 1) => #t", () => new Flonum(next())),
    leaf(
      "(random-seed k:index)",
      "Makes all further random numbers of the script follow from k.",
      "(begin (random-seed 1) (let ([a (random)]) (random-seed 1) (= a (random)))) => #t",
      (k: number) => {
        own = seededRandom(k);
        return UNSPECIFIED;
      },
    ),
    leaf(
      "(random-ref items)",
      "A random element of a list, vector or string.",
      "(random-ref '(5)) => 5",
      (items: Value) => {
        const length = Array.isArray(items)
          ? items.length
          : items instanceof MString
            ? items.length
            : listLength(items);
        if (length <= 0) return wrongArgument(1, "a list, vector or string that is not empty", items);
        const at = below(length) as number;
        if (Array.isArray(items)) return items[at];
        if (items instanceof MString) return charOf(items.codeAt(at));
        let rest = items;
        for (let i = 0; i < at; i++) rest = (rest as Pair).cdr;
        return (rest as Pair).car;
      },
    ),
  ];
};
