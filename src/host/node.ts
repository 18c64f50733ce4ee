// The host on Node: exactly the files and variables that were granted, by real paths.
import fs from "node:fs";
import path from "node:path";
import { systemClock } from "./clock.ts";
import { deny, denyHost } from "./deny.ts";
import { heapUsed } from "./heap.ts";
import { type Host, HostError, type HostFiles } from "./host.ts";
import { decodeText } from "./text.ts";

export interface NodeGrants {
  /** Files and folders that may be read; a folder stands for all that is really in it. */
  read?: readonly string[];
  /** Files and folders that may be written and deleted. Does not allow to read them. */
  write?: readonly string[];
  /** Environment variables that may be seen. */
  env?: readonly string[];
  /** What `(command-line)` gives. */
  commandLine?: readonly string[];
  /** What relative paths, of grants and of scripts, start from; default: the current folder at this moment. */
  base?: string;
}

/** A host with the given grants and no others. */
export function nodeHost(grants: NodeGrants = {}): Host {
  checkGrants(grants);
  const variables = grants.env ?? [];
  return {
    files: new GrantedFiles(grants),
    clock: systemClock,
    environment: {
      get: (name) => (variables.includes(name) ? process.env[name] : undefined),
      all: () => variables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
      commandLine: [...(grants.commandLine ?? denyHost().environment.commandLine)],
    },
    ...(heapUsed && { heapUsed }),
  };
}

function checkGrants(grants: NodeGrants): void {
  for (const [name, value] of Object.entries(grants)) {
    if (name === "base" ? typeof value === "string" : isStrings(value)) continue;
    if (value === undefined) continue;
    throw new TypeError(`nodeHost: expected ${name === "base" ? "a path" : "an array of strings"} as ${name}`);
  }
}

const isStrings = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "string");

const { O_RDONLY, O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW, O_NONBLOCK } = fs.constants;

/** Without it, opening a named pipe would wait for its other end for ever. */
const SAFELY = (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

class GrantedFiles implements HostFiles {
  readonly #base: string;
  readonly #read: readonly string[];
  readonly #write: readonly string[];

  constructor(grants: NodeGrants) {
    this.#base = path.resolve(grants.base ?? process.cwd());
    const real = (grant: string): string =>
      realTarget(path.resolve(this.#base, grant)) ?? path.resolve(this.#base, grant);
    this.#read = (grants.read ?? []).map(real);
    this.#write = (grants.write ?? []).map(real);
  }

  readText(name: string): string {
    return decodeText(this.readBytes(name), name);
  }

  readBytes(name: string): Uint8Array {
    return this.#open("reading", name, O_RDONLY, this.#read, (fd) => fs.readFileSync(fd));
  }

  writeText(name: string, text: string, mode: "truncate" | "append"): void {
    this.writeBytes(name, new TextEncoder().encode(text), mode);
  }

  writeBytes(name: string, bytes: Uint8Array, mode: "truncate" | "append"): void {
    const flags = O_WRONLY | O_CREAT | (mode === "append" ? O_APPEND : 0);
    this.#open("writing", name, flags, this.#write, (fd) => {
      // Not by a flag of `open`: nothing is cut before the opened file is known to be the granted one.
      if (mode === "truncate") fs.ftruncateSync(fd);
      fs.writeFileSync(fd, bytes);
    });
  }

  exists(name: string): boolean {
    const grants = [...this.#read, ...this.#write];
    const target = realTarget(this.#resolve(name));
    if (target === undefined || !isWithin(target, grants)) deny("looking for", name);
    return fs.existsSync(target);
  }

  remove(name: string): void {
    const wanted = this.#resolve(name);
    const folder = realTarget(path.dirname(wanted));
    // The entry itself, not what it may link to.
    const entry = folder && path.join(folder, path.basename(wanted));
    if (entry === undefined || !isWithin(entry, this.#write)) deny("deleting", name);
    attempt("delete", name, () => fs.unlinkSync(entry));
  }

  #resolve(name: string): string {
    if (name === "" || name.includes("\0"))
      throw new HostError("bad-path", `${JSON.stringify(name)} is no path of a file`);
    return path.resolve(this.#base, name);
  }

  /** Checks, opens, and checks again what was really opened: a link may have been put in place in between. */
  #open<T>(
    action: "reading" | "writing",
    name: string,
    flags: number,
    grants: readonly string[],
    use: (fd: number) => T,
  ): T {
    const target = realTarget(this.#resolve(name));
    if (target === undefined || !isWithin(target, grants)) deny(action, name);
    const verb = action === "reading" ? "read" : "write";
    return attempt(verb, name, () => {
      const fd = fs.openSync(target, flags | SAFELY, 0o666);
      try {
        if (!isWithin(pathOf(fd, target), grants)) deny(action, name);
        if (!fs.fstatSync(fd).isFile())
          throw new HostError("not-a-file", `can not ${verb} ${name}: it is no ordinary file`);
        return use(fd);
      } finally {
        fs.closeSync(fd);
      }
    });
  }
}

/**
 * The path with all links resolved. What does not exist yet is its real folder and its name; `undefined` when there is no
 * such folder, or when the path is a link to nothing (writing through it would create a file elsewhere).
 */
function realTarget(wanted: string): string | undefined {
  const real = realPath(wanted);
  if (real !== undefined) return real;
  if (fs.lstatSync(wanted, { throwIfNoEntry: false }) !== undefined) return undefined;
  const parent = path.dirname(wanted);
  const folder = parent === wanted ? undefined : realTarget(parent);
  return folder && path.join(folder, path.basename(wanted));
}

function realPath(wanted: string): string | undefined {
  try {
    return fs.realpathSync.native(wanted);
  } catch {
    return undefined;
  }
}

function isWithin(target: string, grants: readonly string[]): boolean {
  return grants.some(
    (grant) => target === grant || target.startsWith(grant.endsWith(path.sep) ? grant : grant + path.sep),
  );
}

/** Where an open file is: the kernel's word on Linux; elsewhere what the path now leads to, if that is the same file. */
function pathOf(fd: number, target: string): string {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    const opened = fs.fstatSync(fd);
    const now = realPath(target);
    const there = now === undefined ? undefined : fs.statSync(now, { throwIfNoEntry: false });
    return now !== undefined && there?.ino === opened.ino && there.dev === opened.dev ? now : "";
  }
}

const REASONS: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "the operating system does not permit it",
  EPERM: "the operating system does not permit it",
  ELOOP: "it is a link",
  ENOSPC: "the disk is full",
  EROFS: "the disk can not be written",
  ENXIO: "it is no ordinary file",
  EMFILE: "too many files are open",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
};

/** Errors of the operating system as `HostError`, without this machine's paths. */
function attempt<T>(verb: string, name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof HostError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    const reason = REASONS[code] ?? `the operating system says ${code}`;
    throw new HostError(code === "ENOENT" ? "not-found" : "io", `can not ${verb} ${name}: ${reason}`);
  }
}
