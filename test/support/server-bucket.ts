// The token bucket of a rate-limited API, for the HTTP server and for providers under a virtual clock.

export interface ServerRateLimit {
  perMinute: number;
  burst: number;
  /** What a refusal says about when to come back; `mixed` alternates between saying and not saying. Default: `none`. */
  says?: "retry-after" | "retry-after-ms" | "none" | "mixed";
  /** Whether answers carry `x-ratelimit-*`. */
  announces?: boolean;
}

export interface Taken {
  refused: boolean;
  headers: { [name: string]: string };
}

/** Refused requests take nothing. `now` is in milliseconds. */
export function serverBucket(limit: ServerRateLimit, now: () => number): { take(n: number): Taken } {
  const perMs = limit.perMinute / 60_000;
  let tokens = limit.burst;
  let last = now();
  return {
    take(n) {
      const time = now();
      tokens = Math.min(limit.burst, tokens + (time - last) * perMs);
      last = time;
      // Refilling in steps of floating point must not cost a caller who came at the right millisecond.
      const refused = tokens < 1 - 1e-9;
      if (!refused) tokens -= 1;
      return {
        refused,
        headers: { ...announced(limit, tokens, perMs), ...(refused ? said(limit, n, (1 - tokens) / perMs) : {}) },
      };
    },
  };
}

function said(limit: ServerRateLimit, n: number, waitMs: number): { [name: string]: string } {
  const says = limit.says === "mixed" ? (["retry-after", "none", "retry-after-ms"] as const)[n % 3] : limit.says;
  if (says === "retry-after") return { "retry-after": String(Math.ceil(waitMs / 1000)) };
  if (says === "retry-after-ms") return { "retry-after-ms": String(Math.ceil(waitMs)) };
  return {};
}

function announced(limit: ServerRateLimit, tokens: number, perMs: number): { [name: string]: string } {
  if (!limit.announces) return {};
  return {
    "x-ratelimit-limit-requests": String(limit.burst),
    "x-ratelimit-remaining-requests": String(Math.floor(tokens)),
    "x-ratelimit-reset-requests": `${Math.ceil((limit.burst - tokens) / perMs)}ms`,
  };
}
