// What host and child say to each other: frames of a length, a kind, a number and a body; bodies are a JSON head and parts.

/** Host to child: `u32 length, u8 kind, u32 soft deadline in ms, body`. */
export const REQUEST_HEADER = 9;
/** Child to host: `u32 length, u8 kind, u8 flags, body`. */
export const REPLY_HEADER = 6;

/**
 * The child process's descriptors. Frames do not use the standard ones: as soon as anything in the child touches
 * `process.stdin`, Node makes that descriptor non-blocking, and each read becomes a poll (2,400 calls a second, not 7,000).
 */
export const FD = { frames: 3, flag: 4, snapshot: 5 } as const;

/** Kinds of frames to the child. */
export const TO_CHILD = { boot: 1, request: 2, answer: 3 } as const;

/** Kinds of frames from the child; the letters are what the runner writes to its device. */
export const FROM_CHILD = {
  ready: 0x21, // ! the interpreter waits for its first request
  snapshot: 0x53, // S a memory snapshot to keep
  failed: 0x46, // F the interpreter is gone; the body says why
  ask: 0x61, // a a name that Python does not define
  begun: 0x42, // B a request was read
  starting: 0x62, // b code of the user's runs from here on; stays in the child
  damaged: 0x64, // d the runner does not work any more; stays in the child
  result: 0x72, // r
  error: 0x78, // x
  output: 0x6f, // o
  outputJson: 0x4f, // O
  errorOutput: 0x65, // e
  errorOutputJson: 0x45, // E
} as const;

/** Flags on a reply: what the child did to the call. */
export const FLAGS = {
  deadline: 1,
  interrupted: 2,
  outputLost: 4,
  /** The interpreter is gone, but nothing of the call has run: it can be made again. */
  unstarted: 8,
} as const;

/** Why the child ended by itself. */
export const EXIT = { hardDeadline: 81, fatal: 82, boot: 83, escaped: 84, quit: 85 } as const;

/** Settings of a child, in its boot frame. */
export interface BootSettings {
  /** Where Pyodide's files are: a path or a URL that ends in a slash. */
  readonly pyodide: string;
  /** A snapshot can be read: on Node from a descriptor, in a worker from `snapshotBytes`. */
  readonly snapshot: boolean;
  /** Make a snapshot, send it, and end. */
  readonly makeSnapshot: boolean;
  readonly heapMb: number;
  readonly outputBytes: number;
  /** Biggest message that may leave. */
  readonly messageBytes: number;
  /** From the soft deadline to the hard one. */
  readonly graceMs: number;
  /** Counts the interpreters of one host: references of an earlier one are known as such. */
  readonly generation: number;
  /** Each layer can be switched off, to test the others. */
  readonly layers: { readonly imports: boolean; readonly globals: boolean; readonly blocker: boolean };
}

/** Part of a message: its format, its length in bytes, and what the format needs. */
export type PartHead =
  | [format: "J" | "F" | "U" | "B", bytes: number]
  | [format: "L", bytes: number, count: number, separator: string];

export interface Part {
  readonly head: PartHead;
  readonly bytes: Uint8Array;
}

const utf8 = new TextEncoder();

/** A body: `u32 length of the head, head as JSON, parts`. JSON.stringify escapes lone surrogates, so UTF-8 holds it. */
export function packBody(head: { [name: string]: unknown }, parts: readonly Part[]): Uint8Array[] {
  const text = parts.length === 0 ? head : { ...head, p: parts.map((part) => part.head) };
  const bytes = utf8.encode(JSON.stringify(text));
  const start = new Uint8Array(4 + bytes.length);
  new DataView(start.buffer).setUint32(0, bytes.length, true);
  start.set(bytes, 4);
  return [start, ...parts.map((part) => part.bytes)];
}

/** A frame to the child, ready to be written. */
export function packRequest(kind: number, softMs: number, body: readonly Uint8Array[]): Uint8Array[] {
  const header = new Uint8Array(REQUEST_HEADER);
  const view = new DataView(header.buffer);
  view.setUint32(0, length(body), true);
  view.setUint8(4, kind);
  view.setUint32(5, softMs, true);
  return [header, ...body];
}

export const length = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
