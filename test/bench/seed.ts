// The seed's script on 5,000 documents at 200 ms latency: its throughput against the ideal, and the bare openai client beside.
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import pLimit from "p-limit";
import { createSkein, openai } from "skein";
import { type ServerRequest, startOpenAiServer } from "../support/openai-server.ts";

const COUNT = 5000;
const LATENCY_MS = 200;
const [CHEAP, EXPENSIVE] = [
  { calls: COUNT, concurrency: 50 },
  { calls: 50, concurrency: 20 },
];
const rounds = Number(process.env.ROUNDS ?? 5);
/** Nothing but latency: each place of the concurrency busy all the time. */
const IDEAL_MS = [CHEAP, EXPENSIVE].reduce(
  (sum, { calls, concurrency }) => sum + Math.ceil(calls / concurrency) * LATENCY_MS,
  0,
);

const reply = (request: ServerRequest): string => {
  const i = Number(/document (\d+)/.exec(String(request.messages.at(-1)?.content))?.[1]);
  return JSON.stringify({ category: `c${i}`, confidence: i % 10 === 3 ? 0.5 : 0.9 });
};

if (process.send !== undefined) {
  const server = await startOpenAiServer({ latencyMs: LATENCY_MS, reply });
  process.send(server.url);
} else {
  await main();
}

async function main(): Promise<void> {
  const server = fork(fileURLToPath(import.meta.url));
  const url = await new Promise<string>((resolve) => server.once("message", (message) => resolve(String(message))));
  const documents = Array.from({ length: COUNT }, (_, i) => `This is document ${i}.`);
  const times: { [who: string]: number[] } = { skein: [], "bare openai": [] };
  for (let round = 0; round < rounds; round++) {
    times.skein.push(await timed(() => bySkein(url, documents)));
    times["bare openai"].push(await timed(() => byClient(url, documents)));
  }
  server.kill();
  const median = (xs: number[]): number => [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)];
  console.log(`ideal: ${(IDEAL_MS / 1000).toFixed(1)} s; ${rounds} interleaved rounds, medians`);
  for (const [who, all] of Object.entries(times)) {
    console.log(
      `${who}: ${(median(all) / 1000).toFixed(2)} s, ${((100 * IDEAL_MS) / median(all)).toFixed(1)} % of the ideal throughput`,
    );
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The whole script: Python's part and the start of Python included. */
async function bySkein(url: string, documents: string[]): Promise<void> {
  const file = fileURLToPath(new URL("../../examples/active-learning/active-learning.scm", import.meta.url));
  const skein = createSkein({ provider: openai({ apiKey: "bench", baseURL: url }), inputs: { documents } });
  const result = await skein.run(readFileSync(file, "utf8"));
  if (result.value !== "Cost: $1.75 vs $125.00") throw new Error(`a wrong result: ${String(result.value)}`);
  await skein.close();
}

/** The model calls alone. */
async function byClient(url: string, documents: string[]): Promise<void> {
  const client = new OpenAI({ apiKey: "bench", baseURL: url, maxRetries: 0 });
  for (const { calls, concurrency } of [CHEAP, EXPENSIVE]) {
    const limit = pLimit(concurrency);
    await Promise.all(
      documents
        .slice(0, calls)
        .map((text) =>
          limit(() =>
            client.chat.completions.create({ model: "gpt-3.5-turbo", messages: [{ role: "user", content: text }] }),
          ),
        ),
    );
  }
}
