// Kill -9 at seeded call counts, and two processes at once: nothing received is paid again, and the store stays whole.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { directoryStore } from "../../src/llm/store/lmdb.ts";
import { bundleFor } from "../support/bundle.ts";
import { type OpenAiServer, startOpenAiServer } from "../support/openai-server.ts";
import type { ChildTask } from "../support/store-child.ts";

const calls = 2000;
const concurrency = 50;
const seed = Number(process.env.SKEIN_SEED ?? Date.now() % 1_000_000_007);

let child = "";

beforeAll(async () => {
  child = await bundleFor("test/support/store-child.ts");
});

afterAll(() => rmSync(dirname(child), { recursive: true, force: true }));

/** Numbers from 0 to 1 by a seed. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function setUp() {
  // Every answer is another one, so that an answer that was asked for again can not pass for the first.
  const server = await startOpenAiServer({ latencyMs: (n) => 2 + (n % 7), reply: (_request, n) => `answer ${n}` });
  const path = mkdtempSync(join(tmpdir(), "skein-kill-"));
  const task: ChildTask = {
    baseURL: server.url,
    store: join(path, "store"),
    log: join(path, "log"),
    calls,
    concurrency,
  };
  const end = async () => {
    await server.close();
    rmSync(path, { recursive: true, force: true });
  };
  return { server, task, end };
}

function start(task: ChildTask): { process: ChildProcess; ended: Promise<number | null> } {
  const started = spawn(process.execPath, [child, JSON.stringify(task)], { stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise<number | null>((resolve) => started.on("exit", (code) => resolve(code)));
  return { process: started, ended };
}

/** Kills when the server has seen so many requests; true when the process lived until then. */
async function runUntil(server: OpenAiServer, task: ChildTask, count: number): Promise<boolean> {
  const { process: running, ended } = start(task);
  const wanted = server.ledger.length + count;
  let killed = false;
  const watch = setInterval(() => {
    if (server.ledger.length < wanted) return;
    killed = running.kill("SIGKILL");
    clearInterval(watch);
  }, 1);
  await ended;
  clearInterval(watch);
  return killed;
}

/** What the log says was received: the lines, without one that the kill cut in two. */
function received(log: string): [number, string, boolean][] {
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1) : [];
  return lines.map((line) => JSON.parse(line) as [number, string, boolean]);
}

/** One answer per question over all runs, whoever received it. */
function checkAnswers(log: string): Map<number, string> {
  const answers = new Map<number, string>();
  for (const [n, text] of received(log)) {
    expect(answers.get(n) ?? text).toBe(text);
    answers.set(n, text);
  }
  return answers;
}

async function checkStore(task: ChildTask): Promise<void> {
  const store = directoryStore(task.store, { existing: true });
  let whole = 0;
  for await (const [, entry] of store.entries()) if (entry.reply.text.startsWith("answer ")) whole++;
  expect(whole).toBe(calls);
  await store.close?.();
}

test(`20 kills of one run of ${calls} calls, then to the end (seed ${seed})`, async () => {
  const { server, task, end } = await setUp();
  const random = randomFrom(seed);
  let kills = 0;
  for (let i = 0; i < 20; i++) if (await runUntil(server, task, 1 + Math.floor((random() * calls) / 12))) kills++;
  expect(kills).toBe(20);
  expect(await start(task).ended).toBe(0);
  const answers = checkAnswers(task.log);
  expect(answers.size).toBe(calls);
  expect(new Set(answers.values()).size).toBe(calls);
  // One pass, and what was in flight at each kill.
  expect(server.ledger.length).toBeGreaterThanOrEqual(calls);
  expect(server.ledger.length).toBeLessThanOrEqual(calls + kills * concurrency);
  await checkStore(task);
  await end();
});

test("a finished run is free the second time", async () => {
  const { server, task, end } = await setUp();
  expect(await start(task).ended).toBe(0);
  expect(server.ledger.length).toBe(calls);
  const first = readFileSync(task.log, "utf8").split("\n").length;
  expect(await start(task).ended).toBe(0);
  expect(server.ledger.length).toBe(calls);
  expect(checkAnswers(task.log).size).toBe(calls);
  expect(
    received(task.log)
      .slice(first - 1)
      .every(([, , cached]) => cached),
  ).toBe(true);
  await end();
});

test("two processes at once pay one pass between them", async () => {
  const { server, task, end } = await setUp();
  const [a, b] = [start(task), start(task)];
  expect(await Promise.all([a.ended, b.ended])).toEqual([0, 0]);
  expect(server.ledger.length).toBe(calls);
  expect(checkAnswers(task.log).size).toBe(calls);
  await checkStore(task);
  await end();
});

test(`two processes at once, one killed five times (seed ${seed})`, async () => {
  const { server, task, end } = await setUp();
  const random = randomFrom(seed + 1);
  const steady = start(task);
  let kills = 0;
  for (let i = 0; i < 5; i++) if (await runUntil(server, task, 1 + Math.floor((random() * calls) / 8))) kills++;
  expect(await steady.ended).toBe(0);
  expect(await start(task).ended).toBe(0);
  expect(server.ledger.length).toBeLessThanOrEqual(calls + kills * concurrency);
  expect(checkAnswers(task.log).size).toBe(calls);
  await checkStore(task);
  await end();
});
