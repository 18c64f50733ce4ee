// The one door of the interpreter: a character device whose reads block until the host has spoken.
import { FLAGS, FROM_CHILD, TO_CHILD } from "../protocol.ts";
import type { Channel, Incoming } from "./channel.ts";
import type { Deadline } from "./deadline.ts";
import type { EmscriptenFs } from "./pyodide.ts";

export const DEVICE_PATH = "/dev/skein";

const EIO = 29;
const EPERM = 63;

const NOTHING = new Uint8Array();

/** `s` in the runner's messages: not sent, but performed here. */
const SLEEP = 0x73;

/**
 * Whose turn it is. A script can find the device and write to it; the turns keep it from speaking out of turn: one
 * reply per request, and no second request before the reply.
 */
type Turn = "idle" | "busy" | "asking";

export interface DeviceOptions {
  readonly outputBytes: number;
  readonly messageBytes: number;
  /** Ends the interpreter. */
  readonly end: (reason: string) => never;
  /** Called once, when the interpreter first waits for a request: nothing of the user has run yet. */
  readonly onReady: () => void;
}

export class Device {
  #turn: Turn = "idle";
  #ready = false;
  #pending: Uint8Array | undefined;
  #done = 0;
  #output = 0;
  #lost = false;
  #started = false;
  #raw: { kind: number; bytes: Uint8Array }[] = [];
  #rawSize = 0;
  readonly #channel: Channel;
  readonly #deadline: Deadline;
  readonly #options: DeviceOptions;

  constructor(channel: Channel, deadline: Deadline, options: DeviceOptions) {
    this.#channel = channel;
    this.#deadline = deadline;
    this.#options = options;
  }

  /** Whether code of the user's has run in this call: if not, the call can be made again. */
  get started(): boolean {
    return this.#started;
  }

  install(fs: EmscriptenFs): void {
    const device = fs.makedev(70, 0);
    fs.registerDevice(device, {
      open: (stream) => {
        stream.seekable = false;
      },
      read: (_stream, buffer, offset, length) => this.#read(fs, view(buffer, offset, length)),
      write: (_stream, buffer, offset, length) => this.#write(fs, view(buffer, offset, length)),
    });
    fs.mkdev(DEVICE_PATH, device);
  }

  #read(fs: EmscriptenFs, into: Uint8Array): number {
    if (this.#pending === undefined) return this.#start(fs, into);
    const n = Math.min(into.length, this.#pending.length - this.#done);
    into.set(this.#pending.subarray(this.#done, this.#done + n));
    this.#done += n;
    if (this.#done === this.#pending.length) this.#pending = undefined;
    return n;
  }

  /** Waits for a message and gives its length, then as much of it as fits. */
  #start(fs: EmscriptenFs, into: Uint8Array): number {
    if (this.#turn === "busy" || into.length < 4) throw new fs.ErrnoError(EIO);
    const message = this.#receive();
    new DataView(into.buffer, into.byteOffset).setUint32(0, message.body.length, true);
    this.#pending = message.body;
    this.#done = 0;
    return message.body.length === 0 ? 4 : 4 + this.#read(fs, into.subarray(4));
  }

  #receive(): Incoming {
    if (!this.#ready) {
      this.#ready = true;
      this.#options.onReady();
    }
    const asking = this.#turn === "asking";
    if (asking) this.#deadline.pause();
    else this.#deadline.stop();
    const message = this.#channel.receive();
    if (asking) this.#deadline.resume();
    else this.#begin(message.softMs);
    if (message.kind !== (asking ? TO_CHILD.answer : TO_CHILD.request)) throw new Error("the host spoke out of turn");
    this.#turn = "busy";
    return message;
  }

  #begin(softMs: number): void {
    this.#output = 0;
    this.#lost = this.#started = false;
    this.#deadline.start(softMs);
    this.#channel.send(FROM_CHILD.begun, 0, NOTHING);
  }

  #write(fs: EmscriptenFs, message: Uint8Array): number {
    if (message.length === 0) return 0;
    this.#printRaw();
    const kind = message[0];
    if (kind === SLEEP && message.length === 5) {
      this.#deadline.sleep(new DataView(message.buffer, message.byteOffset).getUint32(1, true));
      return message.length;
    }
    if (this.#turn !== "busy") throw new fs.ErrnoError(EPERM);
    const body = message.subarray(1);
    switch (kind) {
      case FROM_CHILD.output:
      case FROM_CHILD.outputJson:
      case FROM_CHILD.errorOutput:
      case FROM_CHILD.errorOutputJson:
        this.#print(kind, body);
        break;
      case FROM_CHILD.ask:
        this.#turn = "asking";
        this.#channel.send(kind, 0, body);
        break;
      case FROM_CHILD.result:
      case FROM_CHILD.error:
        // The runner has said no before; the rest is its own head.
        if (body.length > this.#options.messageBytes + 1024) throw new fs.ErrnoError(EPERM);
        this.#turn = "idle";
        this.#started = false;
        this.#channel.send(kind, this.#deadline.flags() | (this.#lost ? FLAGS.outputLost : 0), body);
        this.#deadline.afterReply();
        break;
      case FROM_CHILD.starting:
        this.#started = true;
        break;
      case FROM_CHILD.damaged:
        return this.#options.end("it was damaged by earlier code");
      default:
        throw new fs.ErrnoError(EPERM);
    }
    return message.length;
  }

  /**
   * What is written below Python's streams (`os.write(1, …)`). It waits for the next message: what the interpreter says
   * when it breaks down is the runner's stack and nobody's business.
   */
  writeRaw(kind: number, bytes: Uint8Array): number {
    if (this.#rawSize + bytes.length <= this.#options.outputBytes) this.#raw.push({ kind, bytes: bytes.slice() });
    else this.#lost = true;
    this.#rawSize += bytes.length;
    return bytes.length;
  }

  #printRaw(): void {
    for (const { kind, bytes } of this.#raw) this.#print(kind, bytes);
    this.#raw = [];
    this.#rawSize = 0;
  }

  #print(kind: number, body: Uint8Array): void {
    // JSON may take six bytes for one character, which the runner has counted as one.
    const limit = this.#options.outputBytes * 6;
    this.#output += body.length;
    if (this.#turn !== "busy" || this.#output > limit) this.#lost = true;
    else this.#channel.send(kind, 0, body);
  }
}

/** Emscripten hands over its heap as signed bytes. */
const view = (buffer: Int8Array | Uint8Array, offset: number, length: number): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
