// How frames cross between the child and its host without an event loop: blocking reads and writes.

/** A frame from the host. */
export interface Incoming {
  readonly kind: number;
  readonly softMs: number;
  readonly body: Uint8Array;
}

export interface Channel {
  /** Blocks until the host has sent a frame. Does not return when the host is gone. */
  receive(): Incoming;
  send(kind: number, flags: number, body: Uint8Array): void;
  /** Whether the host wants the running call to stop. */
  interrupted(): boolean;
  /** Blocks for `ms` without using the processor. */
  nap(ms: number): void;
  /** Ends the process (or worker) at once. */
  exit(code: number): never;
}
