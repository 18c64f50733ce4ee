// The client: one path for every call to a model, from the store to the provider and back.
import { onAbort } from "./abort.ts";
import {
  type AttemptContext,
  type AttemptOutcome,
  type AttemptSetting,
  answeredElsewhere,
  attemptCall,
  FailedCall,
} from "./attempts.ts";
import { Batcher } from "./batch.ts";
import { BudgetScope } from "./budget.ts";
import { type CanonicalRequest, canonicalRequest, varies } from "./canonical.ts";
import { type ChatRequest, type Provider, ProviderError } from "./contract.ts";
import { type RequestKey, RequestKeys } from "./keys.ts";
import { Lane, Room } from "./lanes.ts";
import { resolveModel, type Target } from "./models.ts";
import { fromPico } from "./money.ts";
import { type Price, PriceList } from "./prices.ts";
import { type RecordedCall, Recorder } from "./recorder.ts";
import { replayMiss } from "./replay.ts";
import { type CallPlan, planCall } from "./reserve.ts";
import { memoryStore } from "./store/memory.ts";
import type { ResponseStore, StoredReply, StoreMode } from "./store/store.ts";
import { structuredCall, UnusableReplyError } from "./structured.ts";
import type { ModelSummary, Totals } from "./summary.ts";
import type { CallOptions, CallRequest, CallResult, ClientOptions } from "./types.ts";

export function createClient(options: ClientOptions): LlmClient {
  return new LlmClient(options);
}

/** What one call carries along its way. */
interface Call {
  target: Target;
  request: ChatRequest;
  canonical: CanonicalRequest;
  key: RequestKey | undefined;
  scope: BudgetScope;
  options: CallOptions;
  signal: AbortSignal;
  recorded: RecordedCall;
}

const claimPollMs = 50;
const defaultInFlight = 256;

export class LlmClient {
  /** The caps of the whole client; `child` makes nested ones. */
  readonly budget: BudgetScope;
  readonly mode: StoreMode;
  readonly store: ResponseStore;
  readonly prices: PriceList;
  readonly #options: ClientOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #keys = new RequestKeys();
  readonly #recorder: Recorder;
  readonly #setting: AttemptSetting;
  readonly #closing = new AbortController();
  readonly #batcher: Batcher;
  /**
   * Calls that have begun: more than may be in flight, since some wait for money or for another try. Ten thousand at once
   * wait before it with 2 KB each instead of 5, which is 100 MB less at the peak.
   */
  readonly #door: Room;
  readonly #identities = new Map<Provider, Promise<string>>();
  /** Requests under way that serve all who ask the same. */
  readonly #shared = new Map<string, Promise<unknown>>();
  /** Keys of the replies behind each result, so that an unusable one can be forgotten. */
  readonly #resultKeys = new WeakMap<CallResult, string>();
  /** Calls that have not settled, and who waits for there to be none. */
  #open = 0;
  #whenIdle: (() => void) | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    const recorder = new Recorder(options);
    this.#recorder = recorder;
    this.#setting = {
      clock: options.clock,
      timeoutMs: options.timeoutMs ?? 600_000,
      policy: {
        retries: options.retries ?? 5,
        deadlineMs: options.deadlineMs ?? 1_800_000,
        random: options.random ?? Math.random,
        retryTimeouts: true,
      },
      started: (model) => recorder.started(model),
      retried: (model, attempt, error, delayMs) => recorder.retried(model, attempt, error, delayMs),
      notice: (text) => recorder.notice(text),
    };
    this.#door = new Room(2 * (options.maxInFlight ?? defaultInFlight));
    this.mode = options.mode ?? "resume";
    this.store = options.store ?? memoryStore();
    this.budget = new BudgetScope(options.budget);
    this.prices = new PriceList(options.prices, () => options.clock.wall());
    this.#batcher = new Batcher({
      clock: options.clock,
      store: this.store,
      options: options.batch ?? {},
      signal: this.#closing.signal,
      onEvent: (event) => this.#recorder.emit(event),
    });
  }

  /** Asks a model. Rejects with `ProviderError`, `BudgetError`, `UnknownPriceError`, `ModelError` or `ReplayMissError`. */
  call(asked: CallRequest, options: CallOptions = {}): Promise<CallResult> {
    try {
      return this.#begin(asked, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #begin(asked: CallRequest, options: CallOptions): Promise<CallResult> {
    if (this.#closing.signal.aborted) throw new ProviderError("aborted", "the client is closed", { billed: "no" });
    const { provider, providers, models } = this.#options;
    const target = resolveModel(asked.model, models ?? {}, provider, providers ?? {});
    const { instruction, data } = asked;
    const request: ChatRequest = { model: target.model, messages: asked.messages, parameters: asked.parameters ?? {} };
    if (instruction !== undefined) request.instruction = instruction;
    if (data !== undefined) request.data = data;
    const json = options.json === true || options.schema !== undefined;
    const ask = () => (json ? this.#structured(target, request, options) : this.#one(target, request, options));
    // A batch takes hours; who waits for one keeps nobody out.
    return options.batch ? ask() : this.#door.run(ask, options.signal);
  }

  async #structured(target: Target, request: ChatRequest, options: CallOptions): Promise<CallResult> {
    try {
      return await structuredCall(request, options.schema, (wanted) => this.#one(target, wanted, options));
    } catch (error) {
      if (error instanceof UnusableReplyError) await this.#forget(error);
      throw error;
    }
  }

  /** Identical requests are counted from the start again; a new run of the same script finds the same replies. */
  beginRun(): void {
    this.#keys.reset();
  }

  get inFlight(): number {
    return this.#recorder.inFlight;
  }

  totals(): Totals {
    return this.#recorder.summary.totals();
  }

  summary(): ModelSummary[] {
    return this.#recorder.summary.models();
  }

  /** By provider and key: what the server said last about its limits, and the pace found. */
  rateLimits(): { gate: string; state: ReturnType<Lane["gate"]["state"]> }[] {
    return [...this.#lanes].map(([gate, lane]) => ({ gate, state: lane.gate.state() }));
  }

  /** What a request would cost at most, without asking. `usd` is undefined when the price is unknown. */
  async estimate(asked: CallRequest): Promise<{ model: string; tokens: number; usd: number | undefined }> {
    const { provider, providers, models, prices } = { ...this.#options, prices: this.prices };
    const target = resolveModel(asked.model, models ?? {}, provider, providers ?? {});
    const request: ChatRequest = { model: target.model, messages: asked.messages, parameters: asked.parameters ?? {} };
    const scope = new BudgetScope({ tokens: Number.POSITIVE_INFINITY });
    const { reserve } = await planCall(request, { provider: target.provider, prices, scope, batch: false });
    const price = target.provider.paid ? await prices.find(target.model) : undefined;
    if (target.provider.paid && !price) return { model: target.model, tokens: reserve.tokens, usd: undefined };
    const money = new BudgetScope({ usd: Number.POSITIVE_INFINITY });
    const plan = await planCall(request, { provider: target.provider, prices, scope: money, batch: false });
    return { model: target.model, tokens: reserve.tokens, usd: fromPico(plan.reserve.pico) };
  }

  /** List price of a model by its name in a script, aliases followed; whatever provider stands in for it. */
  async priceOf(model: string): Promise<Price | undefined> {
    return await this.prices.find(model);
  }

  /** JSON texts by name, durable with the store. */
  readonly checkpoints = {
    get: async (name: string): Promise<string | undefined> => await this.store.getItem("checkpoint", name),
    set: async (name: string, json: string): Promise<void> => await this.store.setItem("checkpoint", name, json),
  };

  /** Hangs up what is open, and closes providers and store. May be repeated. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    // What is cancelled still settles and writes; a provider that ignores its signal is not waited for long.
    await Promise.race([this.#idle(), this.#sleep(2000)]);
    const providers = new Set([this.#options.provider, ...Object.values(this.#options.providers ?? {})]);
    await Promise.allSettled([...providers].map((provider) => provider.close?.()));
    await this.store.close?.();
  }

  #idle(): Promise<void> {
    return this.#open === 0 ? Promise.resolve() : new Promise((resolve) => (this.#whenIdle = resolve));
  }

  async #one(target: Target, request: ChatRequest, options: CallOptions): Promise<CallResult> {
    const { provider, model } = target;
    const merged = mergeSignals(options.signal, this.#closing.signal);
    const recorded: RecordedCall = {
      provider: provider.name,
      model,
      request,
      key: undefined,
      path: options.fiberPath,
      batch: options.batch === true,
      meters: options.meters ?? [],
      span: this.#recorder.span(provider.name, model),
    };
    this.#open++;
    try {
      const identity = this.mode === "off" ? undefined : this.#identityOf(provider);
      const canonical = canonicalRequest(
        identity instanceof Promise ? await identity : (identity ?? provider.name),
        request,
      );
      const keyed = this.mode === "off" ? undefined : this.#keys.of(canonical, varies(request), options.fiberPath);
      const key = keyed instanceof Promise ? await keyed : keyed;
      recorded.key = key?.key;
      const scope = options.budgetScope ?? this.budget;
      const call: Call = { target, request, canonical, key, scope, options, signal: merged.signal, recorded };
      if (!key) return await this.#paid(call);
      return key.occurrence ? await this.#stored(call, key) : await this.#once(call, key);
    } catch (error) {
      const failed = error instanceof FailedCall ? error : new FailedCall(error, 0, 0);
      this.#recorder.failed(recorded, failed);
      throw failed.error;
    } finally {
      merged.forget?.();
      if (--this.#open === 0) this.#whenIdle?.();
    }
  }

  /** Asked once of each provider; most have none but their name. */
  #identityOf(provider: Provider): string | Promise<string> {
    if (!provider.identity) return provider.name;
    const known = this.#identities.get(provider) ?? provider.identity();
    this.#identities.set(provider, known);
    return known;
  }

  /** One request for all who ask the same at the same time: who comes second waits for the first one's reply. */
  async #once(call: Call, { key }: RequestKey): Promise<CallResult> {
    for (;;) {
      const under = this.#shared.get(key);
      if (!under || this.mode === "record") break;
      await orAborted(under, call.signal);
    }
    const work = this.#stored(call, { key, occurrence: undefined });
    const quiet = work.catch(() => {});
    this.#shared.set(key, quiet);
    try {
      return await work;
    } finally {
      if (this.#shared.get(key) === quiet) this.#shared.delete(key);
    }
  }

  /** From the store, or from the provider and then into the store. */
  async #stored(call: Call, { key }: RequestKey): Promise<CallResult> {
    if (this.mode === "record") return await this.#paid(call);
    const found = this.store.get(key);
    const entry = found instanceof Promise ? await found : found;
    if (entry && this.#answers(entry, call)) return this.#fromStore(entry, call, key);
    if (this.mode === "replay") throw await replayMiss(call.canonical, this.store);
    return this.store.claim ? await this.#claimed(call, key) : await this.#paid(call);
  }

  /** Where several processes may share the store: while another one asks the same, its reply is waited for. */
  async #claimed(call: Call, key: string): Promise<CallResult> {
    let claimed = false;
    let found: StoredReply | undefined;
    const stillNeeded = async (): Promise<boolean> => {
      for (;;) {
        claimed = (await this.store.claim?.(key)) ?? true;
        // Between the first look into the store and the claim, another process may have answered.
        const entry = await this.store.get(key);
        if (entry && this.#answers(entry, call)) found = entry;
        if (found || claimed) return found === undefined;
        await orAborted(this.#sleep(claimPollMs), call.signal);
      }
    };
    try {
      const paid = await this.#pay(call, stillNeeded);
      return paid ?? this.#fromStore(found as StoredReply, call, key);
    } finally {
      // Nobody needs to wait for this: the reply is there.
      if (claimed) this.#unclaim(key);
    }
  }

  /** A claim that stays behind ends with this process. */
  async #unclaim(key: string): Promise<void> {
    try {
      await this.store.unclaim?.(key);
    } catch {
      // The store is closed or full; the reply matters more.
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(ms, resolve));
  }

  /** A reply that an earlier cap cut off is no answer where no cap holds. */
  #answers(entry: StoredReply, { scope }: Call): boolean {
    const cutOff = entry.limit !== undefined && entry.reply.finishReason === "length";
    return !cutOff || this.mode === "replay" || scope.capped("pico") || scope.capped("tokens");
  }

  #fromStore(entry: StoredReply, call: Call, key: string): CallResult {
    const replay = this.mode === "replay";
    const { text, model, usage, finishReason, logprobs, requestId } = entry.reply;
    const cost = replay ? entry.cost : 0;
    const latencyMs = replay ? entry.latencyMs : 0;
    const result: CallResult = { text, model, usage, cost, latencyMs, finishReason, logprobs, cached: true, requestId };
    this.#recorder.found(call.recorded, result, replay);
    this.#remember(result, call, key);
    return result;
  }

  #paid(call: Call): Promise<CallResult> {
    return this.#pay(call, undefined) as Promise<CallResult>;
  }

  /** Undefined when, by `stillNeeded`, there was no need. */
  async #pay(call: Call, stillNeeded: (() => Promise<boolean>) | undefined): Promise<CallResult | undefined> {
    const { target } = call;
    this.#recorder.inFlight++;
    try {
      const batch = call.options.batch === true && target.provider.batch !== undefined;
      const context = { provider: target.provider, prices: this.prices, scope: call.scope, batch };
      const planned = planCall(call.request, context);
      const plan = planned instanceof Promise ? await planned : planned;
      const outcome = batch
        ? await this.#batched(call, plan, stillNeeded)
        : await attemptCall(this.#attempt(call, plan, stillNeeded));
      if (outcome === answeredElsewhere) return undefined;
      const result = await this.#keep(call, plan, outcome);
      if (batch && call.key) await this.#batcher.kept(call.key.key);
      return result;
    } finally {
      this.#recorder.inFlight--;
    }
  }

  #attempt(
    { target, options, scope, signal }: Call,
    plan: CallPlan,
    stillNeeded: (() => Promise<boolean>) | undefined,
  ): AttemptContext {
    const { provider } = target;
    return {
      provider,
      lane: this.#lane(provider),
      scope,
      plan,
      stillNeeded,
      signal,
      setting: this.#settingFor(options),
    };
  }

  #settingFor({ timeoutMs, retries }: CallOptions): AttemptSetting {
    const usual = this.#setting;
    if (timeoutMs === undefined && retries === undefined) return usual;
    const policy = {
      ...usual.policy,
      retries: retries ?? usual.policy.retries,
      retryTimeouts: timeoutMs === undefined,
    };
    return { ...usual, timeoutMs: timeoutMs ?? usual.timeoutMs, policy };
  }

  async #batched(
    { target, key, scope, signal }: Call,
    plan: CallPlan,
    stillNeeded: (() => Promise<boolean>) | undefined,
  ): Promise<AttemptOutcome | typeof answeredElsewhere> {
    if (stillNeeded && !(await stillNeeded())) return answeredElsewhere;
    return await this.#batcher.ask({ provider: target.provider, plan, key: key?.key, scope, signal });
  }

  #lane(provider: Provider): Lane {
    let lane = this.#lanes.get(provider.gate);
    if (!lane) {
      lane = new Lane(this.#options.clock, this.#options.maxInFlight ?? defaultInFlight);
      this.#lanes.set(provider.gate, lane);
    }
    return lane;
  }

  /** Into the store before it is delivered, so that what a script has seen is never paid again. */
  async #keep(call: Call, plan: CallPlan, outcome: AttemptOutcome): Promise<CallResult> {
    const { reply, pico, latencyMs, attempts } = outcome;
    const { text, model, usage, finishReason, logprobs, requestId } = reply;
    const cost = pico === undefined ? undefined : fromPico(pico);
    const result: CallResult = {
      text,
      model,
      usage,
      cost,
      latencyMs,
      finishReason,
      logprobs,
      cached: false,
      requestId,
    };
    if (call.key) {
      await this.#put(call.key.key, {
        request: call.canonical,
        ...(call.key.occurrence && { occurrence: call.key.occurrence }),
        reply: {
          text,
          model,
          finishReason,
          ...(usage && { usage }),
          ...(logprobs && { logprobs }),
          ...(requestId !== undefined && { requestId }),
        },
        ...(cost !== undefined && { cost }),
        latencyMs: Math.round(latencyMs),
        at: this.#options.clock.wall(),
        ...(plan.limited && { limit: plan.request.parameters.max_tokens as number }),
      });
      this.#remember(result, call, call.key.key);
    }
    this.#recorder.answered(call.recorded, result, pico, attempts);
    return result;
  }

  /** A store that can not write (a full disk) must not cost the reply that has been paid. */
  async #put(key: string, entry: StoredReply): Promise<void> {
    try {
      const written = this.store.put(key, entry);
      if (written instanceof Promise) await written;
    } catch (error) {
      this.#recorder.notice(`a reply could not be kept in the store: ${(error as Error).message}`);
    }
  }

  #remember(result: CallResult, { options }: Call, key: string): void {
    if (options.json || options.schema !== undefined) this.#resultKeys.set(result, key);
  }

  /** Replies that were no use twice are asked for anew by the next run; a recording keeps them. */
  async #forget({ replies }: UnusableReplyError): Promise<void> {
    if (this.mode !== "resume") return;
    for (const reply of replies) {
      const key = this.#resultKeys.get(reply);
      if (key !== undefined) await this.store.remove(key);
    }
  }
}

/** One signal for both; `forget` when the call is over. */
function mergeSignals(
  own: AbortSignal | undefined,
  closing: AbortSignal,
): { signal: AbortSignal; forget?: () => void } {
  if (!own) return { signal: closing };
  const controller = new AbortController();
  if (own.aborted || closing.aborted) controller.abort();
  const forgets = [own, closing].map((signal) => onAbort(signal, () => controller.abort()));
  const forget = () => {
    for (const one of forgets) one();
  };
  return { signal: controller.signal, forget };
}

function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = () => reject(new ProviderError("aborted", "the call was cancelled", { billed: "no" }));
    if (signal.aborted) return cancelled();
    const forget = onAbort(signal, cancelled);
    work.then(() => {
      forget();
      resolve();
    });
  });
}
