// `--input name=path[:field]`: what the argument means, and the value that the script gets for it.
import fs from "node:fs";
import path from "node:path";
import { HostError } from "../host/host.ts";
import { decodeText, type Encoding } from "../host/text.ts";
import { UsageError } from "./exit.ts";
import { readJson } from "./json-input.ts";
import { readCsv, readJsonLines } from "./streamed-inputs.ts";

export interface InputArgument {
  name: string;
  path: string;
  /** Which member of each item is meant. */
  field: string | undefined;
}

/** Names of arguments that appear twice, or that Scheme could not read as one symbol, are refused. */
export function parseInputs(values: readonly string[]): InputArgument[] {
  const inputs = values.map(parseInput);
  const names = inputs.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`--input gives ${twice} twice; every input needs a name of its own`);
  return inputs;
}

function parseInput(value: string): InputArgument {
  const equals = value.indexOf("=");
  // A lone input is customarily called context.
  const name = equals < 0 ? "context" : value.slice(0, equals);
  const rest = value.slice(equals + 1);
  if (!/^[^\s()[\]{}"';`,|#]+$/.test(name) || isNumeric(name)) {
    throw new UsageError(
      `--input ${value}: ${JSON.stringify(name)} can not be a variable's name; say --input NAME=PATH`,
    );
  }
  if (rest === "") throw new UsageError(`--input ${value}: there is no path after the name`);
  return { name, ...splitField(rest) };
}

const isNumeric = (name: string): boolean => !Number.isNaN(Number(name));

/** A colon may belong to a path: what exists as it stands is the path. */
function splitField(rest: string): { path: string; field: string | undefined } {
  const colon = rest.lastIndexOf(":");
  if (colon <= 0 || colon === rest.length - 1 || fs.existsSync(rest)) return { path: rest, field: undefined };
  return { path: rest.slice(0, colon), field: rest.slice(colon + 1) };
}

/** Reads all inputs, in order. */
export async function readInputs(
  inputs: readonly InputArgument[],
  encoding: Encoding,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const input of inputs) {
    // Defined, not assigned: an input may be called __proto__.
    Object.defineProperty(values, input.name, { value: await readInput(input, encoding), enumerable: true });
  }
  return values;
}

/** Reads one input; everything that can be wrong with a file is a `UsageError` that names it. */
export async function readInput(input: InputArgument, encoding: Encoding): Promise<unknown> {
  try {
    return await load(input, encoding);
  } catch (error) {
    const known = error instanceof UsageError || error instanceof HostError;
    const reason = known ? error.message : describeFailure(error, input.path);
    throw new UsageError(`--input ${input.name}: ${reason}`);
  }
}

async function load({ path: file, field }: InputArgument, encoding: Encoding): Promise<unknown> {
  const isFolder = file !== "-" && fs.statSync(file).isDirectory();
  const kind = isFolder ? "folder" : path.extname(file).toLowerCase();
  switch (kind) {
    case ".jsonl":
    case ".ndjson":
      return await readJsonLines(file, field, encoding);
    case ".csv":
      return await readCsv(file, field, encoding);
    case ".json":
      return readJson(decodeText(fs.readFileSync(file), file, encoding), file, field);
    default:
      if (field !== undefined) {
        throw new UsageError(
          `${file} has no fields to pick ${JSON.stringify(field)} from; only .jsonl, .json and .csv have`,
        );
      }
      return isFolder ? readFolder(file, encoding) : readText(file, encoding);
  }
}

/** The texts of a folder's files by name; hidden files and folders in it are left out. */
function readFolder(folder: string, encoding: Encoding): string[] {
  const names = fs.readdirSync(folder).filter((name) => !name.startsWith("."));
  const files = names.sort().map((name) => path.join(folder, name));
  return files.filter((file) => fs.statSync(file).isFile()).map((file) => readText(file, encoding));
}

/** `-` is standard input. */
export function readText(file: string, encoding: Encoding): string {
  const bytes = fs.readFileSync(file === "-" ? 0 : file);
  return decodeText(bytes, file === "-" ? "standard input" : file, encoding);
}

const REASONS: { readonly [code: string]: string } = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EISDIR: "is a folder",
  ENOTDIR: "a part of the path is no folder",
  ELOOP: "too many links",
  ERR_FS_FILE_TOO_LARGE: "is too large; split it, or give it as .jsonl",
};

/** What the operating system had against a path, in words. */
export function describeFailure(error: unknown, file: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `${file}: ${(code !== undefined && REASONS[code]) || message}`;
}
