// Python values as plain JavaScript ones, for tests of this room alone.
import type { Shape } from "../../src/python/reader.ts";

/** A float, told apart from an integer. */
export class Float {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

export class Reference {
  readonly number: number;
  readonly description: string;
  constructor(number: number, description: string) {
    this.number = number;
    this.description = description;
  }
}

export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | Uint8Array
  | Reference
  | Plain[]
  | { [key: string]: Plain }
  | Map<Plain, Plain>;

export const PLAIN: Shape<Plain> = {
  null: () => null,
  boolean: (value) => value,
  integer: (value) => value,
  float: (value) => new Float(value),
  string: (value) => value,
  bytes: (value) => value,
  list: (items) => items,
  dict: (keys, values) => Object.fromEntries(keys.map((key, i) => [key, values[i]])),
  mixedDict: (keys, values) => new Map(keys.map((key, i) => [key, values[i]])),
  reference: (number, description) => new Reference(number, description),
};
