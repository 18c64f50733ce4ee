// Ctrl-C: once asks the work to stop and keeps what is there, twice ends the process at once.
import { EXIT } from "./exit.ts";

export interface Interrupts {
  /** Aborted by the first one. */
  readonly signal: AbortSignal;
  /** As an exit code, once there was one. */
  readonly code: number | undefined;
  /** Stops as an interrupt would, without being one. */
  stop(code: number): void;
  dispose(): void;
}

/** Ended by others: the shell's convention is 128 and the signal's number. */
const CODES: readonly (readonly [NodeJS.Signals, number])[] = [
  ["SIGINT", EXIT.interrupted],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
];

/** What is being torn down may take so long after a signal that nobody will repeat. */
const GRACE_MS = 10_000;

export function watchInterrupts(onFirst: (signal: NodeJS.Signals) => void): Interrupts {
  const controller = new AbortController();
  let code: number | undefined;
  const listeners = CODES.map(([name, value]) => {
    const listener = (): void => {
      if (code !== undefined) process.exit(value);
      code = value;
      onFirst(name);
      controller.abort();
      if (name !== "SIGINT") setTimeout(() => process.exit(value), GRACE_MS).unref();
    };
    process.on(name, listener);
    return () => process.off(name, listener);
  });
  return {
    signal: controller.signal,
    get code() {
      return code;
    },
    stop: (wanted) => {
      code ??= wanted;
      controller.abort();
    },
    dispose: () => {
      // After the first one they stay: a second one, while the process is ending, must not change how it ends.
      if (code === undefined) for (const off of listeners) off();
    },
  };
}
