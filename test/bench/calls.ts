// 10,000 calls at concurrency 500 and 20 ms latency: ours, the bare openai client, LangChain.js and undici alone, side by side.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pLimit from "p-limit";
import { createClient } from "../../src/llm/client.ts";
import { openai } from "../../src/llm/providers/openai.ts";
import { directoryStore } from "../../src/llm/store/lmdb.ts";
import { startOpenAiServer } from "../support/openai-server.ts";
import { realClock } from "../support/real-clock.ts";

const calls = Number(process.env.CALLS ?? 10_000);
const concurrency = 500;
const latencyMs = 20;
const rounds = Number(process.env.ROUNDS ?? 5);

type Contender = (baseURL: string) => Promise<string[]>;

const question = (n: number): string => `Is ${n} even? Answer yes or no.`;
const answer = (n: number): string => (n % 2 === 0 ? "yes" : "no");

async function skein(baseURL: string, store: string | undefined): Promise<string[]> {
  const client = createClient({
    provider: openai({ apiKey: "k", baseURL, environment: {} }),
    clock: realClock,
    models: { default: "gpt-4o-mini" },
    maxInFlight: concurrency,
    ...(store === undefined ? { mode: "off" as const } : { store: directoryStore(store) }),
  });
  const asked = Array.from({ length: calls }, (_, n) =>
    client.call({ messages: [{ role: "user", content: question(n) }], parameters: { temperature: 0 } }),
  );
  const texts = (await Promise.all(asked)).map((result) => result.text);
  await client.close();
  return texts;
}

const contenders: { [name: string]: Contender } = {
  async bare(baseURL) {
    const { OpenAI } = await import("openai");
    const client = new OpenAI({ apiKey: "k", baseURL, maxRetries: 0 });
    const limit = pLimit(concurrency);
    const ask = async (n: number) => {
      const messages = [{ role: "user" as const, content: question(n) }];
      const reply = await client.chat.completions.create({ model: "gpt-4o-mini", messages, temperature: 0 });
      return reply.choices[0]?.message.content ?? "";
    };
    return await Promise.all(Array.from({ length: calls }, (_, n) => limit(() => ask(n))));
  },
  "skein, no store": (baseURL) => skein(baseURL, undefined),
  async "skein, store on disk"(baseURL) {
    const path = mkdtempSync(join(tmpdir(), "skein-bench-"));
    try {
      return await skein(baseURL, join(path, "store"));
    } finally {
      rmSync(path, { recursive: true, force: true });
    }
  },
  async LangChain(baseURL) {
    const { ChatOpenAI } = await import("@langchain/openai");
    const model = new ChatOpenAI({
      apiKey: "k",
      model: "gpt-4o-mini",
      temperature: 0,
      maxRetries: 0,
      configuration: { baseURL },
    });
    const inputs = Array.from({ length: calls }, (_, n) => question(n));
    const replies = await model.batch(inputs, { maxConcurrency: concurrency });
    return replies.map((reply) => String(reply.content));
  },
  async undici(baseURL) {
    const { Agent, request } = await import("undici");
    const dispatcher = new Agent();
    const limit = pLimit(concurrency);
    const ask = async (n: number) => {
      const body = JSON.stringify({
        model: "gpt-4o-mini",
        messages: [{ role: "user", content: question(n) }],
        temperature: 0,
      });
      const headers = { "content-type": "application/json", authorization: "Bearer k" };
      const reply = await request(`${baseURL}/chat/completions`, { method: "POST", body, headers, dispatcher });
      return (
        ((await reply.body.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content ?? ""
      );
    };
    const texts = await Promise.all(Array.from({ length: calls }, (_, n) => limit(() => ask(n))));
    await dispatcher.close();
    return texts;
  },
};

interface Measured {
  wallMs: number;
  cpuMs: number;
  rssMb: number;
}

/** One contender in a process of its own; start-up and loading are not counted, the first call's laziness is. */
async function measure(name: string, baseURL: string): Promise<Measured> {
  const before = process.cpuUsage();
  const begun = performance.now();
  const texts = await (contenders[name] as Contender)(baseURL);
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  const wrong = texts.findIndex((text, n) => text !== answer(n));
  if (texts.length !== calls || wrong >= 0) throw new Error(`${name}: wrong answer to call ${wrong}`);
  return { wallMs, cpuMs: (user + system) / 1000, rssMb: process.resourceUsage().maxRSS / 1024 };
}

const [role, name = "", url = ""] = process.argv.slice(2);
if (role === "--server") await serve();
else if (role === "--contender") process.send?.(await measure(name, url), () => process.exit(0));
else await compare();

/** The server is a process of its own too, so that it takes none of the contenders' time. */
async function serve(): Promise<void> {
  const evenness = /Is (\d+) even/;
  const server = await startOpenAiServer({
    latencyMs,
    reply: (request) => answer(Number(evenness.exec(request.messages[0]?.content as string)?.[1])),
  });
  process.on("message", () => {
    process.send?.({ seen: server.ledger.length, maxInFlight: server.maxInFlight.all });
    server.ledger.length = 0;
    server.maxInFlight.all = 0;
  });
  process.send?.(server.url);
}

async function compare(): Promise<void> {
  const self = fileURLToPath(import.meta.url);
  const server = fork(self, ["--server"]);
  const baseURL = await reply<string>(server);
  const results: { [name: string]: Measured[] } = {};
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    for (const contender of Object.keys(contenders)) {
      const child = fork(self, ["--contender", contender, baseURL]);
      const measured = await reply<Measured>(child);
      server.send("stats");
      const { seen, maxInFlight } = await reply<{ seen: number; maxInFlight: number }>(server);
      if (seen !== calls) throw new Error(`${contender}: the server saw ${seen} calls`);
      if (contender.startsWith("skein")) most = Math.max(most, maxInFlight);
      results[contender] = [...(results[contender] ?? []), measured];
    }
  }
  server.kill();
  report(results, most);
}

function reply<T>(child: ReturnType<typeof fork>): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the process ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message as T);
    });
  });
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number;
}

function report(results: { [name: string]: Measured[] }, most: number): void {
  const of = (contender: string, what: keyof Measured) => median((results[contender] ?? []).map((one) => one[what]));
  const ideal = (calls / concurrency) * latencyMs;
  const lines = Object.keys(results).map((contender) => {
    const [wall, cpu, rss] = [of(contender, "wallMs"), of(contender, "cpuMs"), of(contender, "rssMb")];
    const ratios = `${(wall / of("bare", "wallMs")).toFixed(2).padStart(7)} ${(cpu / of("bare", "cpuMs")).toFixed(2).padStart(7)}`;
    return `${contender.padEnd(22)} ${wall.toFixed(0).padStart(8)} ${cpu.toFixed(0).padStart(8)} ${ratios} ${((100 * ideal) / wall).toFixed(1).padStart(7)}% ${rss.toFixed(0).padStart(8)}`;
  });
  const head = `${"".padEnd(22)} ${"wall ms".padStart(8)} ${"CPU ms".padStart(8)} ${"wall ×".padStart(7)} ${"CPU ×".padStart(7)} ${"ideal".padStart(8)} ${"RSS MB".padStart(8)}`;
  process.stdout.write(
    `${calls} calls, ${concurrency} at a time, ${latencyMs} ms; medians of ${rounds} interleaved runs, × the bare client\n`,
  );
  process.stdout.write(`${[head, ...lines].join("\n")}\nskein: at most ${most} in flight\n`);
  const checks: [string, boolean][] = [
    [
      "no store: at most 1.25 × the bare client",
      of("skein, no store", "wallMs") <= 1.25 * of("bare", "wallMs") &&
        of("skein, no store", "cpuMs") <= 1.25 * of("bare", "cpuMs"),
    ],
    [
      "store: at most 1.5 × the bare client",
      of("skein, store on disk", "wallMs") <= 1.5 * of("bare", "wallMs") &&
        of("skein, store on disk", "cpuMs") <= 1.5 * of("bare", "cpuMs"),
    ],
    ["not above LangChain.js", of("skein, no store", "wallMs") <= of("LangChain", "wallMs")],
    ["under 300 MB", of("skein, no store", "rssMb") < 300 && of("skein, store on disk", "rssMb") < 300],
    [`never more than ${concurrency} in flight`, most <= concurrency],
  ];
  for (const [claim, holds] of checks) process.stdout.write(`${holds ? "holds " : "FAILS "} ${claim}\n`);
  if (checks.some(([, holds]) => !holds)) process.exitCode = 1;
}
