// One interpreter for the tests of a file: bundled, started with its first call, closed at the end.
import { afterAll, beforeAll } from "vitest";
import { PythonError } from "../../src/python/failure.ts";
import { createPython, type PythonOptions } from "../../src/python/node.ts";
import type { Mode, Outcome, Python } from "../../src/python/python.ts";
import { bundleChild } from "./bundle.ts";
import { PLAIN, type Plain } from "./plain.ts";

/** Generous: a first start builds the snapshot, on a machine that may be busy. */
export const HANG = 60_000;

export interface TestPython {
  readonly python: Python;
  run(code: string, mode?: Mode): Promise<Outcome<Plain>>;
  value(code: string): Promise<Plain>;
  /** The error that the code must end in. */
  failure(code: string): Promise<PythonError>;
}

export function openPython(options: PythonOptions = {}): TestPython {
  let python: Python | undefined;
  beforeAll(async () => {
    await bundleChild();
    python = createPython(options);
    await python.warm();
  }, HANG);
  afterAll(() => python?.close());
  const get = (): Python => python as Python;
  const run = (code: string, mode: Mode = "py-exec"): Promise<Outcome<Plain>> => get().evaluate(code, mode, PLAIN);
  return {
    get python() {
      return get();
    },
    run,
    value: async (code) => (await run(code, "py-eval")).value,
    failure: (code) => failureOf(run(code)),
  };
}

/** What a promise rejects with, which must be an error of Python's. */
export async function failureOf(promise: Promise<unknown>): Promise<PythonError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof PythonError) return error;
    throw error;
  }
  throw new Error("it ended well");
}
