// What all ports have in common, and what the host connects them to.
import { fail } from "./error.ts";

/** Where the text or the bytes of an input port come from, piece by piece. */
export interface Source<T> {
  /** The next piece, not empty; undefined at the end. May be asked again after the end (a terminal goes on). */
  next(): T | undefined;
  /** Whether `next` would answer without waiting. */
  ready?(): boolean;
  close?(): void;
}

/** Where what is written goes. */
export interface Sink<T> {
  write(piece: T): void;
  flush?(): void;
  close?(): void;
}

export abstract class Port {
  abstract readonly isInput: boolean;
  abstract readonly isTextual: boolean;
  /** What it is connected to, for people: a file's path, or `string`. */
  readonly name: string;
  #open = true;

  constructor(name: string) {
    this.name = name;
  }

  get opaqueName(): string {
    return `${this.isInput ? "input" : "output"}-port:${this.name}`;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Closing twice is fine. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.release();
  }

  protected abstract release(): void;

  protected checkOpen(): void {
    if (!this.#open) fail("port", `the port ${this.name} is closed`);
  }
}
