// One call at its provider: reservation, gate, attempt, settlement, and again if that may help.
import type { HostClock } from "../host/host.ts";
import { onAbort } from "./abort.ts";
import type { Amount, BudgetScope, Reservation } from "./budget.ts";
import { type ChatReply, type Provider, ProviderError } from "./contract.ts";
import type { Lane } from "./lanes.ts";
import { amountUsed, type CallPlan, withSoundUsage } from "./reserve.ts";
import { type RetryPolicy, waitBeforeRetry } from "./retry.ts";

/** What a client's calls have in common. */
export interface AttemptSetting {
  clock: HostClock;
  timeoutMs: number;
  policy: RetryPolicy;
  started(model: string): void;
  retried(model: string, attempt: number, error: ProviderError, delayMs: number): void;
  notice(text: string): void;
}

export interface AttemptContext {
  provider: Provider;
  lane: Lane;
  scope: BudgetScope;
  plan: CallPlan;
  /**
   * Asked once, when there is room for the request: false when somebody else has answered meanwhile, and nothing is to
   * be sent.
   */
  stillNeeded: (() => Promise<boolean>) | undefined;
  signal: AbortSignal;
  setting: AttemptSetting;
}

export interface AttemptOutcome {
  reply: ChatReply;
  /** What all attempts cost together, in picodollars; undefined when the price or a bill is unknown. */
  pico: number | undefined;
  attempts: number;
  latencyMs: number;
}

/** The reply is in the store by now. */
export const answeredElsewhere = Symbol("answered elsewhere");

/** Thrown with what was spent in vain, so that it can be counted. */
export class FailedCall {
  readonly error: unknown;
  readonly pico: number;
  readonly attempts: number;
  constructor(error: unknown, pico: number, attempts: number) {
    this.error = error;
    this.pico = pico;
    this.attempts = attempts;
  }
}

export async function attemptCall(context: AttemptContext): Promise<AttemptOutcome | typeof answeredElsewhere> {
  const { plan, signal, setting } = context;
  const state: AttemptState = { reservation: undefined, pico: 0, activeMs: 0, returning: false, needed: false };
  for (let attempts = 1, failures = 0; ; attempts++) {
    try {
      if (!state.reservation) {
        // Outside the bound on requests in flight: who waits for money must not hold the room of who will return it.
        const reserved = context.scope.reserve(plan.reserve, signal);
        state.reservation = reserved instanceof Promise ? await reserved : reserved;
      }
      const reply = await context.lane.inFlight.run(() => admitted(context, state), signal);
      if (reply === answeredElsewhere) {
        state.reservation.release();
        return reply;
      }
      const known = reply.usage !== undefined && (plan.price !== undefined || !context.provider.paid);
      return { reply, pico: known ? state.pico : undefined, attempts, latencyMs: state.activeMs };
    } catch (error) {
      if (!(error instanceof ProviderError && error.code === "rate-limit")) failures++;
      const wait = waitBeforeRetry(error, failures, state.activeMs, setting.policy);
      if (wait === undefined) {
        state.reservation?.release();
        throw new FailedCall(error, state.pico, attempts);
      }
      setting.retried(plan.request.model, attempts, error as ProviderError, wait);
      state.activeMs += wait;
      if (wait > 0) await pause(setting.clock, wait, signal).catch(() => {});
      if (signal.aborted) {
        state.reservation?.release();
        throw new FailedCall(
          new ProviderError("aborted", "the call was cancelled", { billed: "no" }),
          state.pico,
          attempts,
        );
      }
    }
  }
}

interface AttemptState {
  /** Kept from an attempt that surely was not billed to the next. */
  reservation: Reservation | undefined;
  pico: number;
  activeMs: number;
  returning: boolean;
  /** Whether `stillNeeded` has said so. */
  needed: boolean;
}

/** Within the bound on requests in flight: thousands that wait for room hold no claims. */
async function admitted(context: AttemptContext, state: AttemptState): Promise<ChatReply | typeof answeredElsewhere> {
  if (!state.needed && context.stillNeeded && !(await context.stillNeeded())) return answeredElsewhere;
  state.needed = true;
  return await attempt(context, state);
}

async function attempt(context: AttemptContext, state: AttemptState): Promise<ChatReply> {
  const { provider, lane, plan, signal, setting } = context;
  const { clock, timeoutMs, notice } = setting;
  const entered = lane.gate.enter(signal, state.returning);
  const ticket = entered instanceof Promise ? await entered : entered;
  const begun = clock.now();
  setting.started(plan.request.model);
  try {
    const reply = withSoundUsage(await provider.complete(plan.request, { signal, timeoutMs, clock, notice }));
    lane.gate.admitted(
      ticket,
      reply.rateLimits,
      reply.usage && reply.usage.promptTokens + reply.usage.completionTokens,
    );
    settle(state, amountUsed(plan, reply.usage, false));
    return reply;
  } catch (error) {
    const known = error instanceof ProviderError ? error : undefined;
    if (known?.code === "rate-limit") {
      lane.gate.refused(ticket, known.retryAfterMs, known.rateLimits);
      state.returning = true;
    } else if (known?.status !== undefined) lane.gate.admitted(ticket, known.rateLimits);
    else lane.gate.dropped(ticket);
    // Not a provider's error: a mistake in the provider itself, after which nobody knows what was billed.
    const billed = known?.billed ?? "unknown";
    if (billed !== "no") settle(state, billed === "unknown" ? plan.reserve : amountUsed(plan, billed, false));
    throw error;
  } finally {
    state.activeMs += clock.now() - begun;
  }
}

function settle(state: AttemptState, used: Amount): void {
  state.reservation?.settle(used);
  state.reservation = undefined;
  state.pico += used.pico;
}

function pause(clock: HostClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => {
      stop();
      reject(new ProviderError("aborted", "the call was cancelled", { billed: "no" }));
    });
    const stop = clock.after(ms, () => {
      forget();
      resolve();
    });
  });
}
