// A time slice that ends between a scope's question and its wait: what settles in between must not be waited for.
import { expect, test } from "vitest";
import { Handle } from "../../src/fibers/handle.ts";
import type { Scheduler } from "../../src/fibers/scheduler.ts";
import { Scope } from "../../src/fibers/scope.ts";

test("a member that settles before the wait begins is the next one", () => {
  const scope = new Scope();
  const timer = new Handle("timer");
  scope.add(7, timer);
  const waits: string[] = [];
  const scheduler = {
    suspend: () => {
      waits.push("suspended");
      return "parked";
    },
  } as unknown as Scheduler;
  // The event loop gets its turn before the action runs, and the timer fires in it.
  const machine: Parameters<Scope["next"]>[1] = {
    act(action) {
      timer.settle("done", 1);
      return action(this as unknown as Parameters<typeof action>[0]);
    },
  };
  expect(scope.next(scheduler, machine, ({ key }) => key)).toBe(7);
  expect(waits).toEqual([]);
});
