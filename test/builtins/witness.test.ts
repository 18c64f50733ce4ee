// A witness sees every change in place, and nothing else.
import { describe, expect, test } from "vitest";
import { Witness } from "../../src/builtins/convert/witness.ts";
import { HashTable } from "../../src/values/hash-table.ts";
import { flonum } from "../../src/values/numbers.ts";
import { list, type Pair } from "../../src/values/pair.ts";
import { MString, str } from "../../src/values/string.ts";
import { intern } from "../../src/values/symbol.ts";
import type { Value } from "../../src/values/types.ts";

const table = (...entries: [Value, Value][]): HashTable => {
  const result = new HashTable();
  for (const [key, value] of entries) result.set(key, value);
  return result;
};

describe("a change is seen", () => {
  test.each<[string, () => [value: Value, change: () => void]]>([
    [
      "set-car!",
      () => {
        const x = list(1, 2, 3) as Pair;
        return [
          x,
          () => {
            x.car = 5;
          },
        ];
      },
    ],
    [
      "set-cdr!, shorter",
      () => {
        const x = list(1, 2, 3) as Pair;
        return [
          x,
          () => {
            x.cdr = list(2);
          },
        ];
      },
    ],
    [
      "set-cdr!, longer",
      () => {
        const x = list(1, 2) as Pair;
        return [
          x,
          () => {
            x.cdr = list(2, 3);
          },
        ];
      },
    ],
    [
      "an element of a vector",
      () => {
        const x = [1, 2];
        return [
          list(x),
          () => {
            x[1] = 3;
          },
        ];
      },
    ],
    [
      "a vector in a table in a list",
      () => {
        const x = [1, 2];
        return [
          list(0, table([intern("k"), x])),
          () => {
            x[0] = 3;
          },
        ];
      },
    ],
    [
      "a table",
      () => {
        const x = table([1, 2]);
        return [x, () => x.set(1, 3)];
      },
    ],
    [
      "a string",
      () => {
        const x = str("abc");
        return [list(x), () => x.set(0, 66)];
      },
    ],
    [
      "a string that had changed before",
      () => {
        const x = str("abc");
        x.set(0, 66);
        return [list(x), () => x.set(0, 67)];
      },
    ],
    [
      "a byte",
      () => {
        const x = new Uint8Array([1, 2]);
        return [
          list(x),
          () => {
            x[1] = 3;
          },
        ];
      },
    ],
    [
      "one list for another",
      () => {
        const x = list(list(1, 2), list(3)) as Pair;
        return [
          x,
          () => {
            x.car = list(1);
          },
        ];
      },
    ],
    [
      "nesting alone",
      () => {
        const x = list(list(1), 2) as Pair;
        return [
          x,
          () => {
            x.car = 1;
            x.cdr = list(list(2));
          },
        ];
      },
    ],
  ])("%s", (_, make) => {
    const [value, change] = make();
    const witness = new Witness(value);
    expect(witness.matches(value)).toBe(true);
    change();
    expect(witness.matches(value)).toBe(false);
  });
});

test("a change elsewhere is none", () => {
  const value = list(str("a"), 1, flonum(1.5), [str("b")], table([intern("k"), str("c")]));
  const witness = new Witness(value);
  new MString("other").set(0, 65);
  expect(witness.matches(value)).toBe(true);
  expect(witness.matches(value)).toBe(true);
});
