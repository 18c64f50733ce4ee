// The gate against a token bucket under a virtual clock: how much of the limit is used, and what is refused.
import { expect, test } from "vitest";
import { createClient } from "../../src/llm/client.ts";
import { RateGate } from "../../src/llm/gate.ts";
import { scripted } from "../../src/llm/providers/scripted.ts";
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

for (const said of says) {
  test(`through a client, ${said}: every call is answered, all at once or twenty at a time`, async () => {
    for (const concurrency of [20, 1500]) {
      const limit: ServerRateLimit = { perMinute: 600, burst: 10, says: said };
      const clock = new VirtualClock();
      const bucket = serverBucket(limit, () => clock.now());
      let asked = 0;
      let refused = 0;
      const provider = scripted(() => {
        const taken = bucket.take(asked++);
        if (!taken.refused) return { text: "fine", delay: 300 };
        refused++;
        const ms = taken.headers["retry-after-ms"];
        const seconds = taken.headers["retry-after"];
        const retryAfterMs = ms ? Number(ms) : seconds ? Number(seconds) * 1000 : undefined;
        return {
          error: { code: "rate-limit", billed: "no", ...(retryAfterMs !== undefined && { retryAfterMs }) },
          delay: 20,
        };
      });
      const client = createClient({ provider, clock, models: { default: "m" }, mode: "off", random: () => 0.5 });
      let next = 0;
      const items = 1500;
      const worker = async () => {
        while (next < items) await client.call({ messages: [{ role: "user", content: `${next++}` }] });
      };
      await clock.run(Promise.all(Array.from({ length: concurrency }, worker)));
      const allowed = limit.burst + (limit.perMinute / 60_000) * clock.now();
      expect(client.totals()).toMatchObject({ calls: items, failed: 0 });
      expect(items / allowed).toBeGreaterThanOrEqual(0.85);
      expect(refused / asked).toBeLessThanOrEqual(0.1);
    }
  });
}

test("announced limits alone keep refusals away", async () => {
  const limit: ServerRateLimit = { perMinute: 600, burst: 10, says: "none", announces: true };
  const clock = new VirtualClock();
  const bucket = serverBucket(limit, () => clock.now());
  let asked = 0;
  let refused = 0;
  const provider = scripted(() => {
    const { refused: no, headers } = bucket.take(asked++);
    const read = (name: string) => Number(headers[`x-ratelimit-${name}-requests`]?.replace("ms", ""));
    const rateLimits = { requests: { limit: read("limit"), remaining: read("remaining"), resetMs: read("reset") } };
    if (!no) return { text: "fine", delay: 50, rateLimits };
    refused++;
    return { error: { code: "rate-limit", billed: "no" } };
  });
  const client = createClient({ provider, clock, models: { default: "m" }, mode: "off", random: () => 0.5 });
  let next = 0;
  const worker = async () => {
    while (next < 600) await client.call({ messages: [{ role: "user", content: `${next++}` }] });
  };
  await clock.run(Promise.all(Array.from({ length: 9 }, worker)));
  expect(client.totals()).toMatchObject({ calls: 600, failed: 0 });
  expect(refused).toBeLessThanOrEqual(12);
  expect(600 / (10 + clock.now() / 100)).toBeGreaterThanOrEqual(0.85);
  expect(client.rateLimits()[0]?.state.limits?.requests?.limit).toBe(10);
});

test("without any limit nothing is paced", async () => {
  const clock = new VirtualClock();
  const client = createClient({
    provider: scripted(() => ({ text: "x", delay: 100 })),
    clock,
    models: { default: "m" },
    mode: "off",
    maxInFlight: 500,
  });
  const asked = Array.from({ length: 5000 }, (_, n) => client.call({ messages: [{ role: "user", content: `${n}` }] }));
  await clock.run(Promise.all(asked));
  // Ten rounds of 100 ms; the opening costs a fraction of one.
  expect(clock.now()).toBeLessThanOrEqual(1150);
});
