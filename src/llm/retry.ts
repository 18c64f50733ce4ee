// Whether and when to try again after a failed attempt.
import { ProviderError } from "./contract.ts";

export interface RetryPolicy {
  /** Further attempts after failures other than refusals for rate. */
  retries: number;
  /** For attempts and the waits between them together. */
  deadlineMs: number;
  /** A number from 0 to 1, for jitter. */
  random: () => number;
  /** A time-out that the script set is the answer it asked for. */
  retryTimeouts: boolean;
}

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * The milliseconds to wait before another attempt, or undefined to give up. `failures` counts those so far that were not
 * refusals for rate, this one included; the waits after refusals are the gate's.
 */
export function waitBeforeRetry(
  error: unknown,
  failures: number,
  activeMs: number,
  policy: RetryPolicy,
): number | undefined {
  if (!(error instanceof ProviderError) || !error.retryable || policy.retries === 0) return undefined;
  if (error.code === "timeout" && !policy.retryTimeouts) return undefined;
  if (error.code === "rate-limit") return activeMs < policy.deadlineMs ? 0 : undefined;
  if (failures > policy.retries) return undefined;
  // Full jitter: waits anywhere up to the doubling bound spread clients that failed together better than any fixed wait.
  const jittered = policy.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
  const wait = Math.max(error.retryAfterMs ?? 0, jittered);
  return activeMs + wait < policy.deadlineMs ? wait : undefined;
}
