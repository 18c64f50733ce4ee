// What a client has done so far, by model: for totals, for the table at the end, and for scripts that ask.
import type { Usage } from "./contract.ts";
import { fromPico } from "./money.ts";

export interface ModelSummary {
  model: string;
  /** Calls answered, by the provider or by the store. */
  calls: number;
  cached: number;
  failed: number;
  retries: number;
  promptTokens: number;
  completionTokens: number;
  /** Dollars. */
  cost: number;
  /** Answered calls whose price or usage is not known, so that `cost` is without them. */
  unpriced: number;
  p50Ms: number | undefined;
  p95Ms: number | undefined;
}

export interface Totals {
  calls: number;
  cached: number;
  failed: number;
  promptTokens: number;
  completionTokens: number;
  cost: number;
  unpriced: number;
}

export interface CallOutcome {
  cached: boolean;
  usage: Usage | undefined;
  /** What all its attempts cost, in picodollars. */
  pico: number | undefined;
  latencyMs: number;
}

/** Latencies kept per model; beyond that a seeded reservoir, so that memory stays flat over any number of calls. */
const kept = 4096;

interface Counts {
  calls: number;
  cached: number;
  failed: number;
  retries: number;
  promptTokens: number;
  completionTokens: number;
  pico: number;
  unpriced: number;
  latencies: number[];
  measured: number;
  seed: number;
}

export class Summary {
  readonly #models = new Map<string, Counts>();

  answered(model: string, outcome: CallOutcome): void {
    const counts = this.#of(model);
    counts.calls++;
    if (outcome.cached) counts.cached++;
    counts.promptTokens += outcome.usage?.promptTokens ?? 0;
    counts.completionTokens += outcome.usage?.completionTokens ?? 0;
    if (outcome.pico === undefined) counts.unpriced++;
    else counts.pico += outcome.pico;
    if (!outcome.cached) keepLatency(counts, outcome.latencyMs);
  }

  failed(model: string, pico: number): void {
    const counts = this.#of(model);
    counts.failed++;
    counts.pico += pico;
  }

  retried(model: string): void {
    this.#of(model).retries++;
  }

  /** In the order in which the models were first asked. */
  models(): ModelSummary[] {
    return [...this.#models].map(([model, counts]) => {
      const { pico, latencies, measured: _measured, seed: _seed, ...rest } = counts;
      const sorted = [...latencies].sort((a, b) => a - b);
      return { model, ...rest, cost: fromPico(pico), p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) };
    });
  }

  totals(): Totals {
    const all: Totals = { calls: 0, cached: 0, failed: 0, promptTokens: 0, completionTokens: 0, cost: 0, unpriced: 0 };
    let pico = 0;
    for (const counts of this.#models.values()) {
      for (const name of ["calls", "cached", "failed", "promptTokens", "completionTokens", "unpriced"] as const)
        all[name] += counts[name];
      pico += counts.pico;
    }
    return { ...all, cost: fromPico(pico) };
  }

  #of(model: string): Counts {
    let counts = this.#models.get(model);
    if (!counts) {
      counts = {
        calls: 0,
        cached: 0,
        failed: 0,
        retries: 0,
        promptTokens: 0,
        completionTokens: 0,
        pico: 0,
        unpriced: 0,
        latencies: [],
        measured: 0,
        seed: 1,
      };
      this.#models.set(model, counts);
    }
    return counts;
  }
}

function keepLatency(counts: Counts, ms: number): void {
  const n = counts.measured++;
  if (n < kept) return void counts.latencies.push(ms);
  counts.seed = (Math.imul(counts.seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  const at = Math.floor((counts.seed / 0x80000000) * (n + 1));
  if (at < kept) counts.latencies[at] = ms;
}

function quantile(sorted: number[], q: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
}

const columns = ["model", "calls", "cached", "retries", "failed", "tokens in", "tokens out", "cost", "p50", "p95"];

/** The table for people. */
export function summaryTable(models: readonly ModelSummary[]): string {
  if (models.length === 0) return "";
  const rows = models.map((m) => [
    m.model,
    `${m.calls}`,
    `${m.cached}`,
    `${m.retries}`,
    `${m.failed}`,
    `${m.promptTokens}`,
    `${m.completionTokens}`,
    `$${m.cost.toFixed(m.cost > 0 && m.cost < 0.01 ? 6 : 4)}${m.unpriced > 0 ? ` + ${m.unpriced} unpriced` : ""}`,
    shownMs(m.p50Ms),
    shownMs(m.p95Ms),
  ]);
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] as string).length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join("  ")
      .trimEnd();
  return [columns, ...rows].map(line).join("\n");
}

function shownMs(ms: number | undefined): string {
  return ms === undefined ? "–" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
