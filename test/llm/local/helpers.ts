// What the tests of the local provider share: requests as the call path makes them, and data when it is there.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ChatParameters, ChatReply, ChatRequest, Provider } from "../../../src/llm/contract.ts";
import { ProviderError } from "../../../src/llm/contract.ts";
import type { TrainingItem } from "../../../src/llm/providers/local/training.ts";

export interface Labelled {
  train: TrainingItem[];
  unseen: TrainingItem[];
}

export function request(instruction: string, data?: string, rest: Partial<ChatRequest> = {}): ChatRequest {
  const messages: ChatRequest["messages"] =
    data === undefined
      ? [{ role: "user", content: instruction }]
      : [
          { role: "system", content: instruction },
          { role: "user", content: data },
        ];
  return { model: "gpt-4", messages, parameters: {}, instruction, ...(data === undefined ? {} : { data }), ...rest };
}

export const asJson: ChatParameters = { response_format: { type: "json_object" } };

export function ask(
  provider: Provider,
  wanted: ChatRequest,
  signal = new AbortController().signal,
): Promise<ChatReply> {
  return provider.complete(wanted, { signal });
}

/** The error of a call that must fail. */
export async function failure(call: Promise<unknown>): Promise<ProviderError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}

/** Sixty short texts that differ only in one word of ten. */
export const fruit: TrainingItem[] = Array.from({ length: 60 }, (_, i) => ({
  text: `note ${i % 7} about the ${["apple", "carrot"][i % 2]} on table ${i % 5}`,
  label: i % 2 === 0 ? "Fruit" : "Vegetable",
}));

/** The shared contract clauses, or `undefined` with the reason printed. */
export function contractClauses(): Labelled | undefined {
  const folder = new URL("../../../../shared/data/contract-clauses/", import.meta.url);
  if (!existsSync(folder)) {
    process.stderr.write("skipped: no contract clauses beside the repository (../shared/data/contract-clauses)\n");
    return undefined;
  }
  return {
    train: jsonl(fileURLToPath(new URL("train.jsonl", folder))),
    unseen: jsonl(fileURLToPath(new URL("docs.jsonl", folder))),
  };
}

/** The mails of the example, in its split. */
export async function mails(): Promise<Labelled> {
  const { prepare } = await import(new URL("../../../examples/active-learning/prepare.mjs", import.meta.url).href);
  const paths: Record<"train" | "unseen" | "labels", string> = await prepare();
  const labels: string[] = JSON.parse(readFileSync(paths.labels, "utf8"));
  const unseen = jsonl(paths.unseen).map((item, i) => ({ text: item.text, label: labels[i] as string }));
  return { train: jsonl(paths.train), unseen };
}

function jsonl(path: string): TrainingItem[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}
