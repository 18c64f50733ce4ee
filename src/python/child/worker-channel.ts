// The channel of a browser worker: messages to the host, shared memory from it, since a worker in a call hears no message.
import type { Channel, Incoming } from "./channel.ts";
import { CONTROL, type SharedMemory } from "./shared-memory.ts";

export class WorkerChannel implements Channel {
  readonly #control: Int32Array;
  readonly #data: Uint8Array;
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4));
  readonly #post: (message: unknown, transfer: ArrayBuffer[]) => void;

  constructor(memory: SharedMemory, post: (message: unknown, transfer: ArrayBuffer[]) => void) {
    this.#control = new Int32Array(memory.control);
    this.#data = new Uint8Array(memory.data);
    this.#post = post;
  }

  receive(): Incoming {
    const control = this.#control;
    this.#await();
    const body = new Uint8Array(control[CONTROL.total]);
    const kind = control[CONTROL.kind];
    const softMs = control[CONTROL.softMs];
    for (let done = 0; ; this.#await()) {
      const size = control[CONTROL.size];
      body.set(this.#data.subarray(0, size), done);
      done += size;
      Atomics.store(control, CONTROL.full, 0);
      this.#post("more", []);
      if (done >= body.length) return { kind, softMs, body };
    }
  }

  send(kind: number, flags: number, body: Uint8Array): void {
    const bytes = new Uint8Array(body);
    this.#post({ kind, flags, body: bytes }, [bytes.buffer]);
  }

  interrupted(): boolean {
    return Atomics.load(this.#control, CONTROL.interrupt) === 1;
  }

  nap(ms: number): void {
    Atomics.wait(this.#sleeper, 0, 0, ms);
  }

  /** A worker can not end itself in the middle of a call: the host does, and until then nothing runs here any more. */
  exit(code: number): never {
    this.#post({ exit: code }, []);
    for (;;) this.nap(1000);
  }

  #await(): void {
    while (Atomics.load(this.#control, CONTROL.full) === 0) Atomics.wait(this.#control, CONTROL.full, 0);
  }
}
