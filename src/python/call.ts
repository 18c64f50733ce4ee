// One call in progress: what it prints, how it ends.
import { type Printed, PythonError } from "./failure.ts";
import type { Gone, Reply } from "./interpreter.ts";
import { EXIT, FLAGS, FROM_CHILD, type Part, type PartHead } from "./protocol.ts";

/** A reply that ended a call well. */
export interface Success extends Printed {
  readonly none: boolean;
  readonly part: Part | undefined;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

export class Call {
  readonly done: Promise<Success>;
  /** The interpreter has read the request. */
  begun = false;
  onBegun: () => void = () => {};
  #text = "";
  #errorText = "";
  #size = 0;
  #resolve!: (success: Success) => void;
  #reject!: (error: PythonError) => void;
  readonly #seconds: number;
  readonly #outputLimit: number;

  constructor(seconds: number, outputLimit: number) {
    this.#seconds = seconds;
    this.#outputLimit = outputLimit;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Takes a frame; true when the call is over. */
  take(reply: Reply): boolean {
    switch (reply.kind) {
      case FROM_CHILD.begun:
        this.begun = true;
        this.onBegun();
        return false;
      case FROM_CHILD.output:
        this.#text += this.#printed(utf8.decode(reply.body));
        return false;
      case FROM_CHILD.outputJson:
        this.#text += this.#printed(textOf(reply.body));
        return false;
      case FROM_CHILD.errorOutput:
        this.#errorText += this.#printed(utf8.decode(reply.body));
        return false;
      case FROM_CHILD.errorOutputJson:
        this.#errorText += this.#printed(textOf(reply.body));
        return false;
      case FROM_CHILD.result:
        this.#succeed(reply.body);
        return true;
      case FROM_CHILD.error:
        this.fail(this.#errorOf(reply));
        return true;
      default:
        throw new Error("a frame out of turn");
    }
  }

  fail(error: PythonError): void {
    error.printed = { text: this.#text, errorText: this.#errorText };
    this.#reject(error);
  }

  /** The interpreter ended before it replied. `why` is what it said itself, `killed` what the host did. */
  gone(gone: Gone, why: string | undefined, killed: "deadline" | "interrupted" | undefined): void {
    this.fail(this.#goneError(gone, why, killed));
  }

  #succeed(body: Uint8Array): void {
    const { head, parts } = unpack(body);
    this.#resolve({ none: head.none === true, part: parts[0], text: this.#text, errorText: this.#errorText });
  }

  #errorOf(reply: Reply): PythonError {
    const { head } = unpack(reply.body);
    const type = str(head.type) ?? "Exception";
    const message = str(head.message) ?? "";
    const facts = {
      type,
      traceback: str(head.traceback),
      line: typeof head.line === "number" ? head.line : undefined,
      hint: str(head.hint),
    };
    if (type === "KeyboardInterrupt" && (reply.flags & FLAGS.interrupted) !== 0) {
      return new PythonError("interrupted", "the Python code was interrupted", facts);
    }
    if (type === "KeyboardInterrupt" && (reply.flags & FLAGS.deadline) !== 0) {
      return new PythonError("deadline", `the Python code ran longer than ${this.#seconds} s`, {
        ...facts,
        hint: "its variables are kept; a longer limit can be given with --python-timeout",
      });
    }
    return new PythonError("exception", message === "" ? type : `${type}: ${message}`, facts);
  }

  #goneError(gone: Gone, why: string | undefined, killed: "deadline" | "interrupted" | undefined): PythonError {
    const facts = {
      restarted: true,
      hint: "Python starts afresh at the next call: its variables, imports and objects are gone",
    };
    if (killed === "interrupted") {
      return new PythonError(
        "interrupted",
        "the Python code did not stop when interrupted, so Python was ended",
        facts,
      );
    }
    if (killed === "deadline" || gone.status === EXIT.hardDeadline) {
      return new PythonError(
        "deadline",
        `the Python code ran longer than ${this.#seconds} s and did not stop, so Python was ended`,
        facts,
      );
    }
    return new PythonError("stopped", `Python ended: ${why ?? reasonOf(gone)}`, facts);
  }

  #printed(text: string): string {
    // The child keeps to the limit; this one holds when the child does not.
    const room = Math.max(0, this.#outputLimit - this.#size);
    this.#size += text.length;
    return text.length > room ? text.slice(0, room) : text;
  }
}

/** Why a child that said nothing has ended. */
export function reasonOf(gone: Gone): string {
  if (/heap out of memory|allocation failed/i.test(gone.lastWords)) return "its memory is exhausted";
  if (gone.status === EXIT.escaped) return "it ran on after it had replied";
  if (gone.signal !== undefined) return `it was ended by ${gone.signal}`;
  if (gone.status !== undefined) return `its process ended with status ${gone.status}`;
  return gone.lastWords;
}

function unpack(body: Uint8Array): { head: { [name: string]: unknown }; parts: Part[] } {
  const end = 4 + new DataView(body.buffer, body.byteOffset, body.length).getUint32(0, true);
  const head: unknown = JSON.parse(utf8.decode(body.subarray(4, end)));
  if (typeof head !== "object" || head === null) throw new Error("a malformed reply");
  const fields = head as { [name: string]: unknown };
  const parts: Part[] = [];
  let at = end;
  for (const part of Array.isArray(fields.p) ? (fields.p as PartHead[]) : []) {
    const bytes = body.subarray(at, at + part[1]);
    if (bytes.length !== part[1]) throw new Error("a truncated reply");
    parts.push({ head: part, bytes });
    at += part[1];
  }
  return { head: fields, parts };
}

const str = (x: unknown): string | undefined => (typeof x === "string" ? x : undefined);
const textOf = (body: Uint8Array): string => String(JSON.parse(utf8.decode(body)));

/** The name that the child asks for. */
export function nameAsked(body: Uint8Array): string {
  const name = unpack(body).head.name;
  if (typeof name !== "string") throw new Error("a malformed question");
  return name;
}
