// Progress on stderr: one line that rewrites itself on a terminal, a plain line now and then elsewhere, nothing when quiet.
import { harmless, type Stream } from "./terminal.ts";

/** What the engine tells while it runs; only what is shown. */
export type ProgressEvent =
  | { type: "start"; inFlight: number }
  | { type: "call"; cached: boolean; cost?: number | undefined; inFlight: number }
  | { type: "error"; inFlight: number }
  | { type: "retry" }
  | { type: "progress"; label?: string; done: number; total: number | undefined }
  | { type: "notice"; text: string };

export interface ProgressOptions {
  stream: Stream;
  quiet: boolean;
  budget: number | undefined;
  /** Milliseconds, monotonic. */
  now: () => number;
}

/** What is counted now, and since when. */
interface Work {
  label: string | undefined;
  done: number;
  total: number | undefined;
  since: number;
  first: number;
}

/** A terminal is redrawn this often; a log gets a line this often. */
const REDRAW_MS = 100;
const LINE_MS = 10_000;

export class Progress {
  readonly #options: ProgressOptions;
  readonly #start: number;
  #shownAt: number;
  #drawn = false;
  #calls = 0;
  #cached = 0;
  #failed = 0;
  #retries = 0;
  #inFlight = 0;
  #spent = 0;
  #work: Work | undefined;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#start = options.now();
    // The first line of a log is due after a while: short runs say nothing but their summary.
    this.#shownAt = options.stream.isTerminal ? Number.NEGATIVE_INFINITY : this.#start;
  }

  handle(event: ProgressEvent): void {
    switch (event.type) {
      case "start":
        this.#inFlight = event.inFlight;
        break;
      case "call":
        this.#calls++;
        if (event.cached) this.#cached++;
        this.#spent += event.cost ?? 0;
        this.#inFlight = Math.max(0, event.inFlight - (event.cached ? 0 : 1));
        break;
      case "error":
        this.#failed++;
        this.#inFlight = Math.max(0, event.inFlight - 1);
        break;
      case "retry":
        this.#retries++;
        break;
      case "progress":
        this.#advance(event.label, event.done, event.total);
        break;
      case "notice":
        this.note(event.text);
        return;
    }
    this.#show();
  }

  /** A sentence for people, whatever is drawn. */
  note(text: string): void {
    this.clear();
    if (!this.#options.quiet) this.#options.stream.write(`skein: ${harmless(text)}\n`);
  }

  /** Takes the drawn line away, before something else is written to the terminal. */
  clear(): void {
    if (!this.#drawn) return;
    this.#options.stream.write("\r\x1b[K");
    this.#drawn = false;
    this.#shownAt = Number.NEGATIVE_INFINITY;
  }

  /** What is under way, in words; empty when nothing was asked yet. */
  text(): string {
    const parts: string[] = [];
    const work = this.#work;
    if (work) parts.push(this.#workText(work));
    if (this.#calls + this.#failed + this.#inFlight > 0)
      parts.push(`${this.#calls} calls${this.#cached > 0 ? ` (${this.#cached} cached)` : ""}`);
    if (this.#failed > 0) parts.push(`${this.#failed} failed`);
    if (this.#retries > 0) parts.push(`${this.#retries} retries`);
    if (this.#inFlight > 0) parts.push(`${this.#inFlight} in flight`);
    const { budget } = this.#options;
    if (budget !== undefined) parts.push(`$${this.#spent.toFixed(4)} of $${budget.toFixed(2)}`);
    else if (this.#spent > 0) parts.push(`$${this.#spent.toFixed(4)}`);
    return parts.join(" · ");
  }

  #workText({ label, done, total, since, first }: Work): string {
    const seconds = (this.#options.now() - since) / 1000;
    const rate = seconds > 0.5 ? (done - first) / seconds : 0;
    const name = label === undefined ? "" : `${label} `;
    const pace = rate > 0 ? ` · ${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s` : "";
    if (total === undefined) return `${name}${done} done${pace}`;
    const left = rate > 0 && done < total ? ` · ${duration((total - done) / rate)} left` : "";
    return `${name}${done}/${total}${pace}${left}`;
  }

  #advance(label: string | undefined, done: number, total: number | undefined): void {
    const same = this.#work && this.#work.label === label && this.#work.total === total && done >= this.#work.done;
    if (same && this.#work) this.#work.done = done;
    else this.#work = { label, done, total, since: this.#options.now(), first: done };
  }

  #show(): void {
    const { stream, quiet, now } = this.#options;
    const every = stream.isTerminal ? REDRAW_MS : LINE_MS;
    if (quiet || now() - this.#shownAt < every) return;
    const text = this.text();
    if (text === "") return;
    this.#shownAt = now();
    if (!stream.isTerminal) {
      stream.write(`skein: ${duration((now() - this.#start) / 1000)}: ${text}\n`);
      return;
    }
    stream.write(`\r${text.slice(0, stream.columns - 1)}\x1b[K`);
    this.#drawn = true;
  }
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
