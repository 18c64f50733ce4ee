// The options of `skein run` and `skein repl` as values: each checked where it is read, with a message that names it.
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Encoding, encodings } from "../host/text.ts";

export interface RunOptions {
  input: string[];
  model?: string;
  alias: Record<string, string>;
  baseUrl?: string;
  provider?: "openai" | "local";
  train?: string;
  text?: string;
  label?: string;
  /** A folder; `false` for --no-store. */
  store?: string | false;
  record?: boolean;
  replay?: boolean;
  budget?: number;
  maxCalls?: number;
  maxTokensTotal?: number;
  maxInFlight?: number;
  timeout?: number;
  maxSteps?: number;
  heap?: number;
  pythonTimeout?: number;
  pythonHeap?: number;
  encoding: Encoding;
  prices?: string;
  trace?: string;
  batch?: boolean;
  allowRead: string[];
  allowWrite: string[];
  allowEnv: string[];
  quiet?: boolean;
  json?: boolean;
}

/** What `run` and `repl` share. */
export function addRunOptions(command: Command): Command {
  command
    .option(
      "--input <name=path[:field]>",
      "a variable for the script: a folder, .json, .jsonl, .csv or a text; repeatable",
      collect,
      [],
    )
    .addOption(new Option("--encoding <name>", "how input files are encoded").choices([...encodings]).default("utf-8"));
  command
    .option("--model <name>", "for calls that name no model")
    .option(
      "--alias <from=to>",
      "another model for a name in the script, such as gpt-4=local/large; repeatable",
      alias,
      {},
    )
    .addOption(
      new Option("--provider <name>", "who answers (default: openai with a key or base URL, else local)").choices([
        "openai",
        "local",
      ]),
    )
    .option("--base-url <url>", "any server that speaks OpenAI's protocol", baseUrl)
    .option("--train <file>", "labelled texts for the local provider: .jsonl, .json or .csv")
    .option("--text <name>", "the field of --train that holds the text (default: text)")
    .option("--label <name>", "the field of --train that holds the label (default: label)");
  command
    .option("--store <folder>", "where replies are kept, so that they are not paid twice (default: .skein)")
    .option("--no-store", "keep nothing")
    .addOption(new Option("--record", "ask everything anew and keep the replies").conflicts("replay"))
    .option("--replay", "answer from the store only; what is not in it is an error");
  command
    .option("--budget <usd>", "never spend more than this", dollars)
    .option("--max-calls <n>", "never make more calls than this", wholeNumber)
    .option("--max-tokens-total <n>", "never use more tokens than this", wholeNumber)
    .option("--max-in-flight <n>", "requests at the same time, per provider and key (default: 256)", positiveNumber)
    .option("--timeout <seconds>", "stop after this long", seconds)
    .option("--max-steps <n>", "stop after this many steps of Scheme", positiveNumber)
    .option("--heap <mb>", "stop when the script holds this much memory", positiveNumber)
    .option("--python-timeout <seconds>", "for each call of Python (default: 30)", seconds)
    .option("--python-heap <mb>", "memory of Python (default: 512)", positiveNumber);
  command
    .option("--allow-read <path>", "a file or folder that the script may read; repeatable", collect, [])
    .option("--allow-write <path>", "a file or folder that the script may write; repeatable", collect, [])
    .option("--allow-env <name>", "an environment variable that the script may see; repeatable", collect, []);
  return command
    .option("--prices <file>", "prices of models as JSON, over the known ones")
    .option("--trace <file>", "write one line of JSON for every call")
    .option("--batch", "send calls through the provider's batch endpoint: half the price, up to a day")
    .option("--quiet", "no progress and no summary on stderr");
}

/** An option that may be given several times. */
export const collect = (value: string, previous: string[]): string[] => [...previous, value];

export function alias(value: string, previous: Record<string, string>): Record<string, string> {
  const [, from, to] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (from === undefined || to === undefined)
    throw new InvalidArgumentError("Expected FROM=TO, for example gpt-4=gpt-4o.");
  return { ...previous, [from]: to };
}

function baseUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new InvalidArgumentError("Expected a URL, for example http://localhost:11434/v1.");
  }
  return value;
}

function number(value: string): number {
  return /^(\d+\.?\d*|\.\d+)(e\d+)?$/i.test(value) ? Number(value) : Number.NaN;
}

export function dollars(value: string): number {
  const amount = number(value.replace(/^\$/, ""));
  if (!Number.isFinite(amount)) throw new InvalidArgumentError("Expected dollars, for example 5.00.");
  return amount;
}

export function seconds(value: string): number {
  const amount = number(value);
  if (!Number.isFinite(amount) || amount === 0)
    throw new InvalidArgumentError("Expected seconds above zero, for example 30 or 0.5.");
  return amount;
}

export function wholeNumber(value: string): number {
  const amount = number(value);
  if (!Number.isSafeInteger(amount)) throw new InvalidArgumentError("Expected a whole number.");
  return amount;
}

export function positiveNumber(value: string): number {
  const amount = wholeNumber(value);
  if (amount === 0) throw new InvalidArgumentError("Expected a whole number above zero.");
  return amount;
}
