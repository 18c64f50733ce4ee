// What callers of the client give and get.
import type { HostClock } from "../host/host.ts";
import type { BudgetLimits, BudgetScope } from "./budget.ts";
import type { ChatMessage, ChatParameters, Provider, Usage } from "./contract.ts";
import type { Meter } from "./meter.ts";
import type { ModelNames } from "./models.ts";
import type { PriceOverlay } from "./prices.ts";
import type { ResponseStore, StoreMode } from "./store/store.ts";
import type { TraceRecord } from "./trace.ts";

export interface ClientOptions {
  /** For every model that names no other one by a prefix. */
  provider: Provider;
  /** By prefix: `local/large` is the model `large` of `local`. */
  providers?: { readonly [prefix: string]: Provider };
  models?: ModelNames;
  /** Default: in memory. */
  store?: ResponseStore;
  mode?: StoreMode;
  budget?: BudgetLimits;
  prices?: PriceOverlay;
  clock: HostClock;
  /** Requests in flight per provider and key; default 256. */
  maxInFlight?: number;
  /** Further attempts after a failure; default 5. Refusals for rate do not count, up to `deadlineMs`. */
  retries?: number;
  /** For one attempt; default ten minutes. */
  timeoutMs?: number;
  /** For all attempts of a call and the waits between them; default thirty minutes. */
  deadlineMs?: number;
  /** One record per finished call, content included; see `trace.ts`. */
  trace?: (record: TraceRecord) => void;
  onEvent?: (event: ClientEvent) => void;
  /** For jitter: a number from 0 to 1. Default `Math.random`. */
  random?: () => number;
  batch?: BatchOptions;
}

export interface BatchOptions {
  /** A batch is sent when no further request has come for this long; default 250 ms. */
  quietMs?: number;
  /** Between looks at a batch under way; default from 2 s, growing to 60 s. */
  pollMs?: number;
  /** Requests and bytes of one batch; the endpoint's limits are 50,000 and 200 MB. */
  maxRequests?: number;
  maxBytes?: number;
}

export interface CallRequest {
  model?: string;
  messages: ChatMessage[];
  parameters?: ChatParameters;
  /** What the script gave, before it became messages. */
  instruction?: string;
  data?: string;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Whose caps apply; default: the client's. */
  budgetScope?: BudgetScope;
  /** Count this call too. */
  meters?: readonly Meter[];
  /** How many levels of recursive calls may lie below this one, itself included; default: as many as anywhere. */
  recursionLevels?: number;
  /** Tells identical requests apart, the same in every run of the same script. */
  fiberPath?: string;
  /** For each attempt; a time-out given here is final and not tried again. */
  timeoutMs?: number;
  retries?: number;
  /** The reply must be JSON. */
  json?: boolean;
  /** The reply must be JSON that fits this JSON Schema. */
  schema?: unknown;
  /** Through the provider's batch endpoint, where it has one. */
  batch?: boolean;
}

export interface CallResult {
  text: string;
  model: string;
  usage: Usage | undefined;
  /** Dollars; 0 when it came from the store (but as recorded in `replay`); undefined when the price is unknown. */
  cost: number | undefined;
  latencyMs: number;
  finishReason: string;
  logprobs: { token: string; logprob: number }[] | undefined;
  cached: boolean;
  requestId: string | undefined;
  /** The parsed reply, when JSON was asked for. */
  value?: unknown;
}

export type ClientEvent =
  | { type: "start"; model: string; inFlight: number }
  | {
      type: "call";
      model: string;
      cached: boolean;
      cost: number | undefined;
      usage: Usage | undefined;
      latencyMs: number;
      inFlight: number;
    }
  | { type: "error"; model: string; code: string; message: string; inFlight: number }
  | { type: "retry"; model: string; attempt: number; code: string; message: string; delayMs: number }
  | { type: "notice"; text: string }
  | { type: "batch"; id: string; state: string; done: number; failed: number; total: number };
