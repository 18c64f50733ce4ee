// OpenTelemetry: spans by the GenAI conventions when the host has registered an SDK.
import { trace } from "@opentelemetry/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient } from "../../src/llm/client.ts";
import { scripted } from "../../src/llm/providers/scripted.ts";
import { loadSpans } from "../../src/llm/spans.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

interface SeenSpan {
  name: string;
  attributes: { [name: string]: unknown };
  status: unknown;
  ended: boolean;
}

const seen: SeenSpan[] = [];

/** As much of an SDK as spans need. */
const provider = {
  getTracer: () => ({
    startSpan(name: string, options: { attributes: { [name: string]: unknown } }) {
      const span: SeenSpan = { name, attributes: { ...options.attributes }, status: undefined, ended: false };
      seen.push(span);
      return {
        isRecording: () => true,
        setAttribute(key: string, value: unknown) {
          span.attributes[key] = value;
        },
        setStatus(status: unknown) {
          span.status = status;
        },
        end() {
          span.ended = true;
        },
      };
    },
  }),
};

beforeAll(async () => {
  trace.setGlobalTracerProvider(provider as unknown as Parameters<typeof trace.setGlobalTracerProvider>[0]);
  await loadSpans();
});

afterAll(() => trace.disable());

test("one span a call, with model, usage and outcome, and without content", async () => {
  const clock = new VirtualClock();
  let n = 0;
  const client = createClient({
    provider: scripted(() =>
      n++ === 0 ? { text: "secret", usage: { promptTokens: 3, completionTokens: 2 } } : { error: "bad-request" },
    ),
    clock,
    models: { default: "gpt-4o-mini" },
  });
  const ask = (text: string) =>
    client.call({ messages: [{ role: "user", content: text }], parameters: { temperature: 0, max_tokens: 9 } });
  await clock.run(ask("private"));
  await clock.run(ask("private"));
  await clock.run(ask("other").catch(() => {}));
  expect(seen.map((span) => [span.name, span.attributes["skein.cached"], span.ended])).toEqual([
    ["chat gpt-4o-mini", false, true],
    ["chat gpt-4o-mini", true, true],
    ["chat gpt-4o-mini", false, true],
  ]);
  expect(seen[0]?.attributes).toMatchObject({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "scripted",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.request.temperature": 0,
    "gen_ai.request.max_tokens": 9,
    "gen_ai.response.model": "gpt-4o-mini",
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.usage.input_tokens": 3,
    "gen_ai.usage.output_tokens": 2,
  });
  expect(seen[2]).toMatchObject({ attributes: { "error.type": "bad-request" }, status: { code: 2 } });
  expect(JSON.stringify(seen)).not.toMatch(/secret|private/);
});
