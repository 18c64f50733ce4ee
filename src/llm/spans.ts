// OpenTelemetry spans by the GenAI semantic conventions; costs next to nothing where the host has no SDK registered.
import type { Span, Tracer } from "@opentelemetry/api";
import type { TraceRecord } from "./trace.ts";

let api: typeof import("@opentelemetry/api") | undefined;

/** Loads the API. Its global registry of SDKs is OpenTelemetry's own way to be switched on by the host. */
export async function loadSpans(): Promise<void> {
  api ??= await import("@opentelemetry/api");
}

export interface CallSpan {
  end(record: TraceRecord): void;
}

/** Begins the span of a call, or gives undefined when nobody would see it. */
export function startSpan(provider: string, model: string): CallSpan | undefined {
  if (!api) return undefined;
  const tracer: Tracer = api.trace.getTracer("skein");
  const span = tracer.startSpan(`chat ${model}`, {
    kind: api.SpanKind.CLIENT,
    attributes: { "gen_ai.operation.name": "chat", "gen_ai.provider.name": provider, "gen_ai.request.model": model },
  });
  if (!span.isRecording()) return undefined;
  return { end: (record) => endSpan(span, record) };
}

function endSpan(span: Span, record: TraceRecord): void {
  const { parameters, reply, error } = record;
  const attributes = {
    "gen_ai.request.temperature": parameters.temperature,
    "gen_ai.request.max_tokens": parameters.max_tokens,
    "gen_ai.request.top_p": parameters.top_p,
    "gen_ai.request.seed": parameters.seed,
    "gen_ai.response.model": reply?.model,
    "gen_ai.response.id": reply?.requestId,
    "gen_ai.usage.input_tokens": reply?.usage?.promptTokens,
    "gen_ai.usage.output_tokens": reply?.usage?.completionTokens,
    "skein.cached": record.cached,
    "skein.attempts": record.attempts,
    "skein.cost_usd": record.cost,
    "error.type": error?.code,
  };
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) span.setAttribute(name, value);
  if (reply) span.setAttribute("gen_ai.response.finish_reasons", [reply.finishReason]);
  if (error && api) span.setStatus({ code: api.SpanStatusCode.ERROR, message: error.message });
  span.end();
}
