// Boxes: `box`, `unbox`, `set-box!` and `#&x`.
import { Structured } from "./structured.ts";
import type { Value } from "./types.ts";

export class Box extends Structured {
  value: Value;
  constructor(value: Value) {
    super();
    this.value = value;
  }
  override equalParts(other: Structured, later: (a: Value, b: Value) => void): boolean {
    if (!(other instanceof Box)) return false;
    later(this.value, other.value);
    return true;
  }
  override hashSeed(): number {
    return 7;
  }
}
