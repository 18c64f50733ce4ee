// A process of its own that asks 2,000 questions through a store on disk, until it has all answers or is killed.
import { openSync, writeSync } from "node:fs";
import { createClient } from "../../src/llm/client.ts";
import { openai } from "../../src/llm/providers/openai.ts";
import { directoryStore } from "../../src/llm/store/lmdb.ts";
import { realClock } from "./real-clock.ts";

export interface ChildTask {
  baseURL: string;
  store: string;
  /** Each answer that was received, as a line written before anything else happens. */
  log: string;
  calls: number;
  concurrency: number;
}

const task = JSON.parse(process.argv[2] as string) as ChildTask;
const log = openSync(task.log, "a");
const client = createClient({
  provider: openai({ apiKey: "k", baseURL: task.baseURL, environment: {} }),
  clock: realClock,
  models: { default: "gpt-4o-mini" },
  store: directoryStore(task.store),
  maxInFlight: task.concurrency,
});

let next = 0;
const worker = async (): Promise<void> => {
  while (next < task.calls) {
    const n = next++;
    // Every other question is asked in many places at a temperature above zero: only the path tells them apart.
    const shared = n % 2 === 1;
    const content = shared ? `shared ${n % 100}` : `question ${n}`;
    const { text, cached } = await client.call(
      { messages: [{ role: "user", content }], parameters: shared ? {} : { temperature: 0 } },
      { fiberPath: `0.${n}` },
    );
    writeSync(log, `${JSON.stringify([n, text, cached])}\n`);
  }
};
await Promise.all(Array.from({ length: task.concurrency }, worker));
await client.close();
