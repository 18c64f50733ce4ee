// Input (R7RS 6.13.2): characters, lines, bytes and datums from ports.
import type { Machine } from "../machine/machine.ts";
import { ReadError } from "../reader/read-error.ts";
import { charOf } from "../values/char.ts";
import { ErrorObject, Raised, wrongArgument } from "../values/error.ts";
import { BinaryInputPort, TextInputPort } from "../values/input-port.ts";
import { listFrom } from "../values/pair.ts";
import { type MString, str } from "../values/string.ts";
import { EOF, type Value } from "../values/types.ts";
import { charge } from "./allocation.ts";
import { checkRange } from "./checks.ts";
import { leaf } from "./leaf.ts";
import type { Row } from "./row.ts";
import type { Services } from "./services.ts";
import type { StandardPorts } from "./standard-ports.ts";
import { gather } from "./text.ts";

const orEof = (text: string | undefined): Value => (text === undefined ? EOF : str(text));

function textRows(m: Machine, ports: StandardPorts): Row[] {
  const char = (code: number): Value => (code < 0 ? EOF : charOf(code));
  const line = (port: Value | undefined): Value => {
    const text = ports.textIn(port, 1).readLine();
    charge(m, text?.length ?? 0);
    return orEof(text);
  };
  return [
    leaf(
      "(read-char [port])",
      "The next character, or the end-of-file object.",
      '(read-char (open-input-string "ab")) => #\\a',
      (port?: Value) => char(ports.textIn(port, 1).read()),
    ),
    leaf(
      "(peek-char [port])",
      "The next character, which stays to be read.",
      '(peek-char (open-input-string "ab")) => #\\a',
      (port?: Value) => char(ports.textIn(port, 1).peek()),
    ),
    leaf(
      "(read-line [port] [mode:symbol])",
      "The next line without its end, or the end-of-file object.",
      '(read-line (open-input-string "ab\\ncd")) => "ab"',
      line,
    ),
    leaf(
      "(read-string k:index [port])",
      "At most k characters, or the end-of-file object.",
      '(read-string 2 (open-input-string "abc")) => "ab"',
      (k: number, port?: Value) => {
        const text = ports.textIn(port, 2).readString(k);
        charge(m, text?.length ?? 0);
        return orEof(text);
      },
    ),
    leaf(
      "(char-ready? [port])",
      "Whether a character is there without waiting.",
      '(char-ready? (open-input-string "")) => #t',
      (port?: Value) => ports.textIn(port, 1).isReady,
    ),
  ];
}

function byteRows(m: Machine, ports: StandardPorts): Row[] {
  const byte = (b: number): Value => (b < 0 ? EOF : b);
  const bytes = (k: number, port: Value | undefined): Value => {
    const read = ports.binaryIn(port, 2).readBytes(k);
    charge(m, read?.length ?? 0);
    return read ?? EOF;
  };
  return [
    leaf(
      "(read-u8 [port])",
      "The next byte, or the end-of-file object.",
      "(read-u8 (open-input-bytevector (bytevector 7))) => 7",
      (port?: Value) => byte(ports.binaryIn(port, 1).read()),
    ),
    leaf(
      "(peek-u8 [port])",
      "The next byte, which stays to be read.",
      "(peek-u8 (open-input-bytevector (bytevector 7))) => 7",
      (port?: Value) => byte(ports.binaryIn(port, 1).peek()),
    ),
    leaf(
      "(u8-ready? [port])",
      "Whether a byte is there without waiting.",
      "(u8-ready? (open-input-bytevector (bytevector 7))) => #t",
      (port?: Value) => ports.binaryIn(port, 1).isReady,
    ),
    leaf(
      "(read-bytevector k:index [port])",
      "At most k bytes, or the end-of-file object.",
      "(read-bytevector 2 (open-input-bytevector (bytevector 1 2 3))) => #u8(1 2)",
      bytes,
    ),
    leaf(
      "(read-bytes k:index [port])",
      "At most k bytes, or the end-of-file object.",
      "(read-bytes 2 (open-input-bytevector (bytevector 1 2 3))) => #u8(1 2)",
      bytes,
    ),
    leaf(
      "(read-bytevector! bytes:bytevector [port] [start:index] [end:index])",
      "Reads bytes into (a part of) a bytevector; how many, or the end-of-file object.",
      "(let ([b (bytevector 0 0)]) (read-bytevector! b (open-input-bytevector (bytevector 5))) b) => #u8(5 0)",
      (into: Uint8Array, port?: Value, start?: number, end?: number) => {
        const [from, to] = checkRange(into.length, start, end, 3);
        const read = ports.binaryIn(port, 2).readBytes(to - from);
        if (read === undefined) return EOF;
        into.set(read, from);
        return read.length;
      },
    ),
  ];
}

/** Everything that is left of a port, and the lines of it. */
function wholeRows(m: Machine, ports: StandardPorts): Row[] {
  const all = (port: Value | undefined): string => {
    const text = ports.textIn(port, 1).readAll();
    charge(m, text.length);
    return text;
  };
  return [
    leaf(
      "(port->string [port])",
      "All that is left of the text.",
      '(port->string (open-input-string "ab")) => "ab"',
      (port?: Value) => str(all(port)),
    ),
    leaf(
      "(port->lines [port])",
      "All lines that are left, as a list.",
      '(port->lines (open-input-string "a\\nb\\n")) => ("a" "b")',
      (port?: Value) => linesOf(m, all(port)),
    ),
    leaf(
      "(port->bytes port)",
      "All bytes that are left.",
      "(port->bytes (open-input-bytes (bytevector 1 2))) => #u8(1 2)",
      (port: Value) => {
        if (!(port instanceof BinaryInputPort)) return wrongArgument(1, "a binary input port", port);
        return port.readBytes(Number.MAX_SAFE_INTEGER) ?? new Uint8Array(0);
      },
    ),
  ];
}

/** The lines of a text; a newline at its end begins no further line. */
export function linesOf(m: Machine, text: string): Value {
  const lines: Value[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end);
    gather(m, lines, str(newline >= 0 && line.endsWith("\r") ? line.slice(0, -1) : line));
    at = end + 1;
  }
  return listFrom(lines);
}

function datumRows(m: Machine, ports: StandardPorts, services: Services): Row[] {
  const read = (port: TextInputPort): Value => {
    if (!port.isOpen) port.peek();
    try {
      return services.reader.readDatum(port, port.name);
    } catch (error) {
      throw error instanceof ReadError ? readFailure(error) : error;
    }
  };
  const readAll = (port: TextInputPort): Value => {
    const items: Value[] = [];
    for (let datum = read(port); datum !== EOF; datum = read(port)) gather(m, items, datum);
    return listFrom(items);
  };
  return [
    leaf(
      "(read [port])",
      "The next datum, or the end-of-file object.",
      '(read (open-input-string "(a b) c")) => (a b)',
      (port?: Value) => read(ports.textIn(port, 1)),
    ),
    leaf(
      "(read-all [port])",
      "All datums that are left, as a list.",
      '(read-all (open-input-string "a (b)")) => (a (b))',
      (port?: Value) => readAll(ports.textIn(port, 1)),
    ),
    leaf(
      "(port->list [read] [port])",
      "All datums (or what else read gives) that are left, as a list.",
      '(port->list read (open-input-string "a b")) => (a b)',
      (_read?: Value, port?: Value) => readAll(ports.textIn(port, 2)),
    ),
    leaf(
      "(string->datum s:string)",
      "The first datum of a text, or the end-of-file object.",
      '(string->datum "(1 2)") => (1 2)',
      (s: MString) => read(new TextInputPort(s.toString())),
    ),
  ];
}

/** What `read` raises: `read-error?` is true of it, and it names line and column. */
function readFailure(error: ReadError): Raised {
  const { span, message, hint } = error;
  const condition = new ErrorObject("read", `read: ${message} (line ${span.line}, column ${span.column})`, [], hint);
  return new Raised(condition);
}

export const readingRows = (m: Machine, ports: StandardPorts, services: Services): Row[] => [
  ...textRows(m, ports),
  ...byteRows(m, ports),
  ...wholeRows(m, ports),
  ...datumRows(m, ports, services),
];
