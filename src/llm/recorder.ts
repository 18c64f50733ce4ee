// What is told of each call: events, totals, trace and span, from one place.
import type { FailedCall } from "./attempts.ts";
import type { ChatRequest, ProviderError } from "./contract.ts";
import type { Meter } from "./meter.ts";
import { toPico } from "./money.ts";
import { type CallSpan, loadSpans, startSpan } from "./spans.ts";
import { Summary } from "./summary.ts";
import type { TraceRecord } from "./trace.ts";
import type { CallResult, ClientEvent, ClientOptions } from "./types.ts";

/** What a record says of the call itself. */
export interface RecordedCall {
  provider: string;
  model: string;
  request: ChatRequest;
  key: string | undefined;
  path: string | undefined;
  batch: boolean;
  meters: readonly Meter[];
  span: CallSpan | undefined;
}

export class Recorder {
  readonly summary = new Summary();
  /** Calls that are being paid for, waiting ones included. */
  inFlight = 0;
  readonly #options: ClientOptions;
  readonly #noticed = new Set<string>();

  constructor(options: ClientOptions) {
    this.#options = options;
    loadSpans().catch(() => {});
  }

  span(provider: string, model: string): CallSpan | undefined {
    return startSpan(provider, model);
  }

  started(model: string): void {
    this.emit({ type: "start", model, inFlight: this.inFlight });
  }

  retried(model: string, attempt: number, { code, message }: ProviderError, delayMs: number): void {
    this.summary.retried(model);
    this.emit({ type: "retry", model, attempt, code, message, delayMs });
  }

  /** `pico`: what it cost this time; undefined when nobody knows. */
  answered(call: RecordedCall, result: CallResult, pico: number | undefined, attempts: number): void {
    for (const meter of call.meters) meter.answered(call.model, result, pico);
    this.#account(call, result, pico, attempts);
  }

  #account(call: RecordedCall, result: CallResult, pico: number | undefined, attempts: number): void {
    const { cached, cost, usage, latencyMs } = result;
    const { model } = call;
    this.summary.answered(model, { cached, usage, pico, latencyMs });
    this.emit({ type: "call", model, cached, cost, usage, latencyMs, inFlight: this.inFlight });
    if (!this.#options.trace && !call.span) return;
    const { text, finishReason, requestId } = result;
    this.#trace(call, {
      cached,
      attempts,
      latencyMs: Math.round(latencyMs),
      reply: { text, model: result.model, finishReason, usage, requestId },
      ...(cost !== undefined && { cost }),
    });
  }

  /** From the store: nothing was spent, except in the account of a replay, which is as it was recorded. */
  found(call: RecordedCall, result: CallResult, replay: boolean): void {
    const pico = result.cost === undefined ? undefined : toPico(result.cost);
    for (const meter of call.meters) meter.answered(call.model, result, pico);
    this.#account(call, replay ? result : { ...result, usage: undefined }, pico, 0);
  }

  failed(call: RecordedCall, { error, pico, attempts }: FailedCall): void {
    const code = String((error as { code?: unknown } | undefined)?.code ?? "error");
    const message = error instanceof Error ? error.message : String(error);
    this.summary.failed(call.model, pico);
    for (const meter of call.meters) meter.failed(call.model, pico);
    this.emit({ type: "error", model: call.model, code, message, inFlight: this.inFlight });
    if (!this.#options.trace && !call.span) return;
    this.#trace(call, { cached: false, attempts, latencyMs: 0, error: { code, message } });
  }

  /** Said once, however often it happens. */
  notice(text: string): void {
    if (this.#noticed.has(text)) return;
    this.#noticed.add(text);
    this.emit({ type: "notice", text });
  }

  /** A listener's mistake is the host's uncaught error, as with any event target; it must not cost a paid reply. */
  emit(event: ClientEvent): void {
    try {
      this.#options.onEvent?.(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #trace(
    call: RecordedCall,
    outcome: Pick<TraceRecord, "cached" | "attempts" | "latencyMs"> & Partial<TraceRecord>,
  ): void {
    const { request, key, path, provider, model, batch } = call;
    const time = new Date(this.#options.clock.wall()).toISOString();
    const record: TraceRecord = {
      time,
      key,
      path,
      provider,
      model,
      messages: request.messages,
      parameters: request.parameters,
      batch,
      ...outcome,
    };
    call.span?.end(record);
    try {
      this.#options.trace?.(record);
    } catch (error) {
      this.notice(`the trace could not be written: ${(error as Error).message}`);
    }
  }
}
