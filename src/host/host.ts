// The world as one interface. Rooms below `engine` see only this; `deny.ts` grants nothing, `node.ts` what was granted.

/** What a script may reach outside its engine. Every method of a denied capability throws `HostError`. */
export interface Host {
  readonly files: HostFiles;
  readonly clock: HostClock;
  /** `get-environment-variable` and `command-line` for scripts; nothing by default. */
  readonly environment: {
    get(name: string): string | undefined;
    all(): [string, string][];
    commandLine: readonly string[];
  };
  /** Bytes of heap in use, when the host can tell. */
  heapUsed?(afterCollection?: boolean): number;
}

export interface HostFiles {
  readText(path: string): string;
  readBytes(path: string): Uint8Array;
  writeText(path: string, text: string, mode: "truncate" | "append"): void;
  writeBytes(path: string, bytes: Uint8Array, mode: "truncate" | "append"): void;
  exists(path: string): boolean;
  remove(path: string): void;
}

export interface HostClock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Milliseconds since 1970. */
  wall(): number;
  /** Calls back after `ms`; the function given back cancels. A virtual clock in tests decides when time passes. */
  after(ms: number, callback: () => void): () => void;
}

/** A capability that was not granted, or a failure of the world: the message says what to do. */
export class HostError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "HostError";
    this.code = code;
  }
}
