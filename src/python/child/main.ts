// The child process's entry: reads its boot frame, then becomes an interpreter.
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { type BootSettings, EXIT, FD, FROM_CHILD } from "../protocol.ts";
import { boot } from "./boot.ts";
import { NodeChannel } from "./node-channel.ts";
import type { LoadPyodide } from "./pyodide.ts";

/**
 * What Python may use of its own stack before it raises RecursionError. Unchecked, V8's stack overflows first, and that
 * ends the interpreter: measured with `--stack-size=6500`, nested repr, ==, json, re and __getattr__ all raise with
 * 512 KB and kill with the 10 MB that Python believes to have; sums of 900 terms and sorts in sorts 200 deep still work.
 */
const STACK_BYTES = 512 * 1024;

const channel = new NodeChannel();
const settings = JSON.parse(new TextDecoder().decode(channel.receive().body)) as BootSettings;
shimConstants();
// Node's own report would quote a source line of a megabyte.
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
try {
  const { loadPyodide } = (await import(pathToFileURL(`${settings.pyodide}pyodide.mjs`).href)) as {
    loadPyodide: LoadPyodide;
  };
  await boot(settings, {
    channel,
    load: loadPyodide,
    stackBytes: STACK_BYTES,
    lockFileInfo: (JSON.parse(fs.readFileSync(`${settings.pyodide}pyodide-lock.json`, "utf8")) as { info: unknown })
      .info,
    lock,
    readSnapshot: () => new Uint8Array(fs.readFileSync(FD.snapshot)),
  });
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  channel.send(FROM_CHILD.failed, 0, new TextEncoder().encode(reason.slice(0, 2000)));
  return channel.exit(EXIT.boot);
}

/** Emscripten asks `process.binding` for the open flags; the permission model refuses that, so they are handed over. */
function shimConstants(): void {
  Object.defineProperty(process, "binding", { value: () => ({ fs: fs.constants }), configurable: true });
}

/**
 * Nothing of Node is left in reach of a script that has somehow come to run JavaScript. What the channel needs it has
 * taken before. The permission model and the closed imports are the walls; this is the ditch.
 */
function lock(): void {
  for (const name of Object.getOwnPropertyNames(process)) {
    if (name !== "versions" && name !== "exitCode") Reflect.deleteProperty(process, name);
  }
  for (const name of ["process", "require", "module", "fetch", "WebSocket", "EventSource", "navigator", "Buffer"]) {
    Reflect.deleteProperty(globalThis, name);
  }
  // Emscripten and Pyodide report to it before they give up.
  const silent = Object.fromEntries(Object.keys(console).map((name) => [name, () => {}]));
  Object.defineProperty(globalThis, "console", { value: silent });
}
