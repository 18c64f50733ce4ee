// Listening to abort signals without a listener per call: thousands of calls share one signal.

const hubs = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts; the function given back stops that. One real listener per signal however many
 * calls listen: Node warns of a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (!signal || signal.aborted) return nothing;
  let hub = hubs.get(signal);
  if (!hub) {
    const callbacks = new Set<() => void>();
    hubs.set(signal, callbacks);
    signal.addEventListener("abort", () => fire(callbacks), { once: true });
    hub = callbacks;
  }
  const callbacks = hub;
  // A wrapper, since the same function may listen twice.
  const entry = () => callback();
  callbacks.add(entry);
  return () => callbacks.delete(entry);
}

function fire(callbacks: Set<() => void>): void {
  const all = [...callbacks];
  callbacks.clear();
  for (const callback of all) callback();
}

const nothing = (): void => {};
