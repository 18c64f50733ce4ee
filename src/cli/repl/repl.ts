// `skein repl`: reads, evaluates and prints, on a terminal with an editor and elsewhere line by line.
import readline from "node:readline";
import { createSkein, type Skein } from "../../index.ts";
import { EXIT } from "../exit.ts";
import { Progress, type ProgressEvent } from "../progress.ts";
import type { RunOptions } from "../run-options.ts";
import { setUp } from "../setup.ts";
import { paintFor, processStreams } from "../terminal.ts";
import { commands, isCommand, operandOf, pythonString, runCommand, runPython } from "./commands.ts";
import { completionsFor } from "./completion.ts";
import { Editor } from "./editor.ts";
import { History, historyFile } from "./history.ts";
import { Session } from "./session.ts";

/** Resolves to the exit code when the user leaves. */
export async function repl(options: RunOptions): Promise<number> {
  const { stdout } = processStreams(() => process.exit(EXIT.done));
  const interactive = process.stdin.isTTY === true && stdout.isTerminal;
  const progress = new Progress({
    stream: stdout,
    quiet: options.quiet === true || !interactive,
    budget: options.budget,
    now: () => performance.now(),
  });
  const setup = await setUp(options, {
    environment: process.env,
    onNewStore: (folder) =>
      progress.note(`replies are kept in ${folder}, so that they are not paid twice; --no-store keeps none`),
    onTraining: ({ tier, done, total }) =>
      progress.handle({ type: "progress", label: `training ${tier}`, done, total }),
  });
  const paint = paintFor(stdout, process.env);
  const skein = createSkein({ ...setup.options, output: (text) => session.display(text) });
  const session: Session = new Session({
    skein,
    out: stdout,
    paint,
    progress,
    inputs: Object.keys(setup.options.inputs ?? {}),
  });
  listen(skein, session, progress);
  try {
    if (interactive) await converse(session, skein);
    else await readAll(session, skein);
    return session.exitCode ?? EXIT.done;
  } finally {
    await skein.close();
    setup.close();
  }
}

function listen(skein: Skein, session: Session, progress: Progress): void {
  for (const type of ["start", "call", "error", "retry", "progress", "notice"] as const) {
    skein.on(type, (event) => progress.handle(event as ProgressEvent));
  }
  skein.on("exit", (event) => {
    if ("code" in event) session.exitCode = Number(event.code);
  });
  skein.on("call", (event) => {
    if (session.tracing) session.say(session.paint.dim(traceLine(event as unknown as TracedCall)));
  });
}

interface TracedCall {
  model: string;
  cached: boolean;
  cost: number | undefined;
  latencyMs: number;
  usage: { promptTokens: number; completionTokens: number } | undefined;
}

function traceLine({ model, cached, cost, latencyMs, usage }: TracedCall): string {
  const tokens = usage === undefined ? "" : `, ${usage.promptTokens} + ${usage.completionTokens} tokens`;
  const dollars = cost === undefined ? "" : `, $${cost.toFixed(6)}`;
  return `; ${model}${cached ? " (from the store)" : `, ${Math.round(latencyMs)} ms`}${tokens}${dollars}`;
}

async function converse(session: Session, skein: Skein): Promise<void> {
  const { paint } = session;
  const names = commands.map(({ name }) => name);
  const editor = new Editor({
    input: process.stdin,
    output: process.stdout,
    history: new History(historyFile(process.env)),
    complete: (before) => completionsFor(before, skein, names),
    onInterrupt: () => session.interrupt(),
  });
  session.say(paint.dim("Skein. ,help lists commands; Ctrl-D leaves."));
  try {
    for (;;) {
      const text = await editor.read({
        prompt: paint.green("skein> "),
        isComplete: (entered) => isComplete(skein, entered),
      });
      if (text === undefined) return session.say("");
      if (text.trim() === "") continue;
      const next = isCommand(text) ? await runCommand(session, text) : await evaluated(session, text);
      if (next === "quit" || session.exitCode !== undefined) return;
      if (next === "python") await conversePython(session, editor);
    }
  } finally {
    editor.close();
  }
}

async function evaluated(session: Session, text: string): Promise<"go on"> {
  await session.evaluate(text);
  return "go on";
}

async function isComplete(skein: Skein, text: string): Promise<boolean> {
  const wanted = isCommand(text) ? operandOf(text) : text;
  return wanted.trim() === "" || (await skein.isComplete(wanted)) !== "incomplete";
}

async function conversePython(session: Session, editor: Editor): Promise<void> {
  session.say(session.paint.dim("Python, on the same variables; Ctrl-D or an empty ,scheme goes back."));
  for (;;) {
    const text = await editor.read({
      prompt: session.paint.yellow("python> "),
      isComplete: (entered) => isCompletePython(session.skein, entered),
      indent: pythonIndentation,
    });
    if (text === undefined || text.trim() === ",scheme" || text.trim() === "exit()" || text.trim() === "quit()") return;
    if (text.trim() !== "") await runPython(session, text.replace(/\n +$/, "\n"));
  }
}

/** As Python's own prompt: a block ends with an empty line. What is wrong is complete, so that its error is shown. */
async function isCompletePython(skein: Skein, text: string): Promise<boolean> {
  if (!text.includes("\n") && !/[:\\([{]\s*(#.*)?$|"""|'''/.test(text)) return true;
  if (/\n\s*$/.test(text)) return true;
  const source = pythonString(text);
  const check = `__import__("codeop").compile_command(${source}, "<python>", "single") is not None`;
  return (await skein.python.evaluate(check).catch(() => true)) === true;
}

function pythonIndentation(text: string): number {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const indent = /^ */.exec(last)?.[0].length ?? 0;
  return /:\s*(#.*)?$/.test(last) ? indent + 4 : indent;
}

/** Input that is no terminal: forms are evaluated as soon as they are complete, nothing is prompted for. */
async function readAll(session: Session, skein: Skein): Promise<void> {
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const stop = (): void => session.interrupt();
  process.on("SIGINT", stop);
  let text = "";
  for await (const line of lines) {
    text += `${line}\n`;
    if (text.trim() === "") text = "";
    if (text === "" || !(await isComplete(skein, text))) continue;
    const next = isCommand(text) ? await runCommand(session, text) : await evaluated(session, text);
    text = "";
    if (next === "quit" || session.exitCode !== undefined) break;
  }
  if (text !== "") await session.evaluate(text);
  process.off("SIGINT", stop);
}
