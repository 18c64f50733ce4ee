// A response store that ends with the process.
import type { ResponseStore, StoredReply } from "./store.ts";

const defaultBytes = 64 * 1024 * 1024;

/** Beyond `maxBytes` the oldest replies go, so that an endless stream of requests does not fill the memory. */
export function memoryStore({ maxBytes = defaultBytes }: { maxBytes?: number } = {}): ResponseStore {
  const replies = new Map<string, StoredReply>();
  const areas = new Map<string, Map<string, string>>();
  const area = (name: string): Map<string, string> => {
    const known = areas.get(name) ?? new Map<string, string>();
    areas.set(name, known);
    return known;
  };
  let bytes = 0;
  const remove = (key: string): void => {
    const entry = replies.get(key);
    if (entry) bytes -= sizeOf(entry);
    replies.delete(key);
  };
  return {
    get: (key) => replies.get(key),
    put(key, entry) {
      remove(key);
      replies.set(key, entry);
      bytes += sizeOf(entry);
      for (const oldest of replies.keys()) {
        if (bytes <= maxBytes || oldest === key) break;
        remove(oldest);
      }
    },
    remove,
    entries: () => [...replies].sort(([a], [b]) => (a < b ? -1 : 1)),
    getItem: (kind, name) => area(kind).get(name),
    setItem(kind, name, value) {
      if (value === undefined) area(kind).delete(name);
      else area(kind).set(name, value);
    },
    items: (kind) => [...area(kind)],
  };
}

/** About the bytes that an entry holds: two for each character. */
function sizeOf({ request, reply }: StoredReply): number {
  let characters = 400 + reply.text.length + 30 * (reply.logprobs?.length ?? 0);
  for (const { content } of request.messages) {
    for (const part of typeof content === "string" ? [content] : content.map((p) => p.text ?? p.image_url?.url ?? ""))
      characters += part.length;
  }
  return 2 * characters;
}
