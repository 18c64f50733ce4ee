// One interactive session: evaluates entries on one engine, numbers the results, and shows what is under way.
import { type Skein, SkeinError } from "../../index.ts";
import type { Progress } from "../progress.ts";
import { errorText } from "../run.ts";
import type { Paint, Stream } from "../terminal.ts";
import { definitionsIn, endsInDefinition } from "./definitions.ts";

export interface SessionOptions {
  skein: Skein;
  out: Stream;
  paint: Paint;
  progress: Progress;
  inputs: readonly string[];
}

export class Session {
  readonly skein: Skein;
  readonly out: Stream;
  readonly paint: Paint;
  readonly inputs: readonly string[];
  /** Source texts of what was defined here, by name. */
  readonly sources = new Map<string, string>();
  /** Whether every call to a model is told. */
  tracing = false;
  /** What the user gave to `exit`. */
  exitCode: number | undefined = undefined;
  readonly #progress: Progress;
  #results = 0;
  #entries = 0;
  #running: AbortController | undefined;
  /** Whether the output's last line has not ended. */
  #open = false;

  constructor({ skein, out, paint, progress, inputs }: SessionOptions) {
    this.skein = skein;
    this.out = out;
    this.paint = paint;
    this.inputs = inputs;
    this.#progress = progress;
  }

  /** What the script displays. */
  display(text: string): void {
    if (text === "") return;
    this.#progress.clear();
    this.out.write(text);
    this.#open = !text.endsWith("\n");
  }

  /** A line of our own. */
  say(text: string): void {
    this.#progress.clear();
    if (this.#open) this.out.write("\n");
    this.#open = false;
    this.out.write(`${text}\n`);
  }

  /** Stops what runs; the session goes on. */
  interrupt(): void {
    this.#running?.abort();
  }

  /** Evaluates a text and shows its result as `$1`, `$2` …. Gives false when it failed; the error has been shown. */
  async evaluate(source: string, name = `input ${++this.#entries}`): Promise<boolean> {
    const result = `$${this.#results + 1}`;
    return await this.attempt(async (signal) => {
      const silent = endsInDefinition(source);
      const text = await this.skein.evaluateToText(source, { name, signal, ...(!silent && { bind: result }) });
      for (const [defined, definition] of definitionsIn(source)) this.sources.set(defined, definition);
      if (silent || text === "") return;
      this.#results++;
      this.say(`${this.paint.dim(`${result} =`)} ${text}`);
    });
  }

  /** Runs work that Ctrl-C can stop, and shows its error if it fails. */
  async attempt(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const controller = new AbortController();
    this.#running = controller;
    try {
      await work(controller.signal);
      return true;
    } catch (error) {
      this.#show(error, controller.signal.aborted);
      return false;
    } finally {
      this.#running = undefined;
      this.#progress.clear();
      if (this.#open) this.out.write("\n");
      this.#open = false;
    }
  }

  #show(error: unknown, aborted: boolean): void {
    if (aborted && (error as { code?: string }).code === "aborted") this.say(this.paint.yellow("interrupted"));
    else if (error instanceof SkeinError) this.say(this.#coloured(errorText(error)));
    else this.say(this.paint.red(`error: ${error instanceof Error ? error.message : String(error)}`));
  }

  #coloured(text: string): string {
    const [first = "", ...rest] = text.split("\n");
    const hint = (line: string): string => (line.startsWith("hint:") ? this.paint.cyan(line) : line);
    return [this.paint.red(first), ...rest.map(hint)].join("\n");
  }
}
