// OpenAI's Batch API: requests as a file, replies as a file, matched by custom id.
import type OpenAI from "openai";
import {
  type BatchEndpoint,
  type BatchLine,
  type BatchStatus,
  type ChatReply,
  type ChatRequest,
  ProviderError,
} from "../contract.ts";
import type { WireBody } from "./openai-adapt.ts";

/** What the endpoint needs of its provider. */
export interface BatchConnection {
  client(): Promise<OpenAI>;
  body(request: ChatRequest): WireBody;
  /** A completion's body as a reply, or the error that it is. */
  read(body: unknown, model: string): ChatReply;
  /** An error body with its status, as the contract's error; learns what a model does not accept. */
  explainLine(status: number, body: unknown, model: string): ProviderError;
  explain(error: unknown, signal: AbortSignal): ProviderError;
}

interface ResultLine {
  custom_id: string;
  response: { status_code: number; body: { model?: string } | null } | null;
  error: { code?: string; message?: string } | null;
}

export function openaiBatch(connection: BatchConnection): BatchEndpoint {
  // The model of each batch's lines, for what is learnt from their failures; a batch has one model.
  const models = new Map<string, string>();
  const guarded = async <T>(signal: AbortSignal, work: (client: OpenAI) => Promise<T>): Promise<T> => {
    try {
      return await work(await connection.client());
    } catch (error) {
      throw connection.explain(error, signal);
    }
  };
  return {
    submit: (lines, mark, { signal }) =>
      guarded(signal, async (client) => {
        const file = new File([jsonLines(lines, connection)], "requests.jsonl");
        const uploaded = await client.files.create({ file, purpose: "batch" }, { signal });
        const batch = await client.batches.create(
          {
            input_file_id: uploaded.id,
            endpoint: "/v1/chat/completions",
            completion_window: "24h",
            metadata: { skein: mark },
          },
          { signal },
        );
        models.set(batch.id, lines[0]?.request.model ?? "");
        return batch.id;
      }),
    find: (mark, { signal }) => guarded(signal, (client) => findBatch(client, mark, signal)),
    status: (id, { signal }) =>
      guarded(signal, async (client) => statusOf(await client.batches.retrieve(id, { signal }))),
    async *results(id, { signal }) {
      const files = await guarded(signal, async (client) => {
        const batch = await client.batches.retrieve(id, { signal });
        return [batch.output_file_id, batch.error_file_id].filter((file) => file !== undefined && file !== null);
      });
      for (const file of files) {
        const text = await guarded(signal, async (client) => (await client.files.content(file, { signal })).text());
        for (const line of text.split("\n"))
          if (line.trim() !== "") yield readLine(line, models.get(id) ?? "", connection);
      }
    },
  };
}

function jsonLines(lines: readonly BatchLine[], connection: BatchConnection): string {
  const line = ({ id, request }: BatchLine) =>
    JSON.stringify({ custom_id: id, method: "POST", url: "/v1/chat/completions", body: connection.body(request) });
  return `${lines.map(line).join("\n")}\n`;
}

/** Looks back over as many batches as a busy account makes in a day. */
async function findBatch(client: OpenAI, mark: string, signal: AbortSignal): Promise<string | undefined> {
  let looked = 0;
  for await (const batch of client.batches.list({ limit: 100 }, { signal })) {
    if (batch.metadata?.skein === mark) return batch.id;
    if (++looked >= 1000) return undefined;
  }
  return undefined;
}

function statusOf(batch: OpenAI.Batches.Batch): BatchStatus {
  const { completed = 0, failed = 0, total = 0 } = batch.request_counts ?? {};
  const counts = { done: completed, failed, total };
  if (["completed", "expired", "cancelled"].includes(batch.status)) return { state: "ended", ...counts };
  if (batch.status !== "failed") return { state: "running", ...counts };
  const reasons = batch.errors?.data ?? [];
  const said = reasons.map(({ message, line }) => `${message}${line ? ` (line ${line})` : ""}`).join("; ");
  const later = reasons.some(({ code }) => code === "token_limit_exceeded");
  const error = new ProviderError("bad-request", `the batch was refused: ${said || "no reason was given"}`, {
    billed: "no",
    retryable: later,
  });
  return { state: "failed", ...counts, error };
}

function readLine(
  text: string,
  model: string,
  connection: BatchConnection,
): { id: string; reply: ChatReply | ProviderError } {
  const { custom_id: id, response, error } = JSON.parse(text) as ResultLine;
  if (!response) {
    const said = error?.message ?? "no reason was given";
    return {
      id,
      reply: new ProviderError("server", `not done within the batch: ${said}`, { retryable: true, billed: "no" }),
    };
  }
  if (response.status_code !== 200)
    return { id, reply: connection.explainLine(response.status_code, response.body, model) };
  try {
    return { id, reply: connection.read(response.body, response.body?.model ?? model) };
  } catch (problem) {
    if (problem instanceof ProviderError) return { id, reply: problem };
    throw problem;
  }
}
