// An interpreter in a browser worker, behind the same interface as the child process.
import { CONTROL, makeSharedMemory, type SharedMemory } from "./child/shared-memory.ts";
import type { Gone, Interpreter, InterpreterEvents, Reply } from "./interpreter.ts";
import { type BootSettings, REQUEST_HEADER } from "./protocol.ts";

/** What is needed of a browser's `Worker`. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
}

interface Piece {
  readonly kind: number;
  readonly softMs: number;
  readonly total: number;
  readonly bytes: Uint8Array;
}

export class WorkerInterpreter implements Interpreter {
  events: InterpreterEvents = { reply: () => {}, gone: () => {} };
  readonly #worker: WorkerLike;
  readonly #memory: SharedMemory = makeSharedMemory();
  readonly #control = new Int32Array(this.#memory.control);
  readonly #data = new Uint8Array(this.#memory.data);
  /** What waits to be taken by the worker: one message is never written over another. */
  #pieces: Piece[] = [];
  #gone = false;

  constructor(worker: WorkerLike, settings: BootSettings) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#take(data);
    worker.onerror = ({ message }) =>
      this.#end({ status: undefined, signal: undefined, lastWords: message ?? "its worker failed" });
    worker.postMessage({ settings, memory: this.#memory });
  }

  get alive(): boolean {
    return !this.#gone;
  }

  send(frame: readonly Uint8Array[]): void {
    const [header, ...body] = frame;
    const view = new DataView(header.buffer, header.byteOffset, REQUEST_HEADER);
    const message = { total: view.getUint32(0, true), kind: view.getUint8(4), softMs: view.getUint32(5, true) };
    let pieces = 0;
    for (const chunk of body) {
      for (let at = 0; at < chunk.length; at += this.#data.length, pieces++) {
        this.#pieces.push({ ...message, bytes: chunk.subarray(at, at + this.#data.length) });
      }
    }
    if (pieces === 0) this.#pieces.push({ ...message, bytes: new Uint8Array() });
    this.#write();
  }

  interrupt(): void {
    Atomics.store(this.#control, CONTROL.interrupt, 1);
  }

  calm(): void {
    Atomics.store(this.#control, CONTROL.interrupt, 0);
  }

  kill(): void {
    this.#end({ status: undefined, signal: undefined, lastWords: "it was terminated" });
  }

  hold(): void {}

  /** Hands over the next piece when the last one was taken; the worker asks for more while a message is unfinished. */
  #write(): void {
    const control = this.#control;
    if (this.#gone || Atomics.load(control, CONTROL.full) !== 0) return;
    const piece = this.#pieces.shift();
    if (piece === undefined) return;
    control[CONTROL.kind] = piece.kind;
    control[CONTROL.softMs] = piece.softMs;
    control[CONTROL.total] = piece.total;
    control[CONTROL.size] = piece.bytes.length;
    this.#data.set(piece.bytes);
    Atomics.store(control, CONTROL.full, 1);
    Atomics.notify(control, CONTROL.full);
  }

  #take(data: unknown): void {
    if (this.#gone) return;
    if (data === "more") this.#write();
    else if (isExit(data)) this.#end({ status: data.exit, signal: undefined, lastWords: "" });
    else this.events.reply(data as Reply);
  }

  #end(reason: Gone): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#pieces = [];
    this.#worker.terminate();
    // As a process does: whoever kills hears of it afterwards.
    setTimeout(() => this.events.gone(reason), 0);
  }
}

const isExit = (data: unknown): data is { exit: number } => typeof data === "object" && data !== null && "exit" in data;
