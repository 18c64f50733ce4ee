// How much heap is in use, where the platform tells; found without an import, so that browsers can load this file.

interface HeapStatistics {
  used_heap_size: number;
  external_memory: number;
}

interface Builtins {
  process?: { getBuiltinModule?(name: string): unknown };
}

interface V8 {
  getHeapStatistics(): HeapStatistics;
  setFlagsFromString(flags: string): void;
}

const builtin = (name: string): unknown => (globalThis as Builtins).process?.getBuiltinModule?.(name);

const v8 = builtin("node:v8") as V8 | undefined;

/** The collector, which Node hides unless it is asked for; found when first needed. */
let collect: (() => void) | undefined;

function findCollector(): () => void {
  const vm = builtin("node:vm") as { runInNewContext(code: string): () => void };
  v8?.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc");
}

/** Array buffers live outside V8's heap and count too. `process.memoryUsage()` would cost ten times as much. */
export const heapUsed: ((afterCollection?: boolean) => number) | undefined = v8 && measure;

/** Garbage counts as used until it is collected: before anybody is stopped, `afterCollection` finds out the truth. */
function measure(afterCollection = false): number {
  if (afterCollection) {
    collect ??= findCollector();
    collect();
  }
  const { used_heap_size, external_memory } = (v8 as NonNullable<typeof v8>).getHeapStatistics();
  return used_heap_size + external_memory;
}
