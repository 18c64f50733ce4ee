// The parts of Pyodide and Emscripten that the child touches; many are not in their published types.

export interface EmscriptenStream {
  seekable: boolean;
  node: EmscriptenNode;
}

export interface EmscriptenNode {
  name: string;
  mode: number;
  contents: Uint8Array | { [name: string]: EmscriptenNode } | null;
  usedBytes: number;
}

interface DeviceOps {
  open?: (stream: EmscriptenStream) => void;
  read: (stream: EmscriptenStream, buffer: Int8Array | Uint8Array, offset: number, length: number) => number;
  write: (stream: EmscriptenStream, buffer: Int8Array | Uint8Array, offset: number, length: number) => number;
}

/** The functions of one kind of file, shared by all files of that kind. */
export interface MemfsFileOps {
  node: { setattr: (node: EmscriptenNode, attributes: { size?: number }) => void };
  stream: {
    write: (
      stream: EmscriptenStream,
      buffer: Uint8Array,
      offset: number,
      length: number,
      position: number,
      canOwn?: boolean,
    ) => number;
  };
}

export interface Memfs {
  ops_table: { file: MemfsFileOps };
  createNode: (parent: EmscriptenNode | null, name: string, mode: number, dev?: number) => EmscriptenNode;
}

export interface EmscriptenFs {
  ErrnoError: new (errno: number) => Error;
  makedev(major: number, minor: number): number;
  registerDevice(device: number, ops: Partial<DeviceOps>): void;
  mkdev(path: string, device: number): void;
  unlink(path: string): void;
  root: EmscriptenNode;
  streams: (EmscriptenStream | null | undefined)[];
  filesystems: { MEMFS: Memfs };
  writeFile(path: string, data: Uint8Array | string): void;
}

export interface Pyodide {
  FS: EmscriptenFs;
  runPython(code: string): unknown;
  setInterruptBuffer(buffer: Uint8Array): void;
  setStdin(options: { stdin?: () => null; error?: boolean }): void;
  setStdout(options: { write: (buffer: Uint8Array) => number; isatty?: boolean }): void;
  setStderr(options: { write: (buffer: Uint8Array) => number; isatty?: boolean }): void;
  makeMemorySnapshot(): Uint8Array;
  _module: {
    _PyThreadState_Get(): number;
    _PyUnstable_ThreadState_SetStackProtection(state: number, start: number, size: number): number;
    _emscripten_stack_get_base(): number;
  };
}

export interface LoadOptions {
  indexURL: string;
  jsglobals: object;
  lockFileContents: string;
  packageBaseUrl: string;
  env: { [name: string]: string };
  stdout: (line: string) => void;
  stderr: (line: string) => void;
  _makeSnapshot?: boolean;
  _loadSnapshot?: Uint8Array;
}

export type LoadPyodide = (options: LoadOptions) => Promise<Pyodide>;
