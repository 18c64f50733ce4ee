// Inputs of many items, read piece by piece: a file may be larger than the longest text that JavaScript can hold.
import fs from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CsvError, type Options, parse } from "csv-parse";
import { decodeStream, type Encoding } from "../host/text.ts";
import { UsageError } from "./exit.ts";
import { readJsonItem } from "./json-input.ts";

/** One item a line; empty lines are left out. */
export async function readJsonLines(file: string, field: string | undefined, encoding: Encoding): Promise<unknown[]> {
  const items: unknown[] = [];
  let number = 0;
  const add = (line: string): void => {
    number++;
    if (line.trim() !== "") items.push(readJsonItem(line, `${file}: line ${number}`, field));
  };
  // Parts of a line that has not ended; joined once, so that a long line costs its length only.
  let parts: string[] = [];
  for await (const text of decodeStream(fs.createReadStream(file), file, encoding)) {
    const lines = text.split("\n");
    parts.push(lines[0] as string);
    if (lines.length === 1) continue;
    add(parts.join(""));
    for (let i = 1; i < lines.length - 1; i++) add(lines[i] as string);
    parts = [lines[lines.length - 1] as string];
  }
  add(parts.join(""));
  return items;
}

/** Rows as objects by the names of the first line, or the texts of one column. */
export async function readCsv(file: string, column: string | undefined, encoding: Encoding): Promise<unknown[]> {
  const rows: unknown[] = [];
  const options: Options = { columns: (names: string[]) => checkColumns(names, column, file), skip_empty_lines: true };
  try {
    await pipeline(
      Readable.from(decodeStream(fs.createReadStream(file), file, encoding)),
      parse(options),
      async (records: AsyncIterable<Record<string, string>>) => {
        for await (const record of records) rows.push(column === undefined ? record : record[column]);
      },
    );
  } catch (error) {
    const { code, lines, message } = error as CsvError & { lines?: number };
    if (!code?.startsWith("CSV_")) throw error;
    throw new UsageError(`${file}: line ${lines ?? "?"}: not CSV: ${message}`);
  }
  return rows;
}

function checkColumns(names: string[], column: string | undefined, file: string): string[] {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`${file}: line 1: two columns are called ${JSON.stringify(twice)}`);
  if (column !== undefined && !names.includes(column)) {
    throw new UsageError(`${file}: there is no column ${JSON.stringify(column)}; there are ${names.join(", ")}`);
  }
  return names;
}
