// The table of rooms: their levels, and which rooms each may import. What is not allowed here is forbidden.

export interface Room {
  level: number;
  /** Rooms that it may import. */
  imports: readonly string[];
  /** Rooms of which it may import types. */
  types: readonly string[];
  /** Whether it must load in a browser: no import of Node's modules, except where `nodeOnly` says so. */
  portable: boolean;
}

const room = (level: number, imports: string[], types: string[] = [], portable = true): Room => ({
  level,
  imports,
  types,
  portable,
});

const all = [
  "values",
  "host",
  "reader",
  "core",
  "machine",
  "llm",
  "python",
  "expander",
  "compiler",
  "fibers",
  "builtins",
];

export const rooms: { readonly [name: string]: Room } = {
  values: room(0, []),
  host: room(0, []),
  reader: room(1, ["values"]),
  core: room(1, ["values"]),
  machine: room(1, ["values"]),
  llm: room(1, [], ["host"]),
  python: room(1, [], ["host"]),
  expander: room(2, ["values", "core"]),
  compiler: room(2, ["values", "core", "machine"]),
  fibers: room(2, ["values", "machine"], ["host"]),
  builtins: room(3, ["values", "reader", "machine", "fibers", "llm", "python"], ["host"]),
  engine: room(4, all),
  cli: room(5, ["index.ts", "engine", "values", "host"], ["llm"], false),
  "index.ts": room(5, ["engine", "llm", "host"], [], false),
  "browser.ts": room(5, ["engine", "llm", "host"]),
};

/** Files that run on Node only; what runs in browsers too reaches them by `import()`, if at all. */
export const nodeOnly = [
  /^host\/node\.ts$/,
  /^python\/(?!browser)/,
  /^llm\/store\//,
  /^llm\/providers\/openai/,
  /^engine\/(?:(?:build|compile|load)-prelude|node|check\/.*)\.ts$/,
];

/** Packages with one home: nothing else may import them. */
export const homes: { readonly [name: string]: RegExp } = {
  chevrotain: /^reader\//,
  openai: /^llm\//,
  lmdb: /^llm\/store\//,
  undici: /^llm\//,
  "gpt-tokenizer": /^llm\//,
  "@pydantic/genai-prices": /^llm\//,
  "@opentelemetry/api": /^llm\//,
  ajv: /^llm\//,
  jsonrepair: /^llm\//,
  "p-limit": /^llm\//,
  pyodide: /^python\//,
  commander: /^cli\//,
  "csv-parse": /^(cli\/|llm\/providers\/local\/)/,
};

/** Packages that no start-up may pay for: imported by `import()` only, or by a file that is itself loaded so. */
export const loadedOnFirstUse = [
  "chevrotain",
  "openai",
  "lmdb",
  "undici",
  "gpt-tokenizer",
  "@pydantic/genai-prices",
  "ajv",
  "pyodide",
];

/** Files over 500 lines, each with its reason. */
export const longFiles: { readonly [file: string]: string } = {};
