// The commands of a session: what begins with a comma.
import { summaryTable } from "../../engine/command-line.ts";
import { UsageError } from "../exit.ts";
import { readScript } from "../setup.ts";
import type { Session } from "./session.ts";

export interface Command {
  name: string;
  argument?: string;
  doc: string;
  run(session: Session, argument: string): Promise<CommandResult>;
}

/** What the session's loop does next. */
export type CommandResult = "go on" | "quit" | "python";

export const commands: readonly Command[] = [
  { name: ",doc", argument: "name", doc: "signature, meaning and examples of a procedure", run: doc },
  { name: ",apropos", argument: "text", doc: "names that hold the text, or whose meaning does", run: apropos },
  { name: ",source", argument: "name", doc: "the text that defined a name", run: source },
  { name: ",time", argument: "expr", doc: "evaluate, and say how long it took", run: time },
  { name: ",cost", doc: "calls, tokens and dollars so far, by model", run: cost },
  { name: ",inputs", doc: "the inputs of this session and what was defined", run: inputs },
  { name: ",trace", doc: "tell every call to a model, or stop telling", run: trace },
  { name: ",load", argument: "file", doc: "evaluate a file in this session", run: load },
  {
    name: ",python",
    argument: "[code]",
    doc: "a Python prompt on the same variables; with code, run that",
    run: python,
  },
  { name: ",help", doc: "this", run: help },
  { name: ",quit", doc: "leave; so does Ctrl-D", run: async () => "quit" },
];

/** Whether a text is for `runCommand`: a comma that is no unquote of something in parentheses. */
export const isCommand = (text: string): boolean => /^\s*,[a-z]/.test(text);

/** What a command wants evaluated, so that a form may go on over several lines. */
export const operandOf = (text: string): string => /^\s*,time\s([\s\S]*)$/.exec(text)?.[1] ?? "";

export async function runCommand(session: Session, text: string): Promise<CommandResult> {
  const [, name = "", argument = ""] = /^\s*(,\S+)\s*([\s\S]*?)\s*$/.exec(text) ?? [];
  const exact = commands.find((command) => command.name === name);
  const matching = exact ? [exact] : commands.filter((command) => command.name.startsWith(name));
  const [command] = matching;
  if (command === undefined || matching.length > 1) {
    const candidates = matching.map((one) => one.name).join(", ");
    session.say(
      command === undefined ? `there is no command ${name}; ,help lists them` : `${name} may be ${candidates}`,
    );
    return "go on";
  }
  if (argument === "" && command.argument !== undefined && !command.argument.startsWith("[")) {
    session.say(`${command.name} needs what it is about: ${command.name} ${command.argument}`);
    return "go on";
  }
  return await command.run(session, argument);
}

async function doc(session: Session, name: string): Promise<CommandResult> {
  await session.attempt(async () => {
    const found = await session.skein.describe(name);
    if (found === undefined) {
      const near = (await session.skein.apropos(name)).slice(0, 8).join(" ");
      session.say(`nothing is known of ${name}${near === "" ? "" : `; do you mean one of: ${near}`}`);
      return;
    }
    session.say(session.paint.bold(found.signature));
    if (found.doc) session.say(found.doc);
    for (const example of found.examples) session.say(session.paint.dim(`  ${example}`));
  });
  return "go on";
}

async function apropos(session: Session, text: string): Promise<CommandResult> {
  await session.attempt(async () => {
    const names = await session.skein.apropos(text);
    if (names.length === 0) session.say(`no name has to do with ${text}`);
    for (const name of names.slice(0, 60)) {
      const known = await session.skein.describe(name);
      session.say(`${session.paint.bold(name)}${known?.doc ? `  ${session.paint.dim(known.doc)}` : ""}`);
    }
    if (names.length > 60) session.say(`… and ${names.length - 60} more`);
  });
  return "go on";
}

async function source(session: Session, name: string): Promise<CommandResult> {
  const text = session.sources.get(name);
  if (text !== undefined) session.say(text);
  else if (await session.skein.describe(name))
    session.say(`${name} belongs to the library; ,doc ${name} says what it does`);
  else session.say(`${name} was not defined in this session`);
  return "go on";
}

async function time(session: Session, text: string): Promise<CommandResult> {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  await session.evaluate(text);
  const wall = performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  session.say(session.paint.dim(`${wall.toFixed(1)} ms, ${((user + system) / 1000).toFixed(1)} ms of processor`));
  return "go on";
}

async function cost(session: Session): Promise<CommandResult> {
  const { models, cost } = session.skein.spent();
  session.say(models.length === 0 ? "no model was asked" : `${summaryTable(models)}\nin all $${cost.toFixed(4)}`);
  return "go on";
}

async function inputs(session: Session): Promise<CommandResult> {
  const variables = await session.skein.variables();
  const shown = variables.filter(({ name }) => !/^\$\d+$/.test(name));
  if (shown.length === 0) session.say("there are no inputs, and nothing is defined; --input NAME=PATH gives one");
  for (const { name, text } of shown) {
    const mark = session.inputs.includes(name) ? session.paint.dim(" (input)") : "";
    session.say(`${session.paint.bold(name)}${mark} = ${text}`);
  }
  return "go on";
}

async function trace(session: Session): Promise<CommandResult> {
  session.tracing = !session.tracing;
  session.say(session.tracing ? "every call is told" : "calls are not told any more");
  return "go on";
}

async function load(session: Session, file: string): Promise<CommandResult> {
  try {
    const script = readScript(file.replace(/^"(.*)"$/, "$1"));
    await session.evaluate(script.source, script.name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    session.say(session.paint.red(error.message));
  }
  return "go on";
}

async function python(session: Session, code: string): Promise<CommandResult> {
  if (code === "") return "python";
  await runPython(session, code);
  return "go on";
}

/** As Python's own prompt does it: the value of an expression is shown by its `repr`, and kept as `_`. */
export async function runPython(session: Session, code: string): Promise<void> {
  await session.attempt(async () => {
    await session.skein.python.evaluate(`exec(compile(${pythonString(code)}, "<python>", "single"))`);
  });
}

/** JSON's escapes are Python's, but for surrogate pairs, which `compile` reads as two. */
export function pythonString(text: string): string {
  const escaped = [...text].map((char) => {
    const code = char.codePointAt(0) as number;
    if (code > 0xffff) return `\\U${code.toString(16).padStart(8, "0")}`;
    return code >= 0x20 && code < 0x7f && char !== '"' && char !== "\\"
      ? char
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped.join("")}"`;
}

async function help(session: Session): Promise<CommandResult> {
  const titles = commands.map(({ name, argument }) => (argument === undefined ? name : `${name} ${argument}`));
  const width = Math.max(...titles.map((title) => title.length));
  for (const [i, { doc }] of commands.entries()) {
    session.say(`${session.paint.bold((titles[i] as string).padEnd(width))}  ${doc}`);
  }
  session.say(
    "Enter adds a line until a form is complete; Alt-Enter always does. Tab completes, up and down and Ctrl-R recall.",
  );
  session.say("Results are kept as $1, $2 …. Ctrl-C stops an evaluation, Ctrl-D leaves.");
  return "go on";
}
