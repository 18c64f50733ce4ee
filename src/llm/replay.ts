// A request that was not recorded: says so, and how it differs from the nearest one that was.
import type { CanonicalRequest } from "./canonical.ts";
import type { ResponseStore, StoredReply } from "./store/store.ts";

export class ReplayMissError extends Error {
  readonly code = "replay-miss";
  readonly hint = "record again with --record, or undo the change";
  /** The nearest recorded request as a diff; absent when nothing is recorded. */
  readonly diff: string | undefined;
  constructor(request: CanonicalRequest, diff: string | undefined) {
    const what = `no reply is recorded for this request to ${request.model}`;
    super(diff === undefined ? `${what}; the store is empty` : `${what}; the nearest recorded one differs:\n${diff}`);
    this.diff = diff;
  }
}

/** Entries that are compared; the store of a long run may hold a hundred thousand. */
const compared = 20_000;

export async function replayMiss(request: CanonicalRequest, store: ResponseStore): Promise<ReplayMissError> {
  let nearest: StoredReply | undefined;
  let best = -1;
  const wanted = sketch(request);
  let left = compared;
  for await (const [, entry] of store.entries()) {
    if (left-- === 0) break;
    const score = similarity(wanted, sketch(entry.request)) + (entry.request.model === request.model ? 0.1 : 0);
    if (score > best) [nearest, best] = [entry, score];
  }
  return new ReplayMissError(request, nearest && (await diffOf(nearest.request, request)));
}

/** Its words, as a set; enough to tell which request was meant. */
function sketch(request: CanonicalRequest): Set<string> {
  const words = new Set<string>();
  for (const { content } of request.messages) {
    const text = typeof content === "string" ? content : content.map((part) => part.text ?? "").join(" ");
    for (const word of text.slice(0, 4000).split(/\s+/)) words.add(word);
  }
  return words;
}

function similarity(a: Set<string>, b: Set<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common++;
  return common / Math.max(1, a.size + b.size - common);
}

async function diffOf(recorded: CanonicalRequest, asked: CanonicalRequest): Promise<string> {
  const { structuredPatch } = await import("diff");
  const [before, after] = [shown(recorded), shown(asked)];
  const same = before === after ? "  (the same request, but one more of them than was recorded)" : undefined;
  if (same) return same;
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 2, maxEditLength: 2000 }) ?? {
    hunks: [],
  };
  if (hunks.length === 0) return `- ${before.slice(0, 500)}\n+ ${after.slice(0, 500)}`;
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => !line.startsWith("\\"));
  const clipped = lines.map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
  return clipped.slice(0, 40).join("\n") + (lines.length > 40 ? `\n… ${lines.length - 40} more lines` : "");
}

/** A request as lines; long lines are broken at sentences, so that a changed word shows as one. */
export function shown(request: CanonicalRequest): string {
  const lines = [`provider: ${request.provider}`, `model: ${request.model}`];
  for (const [name, value] of Object.entries(request.parameters))
    if (value !== undefined) lines.push(`${name}: ${JSON.stringify(value)}`);
  for (const { role, content } of request.messages) {
    const text = typeof content === "string" ? content : JSON.stringify(content, null, 1);
    for (const line of text.split("\n")) {
      for (const part of line.length > 200 ? line.split(/(?<=[.!?]) /) : [line]) lines.push(`${role}: ${part}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
