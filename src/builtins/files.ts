// Files (R7RS 6.13 and Racket's racket/file), through the host and under its permission.
import type { HostFiles } from "../host/host.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { BinaryInputPort, TextInputPort } from "../values/input-port.ts";
import { BinaryOutputPort, TextOutputPort } from "../values/output-port.ts";
import { Pair } from "../values/pair.ts";
import type { Port } from "../values/port.ts";
import { type MString, str } from "../values/string.ts";
import { Sym } from "../values/symbol.ts";
import { type Keywords, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { calls, leaf } from "./leaf.ts";
import { makeCall } from "./loops.ts";
import type { Show } from "./printing.ts";
import { linesOf } from "./reading.ts";
import type { Row } from "./row.ts";
import type { StandardPorts } from "./standard-ports.ts";

/** By name: the class belongs to a room that this one knows only by its types. */
const isHostError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && error.name === "HostError";

/** Asks the host; its refusals become conditions of which `file-error?` is true. */
export function ask<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!isHostError(error)) throw error;
    return fail(error.code === "denied" ? "denied" : "file", error.message);
  }
}

const MODES: readonly string[] = [
  "truncate",
  "replace",
  "append",
  "error",
  "can-update",
  "update",
  "must-truncate",
  "truncate/replace",
];

/** Opens a file for writing: it exists, and is empty unless it is appended to, from then on. */
function prepare(files: HostFiles, path: string, exists: Value | undefined): void {
  const mode = exists instanceof Sym ? exists.name : "truncate";
  if (!MODES.includes(mode)) wrongArgument(1, `#:exists to be one of ${MODES.join(" ")}`, exists as Value);
  if (mode === "error" && ask(() => files.exists(path)))
    fail("file", `the file ${path} exists`, [], "use #:exists 'truncate or 'append");
  // Opening shows at once whether writing is possible.
  ask(() => files.writeText(path, "", mode === "append" ? "append" : "truncate"));
}

interface Opener {
  in(path: MString): TextInputPort;
  binaryIn(path: MString): BinaryInputPort;
  out(path: MString, exists?: Value): TextOutputPort;
  binaryOut(path: MString, exists?: Value): BinaryOutputPort;
}

/** What is written reaches the file at once: a script that never closes its port loses nothing. */
function makeOpener(files: HostFiles): Opener {
  return {
    in: (path) =>
      new TextInputPort(
        ask(() => files.readText(path.toString())),
        path.toString(),
      ),
    binaryIn: (path) =>
      new BinaryInputPort(
        ask(() => files.readBytes(path.toString())),
        path.toString(),
      ),
    out(path, exists) {
      const name = path.toString();
      prepare(files, name, exists);
      return new TextOutputPort({ write: (text) => ask(() => files.writeText(name, text, "append")) }, name);
    },
    binaryOut(path, exists) {
      const name = path.toString();
      prepare(files, name, exists);
      return new BinaryOutputPort({ write: (bytes) => ask(() => files.writeBytes(name, bytes, "append")) }, name);
    },
  };
}

function openingRows(open: Opener): Row[] {
  const out = (name: string, doc: string, make: (path: MString, exists?: Value) => Port): Row => ({
    signature: `(${name} path:string #:exists [mode:symbol])`,
    doc,
    example: `(procedure? ${name}) => #t`,
    run: (keywords: Keywords, path: MString) => make(path, keywords.get("exists")),
  });
  return [
    leaf(
      "(open-input-file path:string)",
      "An input port of a file's text.",
      "(procedure? open-input-file) => #t",
      open.in,
    ),
    leaf(
      "(open-binary-input-file path:string)",
      "An input port of a file's bytes.",
      "(procedure? open-binary-input-file) => #t",
      open.binaryIn,
    ),
    out("open-output-file", "An output port to a file, which is emptied first unless #:exists is 'append.", open.out),
    out(
      "open-binary-output-file",
      "An output port of bytes to a file, which is emptied first unless #:exists is 'append.",
      open.binaryOut,
    ),
  ];
}

function callingRows(m: Machine, ports: StandardPorts, open: Opener): Row[] {
  const closing = makeCall(m, (value: Value, port: Port) => {
    port.close();
    return value;
  });
  const within = (parameter: Procedure, port: Port, thunk: Procedure): Result =>
    closing(() => ports.within(parameter, port, thunk), undefined, port);
  const out = (name: string, doc: string, run: (port: TextOutputPort, f: Procedure) => Result): Row => ({
    signature: `(${name} path:string f:procedure #:exists [mode:symbol])`,
    doc,
    example: `(procedure? ${name}) => #t`,
    kind: "calls",
    run: (keywords: Keywords, path: MString, f: Procedure) => run(open.out(path, keywords.get("exists")), f),
  });
  return [
    calls(
      "(call-with-input-file path:string f:procedure)",
      "Calls f with an input port of a file's text, and closes it.",
      "(procedure? call-with-input-file) => #t",
      (path: MString, f: Procedure) => {
        const port = open.in(path);
        return closing(f, port, port);
      },
    ),
    calls(
      "(with-input-from-file path:string thunk:procedure)",
      "Calls thunk with a file as its input.",
      "(procedure? with-input-from-file) => #t",
      (path: MString, thunk: Procedure) => within(ports.input, open.in(path), thunk),
    ),
    out("call-with-output-file", "Calls f with an output port to a file, and closes it.", (port, f) =>
      closing(f, port, port),
    ),
    out("with-output-to-file", "Calls a thunk whose output goes to a file.", (port, thunk) =>
      within(ports.output, port, thunk),
    ),
  ];
}

function wholeRows(m: Machine, files: HostFiles, open: Opener, show: Show): Row[] {
  const put = (name: string, doc: string, text: (x: Value) => string): Row => ({
    signature: `(${name} x path:string #:exists [mode:symbol])`,
    doc,
    example: `(procedure? ${name}) => #t`,
    run(keywords: Keywords, x: Value, path: MString) {
      open.out(path, keywords.get("exists")).write(text(x));
      return UNSPECIFIED;
    },
  });
  const lines = (x: Value): string => {
    let text = "";
    for (let at = x; at instanceof Pair; at = at.cdr) text += `${show(at.car, "display")}\n`;
    return text;
  };
  return [
    leaf(
      "(file-exists? path:string)",
      "Whether there is such a file.",
      "(procedure? file-exists?) => #t",
      (path: MString) => ask(() => files.exists(path.toString())),
    ),
    leaf("(delete-file path:string)", "Deletes a file.", "(procedure? delete-file) => #t", (path: MString) => {
      ask(() => files.remove(path.toString()));
      return UNSPECIFIED;
    }),
    leaf("(file->string path:string)", "A file's text.", "(procedure? file->string) => #t", (path: MString) =>
      str(ask(() => files.readText(path.toString()))),
    ),
    leaf("(file->lines path:string)", "A file's lines, as a list.", "(procedure? file->lines) => #t", (path: MString) =>
      linesOf(
        m,
        ask(() => files.readText(path.toString())),
      ),
    ),
    leaf("(file->bytes path:string)", "A file's bytes.", "(procedure? file->bytes) => #t", (path: MString) =>
      ask(() => files.readBytes(path.toString())),
    ),
    put("display-to-file", "Displays x to a file.", (x) => show(x, "display")),
    put("write-to-file", "Writes x to a file.", (x) => show(x, "write")),
    put("display-lines-to-file", "Displays each element of a list on a line of its own in a file.", lines),
  ];
}

export function fileRows(m: Machine, ports: StandardPorts, files: HostFiles, show: Show): Row[] {
  const open = makeOpener(files);
  return [...openingRows(open), ...callingRows(m, ports, open), ...wholeRows(m, files, open, show)];
}
