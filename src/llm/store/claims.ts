// Which process is asking for what: a second one on the same store waits for the first one's reply instead of paying too.
import type { Database, RootDatabase } from "lmdb";

export interface Claims {
  /** True when the request is ours to send, and until `unclaim` nobody else's. */
  claim(key: string): Promise<boolean>;
  unclaim(key: string): Promise<void>;
  close(): Promise<void>;
}

interface Owner {
  host: string;
  pid: number;
  /** When it last said that it lives. */
  beat: number;
}

const beatMs = 3000;
/** A process that was silent for this long is taken for dead, also when its number lives on in another one. */
const silenceMs = 20_000;

/**
 * In an environment of its own that is never flushed: a claim takes 0.05 ms instead of 1 ms, and is worth nothing after a
 * crash of the machine.
 */
export async function openClaims(directory: string): Promise<Claims> {
  const { hostname } = await import("node:os");
  const root = await openDisposable(directory);
  return new ProcessClaims(root, hostname());
}

async function openDisposable(directory: string): Promise<RootDatabase<string, string>> {
  const { open } = await import("lmdb");
  const make = () => open<string, string>({ path: directory, encoding: "string", noSync: true });
  try {
    return make();
  } catch {
    const { rmSync } = await import("node:fs");
    rmSync(directory, { recursive: true, force: true });
    return make();
  }
}

let counter = 0;

class ProcessClaims implements Claims {
  readonly #root: RootDatabase<string, string>;
  readonly #claims: Database<string, string>;
  readonly #owners: Database<string, string>;
  readonly #host: string;
  /** Several engines of one process are several owners. */
  readonly #self: string;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #begun: Promise<unknown>;

  constructor(root: RootDatabase<string, string>, host: string) {
    this.#root = root;
    this.#claims = root.openDB({ name: "claims", encoding: "string" });
    this.#owners = root.openDB({ name: "owners", encoding: "string" });
    this.#host = host;
    this.#self = `${host}:${process.pid}:${Date.now()}:${counter++}`;
    this.#begun = this.#beat();
    this.#timer = setInterval(() => void this.#beat().catch(() => {}), beatMs);
    this.#timer.unref();
    this.#sweep();
  }

  async claim(key: string): Promise<boolean> {
    await this.#begun;
    const mine = await this.#claims.ifNoExists(key, () => void this.#claims.put(key, this.#self));
    if (mine) return true;
    const owner = this.#claims.get(key);
    if (owner !== undefined && (owner === this.#self || this.#lives(owner))) return false;
    // Its owner is gone: whoever is first to take it over has it.
    return await this.#claims.transaction(() => {
      if (this.#claims.get(key) !== owner) return false;
      this.#claims.put(key, this.#self);
      return true;
    });
  }

  async unclaim(key: string): Promise<void> {
    await this.#claims.remove(key);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#owners.remove(this.#self);
    await this.#root.close();
  }

  async #beat(): Promise<void> {
    const owner: Owner = { host: this.#host, pid: process.pid, beat: Date.now() };
    await this.#owners.put(this.#self, JSON.stringify(owner));
  }

  #lives(id: string): boolean {
    const text = this.#owners.get(id);
    if (text === undefined) return false;
    const { host, pid, beat } = JSON.parse(text) as Owner;
    if (Date.now() - beat > silenceMs) return false;
    return host !== this.#host || isRunning(pid);
  }

  /** Forgets the dead, so that the environment does not grow by every kill. Their claims are taken over when asked for. */
  #sweep(): void {
    const dead = [...this.#owners.getKeys()].filter((id) => id !== this.#self && !this.#lives(id));
    for (const id of dead) this.#owners.remove(id);
    for (const { key, value } of [...this.#claims.getRange()]) {
      if (dead.includes(value)) this.#release(key, value);
    }
  }

  /** Unless somebody else has taken it over meanwhile. */
  #release(key: string, owner: string): void {
    this.#claims
      .transaction(() => {
        if (this.#claims.get(key) === owner) this.#claims.remove(key);
      })
      .catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}
