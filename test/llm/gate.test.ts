// The gate against a token bucket under a virtual clock: how much of the limit is used, and what is refused.
import { expect, test } from "vitest";
import { RateGate } from "../../src/llm/gate.ts";
import { type ServerRateLimit, serverBucket } from "../support/server-bucket.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

interface Outcome {
  served: number;
  refused: number;
  seconds: number;
  used: number;
}

async function load(limit: ServerRateLimit, items: number, concurrency: number, latencyMs: number): Promise<Outcome> {
  const clock = new VirtualClock();
  const gate = new RateGate(clock);
  const bucket = serverBucket(limit, () => clock.now());
  let refused = 0;
  let next = 0;
  let n = 0;
  const worker = async () => {
    while (next < items) {
      next++;
      for (let returning = false; ; returning = true) {
        const ticket = await gate.enter(undefined, returning);
        await clock.sleep(latencyMs / 10);
        const taken = bucket.take(n++);
        if (!taken.refused) {
          await clock.sleep(latencyMs);
          gate.admitted(ticket);
          break;
        }
        refused++;
        const ms = taken.headers["retry-after-ms"];
        const seconds = taken.headers["retry-after"];
        gate.refused(ticket, ms ? Number(ms) : seconds ? Number(seconds) * 1000 : undefined);
      }
    }
  };
  await clock.run(Promise.all(Array.from({ length: concurrency }, worker)));
  const seconds = clock.now() / 1000;
  const allowed = limit.burst + (limit.perMinute / 60) * seconds;
  return { served: items, refused, seconds, used: items / allowed };
}

const says = ["retry-after", "retry-after-ms", "none", "mixed"] as const;

for (const said of says) {
  for (const concurrency of [20, 50, 200]) {
    test(`600 a minute, burst 10, ${said}, ${concurrency} at a time`, async () => {
      const outcome = await load({ perMinute: 600, burst: 10, says: said }, 2000, concurrency, 300);
      if (process.env.GATE) process.stdout.write(`${said} ${concurrency} ${JSON.stringify(outcome)}\n`);
      expect(outcome.used).toBeGreaterThanOrEqual(0.85);
      expect(outcome.refused / (outcome.served + outcome.refused)).toBeLessThanOrEqual(0.1);
    });
  }
}
