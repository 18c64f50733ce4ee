// Reads labelled texts from the text of a .jsonl, .json or .csv file; whoever calls has read the file.
import { type CsvError, parse } from "csv-parse/sync";

export interface TrainingItem {
  text: string;
  label: string;
}

/** The names of the members (or columns) that hold the text and its label. */
export interface TrainingFields {
  text?: string;
  label?: string;
}

/** A training file that can not be used: the message names file and line and says what to do. */
export class TrainingError extends Error {}

/** One thing to learn from, and where it stands for error messages (`line 12`, `item 3`). */
interface Entry {
  value: unknown;
  where: string;
}

export function parseTraining(text: string, fileName: string, fields: TrainingFields = {}): TrainingItem[] {
  const source = text.replace(/^\uFEFF/, "");
  const entries = entriesOf(source, fileName);
  const names = { text: fields.text ?? "text", label: fields.label ?? "label" };
  const items = entries.map((entry) => itemOf(entry, fileName, names));
  checkTraining(items, fileName);
  return items;
}

/** Refuses what nothing can be learned from. */
export function checkTraining(items: readonly TrainingItem[], from: string): void {
  items.forEach(({ text, label }, i) => {
    if (typeof text !== "string" || typeof label !== "string" || label === "") {
      throw new TrainingError(
        `${from}: item ${i + 1}: expected { text: string, label: string } with a label that is not empty`,
      );
    }
  });
  if (items.length === 0) throw new TrainingError(`${from}: holds no labelled texts`);
  const first = (items[0] as TrainingItem).label;
  if (items.every((item) => item.label === first)) {
    throw new TrainingError(
      `${from}: all ${items.length} texts have the label ${JSON.stringify(first)}; there must be at least two labels to tell apart`,
    );
  }
}

function entriesOf(source: string, fileName: string): Entry[] {
  const kind = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (kind === "jsonl" || kind === "ndjson") return jsonLines(source, fileName);
  if (kind === "json") return jsonItems(source, fileName);
  if (kind === "csv") return csvRows(source, fileName);
  throw new TrainingError(`${fileName}: expected a file of labelled texts named .jsonl, .json or .csv`);
}

function jsonLines(source: string, fileName: string): Entry[] {
  const entries: Entry[] = [];
  source.split("\n").forEach((line, i) => {
    const where = `line ${i + 1}`;
    if (line.trim() !== "") entries.push({ value: parseJson(line, `${fileName}: ${where}`), where });
  });
  return entries;
}

function jsonItems(source: string, fileName: string): Entry[] {
  const value = parseJson(source, fileName);
  if (!Array.isArray(value)) throw new TrainingError(`${fileName}: expected an array of objects, got ${kindOf(value)}`);
  return value.map((item, i) => ({ value: item, where: `item ${i + 1}` }));
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TrainingError(`${where}: is not JSON: ${(error as Error).message}`);
  }
}

function csvRows(source: string, fileName: string): Entry[] {
  try {
    const options = {
      columns: true,
      info: true,
      skip_empty_lines: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    };
    const rows = parse(source, options) as unknown as {
      record: unknown;
      info: { lines: number };
    }[];
    return rows.map(({ record, info }) => ({
      value: record,
      where: `line ${info.lines}`,
    }));
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw new TrainingError(`${fileName}: ${lines === undefined ? "" : `line ${lines}: `}is not CSV: ${message}`);
  }
}

function itemOf({ value, where }: Entry, fileName: string, names: Required<TrainingFields>): TrainingItem {
  const place = `${fileName}: ${where}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TrainingError(`${place}: expected an object with a text and a label, got ${kindOf(value)}`);
  }
  const member = (role: "text" | "label"): unknown => {
    const name = names[role];
    if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name];
    const there = Object.keys(value).map((key) => JSON.stringify(key));
    throw new TrainingError(
      `${place}: has no ${JSON.stringify(name)} for the ${role}; it has ${there.join(", ") || "nothing"}; choose one with --${role} NAME`,
    );
  };
  const text = member("text");
  if (typeof text !== "string")
    throw new TrainingError(`${place}: ${JSON.stringify(names.text)} must be a text, got ${kindOf(text)}`);
  const label = member("label");
  if (typeof label !== "string" && typeof label !== "number" && typeof label !== "boolean") {
    throw new TrainingError(
      `${place}: ${JSON.stringify(names.label)} must be a text, a number or a boolean, got ${kindOf(label)}`,
    );
  }
  const name = String(label).trim();
  if (name === "") throw new TrainingError(`${place}: ${JSON.stringify(names.label)} is empty`);
  return { text, label: name };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
}
