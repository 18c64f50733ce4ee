// The one spelling of a request, so that equal requests have equal keys whatever order their members came in.
import type { ChatRequest } from "./contract.ts";

/** What identifies a request in the store. Time-outs, retries and who asked are not part of it. */
export interface CanonicalRequest {
  provider: string;
  model: string;
  messages: ChatRequest["messages"];
  parameters: ChatRequest["parameters"];
}

export function canonicalRequest(provider: string, request: ChatRequest): CanonicalRequest {
  return { provider, model: request.model, messages: request.messages, parameters: request.parameters };
}

/** JSON with members in the order of their names; lone surrogates survive as escapes. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, sorted) ?? "null";
}

function sorted(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (isSorted(names)) return value;
  return Object.fromEntries(names.sort().map((name) => [name, (value as { [name: string]: unknown })[name]]));
}

function isSorted(names: string[]): boolean {
  for (let i = 1; i < names.length; i++) if ((names[i - 1] as string) > (names[i] as string)) return false;
  return true;
}

/** Whether asking twice may give two answers: an absent temperature counts as above zero. */
export function varies(request: ChatRequest): boolean {
  return request.parameters.temperature !== 0;
}
