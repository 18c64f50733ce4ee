// Handles: something that will have a value. A model's reply, a fiber's result, a timer, a host function's promise.
import type { Value } from "../values/types.ts";

export type HandleState = "open" | "done" | "failed" | "cancelled";

/** What a waiter is told, once: always after the handle has settled. */
export type Listener = () => void;

export class Handle {
  /** What it stands for, for printing and errors: `call`, `fiber`, `timer` …. */
  readonly kind: string;
  state: HandleState = "open";
  /** The value when done; the raised object when failed or cancelled. */
  value: Value | undefined = undefined;
  /** Facts that only the maker of the handle understands: the reply of a model's call, for instance. */
  details: object | undefined = undefined;
  /** Whether any fiber ever asked for the value. */
  awaited = false;
  /** Printed where a text was meant: the remedy is in it. */
  readonly opaqueName = "handle (await it)";
  readonly #listeners = new Set<Listener>();
  readonly #hangUp: (() => void) | undefined;

  constructor(kind: string, hangUp?: () => void) {
    this.kind = kind;
    this.#hangUp = hangUp;
  }

  /** Settles once; later calls are ignored, since a cancelled call's reply may still arrive. */
  settle(state: Exclude<HandleState, "open">, value: Value): void {
    if (this.state !== "open") return;
    this.state = state;
    this.value = value;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }

  /** Asks the maker to stop; the handle is cancelled at once, whatever the maker does. */
  cancel(reason: Value): void {
    if (this.state !== "open") return;
    this.settle("cancelled", reason);
    this.#hangUp?.();
  }

  /** Calls `listener` once settled; the function given back takes that back. */
  listen(listener: Listener): () => void {
    if (this.state !== "open") {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
