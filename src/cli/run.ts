// `skein run FILE`: stdout gets what the script displays and its result, stderr everything else.
import { checkScript, summaryTable } from "../engine/command-line.ts";
import { createSkein, type Skein, SkeinError, type SkeinResult } from "../index.ts";
import { EXIT } from "./exit.ts";
import { type Interrupts, watchInterrupts } from "./interrupts.ts";
import { toJson } from "./json-output.ts";
import { Progress, type ProgressEvent } from "./progress.ts";
import type { RunOptions } from "./run-options.ts";
import { readScript, type Setup, setUp } from "./setup.ts";
import { harmless, paintFor, processStreams, type Streams } from "./terminal.ts";

/** Resolves to the exit code. Rejects with `UsageError` before anything was asked. */
export async function run(file: string, options: RunOptions): Promise<number> {
  let interrupts: Interrupts | undefined;
  let unread = false;
  const streams = processStreams((problem) => {
    unread = true;
    if (problem !== undefined) progress.note(`stdout can not be written: ${problem}`);
    interrupts?.stop(problem === undefined ? EXIT.interrupted : EXIT.script);
  });
  const { stderr } = streams;
  const progress = new Progress({
    stream: stderr,
    quiet: options.quiet ?? false,
    budget: options.budget,
    now: () => performance.now(),
  });
  const script = readScript(file);
  const setup = await setUp(options, {
    environment: process.env,
    onNewStore: (folder) =>
      progress.note(`replies are kept in ${folder}, so that a second run does not pay for them; --no-store keeps none`),
    onTraining: ({ tier, done, total }) =>
      progress.handle({ type: "progress", label: `training ${tier}`, done, total }),
  });
  interrupts = watchInterrupts(() => progress.note("stopping; once more to stop at once"));
  if (setup.uncapped && !options.quiet && /llm-query/.test(script.source)) await announce(script, setup, progress);
  const out = new ScriptOutput(streams, progress, options.json ?? false);
  const skein = createSkein({ ...setup.options, output: (text) => out.write(text) });
  listen(skein, progress, setup);
  let exitCode: number | undefined;
  skein.on("exit", (event) => {
    if ("code" in event) exitCode = Number(event.code);
  });
  try {
    const outcome = await attempt(skein, script, interrupts.signal);
    progress.clear();
    return report({ outcome, skein, options, out, streams, interrupts, exitCode, unread });
  } finally {
    await skein.close();
    setup.close();
    interrupts.dispose();
  }
}

/** What a run without a cap may cost, said before anything is asked. */
async function announce(
  { source, name }: { source: string; name: string },
  setup: Setup,
  progress: Progress,
): Promise<void> {
  const { inputs = {}, models, prices } = setup.options;
  const items = new Map(
    Object.entries(inputs).flatMap(([input, value]) => (Array.isArray(value) ? [[input, value] as const] : [])),
  );
  const { estimate } = await checkScript(source, {
    name,
    inputs: Object.keys(inputs),
    items,
    python: false,
    defaultModel: models?.default,
    aliases: models?.aliases ?? {},
    prices,
  });
  if (estimate === undefined || estimate.calls === 0) return;
  const { calls, tokens, usd, complete } = estimate;
  const more = complete ? "" : ", and more that the text does not tell";
  progress.note(`no --budget: about ${calls} calls, ${tokens} tokens, $${usd.toFixed(4)}${more}`);
}

/** A script's error is an outcome: it has output, costs and a summary as well. */
type Outcome = { result: SkeinResult } | { error: SkeinError };

async function attempt(
  skein: Skein,
  { source, name }: { source: string; name: string },
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return { result: await skein.run(source, { name, signal }) };
  } catch (error) {
    if (error instanceof SkeinError) return { error };
    throw error;
  }
}

function listen(skein: Skein, progress: Progress, setup: Setup): void {
  let asked = false;
  for (const type of ["start", "call", "error", "retry", "progress", "notice"] as const) {
    skein.on(type, (event) => {
      if (!asked && (type === "start" || type === "call") && setup.localByDefault) {
        progress.note("no OPENAI_API_KEY and no --base-url: the local provider answers");
      }
      asked ||= type === "start" || type === "call";
      progress.handle(event as ProgressEvent);
    });
  }
}

/** What the script displays, on its way to stdout; with `--json` it is kept for the object. */
class ScriptOutput {
  readonly #streams: Streams;
  readonly #progress: Progress;
  readonly #held: boolean;
  #last = "\n";
  readonly #texts: string[] = [];

  constructor(streams: Streams, progress: Progress, held: boolean) {
    this.#streams = streams;
    this.#progress = progress;
    this.#held = held;
  }

  write(text: string): void {
    if (text === "") return;
    this.#last = text;
    if (this.#held) {
      this.#texts.push(text);
      return;
    }
    // Both may be the same terminal.
    if (this.#streams.stdout.isTerminal) this.#progress.clear();
    this.#streams.stdout.write(text);
  }

  get held(): string {
    return this.#texts.join("");
  }

  /** The result on a line of its own. */
  finish(result: string): void {
    const { stdout } = this.#streams;
    const open = !this.#last.endsWith("\n");
    if (open && (result !== "" || stdout.isTerminal)) stdout.write("\n");
    if (result !== "") stdout.write(result.endsWith("\n") ? result : `${result}\n`);
  }
}

interface Report {
  outcome: Outcome;
  skein: Skein;
  options: RunOptions;
  out: ScriptOutput;
  streams: Streams;
  interrupts: Interrupts;
  /** What the script gave to `exit`. */
  exitCode: number | undefined;
  /** Nobody reads stdout any more. */
  unread: boolean;
}

function report({ outcome, skein, options, out, streams, interrupts, exitCode, unread }: Report): number {
  const result = "result" in outcome ? outcome.result : undefined;
  const error = "error" in outcome ? outcome.error : outcome.result.error;
  if (options.json) streams.stdout.write(`${jsonReport(outcome, skein, out.held)}\n`);
  else out.finish(result?.text ?? "");
  const paint = paintFor(streams.stderr, process.env);
  if (error) streams.stderr.write(`${errorText(error)}\n`);
  else if (result?.status === "stopped" && !unread)
    streams.stderr.write(`skein: stopped: ${reasonText(result.reason)}\n`);
  if (!options.quiet) {
    const table = summaryTable(skein.spent().models);
    if (table !== "") streams.stderr.write(`${paint.dim(table)}\n`);
  }
  if (interrupts.code !== undefined) return interrupts.code;
  if (result === undefined) return EXIT.script;
  return result.status === "stopped" ? EXIT.stopped : (exitCode ?? EXIT.done);
}

const REASONS: { readonly [reason: string]: string } = {
  time: "the time of --timeout is up",
  steps: "the steps of --max-steps are used up",
  memory: "the memory of --heap is used up",
  aborted: "interrupted",
  budget: "a cap was reached",
};

const reasonText = (reason: string | undefined): string => REASONS[reason ?? ""] ?? reason ?? "unknown";

export function errorText(error: SkeinError): string {
  const text = harmless(error.toString());
  if (error.code !== "unbound" || error.hint !== undefined) return text;
  const name = error.message.split(": ")[0] as string;
  return `${text}\nhint: if ${name} is an input of the script, give it with --input ${name}=PATH`;
}

function jsonReport(outcome: Outcome, skein: Skein, output: string): string {
  const { models, cost } = skein.spent();
  const usage = Object.fromEntries(models.map(({ model, ...counts }) => [model, counts]));
  const result = "result" in outcome ? outcome.result : undefined;
  const error = "error" in outcome ? outcome.error : outcome.result.error;
  return toJson({
    status: result?.status ?? "error",
    value: result?.value ?? null,
    output,
    usage,
    cost,
    reason: result?.reason ?? null,
    ...(error && { error: errorObject(error) }),
  });
}

export function errorObject({ code, message, location, hint, backtrace, notes }: SkeinError): object {
  return {
    code,
    message,
    location: location && { ...location },
    hint,
    notes: [...notes],
    backtrace: backtrace.map((entry) => ({
      procedure: entry.procedure,
      location: entry.location && { ...entry.location },
    })),
  };
}
