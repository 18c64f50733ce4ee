// The parts of the REPL that need no terminal: history, indentation, completion, definitions, Python's strings.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isCommand, operandOf, pythonString } from "../../src/cli/repl/commands.ts";
import { commonPrefix, completionsFor, type NameSource } from "../../src/cli/repl/completion.ts";
import { definitionsIn } from "../../src/cli/repl/definitions.ts";
import { History, historyFile } from "../../src/cli/repl/history.ts";
import { indentation } from "../../src/cli/repl/indent.ts";

describe("history", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "skein-history-"));
  const file = path.join(folder, "deep", "history");

  test("goes on in the next session, several lines in one entry, readable by its owner only", () => {
    const first = new History(file);
    for (const entry of ["(define (f)\n  1)", "(f)", "(f)", " (secret)", ""]) first.add(entry);
    const second = new History(file);
    expect(second.step(-1, "")).toBe("(f)");
    expect(second.step(-1, "(f)")).toBe("(define (f)\n  1)");
    expect(second.step(-1, "(define (f)\n  1)")).toBeUndefined();
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(file, "utf8")).not.toContain("secret");
  });

  test("goes back through what begins as typed, and forward to what was typed", () => {
    const history = new History(undefined);
    for (const entry of ["(map car x)", "(define y 1)", "(map cdr x)"]) history.add(entry);
    expect(history.step(-1, "(map")).toBe("(map cdr x)");
    expect(history.step(-1, "(map cdr x)")).toBe("(map car x)");
    expect(history.step(1, "(map car x)")).toBe("(map cdr x)");
    expect(history.step(1, "(map cdr x)")).toBe("(map");
    expect(history.step(1, "(map")).toBeUndefined();
  });

  test("is searched for what an entry holds, again for older ones", () => {
    const history = new History(undefined);
    for (const entry of ["(a foo)", "(b)", "(c foo)"]) history.add(entry);
    const newest = history.search("foo");
    expect(newest?.entry).toBe("(c foo)");
    expect(history.search("foo", newest?.at)?.entry).toBe("(a foo)");
    expect(history.search("bar")).toBeUndefined();
  });

  test("survives lines that are none, and folders that can not be written", () => {
    fs.appendFileSync(file, '{"x":1}\n"cut o');
    expect(new History(file).step(-1, "")).toBe("(f)");
    const nowhere = new History(path.join(file, "below-a-file", "history"));
    nowhere.add("(f)");
    expect(nowhere.step(-1, "")).toBe("(f)");
  });

  test("lies where the environment says", () => {
    expect(historyFile({ SKEIN_HISTORY: "/h" })).toBe("/h");
    expect(historyFile({ SKEIN_HISTORY: "" })).toBeUndefined();
    expect(historyFile({ XDG_STATE_HOME: "/s" })).toBe(path.join("/s", "skein", "history"));
    expect(historyFile({ HOME: "/h" })).toBe(path.join("/h", ".local", "state", "skein", "history"));
  });
});

test("the next line is indented as Scheme is written", () => {
  expect(indentation("(define (f x)", 7)).toBe(9);
  expect(indentation("(define (f x)\n         (if x", 7)).toBe(11);
  expect(indentation("(+ 1", 7)).toBe(10);
  expect(indentation("(let ((x 1)", 7)).toBe(13);
  expect(indentation('(f "(" #\\( ; (\n   |(|', 0)).toBe(3);
  expect(indentation("'(1 2", 0)).toBe(2);
  expect(indentation("(list", 0)).toBe(2);
  // What is typed into a text belongs to it.
  expect(indentation('"abc', 7)).toBe(0);
  expect(indentation('(f "abc', 7)).toBe(0);
});

test("names, keywords and commands are completed", async () => {
  const names: NameSource = {
    complete: async (prefix) => ["map", "map-async", "max"].filter((name) => name.startsWith(prefix)),
    describe: async (name) =>
      name === "map-async" ? { signature: "(map-async f items #:max-concurrent [n] #:on-error [p])" } : undefined,
  };
  const at = (text: string) => completionsFor(text, names, [",doc", ",help"]);
  expect(await at("(ma")).toEqual({ candidates: ["map", "map-async", "max"], word: "ma" });
  expect(await at("(map-async f (list 1 2) #:")).toEqual({
    candidates: ["#:max-concurrent", "#:on-error"],
    word: "#:",
  });
  expect(await at("(map-async f '(1) #:m")).toEqual({ candidates: ["#:max-concurrent"], word: "#:m" });
  expect(await at("(unknown #:m")).toEqual({ candidates: [], word: "#:m" });
  expect(await at(",d")).toEqual({ candidates: [",doc"], word: ",d" });
  expect(await at(",doc map-")).toEqual({ candidates: ["map-async"], word: "map-" });
  expect(await at("(f ")).toEqual({ candidates: [], word: "" });
  expect(commonPrefix(["map", "map-async", "max"])).toBe("ma");
});

test("commands are told from unquotes", () => {
  expect([",doc map", " ,time (f)", ",@x", ",(f)", "`(,x)"].map(isCommand)).toEqual([true, true, false, false, false]);
  expect(operandOf(",time (f\n 1)")).toBe("(f\n 1)");
  expect(operandOf(",doc map")).toBe("");
});

test("definitions are found in a text, with their own texts", () => {
  const text =
    '; (define no 1)\n(define (f x) "(define s 1)" #\\( x)\n(define\n y 2)(define ((curried a) b) a) #| (define z 1) |#\n(display 1)';
  expect([...definitionsIn(text)]).toEqual([
    ["f", '(define (f x) "(define s 1)" #\\( x)'],
    ["y", "(define\n y 2)"],
    ["curried", "(define ((curried a) b) a)"],
  ]);
});

test("any text is a Python string", () => {
  expect(pythonString('a"\\\n\0é😀')).toBe('"a\\u0022\\u005c\\u000a\\u0000\\u00e9\\U0001f600"');
});
