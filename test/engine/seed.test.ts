// The seed's pattern script, verbatim, against an OpenAI-compatible server: calls counted, order kept, Python's view right.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { createSkein, openai, type Skein } from "../../src/index.ts";
import { type OpenAiServer, type ServerRequest, startOpenAiServer } from "../support/openai-server.ts";

const script = readFileSync(
  fileURLToPath(new URL("../../examples/active-learning/active-learning.scm", import.meta.url)),
  "utf8",
);
const COUNT = 5000;
const CHEAP_IN_FLIGHT = 50;
const EXPENSIVE_IN_FLIGHT = 20;

let server: OpenAiServer | undefined;
let skein: Skein | undefined;
afterEach(async () => {
  await skein?.close();
  await server?.close();
});

const documentOf = (request: ServerRequest): number =>
  Number(/document (\d+)/.exec(String(request.messages.at(-1)?.content))?.[1]);

describe("the seed's script on 5,000 documents", () => {
  test("asks cheaply about all, expensively about fifty, and merges in order", async () => {
    let state = 12345;
    const random = (): number => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
    const inFlight = { "gpt-3.5-turbo": 0, "gpt-4": 0 };
    const most = { "gpt-3.5-turbo": 0, "gpt-4": 0 };
    server = await startOpenAiServer({
      // Replies come back in random order.
      latencyMs: () => 2 + random() * 20,
      reply(request) {
        const i = documentOf(request);
        const expensive = request.model === "gpt-4";
        // Every tenth document is one about which the cheap model is unsure.
        const confidence = expensive ? 0.99 : i % 10 === 3 ? 0.5 : 0.9;
        return JSON.stringify({ category: `${expensive ? "expert" : "cheap"}-${i}`, confidence });
      },
    });
    const models: string[] = [];
    const documents = Array.from({ length: COUNT }, (_, i) => `This is document ${i}.`);
    skein = createSkein({ provider: openai({ apiKey: "test", baseURL: server.url }), inputs: { documents } });
    for (const type of ["call", "start"]) {
      skein.on(type, (event) => {
        const { model } = event as unknown as { model: keyof typeof inFlight };
        if (type === "call") models.push(model);
        inFlight[model] += type === "start" ? 1 : -1;
        most[model] = Math.max(most[model], inFlight[model]);
      });
    }
    const result = await skein.run(script, { name: "active-learning.scm" });

    expect(result.status).toBe("completed");
    expect(result.value).toBe(
      `Cost: $${((COUNT - 50) * 0.0001 + 50 * 0.025).toFixed(2)} vs $${(COUNT * 0.025).toFixed(2)}`,
    );
    expect(models.slice(0, COUNT).every((model) => model === "gpt-3.5-turbo")).toBe(true);
    expect(models.slice(COUNT)).toEqual(Array.from({ length: 50 }, () => "gpt-4"));
    expect(most["gpt-3.5-turbo"]).toBeLessThanOrEqual(CHEAP_IN_FLIGHT);
    expect(most["gpt-4"]).toBeLessThanOrEqual(EXPENSIVE_IN_FLIGHT);
    const final = (await skein.python.evaluate("final")) as string[];
    const escalated = new Set(Array.from({ length: 50 }, (_, n) => n * 10 + 3));
    expect(final).toEqual(documents.map((_, i) => `${escalated.has(i) ? "expert" : "cheap"}-${i}`));
    expect(await skein.python.evaluate("(len(documents), uncertain_idx[:3])")).toEqual([COUNT, [3, 13, 23]]);
  });
});
