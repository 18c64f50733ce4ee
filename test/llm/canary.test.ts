// The API key is nowhere: not in trace, store, export, events, errors, nor in what inspecting our objects shows.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createClient } from "../../src/llm/client.ts";
import { openai } from "../../src/llm/providers/openai.ts";
import { exportStore } from "../../src/llm/store/commands.ts";
import { directoryStore } from "../../src/llm/store/lmdb.ts";
import { summaryTable } from "../../src/llm/summary.ts";
import { jsonlTrace } from "../../src/llm/trace.ts";
import { type ServerAnswer, startOpenAiServer } from "../support/openai-server.ts";
import { realClock } from "../support/real-clock.ts";

const canary = "sk-canary-7f3a9c51d2e84b06";

function everything(value: unknown): string {
  const seen = inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null });
  return value instanceof Error ? `${seen}\n${value.stack}\n${JSON.stringify(value)}` : seen;
}

function filesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("a server that says the key back in every way", async () => {
  // The worst server: it puts the key into replies, ids, errors and headers.
  const answers: ServerAnswer[] = [
    { text: `your key is ${canary}`, headers: { "x-request-id": `req-${canary}` } },
    { text: `{"key": "${canary}"}` },
    { status: 400, error: { message: `bad key ${canary}` } },
    { status: 401, error: { message: `Incorrect API key provided: ${canary}` } },
    { status: 404, error: { message: `no model for ${canary}`, code: "model_not_found" } },
    { status: 302, headers: { location: `https://elsewhere/?key=${canary}` } },
    { fault: "html" },
    { fault: "reset" },
    { fault: "truncate", text: canary.repeat(20) },
    { status: 500, error: { message: `${canary} broke` } },
  ];
  const server = await startOpenAiServer({ reply: (_request, n) => answers[n] ?? "fine" });
  const directory = mkdtempSync(join(tmpdir(), "skein-canary-"));
  const said: string[] = [];
  const provider = openai({ apiKey: canary, baseURL: server.url, environment: { OPENAI_API_KEY: canary } });
  const store = directoryStore(directory);
  const client = createClient({
    provider,
    store,
    clock: realClock,
    retries: 0,
    models: { default: "gpt-4o-mini" },
    trace: jsonlTrace((line) => said.push(line)),
    onEvent: (event) => said.push(everything(event)),
  });
  for (const n of answers.keys()) {
    const asked = client.call(
      { messages: [{ role: "user", content: `question ${n}, as JSON` }] },
      { json: n === 1, fiberPath: "0" },
    );
    await asked.then(
      (result) => said.push(everything(result)),
      (error: unknown) => said.push(everything(error)),
    );
  }
  expect([...server.keysSeen]).toEqual([`Bearer ${canary}`]);
  for await (const text of exportStore(store)) said.push(text);
  said.push(
    everything(client),
    everything(provider),
    JSON.stringify(provider),
    JSON.stringify(client),
    everything(store),
  );
  said.push(summaryTable(client.summary()), everything(client.rateLimits()), everything(client.totals()));
  await client.close();
  await server.close();
  for (const path of filesUnder(directory)) said.push(readFileSync(path, "latin1"));
  rmSync(directory, { recursive: true, force: true });
  expect(said.length).toBeGreaterThan(30);
  for (const text of said) expect(text).not.toContain(canary);
  expect(said.join("\n")).toContain("[API key]");
});
