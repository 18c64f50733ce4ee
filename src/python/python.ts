// Python for a host: calls one at a time, an interpreter started at the first of them and again when it was lost.
import { Call, nameAsked, reasonOf, type Success } from "./call.ts";
import { type Printed, PythonError } from "./failure.ts";
import type { Gone, Interpreter, Reply } from "./interpreter.ts";
import { KnownNames, type NameSource } from "./names.ts";
import { FLAGS, FROM_CHILD, type Part, packBody, packRequest, TO_CHILD } from "./protocol.ts";
import { decodeValue, type Shape } from "./reader.ts";
import { encodeValue, type Write } from "./writer.ts";

export interface PythonLimits {
  /** Soft deadline of a call. */
  readonly seconds: number;
  readonly heapMb: number;
  /** What one call may print. */
  readonly outputBytes: number;
  /** The biggest value that may leave Python. */
  readonly messageBytes: number;
  /** From the soft deadline to the hard one, and from that to the kill. */
  readonly graceSeconds: number;
}

export const DEFAULT_LIMITS: PythonLimits = {
  seconds: 30,
  heapMb: 512,
  outputBytes: 1_000_000,
  messageBytes: 256 * 1024 * 1024,
  graceSeconds: 1,
};

/** Where interpreters come from: processes here, workers in a browser. */
export interface Launcher {
  /** An interpreter that is ready for its first request. */
  start(): Promise<Interpreter>;
  /** Ends what was started and not given out. */
  close(): void;
}

export interface Outcome<T> extends Printed {
  readonly value: T;
  /** Python's value was `None` (or there was none). */
  readonly none: boolean;
}

export interface CallOptions {
  /** Shorter than the limit of all calls. */
  readonly seconds?: number;
  /** Interrupts the call. */
  readonly signal?: AbortSignal;
}

/** `py-exec` and `py-eval` run alike; the mode names the code in tracebacks. */
export type Mode = "py-exec" | "py-eval";

export interface Python {
  evaluate<T>(code: string, mode: Mode, shape: Shape<T>, options?: CallOptions): Promise<Outcome<T>>;
  /** Binds a global of Python's. */
  set(name: string, write: Write, options?: CallOptions): Promise<Printed>;
  /** `values` are the function (its dotted name, or a reference, which a method's name may follow), then arguments. */
  call<T>(values: readonly Write[], shape: Shape<T>, options?: CallOptions): Promise<Outcome<T>>;
  import<T>(name: string, shape: Shape<T>, options?: CallOptions): Promise<Outcome<T>>;
  /** The host holds this reference no more; Python hears of it with the next call. */
  release(reference: number): void;
  /** Starts the interpreter before it is needed. */
  warm(): Promise<void>;
  /** Ends the interpreter after the calls made so far: the next one starts afresh. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export function createPythonWith(launcher: Launcher, limits: PythonLimits, source: NameSource): Python {
  return new Bridge(launcher, limits, source);
}

/** An idle interpreter takes a request at once, unless the machine is very busy. */
const BEGIN_MS = 3000;

const AFRESH = "Python was damaged by earlier code and started afresh: its variables and objects are gone\n";

class Bridge implements Python {
  readonly #launcher: Launcher;
  readonly #limits: PythonLimits;
  readonly #names: KnownNames;
  #interpreter: Promise<Interpreter> | undefined;
  #call: Call | undefined;
  #killed: "deadline" | "interrupted" | undefined;
  #why: string | undefined;
  #unstarted = false;
  #released: number[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(launcher: Launcher, limits: PythonLimits, source: NameSource) {
    this.#launcher = launcher;
    this.#limits = limits;
    this.#names = new KnownNames(source);
  }

  async evaluate<T>(source: string, mode: Mode, shape: Shape<T>, options?: CallOptions): Promise<Outcome<T>> {
    return this.#outcome(await this.#request({ do: "run", source, mode }, [], options), shape);
  }

  async set(name: string, write: Write, options?: CallOptions): Promise<Printed> {
    return this.#request({ do: "set", name }, [write], options);
  }

  async call<T>(values: readonly Write[], shape: Shape<T>, options?: CallOptions): Promise<Outcome<T>> {
    return this.#outcome(await this.#request({ do: "call" }, values, options), shape);
  }

  async import<T>(name: string, shape: Shape<T>, options?: CallOptions): Promise<Outcome<T>> {
    return this.#outcome(await this.#request({ do: "import", name }, [], options), shape);
  }

  release(reference: number): void {
    this.#released.push(reference);
  }

  async warm(): Promise<void> {
    await this.#inTurn(() => this.#running());
  }

  async restart(): Promise<void> {
    await this.#inTurn(async () => {
      const running = this.#interpreter;
      this.#interpreter = undefined;
      (await running)?.kill();
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#launcher.close();
    const interpreter = this.#interpreter;
    if (interpreter === undefined) return;
    this.#call?.fail(new PythonError("closed", "Python was closed while it ran"));
    this.#call = undefined;
    await interpreter.then(
      (running) => running.kill(),
      () => {},
    );
  }

  #outcome<T>(success: Success, shape: Shape<T>): Outcome<T> {
    const { none, part, text, errorText } = success;
    if (part === undefined) throw new PythonError("stopped", "Python replied without a value");
    return { value: decodeValue(part.head, part.bytes, shape), none, text, errorText };
  }

  /** Values are written when the turn has come, so that they are what they are then. */
  #request(head: { [name: string]: unknown }, values: readonly Write[], options: CallOptions = {}): Promise<Success> {
    return this.#inTurn(async () => {
      options.signal?.throwIfAborted();
      const parts = values.map(encodeValue);
      try {
        return await this.#perform(await this.#running(), head, parts, options);
      } catch (error) {
        if (!this.#unstarted || this.#closed) throw error;
      }
      // The interpreter was beyond use before this call began.
      const success = await this.#perform(await this.#running(), head, parts, options);
      return { ...success, errorText: AFRESH + success.errorText };
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => {
      if (this.#closed) throw new PythonError("closed", "Python is closed");
      return action();
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #perform(
    interpreter: Interpreter,
    head: { [name: string]: unknown },
    own: Part[],
    options: CallOptions,
  ): Promise<Success> {
    // The start of an interpreter takes a while, and the watch below sees only what comes after it.
    options.signal?.throwIfAborted();
    const seconds = Math.min(options.seconds ?? this.#limits.seconds, this.#limits.seconds);
    const { forget, learn, parts } = this.#names.changes();
    const full: { [name: string]: unknown } = { ...head };
    if (forget.length > 0) full.forget = forget;
    if (learn.length > 0) full.learn = learn;
    if (this.#released.length > 0) full.release = this.#released.splice(0);
    const call = new Call(seconds, this.#limits.outputBytes);
    this.#call = call;
    const watch = this.#watch(interpreter, call, seconds, options.signal);
    interpreter.hold(true);
    interpreter.send(packRequest(TO_CHILD.request, Math.ceil(seconds * 1000), packBody(full, [...parts, ...own])));
    try {
      return await call.done;
    } finally {
      watch();
      interpreter.hold(false);
    }
  }

  /** Ends the interpreter when the child's own deadlines did not. Gives the function that calls it off. */
  #watch(interpreter: Interpreter, call: Call, seconds: number, signal: AbortSignal | undefined): () => void {
    const grace = this.#limits.graceSeconds * 1000;
    let timer: NodeJS.Timeout;
    const killAfter = (ms: number, why: "deadline" | "interrupted"): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // A host that was busy itself takes in first what has arrived meanwhile.
        timer = setTimeout(() => {
          this.#killed = why;
          interpreter.kill();
        }, 20);
      }, ms);
    };
    const deadline = seconds * 1000 + 2 * grace;
    // An interpreter that does not even take the request still runs code of an earlier call, which forged its reply.
    killAfter(Math.min(deadline, BEGIN_MS), "deadline");
    call.onBegun = () => killAfter(deadline, "deadline");
    const abort = (): void => {
      interpreter.interrupt();
      killAfter(2 * grace, "interrupted");
    };
    signal?.addEventListener("abort", abort, { once: true });
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      if (signal?.aborted) interpreter.calm();
    };
  }

  async #running(): Promise<Interpreter> {
    if (this.#interpreter === undefined) {
      this.#killed = this.#why = undefined;
      this.#unstarted = false;
      this.#names.clear();
      this.#released = [];
      const started = this.#launcher.start();
      this.#interpreter = started;
      started.then(
        (interpreter) => this.#attach(interpreter, started),
        () => {
          if (this.#interpreter === started) this.#interpreter = undefined;
        },
      );
    }
    return this.#interpreter;
  }

  #attach(interpreter: Interpreter, started: Promise<Interpreter>): void {
    // What an interpreter says that was given up belongs to no call of its successor.
    const current = (): boolean => this.#interpreter === started;
    interpreter.events = {
      reply: (reply) => {
        if (current()) this.#take(interpreter, reply);
      },
      gone: (gone) => {
        if (!current()) return;
        this.#interpreter = undefined;
        const call = this.#call;
        this.#call = undefined;
        if (call?.begun === false) this.#unstarted = true;
        call?.gone(gone, this.#why, this.#killed);
      },
    };
    if (this.#closed) interpreter.kill();
  }

  #take(interpreter: Interpreter, reply: Reply): void {
    if (reply.kind === FROM_CHILD.failed) {
      this.#why = new TextDecoder().decode(reply.body);
      this.#unstarted = (reply.flags & FLAGS.unstarted) !== 0;
      return;
    }
    const call = this.#call;
    // A frame that nobody waits for: a script has spoken out of turn, or the call was given up.
    if (call === undefined) return;
    try {
      if (reply.kind === FROM_CHILD.ask) this.#answer(interpreter, nameAsked(reply.body));
      else if (call.take(reply)) this.#call = undefined;
    } catch (error) {
      this.#why = `its reply made no sense (${error instanceof Error ? error.message : error})`;
      interpreter.kill();
    }
  }

  #answer(interpreter: Interpreter, name: string): void {
    const answer = this.#names.answer(name);
    const head = answer.kind === "refused" ? { refused: answer.message } : {};
    const parts = answer.kind === "value" ? [answer.part] : [];
    interpreter.send(packRequest(TO_CHILD.answer, 0, packBody(head, parts)));
  }
}

/** What a start that failed says to people. */
export const startFailure = (gone: Gone, why: string | undefined): PythonError =>
  new PythonError(
    "stopped",
    `Python did not start: ${why ?? reasonOf(gone)}${gone.lastWords ? `\n${gone.lastWords.slice(-500)}` : ""}`,
  );
