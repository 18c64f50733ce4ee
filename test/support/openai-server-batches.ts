// The files and batches endpoints of the test server.
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  apiError,
  completionBody,
  limitOf,
  refusalOf,
  type ServerAnswer,
  type ServerRequest,
  type ServerState,
  sendError,
} from "./openai-server.ts";

export interface ServerFile {
  id: string;
  content: string;
  purpose: string;
}

export interface ServerBatch {
  id: string;
  object: "batch";
  endpoint: string;
  status: string;
  input_file_id: string;
  output_file_id?: string;
  error_file_id?: string;
  completion_window: string;
  created_at: number;
  metadata: unknown;
  request_counts: { total: number; completed: number; failed: number };
  errors?: { data: { code: string; message: string; line?: number }[] };
  polls: number;
}

/** Answers what belongs to files and batches; false when the path is something else. */
export async function handleBatches(
  state: ServerState,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<boolean> {
  const [, kind, id, action] = path.split("/");
  if (kind === "files") return files(state, request, response, body, id, action);
  if (kind === "batches") return batches(state, request, response, body, id, action);
  return false;
}

function send(response: ServerResponse, value: unknown): true {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
  return true;
}

async function files(
  state: ServerState,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  id: string | undefined,
  action: string | undefined,
): Promise<boolean> {
  if (request.method === "POST" && !id) {
    const form = await new Response(new Uint8Array(body), {
      headers: { "content-type": request.headers["content-type"] ?? "" },
    }).formData();
    const content = await (form.get("file") as File).text();
    return send(response, describe(addFile(state, content, String(form.get("purpose")))));
  }
  const file = state.files.get(id ?? "");
  if (!file) return missing(response, id);
  if (action === "content") {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    response.end(file.content);
    return true;
  }
  if (request.method === "DELETE") {
    state.files.delete(file.id);
    return send(response, { id: file.id, object: "file", deleted: true });
  }
  return send(response, describe(file));
}

function addFile(state: ServerState, content: string, purpose: string): ServerFile {
  const file = { id: `file-${state.files.size + 1}`, content, purpose };
  state.files.set(file.id, file);
  return file;
}

const describe = (file: ServerFile) => ({
  id: file.id,
  object: "file",
  bytes: file.content.length,
  created_at: 1_700_000_000,
  filename: "requests.jsonl",
  purpose: file.purpose,
  status: "processed",
});

function missing(response: ServerResponse, id: string | undefined): true {
  sendError(response, apiError(404, `No such object: ${id}`, null));
  return true;
}

function batches(
  state: ServerState,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  id: string | undefined,
  action: string | undefined,
): boolean {
  if (request.method === "POST" && !id) {
    const asked = JSON.parse(body.toString("utf8")) as { input_file_id: string; endpoint: string; metadata?: unknown };
    const input = state.files.get(asked.input_file_id);
    if (!input) return missing(response, asked.input_file_id);
    return send(response, createBatch(state, input, asked.endpoint, asked.metadata));
  }
  if (!id) return send(response, { object: "list", data: [...state.batches.values()].reverse(), has_more: false });
  const batch = state.batches.get(id);
  if (!batch) return missing(response, id);
  if (action === "cancel") batch.status = "cancelled";
  else if (batch.status === "in_progress" && ++batch.polls >= (state.options.batch?.polls ?? 2)) complete(state, batch);
  return send(response, batch);
}

function createBatch(state: ServerState, input: ServerFile, endpoint: string, metadata: unknown): ServerBatch {
  const lines = linesOf(input.content);
  const models = new Set(lines.map((line) => (JSON.parse(line) as { body: ServerRequest }).body.model));
  const batch: ServerBatch = {
    id: `batch_${state.batches.size + 1}`,
    object: "batch",
    endpoint,
    status: models.size > 1 ? "failed" : "in_progress",
    input_file_id: input.id,
    completion_window: "24h",
    created_at: 1_700_000_000,
    metadata: metadata ?? null,
    request_counts: { total: lines.length, completed: 0, failed: 0 },
    polls: 0,
  };
  if (models.size > 1) batch.errors = { data: [{ code: "mismatched_model", message: "one model per batch", line: 1 }] };
  state.batches.set(batch.id, batch);
  return batch;
}

const linesOf = (content: string): string[] => content.split("\n").filter((line) => line !== "");

/** Runs the requests: outputs in another order than the inputs, failures in the error file, as the API does. */
function complete(state: ServerState, batch: ServerBatch): void {
  const input = state.files.get(batch.input_file_id) as ServerFile;
  const out: string[] = [];
  const errors: string[] = [];
  const lines = linesOf(input.content);
  for (const [index, line] of lines.entries()) {
    const { custom_id, body } = JSON.parse(line) as { custom_id: string; body: ServerRequest };
    const late = state.options.batch?.expires && index >= lines.length >> 1;
    const failure = late
      ? { status: 0, message: "This request could not be executed before the completion window expired." }
      : failureOf(state, custom_id, body);
    if (failure) errors.push(JSON.stringify(errorLine(custom_id, failure)));
    else out.push(JSON.stringify(resultLine(state, custom_id, body)));
  }
  batch.request_counts.completed = out.length;
  batch.request_counts.failed = errors.length;
  batch.status = state.options.batch?.expires ? "expired" : "completed";
  if (out.length > 0) batch.output_file_id = addFile(state, `${out.reverse().join("\n")}\n`, "batch_output").id;
  if (errors.length > 0) batch.error_file_id = addFile(state, `${errors.join("\n")}\n`, "batch_output").id;
}

function failureOf(
  state: ServerState,
  id: string,
  body: ServerRequest,
): { status: number; message: string } | undefined {
  const refused = refusalOf(state, body);
  if (refused) return { status: refused.status, message: refused.error.message };
  return state.options.batch?.fails?.(id, body);
}

function errorLine(id: string, failure: { status: number; message: string }) {
  if (failure.status === 0)
    return { id: `r_${id}`, custom_id: id, response: null, error: { code: "batch_expired", message: failure.message } };
  const { error } = apiError(failure.status, failure.message, null);
  return {
    id: `r_${id}`,
    custom_id: id,
    response: { status_code: failure.status, request_id: "", body: { error } },
    error: null,
  };
}

function resultLine(state: ServerState, id: string, request: ServerRequest) {
  const n = state.count++;
  const given = state.options.reply?.(request, n) ?? "ok";
  const answer: ServerAnswer = typeof given === "string" ? { text: given } : given;
  const body = completionBody(state, request, answer, n);
  state.ledger.push({
    n,
    model: request.model,
    outcome: "ok",
    status: 200,
    promptTokens: body.usage?.prompt_tokens ?? state.promptTokens(request),
    completionTokens: body.usage?.completion_tokens ?? limitOf(request) ?? 0,
    billed: true,
    batch: true,
    request,
  });
  return { id: `r_${id}`, custom_id: id, response: { status_code: 200, request_id: `req_${n}`, body }, error: null };
}
