// The interpreter's file system: in memory, bounded, and without the devices that reach the real terminal.
import type { EmscriptenFs, EmscriptenNode } from "./pyodide.ts";

const ENOSPC = 51;
const MAX_NODES = 20_000;
/** What a file or folder itself weighs, beside its bytes. */
const NODE_BYTES = 512;

/**
 * Bounds what files may hold: their bytes live outside the wasm heap, so its cap does not see them. Growth is summed;
 * when the sum passes the limit, what is really held (also by open but deleted files) is counted.
 */
export class FileQuota {
  #used = 0;
  #nodes = 0;
  readonly #fs: EmscriptenFs;
  readonly #limit: number;

  constructor(fs: EmscriptenFs, limit: number) {
    this.#fs = fs;
    this.#limit = limit;
    this.#count();
    // Python's own library is there already and not the script's.
    this.#limit += this.#used;
    this.#install();
  }

  #install(): void {
    const { MEMFS } = this.#fs.filesystems;
    const { write } = MEMFS.ops_table.file.stream;
    const { setattr } = MEMFS.ops_table.file.node;
    const { createNode } = MEMFS;
    MEMFS.ops_table.file.stream.write = (stream, buffer, offset, length, position, canOwn) => {
      this.#grow(stream.node, position + length);
      return write(stream, buffer, offset, length, position, canOwn);
    };
    MEMFS.ops_table.file.node.setattr = (node, attributes) => {
      if (attributes.size !== undefined) this.#grow(node, attributes.size);
      setattr(node, attributes);
    };
    MEMFS.createNode = (parent, name, mode, dev) => {
      this.#nodes++;
      this.#reserve(NODE_BYTES + 2 * name.length);
      return createNode(parent, name, mode, dev);
    };
  }

  #grow(node: EmscriptenNode, size: number): void {
    const more = size - sizeOf(node);
    // Emscripten doubles small files and adds an eighth to big ones.
    if (more > 0) this.#reserve(Math.ceil(more + size / 8));
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes > this.#limit || this.#nodes > MAX_NODES) this.#count();
    if (this.#used + bytes > this.#limit || this.#nodes > MAX_NODES) throw new this.#fs.ErrnoError(ENOSPC);
    this.#used += bytes;
  }

  #count(): void {
    const seen = new Set<EmscriptenNode>();
    const waiting = [this.#fs.root, ...this.#fs.streams.flatMap((stream) => (stream ? [stream.node] : []))];
    let used = 0;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      used += NODE_BYTES + 2 * node.name.length + sizeOf(node);
      const { contents } = node;
      if (contents !== null && typeof contents === "object" && !ArrayBuffer.isView(contents)) {
        waiting.push(...Object.values(contents));
      }
    }
    this.#used = used;
    this.#nodes = seen.size;
  }
}

const sizeOf = (node: EmscriptenNode): number => (ArrayBuffer.isView(node.contents) ? node.contents.length : 0);

/** Takes away what reads and writes the process's own descriptors: those carry the protocol. */
export function removeTerminals(fs: EmscriptenFs): void {
  const nothing = { read: () => 0, write: (_s: unknown, _b: unknown, _o: number, length: number) => length };
  for (const major of [5, 6]) fs.registerDevice(fs.makedev(major, 0), nothing);
  for (const path of ["/dev/tty", "/dev/tty1"]) fs.unlink(path);
}
