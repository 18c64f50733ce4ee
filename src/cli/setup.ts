// From the options of the command line to those of an engine: reads every file that they name before anything is asked.
import fs from "node:fs";
import path from "node:path";
import { checkOverlay, directoryStore, parseTraining } from "../engine/command-line.ts";
import { nodeHost } from "../host/node.ts";
import { decodeText } from "../host/text.ts";
import { local, openai, type SkeinOptions } from "../index.ts";
import { UsageError } from "./exit.ts";
import { describeFailure, parseInputs, readInputs, readText } from "./inputs.ts";
import type { RunOptions } from "./run-options.ts";

export const DEFAULT_STORE = ".skein";

export interface Setup {
  options: SkeinOptions;
  /** Nobody chose the provider: the local one answers because there is no key. */
  localByDefault: boolean;
  /** Calls cost money, and nothing caps it. */
  uncapped: boolean;
  close(): void;
}

export interface SetupContext {
  environment: NodeJS.ProcessEnv;
  onNewStore(folder: string): void;
  onTraining(progress: { tier: string; done: number; total: number }): void;
}

export async function setUp(options: RunOptions, context: SetupContext): Promise<Setup> {
  const { environment } = context;
  const kind = options.provider ?? (options.train ? "local" : chosenByEnvironment(options, environment));
  const store = options.store === false ? undefined : (options.store ?? DEFAULT_STORE);
  checkStore(options, store);
  const trace = options.trace === undefined ? undefined : openTrace(options.trace);
  const prices = options.prices === undefined ? undefined : readPrices(options.prices);
  const provider = kind === "local" ? await localProvider(options, context) : openaiProvider(options, environment);
  return {
    options: {
      provider,
      models: { ...(options.model !== undefined && { default: options.model }), aliases: options.alias },
      inputs: await readInputs(parseInputs(options.input), options.encoding),
      budget: defined({ usd: options.budget, calls: options.maxCalls, tokens: options.maxTokensTotal }),
      limits: limitsOf(options),
      storeMode: options.record ? "record" : options.replay ? "replay" : store === undefined ? "off" : "resume",
      ...(store !== undefined && {
        store: directoryStore(store, { existing: options.replay ?? false, onCreate: context.onNewStore }),
      }),
      host: hostOf(options),
      ...(prices && { prices }),
      ...(trace && { trace: trace.write }),
      ...(options.batch && { batch: true }),
      ...(options.maxInFlight !== undefined && { maxInFlight: options.maxInFlight }),
    },
    localByDefault: kind === "local" && options.provider === undefined && options.train !== undefined,
    uncapped: kind === "openai" && options.budget === undefined && !options.replay,
    close: () => trace?.close(),
  };
}

function chosenByEnvironment(options: RunOptions, environment: NodeJS.ProcessEnv): "openai" | "local" {
  return options.baseUrl || environment.OPENAI_BASE_URL || environment.OPENAI_API_KEY ? "openai" : "local";
}

function openaiProvider(options: RunOptions, environment: NodeJS.ProcessEnv) {
  if (options.train !== undefined)
    throw new UsageError("--train teaches the local provider; it means nothing with --provider openai");
  return openai({ environment, ...(options.baseUrl !== undefined && { baseURL: options.baseUrl }) });
}

async function localProvider(options: RunOptions, { onTraining }: SetupContext) {
  if (options.baseUrl !== undefined)
    throw new UsageError("--base-url names a server; it means nothing with the local provider");
  const { train, text, label } = options;
  if (train === undefined) {
    if (text !== undefined || label !== undefined)
      throw new UsageError("--text and --label name fields of the file of --train");
    return local({ aliases: options.alias });
  }
  const content = readFile("--train", train, () => readText(train, options.encoding));
  const fields = { ...(text !== undefined && { text }), ...(label !== undefined && { label }) };
  const items = readFile("--train", train, () => parseTraining(content, train, fields));
  return local({ train: { items }, aliases: options.alias, onProgress: onTraining });
}

function limitsOf(options: RunOptions): NonNullable<SkeinOptions["limits"]> {
  const python = defined({ seconds: options.pythonTimeout, heapMb: options.pythonHeap });
  return { ...defined({ seconds: options.timeout, steps: options.maxSteps, heapMb: options.heap }), python };
}

function hostOf({ allowRead, allowWrite, allowEnv }: RunOptions) {
  return nodeHost({ read: allowRead, write: allowWrite, env: allowEnv });
}

function checkStore(options: RunOptions, store: string | undefined): void {
  if (store === undefined && (options.record || options.replay)) {
    throw new UsageError(`${options.record ? "--record" : "--replay"} needs a store; leave --no-store out`);
  }
  if (store === undefined) return;
  if (options.replay && !fs.existsSync(store)) {
    throw new UsageError(`--replay: there is no store in ${store}; make one with --record, or name it with --store`);
  }
  // What can not be looked at says so when it is opened.
  const parent = path.dirname(path.resolve(store));
  const wrong = [store, parent].find((one) => fs.existsSync(one) && !fs.statSync(one).isDirectory());
  if (wrong !== undefined) {
    throw new UsageError(`--store ${store}: expected a folder`);
  }
}

export function readPrices(file: string): NonNullable<SkeinOptions["prices"]> {
  const text = readFile("--prices", file, () => decodeText(fs.readFileSync(file), file));
  let prices: unknown;
  try {
    prices = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--prices: ${file}: not JSON: ${(error as Error).message}`);
  }
  try {
    return checkOverlay(prices);
  } catch (error) {
    throw new UsageError(`--prices: ${file}: ${(error as Error).message}`);
  }
}

/** Prompts may hold what only their owner should read. */
function openTrace(file: string): { write: (record: object) => void; close: () => void } {
  const fd = readFile("--trace", file, () => fs.openSync(file, "w", 0o600));
  return {
    write: (record) => fs.writeSync(fd, `${JSON.stringify(record)}\n`),
    close: () => fs.closeSync(fd),
  };
}

/** Runs `read`; what goes wrong is said with the option and the file. */
function readFile<T>(option: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${option}: ${message.startsWith(file) ? message : describeFailure(error, file)}`);
  }
}

/** The script's text and the name that errors give it. */
export function readScript(file: string): { source: string; name: string } {
  try {
    return { source: readText(file, "utf-8"), name: file === "-" ? "standard input" : path.normalize(file) };
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(message.startsWith(`${file}: not `) ? message : describeFailure(error, file));
  }
}

function defined<T extends Record<string, number | undefined>>(values: T): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: number;
  };
}
