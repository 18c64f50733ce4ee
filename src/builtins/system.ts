// The process as a script sees it (R7RS 6.14): leaving, environment variables, command line, features of the host.
import { listFrom, Pair } from "../values/pair.ts";
import { type MString, str } from "../values/string.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import type { Section } from "./row.ts";

/** As processes count: #t and nothing are success, #f is failure, small integers are themselves. */
function exitCode(x: Value | undefined): number {
  if (x === undefined || x === true || x === UNSPECIFIED) return 0;
  if (typeof x === "number" && x >= 0 && x < 256) return x;
  return x === false ? 1 : 0;
}

export const system: Section = (m, services) => {
  const { host, scheduler } = services;
  const leave = (x: Value | undefined) => {
    services.emit({ type: "exit", code: exitCode(x) });
    return scheduler.finish(UNSPECIFIED);
  };
  return [
    {
      signature: "(exit [code])",
      doc: "Ends the run: winders run, open calls are cancelled. The code is that of `skein run`: an integer, #t for 0, #f for 1.",
      example: "(procedure? exit) => #t",
      kind: "calls",
      run: leave,
    },
    {
      signature: "(emergency-exit [code])",
      doc: "Ends the run without running winders.",
      example: "(procedure? emergency-exit) => #t",
      kind: "calls",
      run: (x: Value | undefined) =>
        m.act((m) => {
          m.winders = undefined;
          return leave(x);
        }),
    },
    leaf(
      "(get-environment-variable name:string)",
      "The value of an environment variable that the host shows to scripts, or #f.",
      '(get-environment-variable "NO_SUCH_VARIABLE") => #f',
      (name: MString) => {
        const value = host.environment.get(name.toString());
        return value === undefined ? false : str(value);
      },
    ),
    leaf(
      "(getenv name:string)",
      "The value of an environment variable that the host shows to scripts, or #f.",
      '(getenv "NO_SUCH_VARIABLE") => #f',
      (name: MString) => {
        const value = host.environment.get(name.toString());
        return value === undefined ? false : str(value);
      },
    ),
    leaf(
      "(get-environment-variables)",
      "All environment variables that the host shows to scripts: a list of (name . value).",
      "(list? (get-environment-variables)) => #t",
      () => listFrom(host.environment.all().map(([name, value]) => new Pair(str(name), str(value)))),
    ),
    leaf(
      "(current-command-line-arguments)",
      "The arguments of the command line that the host shows to scripts, as a vector.",
      "(vector? (current-command-line-arguments)) => #t",
      () => host.environment.commandLine.slice(1).map(str),
    ),
    leaf("(command-line)", "The command line that the host shows to scripts.", "(list? (command-line)) => #t", () =>
      listFrom(host.environment.commandLine.map(str)),
    ),
  ];
};
