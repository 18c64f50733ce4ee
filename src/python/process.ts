// An interpreter in a child process with nothing in its hands: no environment, no files, no code from strings.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { childFlags, type ProcessLayers } from "./flags.ts";
import { FrameError, FrameSplitter } from "./frames.ts";
import type { Gone, Interpreter, InterpreterEvents } from "./interpreter.ts";
import type { ChildFiles } from "./locate.ts";
import { type BootSettings, FD, packRequest, TO_CHILD } from "./protocol.ts";

/** What the child may print on its error stream that anybody will look at. */
const LAST_WORDS = 4000;

export interface ProcessOptions {
  readonly files: ChildFiles;
  readonly settings: Omit<BootSettings, "pyodide" | "snapshot">;
  /** A descriptor of a snapshot; closed here. */
  readonly snapshot: number | undefined;
  readonly layers: ProcessLayers & { readonly environment: boolean };
}

export class ProcessInterpreter implements Interpreter {
  events: InterpreterEvents = { reply: () => {}, gone: () => {} };
  readonly #child: ChildProcess;
  readonly #frames: Duplex;
  readonly #flag: number | undefined;
  #lastWords = "";
  #gone = false;
  readonly #killOnExit = (): void => this.kill();

  constructor({ files, settings, snapshot, layers }: ProcessOptions) {
    this.#flag = openFlag();
    this.#child = spawn(process.execPath, [...childFlags(files, layers), files.program], {
      stdio: ["ignore", "ignore", "pipe", "pipe", this.#flag ?? "ignore", snapshot ?? "ignore"],
      env: layers.environment ? {} : process.env,
      cwd: path.parse(files.program).root,
      windowsHide: true,
    });
    if (snapshot !== undefined) fs.closeSync(snapshot);
    this.#frames = this.#child.stdio[FD.frames] as Duplex;
    this.#listen(settings.messageBytes);
    // Without this a child in an endless loop would outlive a host that ends.
    process.once("exit", this.#killOnExit);
    const boot: BootSettings = { ...settings, pyodide: files.pyodide, snapshot: snapshot !== undefined };
    this.send(packRequest(TO_CHILD.boot, 0, [new TextEncoder().encode(JSON.stringify(boot))]));
  }

  get alive(): boolean {
    return !this.#gone;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(frame: readonly Uint8Array[]): void {
    if (this.#gone) return;
    this.#frames.cork();
    for (const chunk of frame) this.#frames.write(chunk);
    this.#frames.uncork();
  }

  interrupt(): void {
    this.#setFlag(1);
  }

  calm(): void {
    this.#setFlag(0);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  hold(on: boolean): void {
    const change = on ? "ref" : "unref";
    this.#child[change]();
    for (const stream of [this.#frames, this.#child.stderr]) {
      (stream as unknown as { [name: string]: (() => void) | undefined })[change]?.();
    }
  }

  #listen(messageBytes: number): void {
    // Slightly more than the child lets out, so that its own refusal comes first.
    const splitter = new FrameSplitter(Math.max(messageBytes, SNAPSHOT_BYTES) + 65536, (reply) =>
      this.events.reply(reply),
    );
    this.#frames.on("data", (chunk: Uint8Array) => {
      try {
        splitter.push(chunk);
      } catch (error) {
        if (!(error instanceof FrameError)) throw error;
        this.#lastWords = error.message;
        this.kill();
      }
    });
    this.#child.stderr?.on("data", (chunk: Uint8Array) => {
      this.#lastWords = (this.#lastWords + Buffer.from(chunk).toString("latin1")).slice(-LAST_WORDS);
    });
    // Writing to a child that has just died: `close` tells.
    this.#frames.on("error", () => {});
    this.#child.on("error", (error) => this.#end({ status: undefined, signal: undefined, lastWords: error.message }));
    this.#child.on("close", (status, signal) =>
      this.#end({ status: status ?? undefined, signal: signal ?? undefined, lastWords: this.#lastWords }),
    );
  }

  #end(reason: Gone): void {
    if (this.#gone) return;
    this.#gone = true;
    process.off("exit", this.#killOnExit);
    if (this.#flag !== undefined) fs.closeSync(this.#flag);
    this.events.gone(reason);
  }

  #setFlag(value: number): void {
    if (this.#flag === undefined || this.#gone) return;
    fs.writeSync(this.#flag, new Uint8Array([value]), 0, 1, 0);
  }
}

/** The biggest snapshot that is taken in. */
const SNAPSHOT_BYTES = 128 * 1024 * 1024;

/** A file of one byte that has no name: the child looks at it now and then while it runs Python. */
function openFlag(): number | undefined {
  try {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "skein-"));
    const file = path.join(folder, "flag");
    const fd = fs.openSync(file, "wx+", 0o600);
    fs.writeSync(fd, new Uint8Array(1), 0, 1, 0);
    fs.rmSync(folder, { recursive: true });
    return fd;
  } catch {
    // Without it a call that is aborted is killed a moment later.
    return undefined;
  }
}
