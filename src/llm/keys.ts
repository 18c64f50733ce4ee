// The store's key of a request: its content, and which one it is where identical requests may have different answers.
import { type CanonicalRequest, canonicalText } from "./canonical.ts";
import { sha256 } from "./hash.ts";
import type { StoredReply } from "./store/store.ts";

export interface RequestKey {
  key: string;
  occurrence: { path: string; n: number } | undefined;
}

/**
 * Counts identical requests within a run, by the path of the fiber that asks: whatever the timing, the same fiber of the
 * same script finds the same answers. The counting happens before anything is awaited, in the order of the calls.
 */
export class RequestKeys {
  readonly #seen = new Map<string, number>();

  /** A new run counts from the start again. */
  reset(): void {
    this.#seen.clear();
  }

  of(request: CanonicalRequest, varies: boolean, path: string | undefined): RequestKey | Promise<RequestKey> {
    const text = canonicalText(request);
    const digest = sha256(text);
    if (typeof digest === "string") return this.#keyed(digest, digest, varies, path ?? "");
    const occurrence = varies ? this.#count(text, path ?? "") : undefined;
    return digest.then(async (hash) => keyOf(hash, occurrence, occurrence && (await sha256(occurrence.path))));
  }

  #keyed(digest: string, counted: string, varies: boolean, path: string): RequestKey {
    if (!varies) return keyOf(digest, undefined, undefined);
    return keyOf(digest, this.#count(counted, path), sha256(path) as string);
  }

  #count(request: string, path: string): { path: string; n: number } {
    const counter = `${request.slice(0, request.length === 64 ? 24 : undefined)} ${path}`;
    const n = this.#seen.get(counter) ?? 0;
    this.#seen.set(counter, n + 1);
    return { path, n };
  }
}

/** The key that a stored reply has by its content. */
export async function keyOfRecorded({ request, occurrence }: StoredReply): Promise<string> {
  const hash = await sha256(canonicalText(request));
  return keyOf(hash, occurrence, occurrence && (await sha256(occurrence.path))).key;
}

/** 160 bits of the digest are plenty, and short enough to read. */
function keyOf(hash: string, occurrence: RequestKey["occurrence"], pathHash: string | undefined): RequestKey {
  const base = hash.slice(0, 40);
  return { key: occurrence ? `${base}.${(pathHash as string).slice(0, 12)}.${occurrence.n}` : base, occurrence };
}
