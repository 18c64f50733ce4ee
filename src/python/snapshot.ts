// Memory snapshots of a loaded interpreter, kept in the user's cache folder: a start from one takes a fifth of the time.
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ChildFiles } from "./locate.ts";

/** 30 MB each. */
const KEEP = 4;

export class SnapshotCache {
  readonly #folder: string;
  readonly #name: string;

  /** A snapshot belongs to one version of Pyodide and of the child, which holds the runner. */
  constructor(files: ChildFiles, folder: string | undefined) {
    this.#folder = folder ?? defaultFolder();
    const hash = createHash("sha256");
    hash.update(fs.readFileSync(files.program));
    hash.update(fs.readFileSync(path.join(files.pyodide, "package.json")));
    hash.update(process.version);
    this.#name = `python-${hash.digest("hex").slice(0, 32)}.snapshot`;
  }

  get file(): string {
    return path.join(this.#folder, this.#name);
  }

  /** A descriptor to read the snapshot from; undefined when there is none, or one that others could have written. */
  open(): number | undefined {
    let fd: number | undefined;
    try {
      fd = fs.openSync(this.file, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
      const stat = fs.fstatSync(fd);
      const mine = process.getuid === undefined || stat.uid === process.getuid();
      if (stat.isFile() && mine && (stat.mode & 0o022) === 0) return fd;
    } catch {
      // Not there yet, or not readable: the interpreter starts without.
    }
    if (fd !== undefined) fs.closeSync(fd);
    return undefined;
  }

  /** Keeps a snapshot; silently does without when the folder can not be written. */
  save(bytes: Uint8Array): void {
    const temporary = `${this.file}.${process.pid}.${randomBytes(6).toString("hex")}`;
    try {
      fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      fs.writeFileSync(temporary, bytes, { mode: 0o600, flag: "wx" });
      fs.renameSync(temporary, this.file);
      this.#removeOld();
    } catch {
      remove(temporary);
    }
  }

  discard(): void {
    remove(this.file);
  }

  /** Keeps the snapshots of a few other versions: programs of this user may carry different ones. */
  #removeOld(): void {
    const files = fs.readdirSync(this.#folder).filter((name) => /^python-.*\.snapshot/.test(name));
    const byAge = files
      .map((name) => ({
        file: path.join(this.#folder, name),
        age: -fs.statSync(path.join(this.#folder, name)).mtimeMs,
      }))
      .sort((a, b) => a.age - b.age);
    for (const { file } of byAge.slice(KEEP)) fs.rmSync(file, { force: true });
  }
}

function remove(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // Even `force` minds when a folder of the path is no folder.
  }
}

function defaultFolder(): string {
  const base =
    process.env.XDG_CACHE_HOME ??
    (process.platform === "darwin" ? path.join(os.homedir(), "Library", "Caches") : path.join(os.homedir(), ".cache"));
  return path.join(base, "skein");
}
