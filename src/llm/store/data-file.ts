// Looks at an LMDB file before LMDB maps it: a file that is cut short or none at all would end the process by a signal.

/** Where things are in a meta page of the 64-bit format: behind the page's header of 24 bytes. */
const META = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152, length: 160 };
const MAGIC = 0xbeefc0de;

interface Files {
  openSync(path: string, flags: string): number;
  readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  fstatSync(fd: number): { size: number };
  closeSync(fd: number): void;
}

/** Why the file can not be a database, if it can not. An empty one is one that was never written. */
export function damageOf(file: string, fs: Files): string | undefined {
  const fd = fs.openSync(file, "r");
  try {
    const { size } = fs.fstatSync(fd);
    if (size === 0) return undefined;
    const first = metaAt(fd, 0, fs);
    if (first === undefined) return "its file is no database";
    const second = metaAt(fd, first.pageSize, fs);
    if (second === undefined) return "its file is cut short";
    const { pageSize, lastPage } = second.transaction > first.transaction ? second : first;
    return size < (lastPage + 1) * pageSize ? "its file is cut short" : undefined;
  } finally {
    fs.closeSync(fd);
  }
}

interface Meta {
  pageSize: number;
  lastPage: number;
  transaction: number;
}

function metaAt(fd: number, position: number, fs: Files): Meta | undefined {
  const bytes = new Uint8Array(META.length);
  if (fs.readSync(fd, bytes, 0, META.length, position) < META.length) return undefined;
  const view = new DataView(bytes.buffer);
  // In the machine's own order; all that LMDB's prebuilt binaries run on are little-endian.
  if (view.getUint32(META.magic, true) !== MAGIC) return undefined;
  const pageSize = view.getUint32(META.pageSize, true) || 4096;
  const lastPage = Number(view.getBigUint64(META.lastPage, true));
  return { pageSize, lastPage, transaction: Number(view.getBigUint64(META.transaction, true)) };
}
