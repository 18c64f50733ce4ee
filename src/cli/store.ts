// `skein store …`: what is kept, shown and moved; the work is done in `llm/store`.
import fs from "node:fs";
import {
  clearStore,
  directoryStore,
  exportStore,
  importStore,
  listEntries,
  StoreError,
  StoreTextError,
  showEntry,
} from "../engine/command-line.ts";
import type { ResponseStore } from "../index.ts";
import { EXIT, UsageError } from "./exit.ts";
import { describeFailure, readText } from "./inputs.ts";

export interface StoreOptions {
  store: string;
  json?: boolean;
  olderThan?: number;
  checkpoints?: boolean;
}

export async function list({ store, json }: StoreOptions): Promise<number> {
  return await using(store, async (replies) => {
    for await (const row of listEntries(replies)) {
      if (json) await print(`${JSON.stringify(row)}\n`);
      else await print(`${rowText(row)}\n`);
    }
  });
}

interface Row {
  key: string;
  at: number;
  model: string;
  cost: number | undefined;
  prompt: string;
  reply: string;
}

function rowText({ key, at, model, cost, prompt, reply }: Row): string {
  const day = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  const dollars = cost === undefined ? "–" : `$${cost.toFixed(6)}`;
  return [key.slice(0, 12), day, model, dollars, `${prompt.slice(0, 60)} → ${reply.slice(0, 40)}`].join("  ");
}

export async function show(key: string, { store }: StoreOptions): Promise<number> {
  return await using(store, async (replies) => {
    const found = await showEntry(replies, key);
    if (found.length === 0)
      throw new UsageError(`no reply in ${store} has a key that begins with ${key}; skein store ls lists them`);
    await print(found.join("\n"));
  });
}

export async function exportTo(file: string | undefined, { store }: StoreOptions): Promise<number> {
  return await using(store, async (replies) => {
    if (file === undefined) {
      for await (const piece of exportStore(replies)) await print(piece);
      return;
    }
    const temporary = `${file}.${process.pid}`;
    try {
      const fd = fs.openSync(temporary, "wx", 0o600);
      try {
        for await (const piece of exportStore(replies)) fs.writeSync(fd, piece);
      } finally {
        fs.closeSync(fd);
      }
      // Whole or not at all: an older export is not lost to a full disk.
      fs.renameSync(temporary, file);
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw (error as NodeJS.ErrnoException).syscall === undefined
        ? error
        : new UsageError(describeFailure(error, file));
    }
  });
}

export async function importFrom(file: string, { store }: StoreOptions): Promise<number> {
  const text = readExport(file);
  return await using(
    store,
    async (replies) => {
      try {
        process.stderr.write(`skein: ${count(await importStore(replies, text))} imported into ${store}\n`);
      } catch (error) {
        throw error instanceof StoreTextError ? new UsageError(`${file}: ${error.message}`) : error;
      }
    },
    { existing: false },
  );
}

function readExport(file: string): string {
  try {
    return readText(file, "utf-8");
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(message.startsWith(file) ? message : describeFailure(error, file));
  }
}

export async function clear({ store, olderThan, checkpoints }: StoreOptions): Promise<number> {
  const before = olderThan === undefined ? Number.POSITIVE_INFINITY : Date.now() - olderThan * 86_400_000;
  return await using(store, async (replies) => {
    const cleared = await clearStore(replies, ({ at }) => at < before);
    const names: string[] = [];
    if (checkpoints) for await (const [name] of replies.items("checkpoint")) names.push(name);
    for (const name of names) await replies.setItem("checkpoint", name, undefined);
    const also = checkpoints ? ` and ${names.length} checkpoint${names.length === 1 ? "" : "s"}` : "";
    process.stderr.write(`skein: ${count(cleared)}${also} cleared from ${store}\n`);
  });
}

const count = (n: number): string => `${n} ${n === 1 ? "reply" : "replies"}`;

async function using(
  folder: string,
  work: (store: ResponseStore) => Promise<void>,
  { existing } = { existing: true },
): Promise<number> {
  const store = directoryStore(folder, { existing });
  try {
    // Opens it: a store that is not there is no empty one.
    await store.getItem("checkpoint", "");
    await work(store);
    return EXIT.done;
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.message);
    // Whoever read our output has seen enough.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return EXIT.done;
    throw error;
  } finally {
    await store.close?.();
  }
}

/** As fast as the reader takes it: a store may be larger than memory. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}
