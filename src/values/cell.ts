// A top-level variable: what a global name is bound to in one engine.
import type { Value } from "./types.ts";

export class Cell {
  readonly name: string;
  /** `undefined` while unbound. */
  value: Value | undefined;
  /** The library's own (builtins, prelude): never assigned after start-up, so the compiler may look at the value. */
  constant: boolean;
  constructor(name: string, value?: Value, constant = false) {
    this.name = name;
    this.value = value;
    this.constant = constant;
  }
}
