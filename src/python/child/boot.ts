// From a boot frame to a running interpreter; the same on Node and in a worker.

import { type BootSettings, EXIT, FLAGS, FROM_CHILD } from "../protocol.ts";
import channelPy from "../runner/channel.py";
import codecPy from "../runner/codec.py";
import failurePy from "../runner/failure.py";
import mainPy from "../runner/main.py";
import outputPy from "../runner/output.py";
import sessionPy from "../runner/session.py";
import surroundingsPy from "../runner/surroundings.py";
import type { Channel } from "./channel.ts";
import { Deadline } from "./deadline.ts";
import { DEVICE_PATH, Device } from "./device.ts";
import { FileQuota, removeTerminals } from "./files.ts";
import { ImportGate } from "./imports.ts";
import type { LoadPyodide, Pyodide } from "./pyodide.ts";

/** In the order in which they import each other. */
const RUNNER: readonly [name: string, source: string][] = [
  ["_skein_codec", codecPy],
  ["_skein_channel", channelPy],
  ["_skein_output", outputPy],
  ["_skein_surroundings", surroundingsPy],
  ["_skein_failure", failurePy],
  ["_skein_session", sessionPy],
  ["_skein_main", mainPy],
];

/** Modules that most scripts use: in the snapshot they cost nothing, imported later 5–60 ms each. */
const PRELOADED =
  "re, math, random, collections, itertools, functools, statistics, datetime, hashlib, csv, io, string, textwrap, " +
  "operator, dataclasses, enum, typing, copy, time, calendar, decimal, fractions, heapq, bisect, difflib, unicodedata, " +
  "base64, struct, uuid, html, urllib.parse, tempfile, contextlib, warnings, json";

interface WasmImports {
  env?: { [name: string]: unknown };
}

// TypeScript has these among the DOM's types only.
declare const WebAssembly: {
  instantiate(source: unknown, imports?: WasmImports): Promise<unknown>;
  instantiateStreaming(source: unknown, imports?: WasmImports): Promise<unknown>;
};

export interface Platform {
  readonly channel: Channel;
  readonly load: LoadPyodide;
  /** What Python may use of its stack, which must end before JavaScript's does. */
  readonly stackBytes: number;
  /** Called when user code is about to run: takes away what it must not reach. */
  readonly lock: () => void;
  readonly readSnapshot: () => Uint8Array;
  /** The `info` of Pyodide's lock file, which it compares with itself. */
  readonly lockFileInfo: unknown;
}

/** Runs until the host goes away. */
export async function boot(settings: BootSettings, platform: Platform): Promise<never> {
  const { channel } = platform;
  let device: Device | undefined;
  const end = (reason: string): never => {
    const flags = device?.started ? 0 : FLAGS.unstarted;
    channel.send(FROM_CHILD.failed, flags, new TextEncoder().encode(reason.slice(0, 2000)));
    return channel.exit(EXIT.fatal);
  };
  const deadline = new Deadline(channel, settings.graceMs);
  const heapBytes = settings.heapMb * 1024 * 1024;
  const policy = { checkSignals: () => deadline.check(), heapBytes, end };
  const gate = new ImportGate(policy, settings.layers.imports);
  const python = await load(settings, platform, gate);
  if (settings.makeSnapshot) {
    channel.send(FROM_CHILD.snapshot, 0, python.makeMemorySnapshot());
    return channel.exit(EXIT.quit);
  }
  device = new Device(channel, deadline, {
    end,
    outputBytes: settings.outputBytes,
    messageBytes: settings.messageBytes,
    onReady: () => {
      gate.lock();
      if (settings.layers.globals) platform.lock();
      channel.send(FROM_CHILD.ready, 0, new Uint8Array());
    },
  });
  prepare(python, device, settings);
  boundStack(python, platform.stackBytes);
  const options = {
    outputLimit: settings.outputBytes,
    messageLimit: settings.messageBytes,
    blocker: settings.layers.blocker,
    generation: settings.generation,
  };
  try {
    python.runPython(`import _skein_main; _skein_main.start("${DEVICE_PATH}", ${pythonDict(options)})`);
  } catch (error) {
    end(reasonOf(error));
  }
  return channel.exit(EXIT.quit);
}

async function load(settings: BootSettings, platform: Platform, gate: ImportGate): Promise<Pyodide> {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const install = (imports: WasmImports | undefined): void => {
    if (imports?.env?._Py_CheckEmscriptenSignals_Helper !== undefined) gate.install(imports.env);
  };
  WebAssembly.instantiate = (source, imports) => {
    install(imports);
    return instantiate.call(WebAssembly, source, imports);
  };
  // What browsers use.
  WebAssembly.instantiateStreaming = (source, imports) => {
    install(imports);
    return instantiateStreaming.call(WebAssembly, source, imports);
  };
  const python = await platform.load({
    indexURL: settings.pyodide,
    jsglobals: Object.create(null),
    // No package can be installed, so the index of packages need not be read.
    lockFileContents: JSON.stringify({ info: platform.lockFileInfo, packages: {} }),
    packageBaseUrl: settings.pyodide,
    // Without a name of our own, `_` would tell where on the host this file lies.
    env: { HOME: "/home/pyodide", LANG: "C.UTF-8", _: "python" },
    stdout: () => {},
    stderr: () => {},
    _makeSnapshot: settings.makeSnapshot || undefined,
    _loadSnapshot: settings.snapshot ? platform.readSnapshot() : undefined,
  });
  Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  if (!settings.snapshot) installRunner(python);
  return python;
}

function installRunner(python: Pyodide): void {
  const modules = RUNNER.map(([name, source]) => `[${JSON.stringify(name)}, ${JSON.stringify(source)}]`).join(", ");
  python.runPython(`
import sys, types, builtins
import ${PRELOADED}
for _name, _source in [${modules}]:
    _module = types.ModuleType(_name)
    # Its own copy: a script that patches builtins does not patch the runner.
    _module.__dict__["__builtins__"] = dict(vars(builtins))
    sys.modules[_name] = _module
    exec(compile(_source, "<skein " + _name + ">", "exec"), _module.__dict__)
del _name, _source, _module, types, builtins
`);
}

function prepare(python: Pyodide, device: Device, settings: BootSettings): void {
  const { FS } = python;
  device.install(FS);
  removeTerminals(FS);
  python.setStdin({ stdin: () => null });
  python.setStdout({ write: (bytes) => device.writeRaw(FROM_CHILD.output, bytes) });
  python.setStderr({ write: (bytes) => device.writeRaw(FROM_CHILD.errorOutput, bytes) });
  new FileQuota(FS, (settings.heapMb / 4) * 1024 * 1024);
  // Makes the interpreter ask for signals at all; the answer comes from `Deadline.check`.
  python.setInterruptBuffer(new Uint8Array(1));
}

/** Tells the interpreter where its stack ends for the purpose of RecursionError. */
function boundStack({ _module: module }: Pyodide, bytes: number): void {
  const state = module._PyThreadState_Get();
  module._PyUnstable_ThreadState_SetStackProtection(state, module._emscripten_stack_get_base() - bytes, bytes);
}

const pythonDict = (options: { [name: string]: number | boolean }): string =>
  `{${Object.entries(options)
    .map(([name, value]) => `"${name}": ${value === true ? "True" : value === false ? "False" : value}`)
    .join(", ")}}`;

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (/call stack/i.test(message)) return "it recursed too deeply for its stack";
  if (/out of memory|memory access/i.test(message)) return `its memory is exhausted or damaged (${message})`;
  return message;
}
