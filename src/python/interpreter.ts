// One interpreter as the host holds it, whatever it runs in: a process here, a worker in a browser.

/** A frame from the child. */
export interface Reply {
  readonly kind: number;
  readonly flags: number;
  readonly body: Uint8Array;
}

export interface InterpreterEvents {
  reply(reply: Reply): void;
  /** The interpreter is gone, by its own doing or ours; called once. */
  gone(reason: Gone): void;
}

export interface Gone {
  /** Its exit status, where there is one. */
  readonly status: number | undefined;
  readonly signal: string | undefined;
  /** What it said last on its error stream: why Node or V8 ended it. */
  readonly lastWords: string;
}

export interface Interpreter {
  readonly alive: boolean;
  /** Set before the first frame can arrive. */
  events: InterpreterEvents;
  send(frame: readonly Uint8Array[]): void;
  /** Asks the running code to stop, as its deadline would. */
  interrupt(): void;
  /** Takes the wish to interrupt back, before the next call. */
  calm(): void;
  kill(): void;
  /** Whether the host's process stays alive for it: while a call runs. */
  hold(on: boolean): void;
}
