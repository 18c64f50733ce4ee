// How much heap is in use, where the platform tells; found without an import, so that browsers can load this file.

interface HeapStatistics {
  used_heap_size: number;
  external_memory: number;
}

interface Builtins {
  process?: { getBuiltinModule?(name: string): { getHeapStatistics(): HeapStatistics } | undefined };
}

const v8 = (globalThis as Builtins).process?.getBuiltinModule?.("node:v8");

/** Array buffers live outside V8's heap and count too. `process.memoryUsage()` would cost ten times as much. */
export const heapUsed: (() => number) | undefined = v8 && measure;

function measure(): number {
  const { used_heap_size, external_memory } = (v8 as NonNullable<typeof v8>).getHeapStatistics();
  return used_heap_size + external_memory;
}
