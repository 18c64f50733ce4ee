// The trace: one record per call, and its spelling as a line of JSON. The API key is in none of its parts.
import type { ChatMessage, ChatParameters, Usage } from "./contract.ts";

export interface TraceRecord {
  /** When the call ended, as ISO time. */
  time: string;
  /** The request's key in the store. */
  key: string | undefined;
  path: string | undefined;
  provider: string;
  model: string;
  messages: ChatMessage[];
  parameters: ChatParameters;
  cached: boolean;
  batch: boolean;
  attempts: number;
  latencyMs: number;
  reply?: {
    text: string;
    model: string;
    finishReason: string;
    usage: Usage | undefined;
    requestId: string | undefined;
  };
  cost?: number;
  error?: { code: string; message: string };
}

/** A trace that writes lines of JSON. */
export function jsonlTrace(write: (line: string) => void): (record: TraceRecord) => void {
  return (record) => write(`${JSON.stringify(record)}\n`);
}
