// Python: start, small calls and bulk transfer, each beside `python3` as a JSON-lines subprocess on the same machine, in one run.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import os from "node:os";
import { createInterface, type Interface } from "node:readline";
import type { createSkein as CreateSkein } from "../../src/index.ts";
import { createPython } from "../../src/python/node.ts";
import type { Python } from "../../src/python/python.ts";
import type { Write } from "../../src/python/writer.ts";
import { PLAIN, type Plain } from "../python/plain.ts";

const rounds = Number(process.env.ROUNDS ?? 5);
const calls = Number(process.env.CALLS ?? 10_000);

/** The obvious alternative: one JSON text a line each way. */
const PYTHON3 = `
import sys, json
g = {}
for line in sys.stdin:
    m = json.loads(line)
    if "set" in m: g[m["set"]] = m["value"]; r = None
    else: r = eval(m["eval"], g)
    sys.stdout.write(json.dumps(r) + "\\n"); sys.stdout.flush()
`;

class JsonLines {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  #next: (line: string) => void = () => {};

  constructor() {
    this.#child = spawn("python3", ["-c", PYTHON3], { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    this.#lines.on("line", (line) => this.#next(line));
  }

  request(message: object): Promise<unknown> {
    return new Promise((resolve) => {
      this.#next = (line) => resolve(JSON.parse(line));
      this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
    });
  }

  close(): void {
    this.#child.kill();
  }
}

const strings = (count: number, size: number): string[] =>
  Array.from({ length: count }, (_, i) => `${i} `.padEnd(size, "text "));
const writeStrings =
  (items: string[]): Write =>
  (writer) => {
    writer.list(items.length);
    for (const item of items) writer.string(item);
  };

async function median(action: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await action();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`wrong result: ${what}`);
}

const report: [what: string, ours: string, theirs: string][] = [];
const ms = (n: number): string => `${n.toFixed(n < 10 ? 1 : 0)} ms`;

async function starts(): Promise<void> {
  const start = async (plain: boolean): Promise<void> => {
    const python = createPython({ plain });
    await python.warm();
    await python.close();
  };
  await start(false);
  const plain = await median(() => start(true));
  const snapshot = await median(() => start(false));
  const python3 = await median(async () => execFileSync("python3", ["-c", "import json, re, random, statistics"]));
  report.push(["start, plain load", ms(plain), ""], ["start, from the snapshot", ms(snapshot), ms(python3)]);
  report.push(["snapshot / plain", (snapshot / plain).toFixed(2), ""]);
}

async function smallCalls(python: Python, python3: JsonLines): Promise<void> {
  const many = async (call: (i: number) => Promise<unknown>): Promise<number> => {
    for (let i = 0; i < calls / 10; i++) await call(i);
    const start = performance.now();
    for (let i = 0; i < calls; i++) check((await call(i)) === i + 1, `${i} + 1`);
    return (calls / (performance.now() - start)) * 1000;
  };
  const ours = await many(async (i) => (await python.evaluate(`${i} + 1`, "py-eval", PLAIN)).value);
  const same = async (): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) check((await python.evaluate("41 + 1", "py-eval", PLAIN)).value === 42, "42");
    return (calls / (performance.now() - start)) * 1000;
  };
  const repeated = await same();
  const theirs = await many((i) => python3.request({ eval: `${i} + 1` }));
  report.push(["small calls a second, new code each", ours.toFixed(0), theirs.toFixed(0)]);
  report.push(["small calls a second, same code", repeated.toFixed(0), ""]);
  report.push(["bare byte echo, a second", "", (await echo()).toFixed(0)]);
}

async function echo(): Promise<number> {
  const code =
    "const fs = require('fs'), b = Buffer.alloc(9); for (;;) { const n = fs.readSync(0, b); if (!n) break; fs.writeSync(1, b, 0, n); }";
  const child = spawn(process.execPath, ["-e", code], { stdio: ["pipe", "pipe", "inherit"] });
  let next = (): void => {};
  child.stdout.on("data", () => next());
  const once = (): Promise<void> =>
    new Promise((resolve) => {
      next = resolve;
      child.stdin.write("x");
    });
  await once();
  const start = performance.now();
  for (let i = 0; i < calls; i++) await once();
  const rate = (calls / (performance.now() - start)) * 1000;
  child.kill();
  return rate;
}

async function transfers(python: Python, python3: JsonLines): Promise<void> {
  for (const [count, size] of [
    [5000, 2000],
    [1_000_000, 60],
  ]) {
    const items = strings(count, size);
    const characters = count * size;
    const ours = await median(async () => {
      await python.set("x", writeStrings(items));
    });
    check((await python.evaluate("sum(map(len, x))", "py-eval", PLAIN)).value === characters, "in");
    const theirs = await median(() => python3.request({ set: "x", value: items }));
    check((await python3.request({ eval: "sum(map(len, x))" })) === characters, "in, python3");
    report.push([`${count.toLocaleString("en")} × ${size} B strings in`, ms(ours), ms(theirs)]);
    const back = await median(async () => {
      const { value } = await python.evaluate("x", "py-eval", PLAIN);
      check((value as Plain[]).length === count && (value as Plain[])[count - 1] === items[count - 1], "out");
    });
    const theirBack = await median(async () => {
      const value = (await python3.request({ eval: "x" })) as string[];
      check(value.length === count && value[count - 1] === items[count - 1], "out, python3");
    });
    report.push([`${count.toLocaleString("en")} × ${size} B strings out`, ms(back), ms(theirBack)]);
  }
  const records =
    "[{'id': i, 'category': 'contract', 'confidence': 0.5 + i / 1e5, 'text': 't' * 100} for i in range(5000)]";
  await python.evaluate(`r = ${records}`, "py-exec", PLAIN);
  const ours = await median(async () => {
    const { value } = await python.evaluate("r", "py-eval", PLAIN);
    check((value as { id: number }[])[4999].id === 4999, "records");
  });
  const theirs = await median(async () => {
    const value = (await python3.request({ eval: records })) as { id: number }[];
    check(value[4999].id === 4999, "records, python3");
  });
  report.push(["5,000 records out", ms(ours), ms(theirs)]);
}

/** A million strings, looked at a thousand times from Scheme: one transfer. */
async function slices(): Promise<void> {
  // The built package: its prelude is beside it.
  const built = (await import(new URL("../index.js", import.meta.url).href)) as { createSkein: typeof CreateSkein };
  const { createSkein } = built;
  const documents = strings(1_000_000, 20);
  const skein = createSkein({ inputs: { documents } });
  await skein.evaluate('(py-exec "first = documents")');
  const start = performance.now();
  await skein.run('(for ([i (in-range 1000)]) (py-eval "documents[-1][:5]"))');
  const each = (performance.now() - start) / 1000;
  check((await skein.python.evaluate("documents is first")) === true, "sent again");
  report.push(["a slice of 1,000,000 documents from Scheme", ms(each), ""]);
  await skein.close();
}

const python = createPython();
const python3 = new JsonLines();
await starts();
await smallCalls(python, python3);
await transfers(python, python3);
await slices();
python3.close();
await python.close();

console.log(`| | skein | python3, JSON lines |\n|---|---|---|`);
for (const row of report) console.log(`| ${row.join(" | ")} |`);
console.log(
  `\nNode ${process.version}, ${execFileSync("python3", ["--version"], { encoding: "utf8" }).trim()}, load ${os.loadavg()[0].toFixed(1)}`,
);
