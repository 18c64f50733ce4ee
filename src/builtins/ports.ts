// Ports (R7RS 6.13.1): predicates, closing, ports over strings and bytevectors, and procedures called with them.
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { wrongArgument } from "../values/error.ts";
import { BinaryInputPort, TextInputPort } from "../values/input-port.ts";
import { BinaryOutputPort, TextOutputPort } from "../values/output-port.ts";
import { Port } from "../values/port.ts";
import { type MString, str } from "../values/string.ts";
import { EOF, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { checkRange } from "./checks.ts";
import { calls, leaf } from "./leaf.ts";
import { makeCall } from "./loops.ts";
import type { Row } from "./row.ts";
import type { StandardPorts } from "./standard-ports.ts";

function predicateRows(): Row[] {
  const test = (name: string, doc: string, example: string, check: (x: Value) => boolean): Row =>
    leaf(`(${name} x)`, doc, example, check);
  const open = (isInput: boolean) => (x: Value) => {
    if (!(x instanceof Port) || x.isInput !== isInput) wrongArgument(1, `an ${isInput ? "input" : "output"} port`, x);
    return x.isOpen;
  };
  return [
    test("port?", "Whether x is a port.", "(port? (current-output-port)) => #t", (x) => x instanceof Port),
    test(
      "input-port?",
      "Whether x is an input port.",
      "(input-port? (current-input-port)) => #t",
      (x) => x instanceof Port && x.isInput,
    ),
    test(
      "output-port?",
      "Whether x is an output port.",
      "(output-port? 5) => #f",
      (x) => x instanceof Port && !x.isInput,
    ),
    test(
      "textual-port?",
      "Whether x is a port of characters.",
      "(textual-port? (current-input-port)) => #t",
      (x) => x instanceof Port && x.isTextual,
    ),
    test(
      "binary-port?",
      "Whether x is a port of bytes.",
      "(binary-port? (current-input-port)) => #f",
      (x) => x instanceof Port && !x.isTextual,
    ),
    test(
      "string-port?",
      "Whether x is a port over a string.",
      '(string-port? (open-input-string "")) => #t',
      (x) => x instanceof Port && x.isTextual && x.name === "string",
    ),
    test(
      "input-port-open?",
      "Whether an input port is open.",
      '(input-port-open? (open-input-string "")) => #t',
      open(true),
    ),
    test(
      "output-port-open?",
      "Whether an output port is open.",
      "(output-port-open? (open-output-string)) => #t",
      open(false),
    ),
    test(
      "port-closed?",
      "Whether a port is closed.",
      '(port-closed? (open-input-string "")) => #f',
      (x) => !(x instanceof Port ? x : wrongArgument(1, "a port", x)).isOpen,
    ),
    test("eof-object?", "Whether x is the end-of-file object.", "(eof-object? (eof-object)) => #t", (x) => x === EOF),
    leaf("(eof-object)", "The end-of-file object.", "(eof-object? (eof-object)) => #t", () => EOF),
  ];
}

function closingRows(): Row[] {
  const close = (name: string, wanted: string, fits: (port: Port) => boolean): Row =>
    leaf(
      `(${name} port)`,
      `Closes ${wanted}; closing twice is fine.`,
      `(void? (${name} (open-${name === "close-output-port" ? "output-string" : 'input-string ""'}))) => #t`,
      (x: Value) => {
        if (!(x instanceof Port) || !fits(x)) return wrongArgument(1, wanted, x);
        x.close();
        return UNSPECIFIED;
      },
    );
  return [
    close("close-port", "a port", () => true),
    close("close-input-port", "an input port", (port) => port.isInput),
    close("close-output-port", "an output port", (port) => !port.isInput),
  ];
}

const textOutput = (x: Value): TextOutputPort =>
  x instanceof TextOutputPort && x.contents !== undefined ? x : wrongArgument(1, "a port from open-output-string", x);

const bytesOutput = (x: Value): BinaryOutputPort =>
  x instanceof BinaryOutputPort && x.contents !== undefined
    ? x
    : wrongArgument(1, "a port from open-output-bytevector", x);

function memoryRows(): Row[] {
  const openBytes = (name: string): Row =>
    leaf(
      `(${name} bytes:bytevector)`,
      "An input port of these bytes.",
      `(read-u8 (${name} (bytevector 7 8))) => 7`,
      (bytes: Uint8Array) =>
        // A copy: what happens to the bytevector later is not read.
        new BinaryInputPort(bytes.slice()),
    );
  const openOutputBytes = (name: string): Row =>
    leaf(
      `(${name})`,
      "An output port that gathers bytes for get-output-bytevector.",
      `(binary-port? (${name})) => #t`,
      () => new BinaryOutputPort(),
    );
  const getBytes = (name: string): Row =>
    leaf(
      `(${name} port)`,
      "What has been written to a port from open-output-bytevector.",
      `(let ([p (open-output-bytevector)]) (write-u8 7 p) (${name} p)) => #u8(7)`,
      (port: Value) => bytesOutput(port).contents as Uint8Array,
    );
  return [
    leaf(
      "(open-input-string s:string [start:index] [end:index])",
      "An input port of the characters of s.",
      '(read-char (open-input-string "abc")) => #\\a',
      (s: MString, start?: number, end?: number) => {
        const [from, to] = checkRange(s.length, start, end, 2);
        return new TextInputPort(s.slice(from, to));
      },
    ),
    leaf(
      "(open-output-string)",
      "An output port that gathers text for get-output-string.",
      "(output-port? (open-output-string)) => #t",
      () => new TextOutputPort(),
    ),
    leaf(
      "(get-output-string port)",
      "What has been written to a port from open-output-string.",
      '(let ([p (open-output-string)]) (write "a" p) (get-output-string p)) => "\\"a\\""',
      (port: Value) => str(textOutput(port).contents as string),
    ),
    openBytes("open-input-bytevector"),
    openBytes("open-input-bytes"),
    openOutputBytes("open-output-bytevector"),
    openOutputBytes("open-output-bytes"),
    getBytes("get-output-bytevector"),
    getBytes("get-output-bytes"),
  ];
}

/** Procedures that call a procedure with a port, or with the output going to one. */
function callingRows(m: Machine, ports: StandardPorts): Row[] {
  const closing = makeCall(m, (value: Value, port: Port) => {
    port.close();
    return value;
  });
  const gathered = makeCall(m, (_value: Value, port: TextOutputPort) => str(port.contents as string));
  const within =
    (parameter: Procedure, port: Port, thunk: Procedure): Procedure =>
    () =>
      ports.within(parameter, port, thunk);
  return [
    calls(
      "(call-with-port port f:procedure)",
      "Calls f with the port, and closes it when f has returned.",
      '(call-with-port (open-input-string "ab") read-char) => #\\a',
      (port: Value, f: Procedure): Result =>
        closing(f, port, port instanceof Port ? port : wrongArgument(1, "a port", port)),
    ),
    calls(
      "(call-with-output-string f:procedure)",
      "Calls f with a port; the text that was written to it.",
      '(call-with-output-string (lambda (p) (write \'a p))) => "a"',
      (f: Procedure) => {
        const port = new TextOutputPort();
        return gathered(f, port, port);
      },
    ),
    calls(
      "(with-output-to-string thunk:procedure)",
      "Calls thunk; the text that it displayed.",
      '(with-output-to-string (lambda () (display "hi"))) => "hi"',
      (thunk: Procedure) => {
        const port = new TextOutputPort();
        return gathered(within(ports.output, port, thunk), undefined, port);
      },
    ),
    calls(
      "(with-input-from-string s:string thunk:procedure)",
      "Calls thunk with s as its input.",
      '(with-input-from-string "ab" read-char) => #\\a',
      (s: MString, thunk: Procedure) => ports.within(ports.input, new TextInputPort(s.toString()), thunk),
    ),
    calls(
      "(call-with-input-string s:string f:procedure)",
      "Calls f with an input port of the characters of s.",
      '(call-with-input-string "ab" read-char) => #\\a',
      (s: MString, f: Procedure) => m.apply(f, [new TextInputPort(s.toString())]),
    ),
  ];
}

function currentRows(ports: StandardPorts): Row[] {
  const row = (name: string, doc: string, procedure: Procedure): Row => ({
    signature: `(${name} [port])`,
    doc,
    example: `(port? (${name})) => #t`,
    run: () => UNSPECIFIED,
    procedure,
  });
  return [
    row("current-output-port", "The port that display and its like write to: a parameter.", ports.output),
    row("current-error-port", "The port for messages: a parameter.", ports.error),
    row("current-input-port", "The port that read and its like read from: a parameter.", ports.input),
  ];
}

export const portRows = (m: Machine, ports: StandardPorts): Row[] => [
  ...predicateRows(),
  ...closingRows(),
  ...memoryRows(),
  ...callingRows(m, ports),
  ...currentRows(ports),
];
