// The channel of a child process: one socket for frames, one file for the host's wish to interrupt.
import fs from "node:fs";
import { EXIT, FD, REPLY_HEADER, REQUEST_HEADER } from "../protocol.ts";
import type { Channel, Incoming } from "./channel.ts";

const BUFFER = 65536;

export class NodeChannel implements Channel {
  // Small frames arrive header and all in one read.
  readonly #buffer = new Uint8Array(BUFFER);
  #start = 0;
  #end = 0;
  readonly #flag = new Uint8Array(1);
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4));
  // Taken now: after the lock nothing reachable from a global is trusted.
  readonly #exit = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);

  receive(): Incoming {
    const header = this.#take(REQUEST_HEADER);
    const view = new DataView(header.buffer, header.byteOffset);
    const length = view.getUint32(0, true);
    const kind = view.getUint8(4);
    const softMs = view.getUint32(5, true);
    return { kind, softMs, body: this.#take(length) };
  }

  send(kind: number, flags: number, body: Uint8Array): void {
    const header = new Uint8Array(REPLY_HEADER + (body.length < BUFFER ? body.length : 0));
    const view = new DataView(header.buffer);
    view.setUint32(0, body.length, true);
    view.setUint8(4, kind);
    view.setUint8(5, flags);
    if (body.length < BUFFER) header.set(body, REPLY_HEADER);
    this.#write(header);
    if (body.length >= BUFFER) this.#write(body);
  }

  interrupted(): boolean {
    try {
      return fs.readSync(FD.flag, this.#flag, 0, 1, 0) === 1 && this.#flag[0] === 1;
    } catch {
      return false;
    }
  }

  nap(ms: number): void {
    Atomics.wait(this.#sleeper, 0, 0, ms);
  }

  exit(code: number): never {
    return this.#exit(code);
  }

  #take(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let done = Math.min(length, this.#end - this.#start);
    bytes.set(this.#buffer.subarray(this.#start, this.#start + done));
    this.#start += done;
    while (done < length) {
      if (length - done >= BUFFER) {
        done += this.#readInto(bytes, done);
        continue;
      }
      this.#end = this.#readInto(this.#buffer, 0);
      this.#start = Math.min(length - done, this.#end);
      bytes.set(this.#buffer.subarray(0, this.#start), done);
      done += this.#start;
    }
    return bytes;
  }

  #readInto(into: Uint8Array, offset: number): number {
    for (;;) {
      try {
        const n = fs.readSync(FD.frames, into, offset, into.length - offset, null);
        // The host has closed its end: nobody is left to answer to.
        if (n === 0) this.#exit(EXIT.quit);
        return n;
      } catch (error) {
        this.#retry(error);
      }
    }
  }

  #write(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      try {
        done += fs.writeSync(FD.frames, bytes, done, bytes.length - done);
      } catch (error) {
        this.#retry(error);
      }
    }
  }

  /** The descriptors block; a system where they do not is polled. Everything else means that the host is gone. */
  #retry(error: unknown): void {
    const code = (error as { code?: string }).code;
    if (code !== "EAGAIN" && code !== "EINTR") this.#exit(EXIT.quit);
    this.nap(1);
  }
}
