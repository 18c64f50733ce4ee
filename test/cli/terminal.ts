// A program in a real pseudo-terminal: what it shows is awaited by content, never by time.
import { fileURLToPath } from "node:url";
import * as pty from "@lydell/node-pty";

export const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** A hang is found after this long. */
const PATIENCE_MS = 25_000;

export class Terminal {
  readonly #process: pty.IPty;
  /** All that was written, escape sequences taken out. */
  #seen = "";
  /** Where the next wait begins to look. */
  #from = 0;
  #wake: () => void = () => {};
  readonly exit: Promise<number>;

  constructor(args: string[], env: { [name: string]: string } = {}) {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
    this.#process = pty.spawn(process.execPath, [cli, ...args], {
      name: "xterm-256color",
      cols: 100,
      rows: 40,
      env: { ...(inherited as { [name: string]: string }), ...env },
    });
    this.#process.onData((data) => {
      this.#seen += plain(data);
      this.#wake();
    });
    this.exit = new Promise((resolve) => this.#process.onExit(({ exitCode }) => resolve(exitCode)));
  }

  type(keys: string): void {
    this.#process.write(keys);
  }

  /** Waits until `text` is shown, behind what was waited for before; gives what stood in between. */
  async until(text: string): Promise<string> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const at = this.#seen.indexOf(text, this.#from);
      if (at >= 0) {
        const between = this.#seen.slice(this.#from, at);
        this.#from = at + text.length;
        return between;
      }
      const left = end - Date.now();
      if (left < 0)
        throw new Error(
          `never shown: ${JSON.stringify(text)}; the last was:\n${this.#seen.slice(this.#from).slice(-2000)}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left + 1, 1000));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the escape sequences of terminals
const plain = (data: string): string => data.replace(/\x1b\[[\d;?]*[A-Za-z]/g, "");

export const KEYS = {
  enter: "\r",
  ctrlC: "\x03",
  ctrlD: "\x04",
  ctrlR: "\x12",
  tab: "\t",
  up: "\x1b[A",
  down: "\x1b[B",
};
