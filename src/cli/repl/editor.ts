// A multi-line editor on Node's readline: Enter adds a line until the form is complete.
import readline from "node:readline";
import { commonPrefix } from "./completion.ts";
import type { History } from "./history.ts";
import { indentation } from "./indent.ts";

export interface EditorOptions {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
  history: History;
  /** Candidates for the word that ends the text, and that word. */
  complete(before: string): Promise<{ candidates: string[]; word: string }>;
  /** Ctrl-C while nobody reads: the evaluation should stop. */
  onInterrupt(): void;
}

export interface ReadOptions {
  prompt: string;
  /** Whether Enter submits the text or adds a line. */
  isComplete(text: string): Promise<boolean>;
  /** Columns for the next line of a text that is not complete. */
  indent?(text: string, margin: number): number;
}

interface Key {
  name?: string;
  ctrl?: boolean;
  meta?: boolean;
  sequence?: string;
}

interface Reading extends ReadOptions {
  /** How far the prompt pushes the first line. */
  margin: number;
  resolve(text: string | undefined): void;
}

/** What Node's own REPL uses of readline beside its documented methods. */
interface Internals {
  line: string;
  cursor: number;
  _ttyWrite(text: string | undefined, key: Key): void;
  _refreshLine(): void;
  clearLine(): void;
}

type Interface = readline.Interface & Internals;

/** Text typed ahead of the prompt; more is noise. */
const MAX_AHEAD = 100_000;

/** Candidates of a completion that are shown. */
const MAX_LISTED = 100;

const BRACKETED_PASTE = { on: "\x1b[?2004h", off: "\x1b[?2004l" };

export class Editor {
  readonly #options: EditorOptions;
  readonly #rl: Interface;
  readonly #native: (text: string | undefined, key: Key) => void;
  /** Keys that came while nobody read, or while Enter was being thought about. */
  readonly #ahead: [string | undefined, Key][] = [];
  #read: Reading | undefined;
  #thinking = false;
  #pasting = false;
  #closed = false;
  #warned = false;
  /** What Ctrl-R showed last. */
  #found: { entry: string; at: number; text: string } | undefined;

  constructor(options: EditorOptions) {
    this.#options = options;
    const { input, output } = options;
    // History and completion are our own: readline's takes each line for an entry, and completes no text that comes in one piece.
    this.#rl = readline.createInterface({
      input,
      output,
      terminal: true,
      historySize: 0,
    }) as Interface;
    this.#native = this.#rl._ttyWrite.bind(this.#rl);
    this.#rl._ttyWrite = (text, key) => this.#key(text, key ?? {});
    this.#rl.on("close", () => this.#end());
    output.write(BRACKETED_PASTE.on);
  }

  /** The next complete text; `undefined` when the user is done. */
  read(options: ReadOptions): Promise<string | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the prompt may be coloured
      const margin = options.prompt.replace(/\x1b\[\d+m/g, "").length;
      this.#read = { ...options, resolve, margin };
      this.#rl.setPrompt(options.prompt);
      this.#rl.prompt();
      this.#drain();
    });
  }

  close(): void {
    if (!this.#closed) this.#rl.close();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.output.write(BRACKETED_PASTE.off);
    this.#read?.resolve(undefined);
  }

  #key(text: string | undefined, key: Key): void {
    if (this.#read === undefined && isInterrupt(key)) {
      this.#ahead.length = 0;
      this.#options.onInterrupt();
    } else if (this.#read === undefined || this.#thinking) {
      if (this.#ahead.length < MAX_AHEAD) this.#ahead.push([text, key]);
    } else {
      this.#edit(text, key);
    }
  }

  #drain(): void {
    while (this.#read !== undefined && !this.#thinking) {
      const next = this.#ahead.shift();
      if (next === undefined) return;
      this.#edit(...next);
    }
  }

  #edit(text: string | undefined, key: Key): void {
    if (key.name === "paste-start") this.#pasting = true;
    else if (key.name === "paste-end") this.#pasting = false;
    else if (isEnter(key)) this.#enter(key.meta === true);
    else if (isInterrupt(key)) this.#abandon();
    else if (key.ctrl && key.name === "d" && this.#rl.line === "") this.#leave();
    else if (key.name === "up" || (key.ctrl && key.name === "p")) this.#vertical(-1);
    else if (key.name === "down" || (key.ctrl && key.name === "n")) this.#vertical(1);
    else if (key.ctrl && key.name === "r") this.#search();
    else if (key.name === "tab" && !key.meta) this.#tab();
    else this.#native(text, key);
    if (!key.ctrl) this.#warned = false;
  }

  #enter(forced: boolean): void {
    const read = this.#read as Reading;
    if (this.#pasting || forced) {
      this.#insert("\n");
      return;
    }
    const { line } = this.#rl;
    this.#thinking = true;
    read.isComplete(line).then(
      (complete) => this.#entered(line, complete),
      () => this.#entered(line, true),
    );
  }

  #entered(line: string, complete: boolean): void {
    this.#thinking = false;
    const read = this.#read;
    if (read === undefined || this.#closed) return;
    if (complete) {
      this.#read = undefined;
      this.#rl.clearLine();
      this.#options.history.add(line);
      read.resolve(line);
      this.#interruptedAhead();
      return;
    }
    const before = line.slice(0, this.#rl.cursor);
    this.#insert(`\n${" ".repeat((read.indent ?? indentation)(before, read.margin))}`);
    this.#drain();
  }

  /** A Ctrl-C that came while Enter was being thought about is meant for what Enter began. */
  #interruptedAhead(): void {
    const last = this.#ahead.findLastIndex(([, key]) => isInterrupt(key));
    if (last < 0) return;
    this.#ahead.splice(0, last + 1);
    setImmediate(() => this.#options.onInterrupt());
  }

  /** Completes as far as all candidates agree; shows them when they do not agree any further. */
  #tab(): void {
    const { line, cursor } = this.#rl;
    const before = line.slice(0, cursor);
    if (this.#pasting || /(^|\s)$/.test(before)) {
      this.#insert(this.#pasting ? "\t" : "  ");
      return;
    }
    this.#thinking = true;
    const done = (found: { candidates: string[]; word: string }): void => {
      this.#thinking = false;
      if (this.#read === undefined || this.#closed) return;
      const more = commonPrefix(found.candidates).slice(found.word.length);
      if (more !== "") this.#insert(more);
      else if (found.candidates.length > 1) this.#list(found.candidates);
      this.#drain();
    };
    this.#options.complete(before).then(done, () => done({ candidates: [], word: "" }));
  }

  /** Below the text, in columns; the text follows once more. */
  #list(candidates: readonly string[]): void {
    const { line, cursor } = this.#rl;
    const shown = candidates.slice(0, MAX_LISTED);
    const width = Math.max(...shown.map((name) => name.length)) + 2;
    const perRow = Math.max(1, Math.floor((this.#options.output.columns ?? 80) / width));
    this.#rl.cursor = line.length;
    this.#rl.clearLine();
    for (let i = 0; i < shown.length; i += perRow) {
      const row = shown.slice(i, i + perRow).map((name) => name.padEnd(width));
      this.#options.output.write(`${row.join("").trimEnd()}\r\n`);
    }
    if (shown.length < candidates.length)
      this.#options.output.write(`… and ${candidates.length - shown.length} more\r\n`);
    this.#replace(line, cursor);
  }

  /** Ctrl-D: the end of this prompt, which may not be the end of the session. */
  #leave(): void {
    const read = this.#read;
    this.#read = undefined;
    this.#rl.clearLine();
    read?.resolve(undefined);
  }

  #insert(text: string): void {
    const { line, cursor } = this.#rl;
    this.#replace(line.slice(0, cursor) + text + line.slice(cursor), cursor + text.length);
  }

  #replace(line: string, cursor = line.length): void {
    this.#rl.line = line;
    this.#rl.cursor = cursor;
    this.#rl._refreshLine();
  }

  /** Ctrl-C at the prompt: what is typed goes; with nothing typed, says how to leave. */
  #abandon(): void {
    const { line } = this.#rl;
    this.#rl.cursor = line.length;
    this.#rl.clearLine();
    if (line === "" && !this.#warned) {
      this.#options.output.write("(Ctrl-D or ,quit leaves)\r\n");
      this.#warned = true;
    }
    this.#options.history.add("");
    this.#rl.prompt();
  }

  /** Within a text of several lines to the line above or below; from its first or last line through the history. */
  #vertical(direction: -1 | 1): void {
    const { line, cursor } = this.#rl;
    const target = besideLine(line, cursor, direction);
    if (target !== undefined) {
      this.#replace(line, target);
      return;
    }
    const entry = this.#options.history.step(direction, line);
    if (entry !== undefined) this.#replace(entry);
  }

  /** Ctrl-R: the newest entry that holds what is typed; again for older ones. */
  #search(): void {
    const { line } = this.#rl;
    const again = this.#found !== undefined && this.#found.entry === line;
    const text = again ? (this.#found?.text as string) : line;
    const found = this.#options.history.search(text, again ? this.#found?.at : undefined);
    if (found === undefined) return;
    this.#found = { ...found, text };
    this.#replace(found.entry);
  }
}

const isInterrupt = (key: Key): boolean => key.ctrl === true && key.name === "c";
const isEnter = (key: Key): boolean => (key.name === "return" || key.name === "enter") && !key.ctrl;

/** The same column of the line above or below, if there is one. */
function besideLine(text: string, cursor: number, direction: -1 | 1): number | undefined {
  const start = cursor === 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1;
  const column = cursor - start;
  if (direction < 0) {
    if (start === 0) return undefined;
    const above = text.lastIndexOf("\n", start - 2) + 1;
    return Math.min(above + column, start - 1);
  }
  const end = text.indexOf("\n", cursor);
  if (end < 0) return undefined;
  const below = text.indexOf("\n", end + 1);
  return Math.min(end + 1 + column, below < 0 ? text.length : below);
}
