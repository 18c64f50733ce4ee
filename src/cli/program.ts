// The command line: which commands there are, their help, and what a wrong one says.
import { createRequire } from "node:module";
import { Command, CommanderError, Option } from "commander";
import { encodings } from "../host/text.ts";
import { EXIT, UsageError } from "./exit.ts";
import { addRunOptions, alias, collect, positiveNumber, type RunOptions } from "./run-options.ts";

const RUN_EXAMPLES = `
Examples:
  skein run hello.scm
  skein run triage.scm --input documents=docs.jsonl:text --budget 5.00
  skein run triage.scm --input documents=docs/ --base-url http://localhost:11434/v1 --model llama3.2
  skein run triage.scm --input documents=docs.csv:body --provider local --train labelled.jsonl
  skein run triage.scm --replay --json

stdout has what the script displays and then its result; stderr has progress, the summary, warnings and errors.
Exit codes: 0 done, 1 script error, 2 wrong command line or unreadable file, 3 stopped by a budget or limit, 130 interrupted.
Environment: OPENAI_API_KEY, OPENAI_BASE_URL, HTTPS_PROXY, NO_PROXY, NO_COLOR.`;

const REPL_EXAMPLES = `
Examples:
  skein repl
  skein repl --input documents=docs.jsonl:text --budget 1.00

In the session, ,help lists the commands. Ctrl-C stops an evaluation, Ctrl-D leaves.`;

const CHECK_EXAMPLES = `
Examples:
  skein check triage.scm
  skein check --json scripts/*.scm

Nothing is run and nothing is paid. Exit codes: 0 no errors, 1 errors, 2 wrong command line or unreadable file.`;

/** Runs a command line; resolves to the exit code. Commands are loaded when they are chosen: `--help` loads none. */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = buildProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv as string[], { from: "user" });
    return code;
  } catch (error) {
    // The message has been written already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof UsageError) {
      process.stderr.write(`skein: ${error.message}\n`);
      return EXIT.usage;
    }
    throw error;
  }
}

function buildProgram(done: (code: number) => void): Command {
  const program = new Command("skein")
    .description("An embeddable Scheme for orchestrating language models, with Python inside.")
    .version(version(), "--version")
    .helpOption("--help", "show this")
    .showHelpAfterError("(--help shows what is possible)")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "skein: ")) });

  addRunOptions(program.command("run").argument("<file>", "the script; - is standard input"))
    .description("Run a script.")
    .option("--json", "one JSON object on stdout: status, value, output, usage, cost, reason")
    .addHelpText("after", RUN_EXAMPLES)
    .action(async (file: string, options: RunOptions) => done(await (await import("./run.ts")).run(file, options)));

  addRunOptions(program.command("repl"))
    .description("An interactive session.")
    .addHelpText("after", REPL_EXAMPLES)
    .action(async (options: RunOptions) => done(await (await import("./repl/repl.ts")).repl(options)));

  program
    .command("check")
    .argument("<files...>", "scripts; - is standard input")
    .description("Find mistakes and estimate costs without running anything.")
    .option(
      "--input <name[=path[:field]]>",
      "an input of the script; with a path, its items are counted; repeatable",
      collect,
      [],
    )
    .addOption(new Option("--encoding <name>", "how input files are encoded").choices([...encodings]).default("utf-8"))
    .option("--model <name>", "for calls that name no model")
    .option("--alias <from=to>", "another model for a name in the script; repeatable", alias, {})
    .option("--prices <file>", "prices of models as JSON, over the known ones")
    .option("--allow-read <path>", "a file or folder that include may read; repeatable", collect, [])
    .option("--json", "for editors: one JSON object a file and line")
    .addHelpText("after", CHECK_EXAMPLES)
    .action(async (files: string[], options) => done(await (await import("./check.ts")).check(files, options)));

  addStoreCommands(program, done);
  return program;
}

function addStoreCommands(program: Command, done: (code: number) => void): void {
  const store = program
    .command("store")
    .description("Look after the replies that are kept, so that they are not paid twice.");
  const command = (usage: string, description: string, example: string): Command =>
    store
      .command(usage)
      .description(description)
      .option("--store <folder>", "the store", ".skein")
      .addHelpText("after", `\nExample:\n  ${example}`);
  const load = () => import("./store.ts");
  command("ls", "List the kept replies: key, age, model, cost, beginning of the prompt.", "skein store ls --json")
    .option("--json", "one JSON object a line")
    .action(async (options) => done(await (await load()).list(options)));
  command(
    "show <key>",
    "Show one reply with its request; the beginning of a key is enough.",
    "skein store show 3fa9",
  ).action(async (key: string, options) => done(await (await load()).show(key, options)));
  command(
    "export [file]",
    "Write all replies as text that reviews well; to stdout without a file.",
    "skein store export replies.txt",
  ).action(async (file: string | undefined, options) => done(await (await load()).exportTo(file, options)));
  command(
    "import <file>",
    "Read replies that were exported; - is standard input.",
    "skein store import replies.txt",
  ).action(async (file: string, options) => done(await (await load()).importFrom(file, options)));
  command("clear", "Delete kept replies.", "skein store clear --older-than 30")
    .option("--older-than <days>", "only those", positiveNumber)
    .option("--checkpoints", "checkpoints too")
    .action(async (options) => done(await (await load()).clear(options)));
}

function version(): string {
  return createRequire(import.meta.url)("skein/package.json").version;
}
