// Input ports: textual ones by code point, binary ones by byte, over a string, a bytevector or a source of the host.
import { Port, type Source } from "./port.ts";

/** Text that was read already is kept up to this many characters, so that dropping it costs nothing on the average. */
const KEPT = 65_536;

/** Reads by code point. Fits the reader's `DatumSource`. */
export class TextInputPort extends Port {
  override readonly isInput = true;
  override readonly isTextual = true;
  text: string;
  position = 0;
  foldCase = false;
  readonly #source: Source<string> | undefined;

  constructor(from: string | Source<string>, name = "string") {
    super(name);
    this.text = typeof from === "string" ? from : "";
    this.#source = typeof from === "string" ? undefined : from;
  }

  more(): boolean {
    this.checkOpen();
    const piece = this.#source?.next();
    if (piece === undefined) return false;
    if (this.position > KEPT) {
      this.text = this.text.slice(this.position);
      this.position = 0;
    }
    this.text += piece;
    return true;
  }

  /** The next code point without taking it; −1 at the end. */
  peek(): number {
    this.checkOpen();
    if (this.position >= this.text.length && !this.more()) return -1;
    const code = this.text.charCodeAt(this.position);
    // The other half of a surrogate pair may be in the next piece.
    if (code >= 0xd800 && code < 0xdc00 && this.position + 1 >= this.text.length) this.more();
    return this.text.codePointAt(this.position) as number;
  }

  /** The next code point; −1 at the end. */
  read(): number {
    const code = this.peek();
    if (code >= 0) this.position += code > 0xffff ? 2 : 1;
    return code;
  }

  /** Up to the next newline, which is taken and not given, nor is a carriage return before it; undefined at the end. */
  readLine(): string | undefined {
    this.checkOpen();
    let searched = 0;
    let end = this.text.indexOf("\n", this.position);
    while (end < 0) {
      searched = this.text.length - this.position;
      if (!this.more()) break;
      end = this.text.indexOf("\n", this.position + searched);
    }
    if (end < 0 && this.position >= this.text.length) return undefined;
    const line = this.text.slice(this.position, end < 0 ? this.text.length : end);
    this.position = end < 0 ? this.text.length : end + 1;
    return end >= 0 && line.endsWith("\r") ? line.slice(0, -1) : line;
  }

  /** At most `count` code points; undefined at the end, unless none were asked for. */
  readString(count: number): string | undefined {
    this.checkOpen();
    let result = "";
    for (let left = count; left > 0 && this.peek() >= 0; ) {
      let end = Math.min(this.text.length, this.position + left);
      // Never half of a pair: its other half may be in the next piece.
      if (isHigh(this.text.charCodeAt(end - 1)) && (end < this.text.length || this.more())) {
        end = Math.min(this.text.length, this.position + left);
        if (isHigh(this.text.charCodeAt(end - 1)) && isLow(this.text.charCodeAt(end))) end++;
      }
      const piece = this.text.slice(this.position, end);
      result += piece;
      left -= [...piece].length;
      this.position = end;
    }
    return result === "" && count > 0 ? undefined : result;
  }

  /** Everything that is left. */
  readAll(): string {
    this.checkOpen();
    const pieces = [this.text.slice(this.position)];
    for (let piece = this.#source?.next(); piece !== undefined; piece = this.#source?.next()) pieces.push(piece);
    this.text = "";
    this.position = 0;
    return pieces.join("");
  }

  /** Whether a character, or the end, is there without waiting. */
  get isReady(): boolean {
    this.checkOpen();
    return this.position < this.text.length || (this.#source?.ready?.() ?? true);
  }

  protected override release(): void {
    this.text = "";
    this.position = 0;
    this.#source?.close?.();
  }
}

export class BinaryInputPort extends Port {
  override readonly isInput = true;
  override readonly isTextual = false;
  #bytes: Uint8Array;
  #position = 0;
  readonly #source: Source<Uint8Array> | undefined;

  constructor(from: Uint8Array | Source<Uint8Array>, name = "bytevector") {
    super(name);
    const given = from instanceof Uint8Array;
    this.#bytes = given ? from : new Uint8Array(0);
    this.#source = given ? undefined : from;
  }

  /** The next byte without taking it; −1 at the end. */
  peek(): number {
    this.checkOpen();
    return this.#fill() ? this.#bytes[this.#position] : -1;
  }

  /** The next byte; −1 at the end. */
  read(): number {
    const byte = this.peek();
    if (byte >= 0) this.#position++;
    return byte;
  }

  /** At most `count` bytes; undefined at the end, unless none were asked for. */
  readBytes(count: number): Uint8Array | undefined {
    this.checkOpen();
    const pieces: Uint8Array[] = [];
    let left = count;
    while (left > 0 && this.#fill()) {
      const piece = this.#bytes.subarray(this.#position, this.#position + left);
      pieces.push(piece);
      this.#position += piece.length;
      left -= piece.length;
    }
    return pieces.length === 0 && count > 0 ? undefined : joinBytes(pieces, count - left);
  }

  get isReady(): boolean {
    this.checkOpen();
    return this.#position < this.#bytes.length || (this.#source?.ready?.() ?? true);
  }

  /** Whether there is a byte at `#position` now. */
  #fill(): boolean {
    if (this.#position < this.#bytes.length) return true;
    const piece = this.#source?.next();
    if (piece === undefined) return false;
    this.#bytes = piece;
    this.#position = 0;
    return true;
  }

  protected override release(): void {
    this.#bytes = new Uint8Array(0);
    this.#position = 0;
    this.#source?.close?.();
  }
}

const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

function joinBytes(pieces: Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
