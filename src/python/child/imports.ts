// What WebAssembly may call of JavaScript once user code runs: an allow-list, everything else stubbed or fatal.

type Import = ((...args: unknown[]) => unknown) & { sig?: string };
type Imports = { [name: string]: unknown };

/**
 * Files (all in memory), clocks, random bytes, and what the interpreter needs to call itself. Derived by running the
 * standard library with every import counted, then read one by one; `test/python/imports.test.ts` holds it to both.
 * Left out on purpose: `mknodat` (it can make a device out of any number), pipes and `mmap` (memory outside the cap).
 */
export const ALLOWED: ReadonlySet<string> = new Set([
  "_PyEM_TrampolineCall_JS",
  "__call_sighandler",
  "emscripten_runtime_keepalive_push",
  "emscripten_runtime_keepalive_pop",
  "_emscripten_runtime_keepalive_clear",
  // clocks
  "emscripten_date_now",
  "emscripten_get_now",
  "clock_time_get",
  "clock_res_get",
  "_tzset_js",
  "_timegm_js",
  "_mktime_js",
  "_localtime_js",
  "_gmtime_js",
  // memory and randomness
  "emscripten_get_heap_max",
  "random_get",
  "environ_get",
  "environ_sizes_get",
  // files
  "fd_close",
  "fd_read",
  "fd_write",
  "fd_seek",
  "fd_sync",
  "fd_pread",
  "fd_pwrite",
  "fd_fdstat_get",
  "__syscall_openat",
  "__syscall_faccessat",
  "__syscall_chdir",
  "__syscall_chmod",
  "__syscall_dup",
  "__syscall_dup3",
  "__syscall_fchdir",
  "__syscall_fchmod",
  "__syscall_fchmodat2",
  "__syscall_fdatasync",
  "__syscall_fstat64",
  "__syscall_stat64",
  "__syscall_newfstatat",
  "__syscall_lstat64",
  "__syscall_ftruncate64",
  "__syscall_truncate64",
  "__syscall_getcwd",
  "__syscall_getdents64",
  "__syscall_mkdirat",
  "__syscall_fadvise64",
  "__syscall_readlinkat",
  "__syscall_unlinkat",
  "__syscall_rmdir",
  "__syscall_renameat",
  "__syscall_statfs64",
  "__syscall_fstatfs64",
  "__syscall_symlinkat",
  "__syscall_utimensat",
  "__syscall_fcntl64",
]);

const ENOSYS = -52;
const ENOTTY = -59;
const EAI_FAIL = -4;

/** Refusals that C code takes as an ordinary answer, so that a script sees an exception and not the end. */
export const STUBS: { readonly [name: string]: unknown } = {
  __syscall_ioctl: ENOTTY,
  __syscall_getuid32_js: 0,
  __syscall_umask_js: 0o22,
  _emscripten_system: -1,
  _setitimer_js: -1,
  _mmap_js: ENOSYS,
  _munmap_js: ENOSYS,
  _msync_js: ENOSYS,
  ffi_closure_alloc_js: 0,
  ffi_closure_free_js: undefined,
  ffi_prep_closure_loc_js: 1,
  _dlopen_js: 0,
  _dlsym_js: 0,
  getaddrinfo: EAI_FAIL,
  getnameinfo: EAI_FAIL,
  getprotobyname: 0,
  _emscripten_lookup_name: 0,
  _try_fcntl64: 0,
  _try_shutdown: 0,
  _maybe_connect_async: null,
  _maybe_recvfrom_async: null,
  _maybe_sendto_async: null,
  _maybe_poll_async: null,
  emscripten_out: undefined,
  emscripten_err: undefined,
  emscripten_console_log: undefined,
  emscripten_console_warn: undefined,
  emscripten_console_error: undefined,
  emscripten_console_trace: undefined,
  emscripten_log_impl_js: undefined,
  _emscripten_log_formatted: undefined,
  emscripten_debugger: undefined,
};

export interface ImportPolicy {
  /** Called by the interpreter while it runs; 2 raises KeyboardInterrupt. */
  readonly checkSignals: () => number;
  readonly heapBytes: number;
  /** The interpreter ends itself, or tried what it must not. Does not return. */
  readonly end: (reason: string) => never;
}

/** The gate between WebAssembly and JavaScript: open while Pyodide loads, then shut for good. */
export class ImportGate {
  #locked = false;
  readonly #policy: ImportPolicy;
  readonly #filter: boolean;

  /** With `filter` off only deadlines and the heap cap work: for testing the other layers. */
  constructor(policy: ImportPolicy, filter: boolean) {
    this.#policy = policy;
    this.#filter = filter;
  }

  lock(): void {
    this.#locked = true;
  }

  /**
   * Replaces every function among the imports, also those that the module does not name itself: the same object is
   * what Emscripten's dynamic linker and the function table are filled from.
   */
  install(imports: Imports): void {
    for (const name of Object.keys(imports)) {
      const original = imports[name];
      if (typeof original === "function") imports[name] = this.#replace(name, original as Import);
    }
  }

  #replace(name: string, original: Import): Import {
    const replacement = this.#special(name, original) ?? this.#guarded(name, original);
    if (original.sig !== undefined && replacement !== original) replacement.sig = original.sig;
    return replacement;
  }

  #special(name: string, original: Import): Import | undefined {
    const { checkSignals, heapBytes, end } = this.#policy;
    switch (name) {
      case "_Py_CheckEmscriptenSignals_Helper":
        return checkSignals;
      case "emscripten_resize_heap":
        // Emscripten may grow by a fifth more than was asked for, so the heap stays below 1.2 times the cap.
        return (size) => ((size as number) >>> 0 > heapBytes ? 0 : original(size));
      case "proc_exit":
      case "exit":
        return (code) => (this.#locked ? end(`it ended itself with status ${code}`) : original(code));
      case "_abort_js":
      case "__assert_fail":
        return (...args) => (this.#locked ? end("it aborted") : original(...args));
      default:
        return undefined;
    }
  }

  #guarded(name: string, original: Import): Import {
    const { end } = this.#policy;
    if (!this.#filter || ALLOWED.has(name)) return original;
    if (name in STUBS) return (...args) => (this.#locked ? STUBS[name] : original(...args));
    if (name.startsWith("__syscall_")) return (...args) => (this.#locked ? ENOSYS : original(...args));
    return (...args) => (this.#locked ? end(`it tried to leave its sandbox (${name})`) : original(...args));
  }
}
