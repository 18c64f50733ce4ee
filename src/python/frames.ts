// Cuts the child's byte stream into frames.
import type { Reply } from "./interpreter.ts";
import { REPLY_HEADER } from "./protocol.ts";

/** A stream that is no sequence of frames: the child is broken or hostile. */
export class FrameError extends Error {}

export class FrameSplitter {
  #chunks: Uint8Array[] = [];
  #size = 0;
  // How many bytes the next step needs: a header, or a whole frame.
  #wanted = REPLY_HEADER;
  readonly #limit: number;
  readonly #deliver: (reply: Reply) => void;

  constructor(limit: number, deliver: (reply: Reply) => void) {
    this.#limit = limit;
    this.#deliver = deliver;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    while (this.#size >= this.#wanted) {
      const bytes = this.#join();
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const length = view.getUint32(0, true);
      if (length > this.#limit) throw new FrameError(`a frame of ${length} bytes`);
      this.#wanted = REPLY_HEADER + length;
      if (this.#size < this.#wanted) return;
      const rest = bytes.subarray(this.#wanted);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#size = rest.length;
      const body = bytes.subarray(REPLY_HEADER, this.#wanted);
      this.#wanted = REPLY_HEADER;
      this.#deliver({ kind: view.getUint8(4), flags: view.getUint8(5), body });
    }
  }

  #join(): Uint8Array {
    if (this.#chunks.length === 1) return this.#chunks[0];
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [all];
    return all;
  }
}
