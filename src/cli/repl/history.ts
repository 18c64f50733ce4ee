// What was entered, across sessions: one JSON string a line in a file that only its owner reads.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** More than this is cut when a session begins. */
const KEPT = 2000;

export class History {
  readonly #file: string | undefined;
  readonly #entries: string[];
  /** Behind the last entry when nothing was recalled. */
  #at: number;
  /** What was typed before the first step back. */
  #typed = "";

  /** Without a file it lasts as long as the session. */
  constructor(file: string | undefined) {
    this.#file = file;
    this.#entries = file === undefined ? [] : load(file);
    this.#at = this.#entries.length;
  }

  /** As in shells, what begins with a space is not kept; nor is a repetition. */
  add(entry: string): void {
    if (entry.trim() !== "" && !entry.startsWith(" ") && entry !== this.#entries.at(-1)) {
      this.#entries.push(entry);
      if (this.#file !== undefined) append(this.#file, entry);
    }
    this.#at = this.#entries.length;
  }

  /** The entry before (-1) or after (+1) that begins as what was typed does; `undefined` at the ends. */
  step(direction: -1 | 1, line: string): string | undefined {
    if (this.#at === this.#entries.length) this.#typed = line;
    for (let i = this.#at + direction; i >= 0 && i < this.#entries.length; i += direction) {
      const entry = this.#entries[i] as string;
      if (!entry.startsWith(this.#typed) || entry === line) continue;
      this.#at = i;
      return entry;
    }
    if (direction < 0 || this.#at === this.#entries.length) return undefined;
    this.#at = this.#entries.length;
    return this.#typed;
  }

  /** The newest entry that holds `text`, from `before` backwards, and its place. */
  search(text: string, before = this.#entries.length): { entry: string; at: number } | undefined {
    for (let i = Math.min(before, this.#entries.length) - 1; i >= 0; i--) {
      const entry = this.#entries[i] as string;
      if (text !== "" && entry.includes(text)) return { entry, at: i };
    }
    return undefined;
  }
}

/** Where shells' users expect state that is neither configuration nor data. */
export function historyFile(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.SKEIN_HISTORY !== undefined) return environment.SKEIN_HISTORY || undefined;
  const home = environment.HOME ?? os.homedir();
  return path.join(environment.XDG_STATE_HOME || path.join(home, ".local", "state"), "skein", "history");
}

function load(file: string): string[] {
  let lines: string[];
  try {
    lines = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
  const entries = lines.flatMap((line) => {
    try {
      const entry: unknown = JSON.parse(line);
      return typeof entry === "string" ? [entry] : [];
    } catch {
      // A line that a crash cut off.
      return [];
    }
  });
  if (entries.length <= 2 * KEPT) return entries;
  const kept = entries.slice(-KEPT);
  attempt(() => {
    fs.writeFileSync(`${file}.${process.pid}`, kept.map((entry) => `${JSON.stringify(entry)}\n`).join(""), {
      mode: 0o600,
    });
    fs.renameSync(`${file}.${process.pid}`, file);
  });
  return kept;
}

function append(file: string, entry: string): void {
  attempt(() => {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  });
}

/** A history that can not be kept is no reason to disturb a session. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {}
}
