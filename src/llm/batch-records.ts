// What the store remembers of batches under way, so that a later process finds what an earlier one has paid for.
import type { HostClock } from "../host/host.ts";
import type { ResponseStore } from "./store/store.ts";

export interface PendingBatch {
  /** Ours; the provider keeps it with the batch. */
  mark: string;
  provider: string;
  /** The provider's; not known yet when a process died while submitting. */
  id: string | undefined;
  at: number;
  /** Store keys of the requests, which are their custom ids too. */
  keys: string[];
}

const area = "batch";
/** Providers forget a batch's files after thirty days. */
const longestMs = 30 * 86_400_000;

export class BatchRecords {
  readonly #store: ResponseStore;
  readonly #clock: HostClock;
  readonly #byKey = new Map<string, PendingBatch>();
  /** Keys of each batch that are not answered yet. */
  readonly #open = new Map<string, Set<string>>();
  #loaded: Promise<void> | undefined;

  constructor(store: ResponseStore, clock: HostClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The batch under way that holds a request, if there is one. */
  async pendingWith(key: string): Promise<PendingBatch | undefined> {
    this.#loaded ??= this.#load();
    await this.#loaded;
    return this.#byKey.get(key);
  }

  async save(batch: PendingBatch): Promise<void> {
    this.#remember(batch);
    await this.#store.setItem(area, batch.mark, JSON.stringify(batch));
  }

  async drop(mark: string): Promise<void> {
    for (const key of this.#open.get(mark) ?? []) this.#byKey.delete(key);
    this.#open.delete(mark);
    await this.#store.setItem(area, mark, undefined);
  }

  /** A request needs its batch no more; a batch that nobody needs is forgotten. */
  async answered(key: string): Promise<void> {
    const batch = this.#byKey.get(key);
    if (!batch) return;
    this.#byKey.delete(key);
    const open = this.#open.get(batch.mark);
    open?.delete(key);
    if (open?.size === 0) await this.drop(batch.mark);
  }

  #remember(batch: PendingBatch): void {
    this.#open.set(batch.mark, new Set(batch.keys));
    for (const key of batch.keys) this.#byKey.set(key, batch);
  }

  async #load(): Promise<void> {
    for await (const [mark, text] of this.#store.items(area)) {
      const batch = readBatch(text);
      if (batch && this.#clock.wall() - batch.at < longestMs) this.#remember(batch);
      else await this.#store.setItem(area, mark, undefined);
    }
  }
}

function readBatch(text: string): PendingBatch | undefined {
  try {
    const batch = JSON.parse(text) as PendingBatch;
    return typeof batch.mark === "string" && Array.isArray(batch.keys) ? batch : undefined;
  } catch {
    return undefined;
  }
}
