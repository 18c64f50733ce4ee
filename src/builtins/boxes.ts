// Boxes (SRFI 111, Racket): one place for one value.
import { Box } from "../values/box.ts";
import { wrongArgument } from "../values/error.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import type { Section } from "./row.ts";

const boxArgument = (x: Value): Box => (x instanceof Box ? x : wrongArgument(1, "a box", x));

export const boxes: Section = () => [
  ...["box", "box-immutable"].map((name) => ({
    signature: `(${name} x)`,
    doc: "A fresh box that holds x.",
    example: `(unbox (${name} 5)) => 5`,
    run: (x: Value) => new Box(x),
  })),
  {
    signature: "(box? x)",
    doc: "Whether x is a box.",
    example: "(box? (box 1)) => #t",
    run: (x: Value) => x instanceof Box,
  },
  {
    signature: "(unbox b)",
    doc: "What a box holds.",
    example: "(unbox (box 5)) => 5",
    run: (b: Value) => boxArgument(b).value,
  },
  {
    signature: "(set-box! b x)",
    doc: "Puts x into a box.",
    example: "(let ((b (box 1))) (set-box! b 2) (unbox b)) => 2",
    run(b: Value, x: Value) {
      boxArgument(b).value = x;
      return UNSPECIFIED;
    },
  },
];
