// Bytes to text, exactly or not at all: a wrong byte is an error with its place, never a silent replacement character.
import { HostError } from "./host.ts";

export type Encoding = "utf-8" | "latin1" | "windows-1252";

export const encodings: readonly Encoding[] = ["utf-8", "latin1", "windows-1252"];

/** Decodes a whole file; a byte order mark is dropped. `name` is for the error. */
export function decodeText(bytes: Uint8Array, name: string, encoding: Encoding = "utf-8"): string {
  if (encoding === "latin1") return latin1(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw new HostError("too-large", `${name} is too large to be read as one text`);
    throw badBytes(bytes, name, encoding, 0);
  }
}

/** Decodes a file piece by piece; a character that is cut by the border of two pieces is whole in the result. */
export async function* decodeStream(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
  encoding: Encoding = "utf-8",
): AsyncGenerator<string> {
  let offset = 0;
  let rest = new Uint8Array(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : concatenate(rest, piece);
    const end = encoding === "utf-8" ? startOfCharacter(bytes, bytes.length) : bytes.length;
    yield decodePiece(bytes.subarray(0, end), name, encoding, offset);
    rest = bytes.slice(end);
    offset += end;
  }
  if (rest.length > 0) throw badBytes(rest, name, encoding, offset);
}

function decodePiece(bytes: Uint8Array, name: string, encoding: Encoding, offset: number): string {
  if (encoding === "latin1") return latin1(bytes);
  try {
    // Only at the very beginning is it a byte order mark.
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: offset > 0 }).decode(bytes);
  } catch {
    throw badBytes(bytes, name, encoding, offset);
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The error for bytes that are not text; `offset` is where in the file `bytes` begins. */
export function badBytes(bytes: Uint8Array, name: string, encoding: Encoding, offset: number): HostError {
  const at = firstBad(bytes, encoding);
  const shown = [...bytes.subarray(at, at + 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const utf16 = offset === 0 && (bytes[0] ?? 0) >= 0xfe && (bytes[1] ?? 0) >= 0xfe;
  const remedy = utf16
    ? "; it looks like UTF-16: save it as UTF-8"
    : "; if the file is in Latin-1, say --encoding latin1";
  return new HostError("encoding", `${name}: not ${encoding.toUpperCase()} at byte ${offset + at} (${shown})${remedy}`);
}

/** `TextDecoder`'s own "latin1" is windows-1252, which maps 0x80–0x9f elsewhere. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

/** Where the first wrong character begins: the longest prefix that decodes as the beginning of a text, by halving. */
function firstBad(bytes: Uint8Array, encoding: Encoding): number {
  const decodes = (length: number): boolean => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let low = 0;
  let high = bytes.length + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (decodes(middle)) low = middle;
    else high = middle;
  }
  return startOfCharacter(bytes, low);
}

/** The prefix of length `end` may stop inside a character: where that one begins. */
function startOfCharacter(bytes: Uint8Array, end: number): number {
  for (let i = end - 1; i >= 0 && end - i <= 3; i--) {
    const byte = bytes[i] as number;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return end - i >= lengthOf(byte) ? end : i;
  }
  return end;
}

const lengthOf = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);
