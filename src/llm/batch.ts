// Calls that go through a provider's batch endpoint: gathered, submitted, waited for, and found again by the next process.
import type { HostClock } from "../host/host.ts";
import { onAbort } from "./abort.ts";
import { type AttemptOutcome, FailedCall } from "./attempts.ts";
import { BatchRecords, type PendingBatch } from "./batch-records.ts";
import type { BudgetScope, Reservation } from "./budget.ts";
import { type BatchEndpoint, type ChatReply, type Provider, ProviderError } from "./contract.ts";
import { sha256 } from "./hash.ts";
import { amountUsed, type CallPlan, withSoundUsage } from "./reserve.ts";
import type { ResponseStore } from "./store/store.ts";
import type { BatchOptions, ClientEvent } from "./types.ts";

export interface BatchCall {
  provider: Provider;
  plan: CallPlan;
  /** In the store; absent when nothing is kept. */
  key: string | undefined;
  scope: BudgetScope;
  signal: AbortSignal;
}

export interface BatcherContext {
  clock: HostClock;
  store: ResponseStore;
  options: BatchOptions;
  /** Ends all waiting; what was submitted stays submitted, for the next process. */
  signal: AbortSignal;
  onEvent: (event: ClientEvent) => void;
}

/** A call that waits for its line of a batch. */
interface Line {
  id: string;
  call: BatchCall;
  reservation: Reservation;
  round: number;
  begunAt: number;
  submitted: boolean;
  settled: boolean;
  resolve: (outcome: AttemptOutcome) => void;
  reject: (error: FailedCall) => void;
}

const rounds = 4;
const longestPollMs = 60_000;

export class Batcher {
  readonly #context: BatcherContext;
  readonly #records: BatchRecords;
  #queue: Line[] = [];
  #flushTimer: (() => void) | undefined;
  #unkeyed = 0;
  /** Lines by custom id, once they are in a batch. */
  readonly #lines = new Map<string, Line>();
  /** Replies that came before anybody asked for them: of a batch that an earlier process submitted. */
  readonly #arrived = new Map<string, ChatReply | ProviderError>();
  readonly #watched = new Set<string>();

  constructor(context: BatcherContext) {
    this.#context = context;
    this.#records = new BatchRecords(context.store, context.clock);
  }

  /** The reply to a call; comes after minutes or hours. */
  async ask(call: BatchCall): Promise<AttemptOutcome> {
    const { clock } = this.#context;
    const reservation = await call.scope.reserve(call.plan.reserve, call.signal);
    const id = call.key ?? `unkeyed-${clock.wall()}-${this.#unkeyed++}`;
    const pending = call.key === undefined ? undefined : await this.#records.pendingWith(id);
    return await new Promise<AttemptOutcome>((resolve, reject) => {
      const line: Line = {
        id,
        call,
        reservation,
        round: 1,
        begunAt: clock.now(),
        submitted: pending !== undefined,
        settled: false,
        resolve,
        reject,
      };
      const forget = onAbort(call.signal, () => this.#abandon(line));
      line.resolve = (outcome) => {
        forget();
        resolve(outcome);
      };
      line.reject = (error) => {
        forget();
        reject(error);
      };
      if (call.signal.aborted) return this.#abandon(line);
      if (!pending) return this.#enqueue(line);
      const arrived = this.#arrived.get(id);
      if (arrived) return this.#deliver(line, arrived);
      this.#lines.set(id, line);
      this.#watch(call.provider, pending);
    });
  }

  /** The reply is in the store: its batch no longer has to remember it. */
  async kept(key: string): Promise<void> {
    this.#arrived.delete(key);
    await this.#records.answered(key);
  }

  #enqueue(line: Line): void {
    this.#queue.push(line);
    this.#flushTimer?.();
    this.#flushTimer = this.#context.clock.after(this.#context.options.quietMs ?? 250, () => {
      this.#flushTimer = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    const queue = this.#queue.filter((line) => !line.settled);
    this.#queue = [];
    for (const group of this.#groups(queue)) {
      this.#submit(group).catch((error: unknown) => {
        for (const line of group) this.#fail(line, error);
      });
    }
  }

  /** One provider and one model a batch, within the endpoint's limits. */
  *#groups(queue: Line[]): Generator<Line[]> {
    const { maxRequests = 50_000, maxBytes = 190_000_000 } = this.#context.options;
    const byModel = new Map<string, Line[]>();
    for (const line of queue) {
      const kind = `${line.call.provider.gate} ${line.call.plan.request.model}`;
      byModel.set(kind, [...(byModel.get(kind) ?? []), line]);
    }
    for (const lines of byModel.values()) {
      let group: Line[] = [];
      let bytes = 0;
      for (const line of lines) {
        const size = 3 * JSON.stringify(line.call.plan.request).length + 200;
        if (group.length > 0 && (group.length >= maxRequests || bytes + size > maxBytes)) {
          yield group;
          [group, bytes] = [[], 0];
        }
        group.push(line);
        bytes += size;
      }
      if (group.length > 0) yield group;
    }
  }

  async #submit(group: Line[]): Promise<void> {
    const { clock, signal } = this.#context;
    const provider = (group[0] as Line).call.provider;
    const endpoint = provider.batch as BatchEndpoint;
    const keys = group.map((line) => line.id);
    const mark = (await sha256(`${clock.wall()} ${keys.join(" ")}`)).slice(0, 32);
    const batch: PendingBatch = { mark, provider: provider.name, id: undefined, at: clock.wall(), keys };
    const durable = group.every((line) => line.call.key !== undefined);
    // Before it exists: a process that dies in between finds it again by its mark.
    if (durable) await this.#records.save(batch);
    const requests = group.map(({ id, call }) => ({ id, request: call.plan.request }));
    try {
      for (const line of group) line.submitted = true;
      batch.id = await this.#persist(() => endpoint.submit(requests, mark, { signal }), rounds);
    } catch (error) {
      if (durable) await this.#records.drop(mark);
      throw error;
    }
    if (durable) await this.#records.save(batch);
    for (const line of group) this.#lines.set(line.id, line);
    this.#watch(provider, batch);
  }

  #watch(provider: Provider, batch: PendingBatch): void {
    if (this.#watched.has(batch.mark)) return;
    this.#watched.add(batch.mark);
    this.#follow(provider, batch).catch((error: unknown) => {
      for (const id of batch.keys) this.#settleId(id, asProviderError(error));
    });
  }

  /** Looks at a batch until it has ended, and hands out what it brought. */
  async #follow(provider: Provider, batch: PendingBatch): Promise<void> {
    const { options, signal } = this.#context;
    const endpoint = provider.batch as BatchEndpoint;
    batch.id ??= await this.#persist(() => endpoint.find(batch.mark, { signal }), Number.POSITIVE_INFINITY);
    if (batch.id === undefined) return await this.#neverSubmitted(batch);
    const id = batch.id;
    for (let wait = options.pollMs ?? 2000; ; wait = Math.min(longestPollMs, wait * 1.5)) {
      const status = await this.#persist(() => endpoint.status(id, { signal }), Number.POSITIVE_INFINITY);
      const { state, done, failed, total } = status;
      this.#context.onEvent({ type: "batch", id, state, done, failed, total });
      if (state === "failed") return await this.#refused(batch, status.error);
      if (state === "ended") break;
      await this.#sleep(wait);
    }
    const missing = new Set(batch.keys);
    for (let tries = 1; missing.size > 0; tries++) {
      try {
        for await (const { id: line, reply } of endpoint.results(id, { signal }))
          if (missing.delete(line)) this.#settleId(line, reply);
        break;
      } catch (error) {
        if (!isRetryable(error) || tries >= rounds) throw error;
        await this.#sleep(1000 * 2 ** tries);
      }
    }
    const expired = new ProviderError("server", "the batch ended without a reply to this request", {
      retryable: true,
      billed: "no",
    });
    for (const line of missing) this.#settleId(line, expired);
  }

  async #neverSubmitted(batch: PendingBatch): Promise<void> {
    await this.#records.drop(batch.mark);
    for (const id of batch.keys) {
      const line = this.#lines.get(id);
      this.#lines.delete(id);
      if (line && !line.settled) {
        line.submitted = false;
        this.#enqueue(line);
      }
    }
  }

  /** The whole was refused. Too much enqueued at once is a reason to come back later. */
  async #refused(batch: PendingBatch, reason: ProviderError | undefined): Promise<void> {
    const error = reason ?? new ProviderError("bad-request", "the batch was refused", { billed: "no" });
    await this.#records.drop(batch.mark);
    if (error.retryable) await this.#sleep(longestPollMs);
    for (const id of batch.keys) this.#settleId(id, error);
  }

  #settleId(id: string, reply: ChatReply | ProviderError): void {
    const line = this.#lines.get(id);
    this.#lines.delete(id);
    if (line) this.#deliver(line, reply);
    else this.#arrived.set(id, reply);
  }

  #deliver(line: Line, reply: ChatReply | ProviderError): void {
    if (line.settled) return;
    if (!(reply instanceof ProviderError)) this.#answer(line, reply);
    else if (!reply.retryable || line.round >= rounds) this.#fail(line, reply);
    else this.#again(line);
  }

  #again(line: Line): void {
    this.#arrived.delete(line.id);
    line.round++;
    line.submitted = false;
    // Whoever dies now must not wait for the old batch: the line is sent again.
    this.#records.answered(line.id).then(
      () => this.#enqueue(line),
      (error: unknown) => this.#fail(line, error),
    );
  }

  #answer(line: Line, given: ChatReply): void {
    const { call, reservation, round, begunAt } = line;
    const reply = withSoundUsage(given);
    line.settled = true;
    const used = amountUsed(call.plan, reply.usage, true);
    reservation.settle(used);
    const pico = reply.usage !== undefined && call.plan.price !== undefined ? used.pico : undefined;
    line.resolve({ reply, pico, attempts: round, latencyMs: this.#context.clock.now() - begunAt });
  }

  #fail(line: Line, error: unknown): void {
    if (line.settled) return;
    line.settled = true;
    const billed = error instanceof ProviderError ? error.billed : "unknown";
    const used =
      billed === "unknown"
        ? line.reservation.amount
        : billed === "no"
          ? undefined
          : amountUsed(line.call.plan, billed, true);
    if (used) line.reservation.settle(used);
    else line.reservation.release();
    if (line.call.key !== undefined) this.kept(line.call.key).catch(() => {});
    line.reject(new FailedCall(error, used?.pico ?? 0, line.round));
  }

  /** Nobody waits any more. What was submitted goes on, and the next run finds it; its price is as good as spent. */
  #abandon(line: Line): void {
    if (line.settled) return;
    line.settled = true;
    this.#lines.delete(line.id);
    if (line.submitted) line.reservation.settle(line.reservation.amount);
    else line.reservation.release();
    const spent = line.submitted ? line.reservation.amount.pico : 0;
    line.reject(new FailedCall(new ProviderError("aborted", "the call was cancelled"), spent, line.round));
  }

  /** The work, again after failures that may pass. */
  async #persist<T>(work: () => Promise<T>, tries: number): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isRetryable(error) || attempt >= tries) throw error;
        await this.#sleep(Math.min(longestPollMs, 1000 * 2 ** attempt));
      }
    }
  }

  #sleep(ms: number): Promise<void> {
    const { clock, signal } = this.#context;
    return new Promise((resolve, reject) => {
      const cancelled = () => reject(new ProviderError("aborted", "the call was cancelled"));
      if (signal.aborted) return cancelled();
      const forget = onAbort(signal, () => {
        stop();
        cancelled();
      });
      const stop = clock.after(ms, () => {
        forget();
        resolve();
      });
    });
  }
}

const isRetryable = (error: unknown): boolean => error instanceof ProviderError && error.retryable;

function asProviderError(error: unknown): ProviderError {
  return error instanceof ProviderError ? error : new ProviderError("server", `the batch failed: ${String(error)}`);
}
