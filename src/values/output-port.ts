// Output ports: textual and binary, into memory or into a sink of the host.
import { Port, type Sink } from "./port.ts";

/** Without a sink, keeps what is written: `open-output-string`. */
export class TextOutputPort extends Port {
  override readonly isInput = false;
  override readonly isTextual = true;
  readonly #sink: Sink<string> | undefined;
  #text = "";
  /** Whether the last thing written ended a line (or nothing was written). */
  atLineStart = true;

  constructor(sink?: Sink<string>, name = "string") {
    super(name);
    this.#sink = sink;
  }

  write(text: string): void {
    this.checkOpen();
    if (text === "") return;
    this.atLineStart = text.endsWith("\n");
    if (this.#sink === undefined) this.#text += text;
    else this.#sink.write(text);
  }

  flush(): void {
    this.checkOpen();
    this.#sink?.flush?.();
  }

  /** What has been written, if this port keeps it. */
  get contents(): string | undefined {
    return this.#sink === undefined ? this.#text : undefined;
  }

  protected override release(): void {
    this.#sink?.close?.();
  }
}

/** Without a sink, keeps what is written: `open-output-bytevector`. */
export class BinaryOutputPort extends Port {
  override readonly isInput = false;
  override readonly isTextual = false;
  readonly #sink: Sink<Uint8Array> | undefined;
  #bytes = new Uint8Array(64);
  #length = 0;

  constructor(sink?: Sink<Uint8Array>, name = "bytevector") {
    super(name);
    this.#sink = sink;
  }

  write(bytes: Uint8Array): void {
    this.checkOpen();
    if (this.#sink !== undefined) {
      // A copy: the script may change its bytevector before the sink has used it.
      this.#sink.write(bytes.slice());
      return;
    }
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }

  flush(): void {
    this.checkOpen();
    this.#sink?.flush?.();
  }

  /** A copy of what has been written, if this port keeps it. */
  get contents(): Uint8Array | undefined {
    return this.#sink === undefined ? this.#bytes.slice(0, this.#length) : undefined;
  }

  protected override release(): void {
    this.#sink?.close?.();
  }
}
