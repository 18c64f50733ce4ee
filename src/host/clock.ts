// Real time, for every host: what all JavaScript engines have, so that browsers can use it too.
import type { HostClock } from "./host.ts";

/** Longer delays overflow the timer's 32 bits and would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

export const systemClock: HostClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after,
};

function after(ms: number, callback: () => void): () => void {
  const end = performance.now() + ms;
  let timer: ReturnType<typeof setTimeout>;
  const arm = (left: number): void => {
    timer =
      left > LONGEST_DELAY ? setTimeout(() => arm(end - performance.now()), LONGEST_DELAY) : setTimeout(callback, left);
  };
  // `Infinity` is a wait that only the canceller ends; NaN counts as no delay, as it does for `setTimeout`.
  if (ms !== Number.POSITIVE_INFINITY) arm(ms);
  else timer = setTimeout(() => {}, LONGEST_DELAY);
  return () => clearTimeout(timer);
}
