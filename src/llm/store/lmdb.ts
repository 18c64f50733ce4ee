// The durable response store: an LMDB environment in a directory, safe for kill -9 and for several processes at once.
import type { Database, RootDatabase } from "lmdb";
import { sha256 } from "../hash.ts";
import { type Claims, openClaims } from "./claims.ts";
import { damageOf } from "./data-file.ts";
import type { ResponseStore, StoredReply } from "./store.ts";

export interface DirectoryStoreOptions {
  /** Replies older than this are dropped when the store closes; default: none are. */
  maxAgeMs?: number;
  /** Beyond this many bytes the oldest replies are dropped when the store closes; default 2 GiB. */
  maxBytes?: number;
  /** Does not create what is not there. */
  existing?: boolean;
  /** The directory was made, and holds prompts and replies: people are told once. */
  onCreate?: (directory: string) => void;
  wall?: () => number;
}

/** A directory that can not be used as a store. */
export class StoreError extends Error {
  readonly code = "store";
  readonly hint = "name another directory with --store, or do without with --no-store (embedding: store)";
}

/** A store in a directory; opened when it is first used, since loading lmdb takes a while and not every run needs it. */
export function directoryStore(directory: string, options: DirectoryStoreOptions = {}): ResponseStore {
  let open: LmdbStore | undefined;
  let opening: Promise<LmdbStore> | undefined;
  let closed = false;
  /** At once when the store is open: a run makes thousands of these calls. */
  const use = <T>(work: (store: LmdbStore) => T | Promise<T>): T | Promise<T> => {
    if (open) return work(open);
    if (closed) throw new StoreError(`the response store in ${directory} is closed`);
    opening ??= LmdbStore.open(directory, options).then((store) => {
      open = store;
      return store;
    });
    return opening.then(work);
  };
  return {
    get: (key) => use((store) => store.get(key)),
    put: (key, entry) => use((store) => store.put(key, entry)),
    remove: (key) => use((store) => store.remove(key)),
    async *entries() {
      yield* (await use((store) => store)).entries();
    },
    getItem: (area, name) => use((store) => store.getItem(area, name)),
    setItem: (area, name, value) => use((store) => store.setItem(area, name, value)),
    async *items(area) {
      yield* (await use((store) => store)).items(area);
    },
    claim: (key) => use((store) => store.claims.claim(key)),
    unclaim: (key) => use((store) => store.claims.unclaim(key)),
    async close() {
      if (closed) return;
      closed = true;
      const store = await opening?.catch(() => undefined);
      open = undefined;
      await store?.close();
    },
  };
}

const defaultMaxBytes = 2 * 1024 ** 3;

class LmdbStore {
  readonly claims: Claims;
  readonly #root: RootDatabase<string, string>;
  readonly #replies: Database<string, string>;
  readonly #items: Database<string, string>;
  readonly #options: DirectoryStoreOptions;
  #wrote = false;

  private constructor(root: RootDatabase<string, string>, claims: Claims, options: DirectoryStoreOptions) {
    this.#root = root;
    this.#replies = root.openDB({ name: "replies", encoding: "string" });
    this.#items = root.openDB({ name: "items", encoding: "string" });
    this.claims = claims;
    this.#options = options;
  }

  static async open(directory: string, options: DirectoryStoreOptions): Promise<LmdbStore> {
    const fs = await import("node:fs");
    const { existsSync, writeFileSync } = fs;
    const { dirname, join, resolve } = await import("node:path");
    const { open } = await import("lmdb");
    try {
      const isNew = !existsSync(join(directory, "data.mdb"));
      if (isNew && options.existing) throw new StoreError(`there is no response store in ${directory}`);
      if (isNew) {
        // Prompts and replies are nobody else's business, and no part of a repository.
        makeFolder(resolve(directory), fs, dirname);
        writeFileSync(join(directory, ".gitignore"), "*\n", { flag: "a" });
        options.onCreate?.(directory);
      }
      const damage = isNew ? undefined : damageOf(join(directory, "data.mdb"), fs);
      if (damage !== undefined) throw new StoreError(`the response store in ${directory} is damaged: ${damage}`);
      const root = open<string, string>({ path: directory, encoding: "string", noSubdir: false });
      return new LmdbStore(root, await openClaims(join(directory, "claims")), options);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw new StoreError(`the response store in ${directory} can not be opened: ${(error as Error).message}`);
    }
  }

  get(key: string): StoredReply | undefined {
    const text = this.#replies.get(key);
    return text === undefined ? undefined : readEntry(text);
  }

  async put(key: string, entry: StoredReply): Promise<void> {
    this.#wrote = true;
    // The time first, so that pruning need not parse what it drops.
    await this.#replies.put(key, `${entry.at}\n${JSON.stringify(entry)}`);
  }

  async remove(key: string): Promise<void> {
    await this.#replies.remove(key);
  }

  *entries(): Generator<[string, StoredReply]> {
    for (const { key, value } of this.#replies.getRange()) {
      const entry = readEntry(value);
      if (entry) yield [key, entry];
    }
  }

  async getItem(area: string, name: string): Promise<string | undefined> {
    const text = this.#items.get(await itemKey(area, name));
    return text === undefined ? undefined : (JSON.parse(text) as Item).value;
  }

  async setItem(area: string, name: string, value: string | undefined): Promise<void> {
    const key = await itemKey(area, name);
    if (value === undefined) await this.#items.remove(key);
    else await this.#items.put(key, JSON.stringify({ name, value } satisfies Item));
  }

  *items(area: string): Generator<[string, string]> {
    for (const { value } of this.#items.getRange({ start: `${area}/`, end: `${area}0` })) {
      const { name, value: text } = JSON.parse(value) as Item;
      yield [name, text];
    }
  }

  async close(): Promise<void> {
    if (this.#wrote) await this.#prune();
    await this.claims.close();
    await this.#root.close();
  }

  /** Drops what is too old, then the oldest until the rest is small enough. */
  async #prune(): Promise<void> {
    const { maxAgeMs, maxBytes = defaultMaxBytes, wall = Date.now } = this.#options;
    const { mapSize = 0 } = this.#root.getStats() as { mapSize?: number };
    if (maxAgeMs === undefined && mapSize < maxBytes) return;
    const oldest = maxAgeMs === undefined ? Number.NEGATIVE_INFINITY : wall() - maxAgeMs;
    const all: { key: string; at: number; bytes: number }[] = [];
    for (const { key, value } of this.#replies.getRange()) {
      all.push({ key, at: Number.parseInt(value, 10), bytes: value.length });
    }
    all.sort((a, b) => b.at - a.at);
    let bytes = 0;
    const dropped = all.filter((entry) => {
      bytes += entry.bytes;
      return entry.at < oldest || bytes > maxBytes;
    });
    await Promise.all(dropped.map(({ key }) => this.#replies.remove(key)));
  }
}

interface Item {
  name: string;
  value: string;
}

/** One after the other: Node's own recursion never ends where the file system says of a new folder that it is not there. */
function makeFolder(directory: string, fs: typeof import("node:fs"), dirname: (path: string) => string): void {
  const parent = dirname(directory);
  if (parent !== directory && !fs.existsSync(parent)) makeFolder(parent, fs, dirname);
  if (!fs.existsSync(directory)) fs.mkdirSync(directory, { mode: 0o700 });
}

/** Any text may be a name; LMDB's keys are short. */
async function itemKey(area: string, name: string): Promise<string> {
  // A lone surrogate has no UTF-8; as JSON it does.
  return `${area}/${await sha256(JSON.stringify(name))}`;
}

function readEntry(text: string): StoredReply | undefined {
  try {
    return JSON.parse(text.slice(text.indexOf("\n") + 1)) as StoredReply;
  } catch {
    // Written by something else; as good as absent.
    return undefined;
  }
}
