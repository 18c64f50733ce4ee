// Strings as bytes and back: UTF-8 (R7RS 6.9) and Latin-1.
import type { Machine } from "../machine/machine.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { type MString, str } from "../values/string.ts";
import { charge } from "./allocation.ts";
import { checkRange } from "./checks.ts";
import { leaf } from "./leaf.ts";
import { latin1 } from "./regexp/regexp.ts";
import type { Section } from "./row.ts";
import { checkTextLength } from "./text.ts";

/** Decodes; what is no UTF-8 is an error that names the place. */
export function decodeUtf8(bytes: Uint8Array, offset = 0): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const at = offset + firstBad(bytes);
    return fail("encoding", `the bytes from place ${at} on are not UTF-8`, [], "bytes->string/latin-1 takes any bytes");
  }
}

/** The longest prefix that decodes, by halving. */
function firstBad(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const good = (end: number): boolean => {
    try {
      // In a stream an unfinished character at the end is no mistake yet.
      decoder.decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    } finally {
      try {
        decoder.decode();
      } catch {
        // Only resets the decoder.
      }
    }
  };
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (good(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function utf8Rows(m: Machine): ReturnType<Section> {
  const encode = (s: MString, start?: number, end?: number): Uint8Array => {
    const [from, to] = checkRange(s.length, start, end, 2);
    charge(m, to - from);
    m.allocating(3 * (to - from));
    return new TextEncoder().encode(s.slice(from, to));
  };
  const decode = (bytes: Uint8Array, start?: number, end?: number): MString => {
    const [from, to] = checkRange(bytes.length, start, end, 2);
    checkTextLength(m, to - from);
    charge(m, to - from);
    return str(decodeUtf8(bytes.subarray(from, to), from));
  };
  return [
    leaf(
      "(string->utf8 s:string [start:index] [end:index])",
      "The text as UTF-8 bytes.",
      '(string->utf8 "aé") => #u8(97 195 169)',
      encode,
    ),
    leaf(
      "(utf8->string bytes:bytevector [start:index] [end:index])",
      "The text of UTF-8 bytes.",
      '(utf8->string (bytevector 97 98)) => "ab"',
      decode,
    ),
    leaf(
      "(string->bytes/utf-8 s:string)",
      "The text as UTF-8 bytes.",
      '(string->bytes/utf-8 "a") => #u8(97)',
      (s: MString) => encode(s),
    ),
    leaf(
      "(bytes->string/utf-8 bytes:bytevector)",
      "The text of UTF-8 bytes.",
      '(bytes->string/utf-8 (bytevector 97)) => "a"',
      (bytes: Uint8Array) => decode(bytes),
    ),
    leaf(
      "(bytes->string/latin-1 bytes:bytevector)",
      "One character for each byte.",
      '(bytes->string/latin-1 (bytevector 233)) => "é"',
      (bytes: Uint8Array) => {
        checkTextLength(m, bytes.length);
        return str(latin1(bytes));
      },
    ),
    leaf(
      "(string->bytes/latin-1 s:string)",
      "One byte for each character.",
      '(string->bytes/latin-1 "é") => #u8(233)',
      (s: MString) => {
        const text = s.toString();
        if (/[^\0-\xff]/.test(text)) wrongArgument(1, "a string of characters below 256", s);
        return Uint8Array.from(text, (c) => c.charCodeAt(0));
      },
    ),
    leaf(
      "(string-utf-8-length s:string)",
      "How many bytes the text takes in UTF-8.",
      '(string-utf-8-length "é") => 2',
      (s: MString) => encode(s).length,
    ),
  ];
}

export const utf8: Section = (m) => utf8Rows(m);
