// Errors of Python as people read them: type, message, the user's own lines, and nothing of the runner.
import { describe, expect, test } from "vitest";
import { HANG, openPython } from "./open.ts";

const py = openPython();

describe("errors", { timeout: HANG }, () => {
  test("type, message, line and caret", async () => {
    const error = await py.failure("a = 1\nb = a / 0");
    expect(error.message).toBe("ZeroDivisionError: division by zero");
    expect(error.facts.type).toBe("ZeroDivisionError");
    expect(error.facts.line).toBe(2);
    expect(error.facts.traceback).toMatch(
      /line 2, in <module>\n {4}b = a \/ 0\n {8}~~\^~~\nZeroDivisionError: division by zero$/,
    );
  });

  test("only the user's frames", async () => {
    const { traceback } = (await py.failure("import json\ndef parse(t):\n    return json.loads(t)\nparse('{')")).facts;
    expect(traceback?.match(/File "[^"]*"/g)).toEqual([
      expect.stringMatching(/^File "<py-exec \d+>"$/),
      expect.stringMatching(/<py-exec/),
    ]);
    expect(traceback).not.toMatch(/skein/);
  });

  test("chained causes", async () => {
    const { traceback } = (
      await py.failure("try:\n    {}['k']\nexcept KeyError as e:\n    raise ValueError('bad record') from e")
    ).facts;
    expect(traceback).toMatch(/KeyError: 'k'\n\nThe above exception was the direct cause/);
    expect(traceback).toMatch(/ValueError: bad record$/);
  });

  test("syntax errors with the column", async () => {
    const error = await py.failure("x = (1 +\ny = 2");
    expect(error.message).toBe("SyntaxError: '(' was never closed (line 1, column 5)");
    expect(error.facts.line).toBe(1);
    expect(error.facts.traceback).toMatch(/ {4}x = \(1 \+\n {8}\^/);
  });

  test("an IndentationError that dedenting does not cure is reported as it was", async () => {
    expect((await py.failure("if True:\nx = 1")).message).toMatch(
      /^IndentationError: expected an indented block.*line 2/,
    );
  });

  test("a missing package", async () => {
    const error = await py.failure("import numpy as np");
    expect(error.message).toBe("ModuleNotFoundError: No module named 'numpy'");
    expect(error.facts.hint).toMatch(/standard library.*numpy and pandas are not/);
  });

  test.each(["js", "pyodide.ffi", "ctypes", "socket", "subprocess", "multiprocessing"])(
    "import %s says why not",
    async (name) => {
      expect((await py.failure(`import ${name}`)).message).toMatch(
        new RegExp(`^ModuleNotFoundError: No module named '${name}': .+`),
      );
    },
  );

  test.each([
    ["import sys; sys.exit(3)", "SystemExit: 3"],
    ["raise KeyboardInterrupt", "KeyboardInterrupt"],
    ["input()", "EOFError: EOF when reading a line"],
    ["raise KeyError('k')", "KeyError: 'k'"],
    ["class E(Exception):\n    def __str__(self): return 1 / 0\nraise E()", "E: <its message could not be made>"],
    ["raise ExceptionGroup('several', [ValueError(1), TypeError(2)])", "ExceptionGroup: several (2 sub-exceptions)"],
    ["def f(): return f()\nf()", "RecursionError: maximum recursion depth exceeded"],
    ["assert False", "AssertionError"],
    ["raise Exception('é\\ud800\\0')", "Exception: é\ud800\0"],
  ])("%j", async (code, message) => {
    const error = await py.failure(code);
    expect(error.message).toBe(message);
    expect(error.code).toBe("exception");
  });

  test("what was printed before is not lost", async () => {
    const error = await py.failure("print('first'); 1 / 0");
    expect(error.printed.text).toBe("first\n");
  });

  test("lines of a function defined by an earlier call", async () => {
    await py.run("def half(n):\n    return n / 0");
    expect((await py.failure("half(3)")).facts.traceback).toMatch(/half\(3\)\n[\s\S]*return n \/ 0\n/);
  });
});
