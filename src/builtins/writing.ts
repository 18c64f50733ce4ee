// Output (R7RS 6.13.3): write, display and their like, characters, strings and bytes to ports.
import type { Machine } from "../machine/machine.ts";
import type { Char } from "../values/char.ts";
import { wrongArgument } from "../values/error.ts";
import { BinaryOutputPort, TextOutputPort } from "../values/output-port.ts";
import type { PrintMode } from "../values/printer.ts";
import type { MString } from "../values/string.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { charge } from "./allocation.ts";
import { checkRange } from "./checks.ts";
import { leaf } from "./leaf.ts";
import { prettyText, printed, type Show } from "./printing.ts";
import type { Row } from "./row.ts";
import type { StandardPorts } from "./standard-ports.ts";

function valueRows(ports: StandardPorts, show: Show): Row[] {
  const row = (name: string, doc: string, example: string, text: (x: Value) => string): Row =>
    leaf(`(${name} x [port])`, doc, example, (x: Value, port?: Value) => {
      const out = ports.textOut(port, 2);
      ports.put(out, text(x));
      return UNSPECIFIED;
    });
  const shown = (call: string): string => `(with-output-to-string (lambda () ${call}))`;
  const as = (mode: PrintMode) => (x: Value) => show(x, mode);
  return [
    row(
      "display",
      "Writes x for people: strings and characters as they are.",
      `${shown('(display "a b")')} => "a b"`,
      as("display"),
    ),
    row(
      "write",
      "Writes x as a program would: strings in quotes; circular parts get labels.",
      `${shown('(write "a")')} => "\\"a\\""`,
      as("write"),
    ),
    row(
      "write-shared",
      "Like write, with labels for all that is shared.",
      `${shown("(let ([x (list 1)]) (write-shared (list x x)))")} => "(#0=(1) #0#)"`,
      as("shared"),
    ),
    row(
      "write-simple",
      "Like write, without labels: does not end on circular data.",
      `${shown("(write-simple 'a)")} => "a"`,
      as("simple"),
    ),
    row(
      "print",
      "Writes x as an expression that gives it: with a quote where it needs one.",
      `${shown('(print \'(a "b"))')} => "'(a \\"b\\")"`,
      (x) => printed(show, x),
    ),
    row(
      "displayln",
      "Like display, and ends the line.",
      `${shown("(displayln 'a)")} => "a\\n"`,
      (x) => `${show(x, "display")}\n`,
    ),
    row(
      "writeln",
      "Like write, and ends the line.",
      `${shown("(writeln 'a)")} => "a\\n"`,
      (x) => `${show(x, "write")}\n`,
    ),
    row(
      "println",
      "Like print, and ends the line.",
      `${shown("(println 'a)")} => "'a\\n"`,
      (x) => `${printed(show, x)}\n`,
    ),
    row(
      "pretty-print",
      "Writes x on as many lines as it needs.",
      `${shown("(pretty-print '(a b))")} => "(a b)\\n"`,
      (x) => `${prettyText(show, x)}\n`,
    ),
    row(
      "pretty-write",
      "Writes x on as many lines as it needs.",
      `${shown("(pretty-write '(a b))")} => "(a b)\\n"`,
      (x) => `${prettyText(show, x)}\n`,
    ),
  ];
}

function textRows(m: Machine, ports: StandardPorts): Row[] {
  return [
    leaf("(newline [port])", "Ends the line.", '(with-output-to-string newline) => "\\n"', (port?: Value) => {
      ports.put(ports.textOut(port, 1), "\n");
      return UNSPECIFIED;
    }),
    leaf(
      "(fresh-line [port])",
      "Ends the line, unless nothing stands on it.",
      '(with-output-to-string fresh-line) => ""',
      (port?: Value) => {
        const out = ports.textOut(port, 1);
        if (!out.atLineStart) ports.put(out, "\n");
        return UNSPECIFIED;
      },
    ),
    leaf(
      "(write-char c:char [port])",
      "Writes one character.",
      '(with-output-to-string (lambda () (write-char #\\a))) => "a"',
      (c: Char, port?: Value) => {
        ports.put(ports.textOut(port, 2), c.toString());
        return UNSPECIFIED;
      },
    ),
    leaf(
      "(write-string s:string [port] [start:index] [end:index])",
      "Writes (a part of) a string as it is.",
      '(with-output-to-string (lambda () (write-string "abc" (current-output-port) 1))) => "bc"',
      (s: MString, port?: Value, start?: number, end?: number) => {
        const [from, to] = checkRange(s.length, start, end, 3);
        charge(m, (to - from) >> 4);
        ports.put(ports.textOut(port, 2), from === 0 && to === s.length ? s.toString() : s.slice(from, to));
        return UNSPECIFIED;
      },
    ),
  ];
}

function byteRows(m: Machine, ports: StandardPorts): Row[] {
  const bytes = (name: string): Row =>
    leaf(
      `(${name} bytes:bytevector [port] [start:index] [end:index])`,
      "Writes (a part of) a bytevector.",
      `(let ([p (open-output-bytevector)]) (${name} (bytevector 1 2) p) (get-output-bytevector p)) => #u8(1 2)`,
      (b: Uint8Array, port?: Value, start?: number, end?: number) => {
        const [from, to] = checkRange(b.length, start, end, 3);
        charge(m, (to - from) >> 4);
        ports.putBytes(ports.binaryOut(port, 2), b.subarray(from, to));
        return UNSPECIFIED;
      },
    );
  const byte = (name: string): Row =>
    leaf(
      `(${name} byte:byte [port])`,
      "Writes one byte.",
      `(let ([p (open-output-bytevector)]) (${name} 7 p) (get-output-bytevector p)) => #u8(7)`,
      (b: number, port?: Value) => {
        ports.putBytes(ports.binaryOut(port, 2), Uint8Array.of(b));
        return UNSPECIFIED;
      },
    );
  const flush = (name: string): Row =>
    leaf(`(${name} [port])`, "Hands on what a port has kept back.", `(void? (${name})) => #t`, (port?: Value) => {
      const out = port === undefined ? ports.textOut(undefined, 1) : port;
      if (!(out instanceof TextOutputPort || out instanceof BinaryOutputPort))
        return wrongArgument(1, "an output port", out);
      out.flush();
      return UNSPECIFIED;
    });
  return [
    bytes("write-bytevector"),
    bytes("write-bytes"),
    byte("write-u8"),
    byte("write-byte"),
    flush("flush-output-port"),
    flush("flush-output"),
  ];
}

export const writingRows = (m: Machine, ports: StandardPorts, show: Show): Row[] => [
  ...valueRows(ports, show),
  ...textRows(m, ports),
  ...byteRows(m, ports),
];
