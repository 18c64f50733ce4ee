// The browser worker's entry: one message with its settings, then it becomes an interpreter.
import { type BootSettings, EXIT, FROM_CHILD } from "../protocol.ts";
import { boot } from "./boot.ts";
import type { LoadPyodide } from "./pyodide.ts";
import type { SharedMemory } from "./shared-memory.ts";
import { WorkerChannel } from "./worker-channel.ts";

/** A browser gives a worker a stack of about a megabyte; see `STACK_BYTES` in `main.ts` for the reason. */
const STACK_BYTES = 64 * 1024;

// TypeScript has a worker's globals among the DOM's types only.
const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: { settings: BootSettings; memory: SharedMemory } }) => void) | null;
};
const post = scope.postMessage.bind(scope);

scope.onmessage = async ({ data: { settings, memory } }) => {
  scope.onmessage = null;
  const channel = new WorkerChannel(memory, post);
  try {
    const { loadPyodide } = (await import(/* @vite-ignore */ `${settings.pyodide}pyodide.mjs`)) as {
      loadPyodide: LoadPyodide;
    };
    const lockFile = (await (await fetch(`${settings.pyodide}pyodide-lock.json`)).json()) as { info: unknown };
    await boot(settings, {
      channel,
      load: loadPyodide,
      stackBytes: STACK_BYTES,
      lock,
      lockFileInfo: lockFile.info,
      readSnapshot: () => {
        throw new Error("a worker starts without a snapshot");
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    channel.send(FROM_CHILD.failed, 0, new TextEncoder().encode(reason.slice(0, 2000)));
    channel.exit(EXIT.boot);
  }
};

/** Nothing of the browser is left in reach; the page's own policy (CSP `connect-src`) is the wall behind it. */
function lock(): void {
  const kept = new Set(["globalThis", "self", "performance", "crypto", "WebAssembly", "Atomics", "SharedArrayBuffer"]);
  for (let at: object | null = globalThis; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (!kept.has(name) && REACHES_OUT.test(name)) Reflect.deleteProperty(at, name);
    }
  }
  const silent = Object.fromEntries(Object.keys(console).map((name) => [name, () => {}]));
  Object.defineProperty(globalThis, "console", { value: silent });
}

/** What in a worker can speak to the page, the network, or storage. */
const REACHES_OUT =
  /^(fetch|postMessage|importScripts|XMLHttpRequest|WebSocket.*|WebTransport.*|EventSource|RTC.*|Worker|SharedWorker|BroadcastChannel|MessageChannel|MessagePort|Notification|indexedDB|IDB.*|caches|Cache.*|navigator|location|cookieStore|FileSystem.*|FileReader.*|close|on.*)$/;
