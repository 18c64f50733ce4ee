// Scheme values out of JSON and of what Python sends.
import type { Shape } from "../../python/reader.ts";
import { HashTable } from "../../values/hash-table.ts";
import { flonum } from "../../values/numbers.ts";
import { listFrom } from "../../values/pair.ts";
import { MString, str } from "../../values/string.ts";
import { intern } from "../../values/symbol.ts";
import type { Value } from "../../values/types.ts";

/** What nothing is called inside a structure, so that it is not lost on the way back. */
export const NULL_NAME = "null";

/** JSON as Scheme values; `reference` is for Python alone. */
export function schemeShape(reference: (number: number, description: string) => Value): Shape<Value> {
  return {
    null: () => intern(NULL_NAME),
    boolean: (value) => value,
    integer: (value) => value,
    float: flonum,
    string: str,
    list: (items) => listFrom(items),
    dict(keys, values) {
      const table = new HashTable("equal", { foreign: true });
      for (let i = 0; i < keys.length; i++) table.set(keyOf(keys[i]), values[i]);
      return table;
    },
    bytes: (value) => value,
    mixedDict(keys, values) {
      const table = new HashTable("equal", { foreign: true });
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        table.set(key instanceof MString ? keyOf(key.toString()) : key, values[i]);
      }
      return table;
    },
    reference,
  };
}

export const JSON_SHAPE: Shape<Value> = schemeShape(() => {
  throw new Error("JSON has no references");
});

/** A name becomes a symbol. The text `null` stays a text: the symbol stands for JSON's null, and a dict may hold both. */
const keyOf = (name: string): Value => (name === NULL_NAME ? new MString(name, true) : intern(name));
