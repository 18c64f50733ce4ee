// What people do without a certificate: one model alone, a threshold set by hand, escalation at random.
import { escalateAfter, type Method } from "./method.ts";
import { randomOrder } from "./shared.ts";

export const cheapOnly: Method = {
  name: "cheap only",
  promise: "none",
  asksCheap: true,
  run: ({ size }) => ({ escalated: escalateAfter(size, size) }),
};

export const expensiveOnly: Method = {
  name: "expensive only",
  promise: "none",
  asksCheap: false,
  run: ({ size }) => ({ escalated: escalateAfter(size, 0) }),
};

/** Escalates what is less confident than the threshold. */
export const fixedThreshold = (threshold: number): Method => ({
  name: `threshold ${threshold}`,
  promise: "none",
  asksCheap: true,
  run: ({ confidence }) => ({ escalated: Uint8Array.from(confidence, (c) => (c < threshold ? 1 : 0)) }),
});

/** Escalates a share of the items, whatever the confidence: what the order by confidence is worth. */
export const randomEscalation = (share: number): Method => ({
  name: "random, same share",
  promise: "none",
  asksCheap: true,
  run({ size }, { seed }) {
    const escalated = new Uint8Array(size);
    for (const rank of randomOrder(size, seed).subarray(0, Math.round(share * size))) escalated[rank] = 1;
    return { escalated };
  },
});
