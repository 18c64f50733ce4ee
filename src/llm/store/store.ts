// What a response store is: replies by the content of their request, and small items by name. Embedders may bring their own.
import type { CanonicalRequest } from "../canonical.ts";
import type { Usage } from "../contract.ts";

/** A reply as it is kept. */
export interface StoredReply {
  request: CanonicalRequest;
  /** Which of several identical requests this answers; absent where one answer serves all. */
  occurrence?: { path: string; n: number };
  reply: {
    text: string;
    model: string;
    usage?: Usage;
    finishReason: string;
    logprobs?: { token: string; logprob: number }[];
    requestId?: string;
  };
  /** What it cost in dollars, if that is known, and how long it took. */
  cost?: number;
  latencyMs: number;
  /** Milliseconds since 1970. */
  at: number;
  /** The limit on the output that a cap added; a reply cut off by it does not answer a request without one. */
  limit?: number;
}

/** `off` keeps nothing, `resume` pays only for what is missing, `record` asks anew and keeps, `replay` never asks. */
export type StoreMode = "off" | "resume" | "record" | "replay";

/** Every method may answer at once or by a promise. A write is durable when it has been answered. */
export interface ResponseStore {
  get(key: string): StoredReply | undefined | Promise<StoredReply | undefined>;
  put(key: string, entry: StoredReply): void | Promise<void>;
  remove(key: string): void | Promise<void>;
  /** All replies, in the order of their keys. */
  entries(): Iterable<[string, StoredReply]> | AsyncIterable<[string, StoredReply]>;
  /** Texts by name, each area for itself; any text may be a name. For checkpoints and for batches under way. */
  getItem(area: string, name: string): string | undefined | Promise<string | undefined>;
  /** Without a value: removes. */
  setItem(area: string, name: string, value: string | undefined): void | Promise<void>;
  items(area: string): Iterable<[string, string]> | AsyncIterable<[string, string]>;
  /** Says who is asking, so that another process on the same store waits instead of asking too. */
  claim?(key: string): boolean | Promise<boolean>;
  unclaim?(key: string): void | Promise<void>;
  close?(): void | Promise<void>;
}
