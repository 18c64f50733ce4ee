// The memory that a browser's page and its Python worker share: how one message crosses in pieces.

export interface SharedMemory {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
}

/** Places in the control array. */
export const CONTROL = {
  /** 1 while a piece waits to be taken. */
  full: 0,
  kind: 1,
  softMs: 2,
  /** Length of the whole message, and of this piece. */
  total: 3,
  size: 4,
  interrupt: 5,
} as const;

const DATA_BYTES = 1 << 20;

export const makeSharedMemory = (): SharedMemory => ({
  control: new SharedArrayBuffer(4 * 8),
  data: new SharedArrayBuffer(DATA_BYTES),
});
