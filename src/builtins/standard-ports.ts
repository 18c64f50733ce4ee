// The current ports of one engine, and the port arguments of procedures.
import { withParameters } from "../machine/dynamic.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { BinaryInputPort, TextInputPort } from "../values/input-port.ts";
import { BinaryOutputPort, TextOutputPort } from "../values/output-port.ts";
import type { Port } from "../values/port.ts";
import type { Procedure, Value } from "../values/types.ts";
import { makeParameter } from "./parameters.ts";
import type { Services } from "./services.ts";
import { checkTextLength, MAX_TEXT } from "./text.ts";

export interface StandardPorts {
  /** The parameters `current-output-port` and its like. */
  readonly output: Procedure;
  readonly error: Procedure;
  readonly input: Procedure;
  /** The port given as argument `index` or, when there is none (or #t, as in Guile's `format`), the current one. */
  textOut(port: Value | undefined, index: number): TextOutputPort;
  binaryOut(port: Value | undefined, index: number): BinaryOutputPort;
  textIn(port: Value | undefined, index: number): TextInputPort;
  binaryIn(port: Value | undefined, index: number): BinaryInputPort;
  /** Writes; a port that gathers what is written has a limit. */
  put(port: TextOutputPort, text: string): void;
  putBytes(port: BinaryOutputPort, bytes: Uint8Array): void;
  /** Calls a thunk with one of the parameters bound to a port. */
  within(parameter: Procedure, port: Port, thunk: Procedure): Result;
}

/** Pieces below this size need no look at the memory. */
const LARGE = 1 << 20;

const gathers = (port: BinaryOutputPort): boolean => port.name === "bytevector";

export function makeStandardPorts(m: Machine, services: Services): StandardPorts {
  const display = { write: (text: string) => services.output(text) };
  const output = makeParameter(m, new TextOutputPort(display, "output"), undefined, "current-output-port");
  // Scripts have no standard error of their own: what they say there belongs to their output.
  const error = makeParameter(m, new TextOutputPort(display, "error"), undefined, "current-error-port");
  const input = makeParameter(m, new TextInputPort("", "input"), undefined, "current-input-port");
  const gathered = new WeakMap<BinaryOutputPort, number>();
  const given = (port: Value | undefined, current: Procedure): Value =>
    port === undefined || port === true ? (current() as Value) : port;
  return {
    output,
    error,
    input,
    textOut(port, index) {
      const p = given(port, output);
      return p instanceof TextOutputPort ? p : wrongArgument(index, "a textual output port", p);
    },
    binaryOut(port, index) {
      const p = given(port, output);
      return p instanceof BinaryOutputPort ? p : wrongArgument(index, "a binary output port", p);
    },
    textIn(port, index) {
      const p = given(port, input);
      return p instanceof TextInputPort ? p : wrongArgument(index, "a textual input port", p);
    },
    binaryIn(port, index) {
      const p = given(port, input);
      return p instanceof BinaryInputPort ? p : wrongArgument(index, "a binary input port", p);
    },
    put(port, text) {
      const length = (port.contents?.length ?? 0) + text.length;
      if (length > MAX_TEXT || text.length > LARGE) checkTextLength(m, length);
      port.write(text);
    },
    putBytes(port, bytes) {
      if (gathers(port)) {
        const total = (gathered.get(port) ?? 0) + bytes.length;
        if (total > MAX_TEXT) fail("limit", `the port would gather more than ${MAX_TEXT} bytes`);
        gathered.set(port, total);
        if (bytes.length > LARGE) m.allocating(total);
      }
      port.write(bytes);
    },
    within: (parameter, port, thunk) => withParameters(m, [parameter], [port], thunk),
  };
}
