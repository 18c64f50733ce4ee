// The machine's own clock as a `HostClock`, for tests over real HTTP.
import type { HostClock } from "../../src/host/host.ts";

export const realClock: HostClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
