// Runs one hostile script and checks what it must not have done.
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { PythonError } from "../../src/python/failure.ts";
import type { TestPython } from "./open.ts";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "hostile");

export interface Hostile {
  readonly name: string;
  readonly code: string;
  /** `value` with the value as JSON, `error` with a pattern of its message, or `either`. */
  readonly kind: "value" | "error" | "either";
  readonly detail: string;
}

/** Every script of the folder; its second line says what to expect. */
export function hostileScripts(): Hostile[] {
  return fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(".py"))
    .map((file) => {
      const code = fs.readFileSync(path.join(folder, file), "utf8");
      const match = /^# tries to: .+\n# expect: (value|error|either) ?(.*)\n/.exec(code);
      if (match === null) throw new Error(`${file}: the first two lines must say what it tries and what to expect`);
      return { name: file.slice(0, -3), code, kind: match[1] as Hostile["kind"], detail: match[2] };
    });
}

export interface Canary {
  readonly file: string;
  readonly secret: string;
  readonly variable: string;
  readonly port: number;
  connections: number;
  close(): void;
}

/** A file, an environment variable and a port that nobody may touch. */
export async function setCanary(): Promise<Canary> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "canary-"));
  const secret = `yellow-${path.basename(directory)}`;
  const file = path.join(directory, "canary");
  fs.writeFileSync(file, secret);
  const variable = "SKEIN_CANARY";
  process.env[variable] = secret;
  const server = net.createServer((socket) => {
    canary.connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const canary: Canary = {
    file,
    secret,
    variable,
    port: (server.address() as net.AddressInfo).port,
    connections: 0,
    close() {
      server.close();
      delete process.env[variable];
      fs.rmSync(directory, { recursive: true });
    },
  };
  return canary;
}

export async function runHostile(py: TestPython, script: Hostile, canary: Canary, exact: boolean): Promise<void> {
  const { file, variable, port } = canary;
  // Each on an interpreter of its own: what one has broken is no excuse for the next.
  await py.python.restart();
  await py.run(
    `canary_file = ${JSON.stringify(file)}; canary_variable = "${variable}"; canary_port = ${port}; host_pid = ${process.pid}`,
  );
  const [outcome, shown] = await attempt(py, script);
  if (exact && script.kind !== "either") expect(outcome, shown).toBe(script.kind);
  // On a busy machine the deadline may come before what was meant.
  if (exact && script.kind === "error") expect(shown).toMatch(new RegExp(`${script.detail}|ran longer than`));
  if (exact && script.kind === "value") expect(shown).toBe(script.detail);
  expect(shown).not.toContain(canary.secret);
  expect(fs.readFileSync(file, "utf8")).toBe(canary.secret);
  expect(fs.readdirSync(path.dirname(file))).toEqual(["canary"]);
  expect(canary.connections).toBe(0);
  await nextCallWorks(py);
}

/** How it ended, and everything that came out of it. */
async function attempt(py: TestPython, script: Hostile): Promise<["value" | "error", string]> {
  try {
    const outcome = await py.run(script.code);
    const value = JSON.stringify(outcome.value, (_, x: unknown) => (typeof x === "bigint" ? String(x) : x));
    return ["value", value];
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return ["error", `${error.message}\n${error.facts.traceback ?? ""}`];
  }
}

/** Whatever the script did to its own interpreter, the very next call gives its value. */
async function nextCallWorks(py: TestPython): Promise<void> {
  const { value, text } = await py.run(
    "print('alive')\n[1 + 1, sum(range(10)), 'abc'.upper(), [n * n for n in (1, 2)]]",
  );
  expect([value, text]).toEqual([[2, 45, "ABC", [1, 4]], "alive\n"]);
}
