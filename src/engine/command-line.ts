// What the command line needs of rooms that it may not import itself.
import { valueFromJson } from "../builtins/convert/json.ts";
import { HashTable } from "../values/hash-table.ts";
import { Pair } from "../values/pair.ts";
import { intern } from "../values/symbol.ts";
import { Opaque } from "./js-values.ts";

export { checkOverlay } from "../llm/prices.ts";
export { parseTraining, TrainingError } from "../llm/providers/local/training.ts";
export { clearStore, exportStore, importStore, listEntries, showEntry } from "../llm/store/commands.ts";
export { directoryStore, StoreError } from "../llm/store/lmdb.ts";
export { StoreTextError } from "../llm/store/text.ts";
export { summaryTable } from "../llm/summary.ts";
export { type CheckReport, checkScript } from "./check/check-script.ts";
export { ASSUMED_OUTPUT, type Estimate } from "./check/estimate.ts";

/** A text of JSON as an input, digit for digit; with `member`, what the object has under that name. */
export function exactJson(text: string, member?: string): Opaque {
  const value = valueFromJson(text);
  if (member === undefined) return new Opaque(value);
  if (!(value instanceof HashTable)) throw new TypeError("expected a JSON object");
  return new Opaque(value.get(intern(member)) ?? value);
}

/** The same member of every object of an array. */
export function exactMembers(text: string, member: string): Opaque[] {
  const found: Opaque[] = [];
  for (let rest = valueFromJson(text); rest instanceof Pair; rest = rest.cdr) {
    if (rest.car instanceof HashTable) found.push(new Opaque(rest.car.get(intern(member)) ?? rest.car));
  }
  return found;
}
