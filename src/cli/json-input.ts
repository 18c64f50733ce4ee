// JSON from files, without losing a digit: what JavaScript's numbers would change is read by the engine's own reader.
import { exactJson, exactMembers } from "../engine/command-line.ts";
import { UsageError } from "./exit.ts";

/** A whole file, or the members called `field` of the objects in its array. */
export function readJson(text: string, file: string, field: string | undefined): unknown {
  const value = parse(text, file);
  if (field === undefined) return kept(text, value);
  if (!Array.isArray(value)) return kept(text, member(value, field, file), field);
  const picked = value.map((item, i) => member(item, field, `${file}: item ${i + 1}`));
  const plain = !mayLose.test(text) || picked.every((item) => typeof item === "string");
  return plain ? picked : exactMembers(text, field);
}

/** One line of a .jsonl file. */
export function readJsonItem(line: string, where: string, field: string | undefined): unknown {
  const value = parse(line, where);
  if (field === undefined) return kept(line, value);
  const picked = member(value, field, where);
  return typeof picked === "string" ? picked : kept(line, picked, field);
}

/** Numbers that are not small integers: `1.0` is a float and long integers have digits that JavaScript drops. */
const mayLose = /\d\.\d|\d[eE]|\d{16}|-0/;

/** JavaScript's own value where that is exact; it is read three times as fast. */
function kept(text: string, value: unknown, field?: string): unknown {
  return typeof value === "string" || !mayLose.test(text) ? value : exactJson(text, field);
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where}: not JSON: ${(error as Error).message}`);
  }
}

function member(item: unknown, field: string, where: string): unknown {
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    throw new UsageError(`${where}: no object to pick ${JSON.stringify(field)} from`);
  }
  if (Object.hasOwn(item, field)) return (item as Record<string, unknown>)[field];
  const names = Object.keys(item).slice(0, 20).join(", ");
  throw new UsageError(`${where}: there is no ${JSON.stringify(field)}; it has ${names || "nothing"}`);
}
