// What `--input` gives to a script, from real files of every kind, good and bad.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../src/cli/exit.ts";
import { parseInputs, readInputs } from "../../src/cli/inputs.ts";
import { Opaque } from "../../src/engine/js-values.ts";
import type { Encoding } from "../../src/host/text.ts";
import { printShort } from "../../src/values/printer.ts";

let folder: string;
let before: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "skein-inputs-"));
  before = process.cwd();
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: string | Uint8Array) => {
  fs.mkdirSync(path.dirname(path.resolve(name)), { recursive: true });
  fs.writeFileSync(name, content);
};

/** Values that only Scheme can hold are shown as it prints them. */
const shown = (value: unknown): unknown =>
  value instanceof Opaque ? printShort(value.value) : Array.isArray(value) ? value.map(shown) : value;

async function read(argument: string, encoding: Encoding = "utf-8"): Promise<unknown> {
  const inputs = parseInputs([argument]);
  return shown((await readInputs(inputs, encoding))[inputs[0]?.name as string]);
}

async function refusal(argument: string, encoding?: Encoding): Promise<string> {
  const error = await read(argument, encoding).then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(UsageError);
  return (error as Error).message;
}

describe("arguments", () => {
  test("are a name, a path and perhaps a field", () => {
    write("a:b.txt", "x");
    expect(parseInputs(["docs=d.jsonl:text", "x=a:b.txt", "y=d.csv", "z-1?=dir/", "e=a=b"])).toEqual([
      { name: "docs", path: "d.jsonl", field: "text" },
      { name: "x", path: "a:b.txt", field: undefined },
      { name: "y", path: "d.csv", field: undefined },
      { name: "z-1?", path: "dir/", field: undefined },
      { name: "e", path: "a=b", field: undefined },
    ]);
    expect(parseInputs(["alone.txt"])).toEqual([{ name: "context", path: "alone.txt", field: undefined }]);
  });

  test("that can not be meant are refused", () => {
    for (const bad of ["=x", "a b=x", "(=x", "12=x", "a="]) expect(() => parseInputs([bad]), bad).toThrow(UsageError);
    expect(() => parseInputs(["a=x", "a=y"])).toThrow("gives a twice");
  });
});

describe("texts", () => {
  test("are read as they are, without a byte order mark", async () => {
    write("t.txt", "\ufeffhé\r\n");
    expect(await read("t=t.txt")).toBe("hé\r\n");
  });

  test("of a folder come in the order of their names", async () => {
    for (const name of ["b.txt", "a.json", "B.txt", ".hidden", "sub/x.txt"]) write(`dir/${name}`, name);
    expect(await read("d=dir")).toEqual(["B.txt", "a.json", "b.txt"]);
    expect(await read("d=dir/")).toEqual(["B.txt", "a.json", "b.txt"]);
  });

  test("with wrong bytes name file and offset, also in a folder", async () => {
    write("bad/ok.txt", "ok");
    write("bad/zz.txt", Buffer.from("caf\xe9", "latin1"));
    expect(await refusal("d=bad")).toBe(
      `--input d: ${path.join("bad", "zz.txt")}: not UTF-8 at byte 3 (e9); if the file is in Latin-1, say --encoding latin1`,
    );
    expect(await read("d=bad", "latin1")).toEqual(["ok", "café"]);
    write("utf16.txt", Buffer.from("\ufeffabc", "utf16le"));
    expect(await refusal("d=utf16.txt")).toContain("looks like UTF-16");
  });

  test("that are not there, or have no fields, are refused", async () => {
    expect(await refusal("d=absent.txt")).toBe("--input d: absent.txt: no such file or folder");
    expect(await refusal("d=absent.jsonl:text")).toBe("--input d: absent.jsonl: no such file or folder");
    expect(await refusal("d=t.txt:text")).toContain("has no fields");
  });
});

describe("JSON", () => {
  test("lines are items, blank lines are none, the last may lack its end", async () => {
    write("l.jsonl", '\ufeff{"text": "a", "n": 1}\r\n\n  \n{"text": "b", "n": 2}\n"x"');
    expect(await read("d=l.jsonl")).toEqual([{ text: "a", n: 1 }, { text: "b", n: 2 }, "x"]);
  });

  test("fields are picked, and a line without one is named", async () => {
    write("f.jsonl", '{"text": "a"}\n{"text": "b", "score": 1.50}\n');
    expect(await read("d=f.jsonl:text")).toEqual(["a", "b"]);
    expect(await refusal("d=f.jsonl:score")).toBe('--input d: f.jsonl: line 1: there is no "score"; it has text');
    write("g.jsonl", '{"toString": 1}\n[1]\n');
    expect(await refusal("d=g.jsonl:toString")).toContain("line 2: no object to pick");
  });

  test("numbers keep every digit and their kind", async () => {
    write("n.json", '[1, 1.0, 12345678901234567890, -0.0, 1e3, "1.0"]');
    expect(await read("d=n.json")).toBe('(1 1.0 12345678901234567890 -0.0 1000.0 "1.0")');
    write("n.jsonl", '{"n": 1.0, "s": "2.5"}\n{"n": 12345678901234567890, "s": ""}\n');
    expect(await read("d=n.jsonl:n")).toEqual(["1.0", "12345678901234567890"]);
    expect(await read("d=n.jsonl:s")).toEqual(["2.5", ""]);
    write("o.json", '[{"n": 1.0}, {"n": false}]');
    expect(await read("d=o.json:n")).toEqual(["1.0", "#f"]);
  });

  test("that is wrong names file and line", async () => {
    write("w.jsonl", '{"a": 1}\n{"a": \n');
    expect(await refusal("d=w.jsonl")).toMatch(/^--input d: w\.jsonl: line 2: not JSON: /);
    write("w.json", "");
    expect(await refusal("d=w.json")).toMatch(/^--input d: w\.json: not JSON: /);
    write("b.jsonl", Buffer.concat([Buffer.from('{"a": "é"}\n"'), Buffer.from([0xc3, 0x28]), Buffer.from('"\n')]));
    expect(await refusal("d=b.jsonl")).toContain("b.jsonl: not UTF-8 at byte 13 (c3 28");
  });

  test("is read piece by piece: characters and lines across the pieces' borders are whole", async () => {
    // Read streams give 64 KiB at a time; the padding puts each border inside a four-byte character.
    const line = (i: number) => JSON.stringify({ i, text: "😀".repeat(20_000) });
    for (const padding of [0, 1, 2, 3]) {
      write("big.jsonl", `${" ".repeat(padding)}${[0, 1, 2, 3].map(line).join("\n")}`);
      const items = (await read("d=big.jsonl")) as { i: number; text: string }[];
      expect(items.map(({ i, text }) => [i, text === "😀".repeat(20_000)])).toEqual([0, 1, 2, 3].map((i) => [i, true]));
    }
  });
});

describe("CSV", () => {
  test("rows are objects by the first line's names", async () => {
    write("c.csv", '\ufeffid,text\r\n1,"a, ""b""\nc"\r\n\r\n2,é\r\n');
    expect(await read("d=c.csv")).toEqual([
      { id: "1", text: 'a, "b"\nc' },
      { id: "2", text: "é" },
    ]);
    expect(await read("d=c.csv:text")).toEqual(['a, "b"\nc', "é"]);
  });

  test("mistakes name file, line and column", async () => {
    write("c2.csv", "id,text\n1,a\n2\n");
    expect(await refusal("d=c2.csv")).toContain("c2.csv: line 3: not CSV");
    write("c3.csv", "id,id\n1,a\n");
    expect(await refusal("d=c3.csv")).toContain('two columns are called "id"');
    expect(await refusal("d=c.csv:body")).toBe('--input d: c.csv: there is no column "body"; there are id, text');
    write("c4.csv", Buffer.from("id,text\n1,caf\xe9\n", "latin1"));
    expect(await refusal("d=c4.csv")).toContain("c4.csv: not UTF-8 at byte 13 (e9 0a)");
    expect(await read("d=c4.csv:text", "latin1")).toEqual(["café"]);
  });
});
