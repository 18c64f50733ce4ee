// What `skein store ls|show|export|import|clear` do, over any store.
import { keyOfRecorded } from "../keys.ts";
import type { ResponseStore, StoredReply } from "./store.ts";
import { entryText, parseStoreText, storeHeader } from "./text.ts";

export interface EntryRow {
  key: string;
  at: number;
  model: string;
  /** Dollars. */
  cost: number | undefined;
  /** The end of the prompt and the beginning of the reply, on one line each. */
  prompt: string;
  reply: string;
}

/** One row per reply, in the order of their keys. */
export async function* listEntries(store: ResponseStore): AsyncGenerator<EntryRow> {
  for await (const [key, entry] of store.entries()) {
    const last = entry.request.messages.at(-1)?.content ?? "";
    const prompt = typeof last === "string" ? last : last.map((part) => part.text ?? "[image]").join(" ");
    yield {
      key,
      at: entry.at,
      model: entry.request.model,
      cost: entry.cost,
      prompt: oneLine(prompt),
      reply: oneLine(entry.reply.text),
    };
  }
}

const oneLine = (text: string): string => text.slice(0, 400).replace(/\s+/g, " ").trim();

/** Entries whose key begins so, as text. */
export async function showEntry(store: ResponseStore, keyPrefix: string): Promise<string[]> {
  const shown: string[] = [];
  for await (const [key, entry] of store.entries()) if (key.startsWith(keyPrefix)) shown.push(entryText(key, entry));
  return shown;
}

/** The whole store as text, in pieces; `select` may leave entries out. */
export async function* exportStore(
  store: ResponseStore,
  select: (entry: StoredReply) => boolean = () => true,
): AsyncGenerator<string> {
  yield storeHeader;
  for await (const [key, entry] of store.entries()) if (select(entry)) yield `\n${entryText(key, entry)}`;
}

/** Adds the entries of an exported text; nothing is added when any of it is wrong. Gives their number. */
export async function importStore(store: ResponseStore, text: string): Promise<number> {
  const entries = [...parseStoreText(text)];
  for (const entry of entries) await store.put(await keyOfRecorded(entry), entry);
  return entries.length;
}

/** Removes entries, and says how many. Checkpoints and batches under way stay. */
export async function clearStore(
  store: ResponseStore,
  select: (entry: StoredReply) => boolean = () => true,
): Promise<number> {
  const keys: string[] = [];
  for await (const [key, entry] of store.entries()) if (select(entry)) keys.push(key);
  await Promise.all(keys.map((key) => store.remove(key)));
  return keys.length;
}
