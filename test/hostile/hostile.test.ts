// Every hostile program ends in a value, an error or a limit; the process lives, and the next evaluation works.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DATA } from "./data.ts";

interface End {
  readonly status: string;
  readonly reason?: string;
  readonly code?: string;
  readonly message?: string;
  readonly next: string;
}

/** Each program has two seconds; a process that says nothing for twenty is killed. */
const PATIENCE_MS = 20_000;

const CODES = /^(?!undefined$|Error$|internal$)[a-z-]+$/;

function runAll(programs: { readonly [name: string]: string }): Promise<Map<string, End>> {
  return new Promise((resolve, reject) => {
    const runner = fileURLToPath(new URL("runner.mjs", import.meta.url));
    const child = spawn(process.execPath, [runner], { stdio: ["pipe", "pipe", "inherit"] });
    const ends = new Map<string, End>();
    let running = "nothing yet";
    const kill = (): void => {
      child.kill("SIGKILL");
      reject(new Error(`${running}: nothing was heard for ${PATIENCE_MS / 1000} seconds`));
    };
    let timer = setTimeout(kill, PATIENCE_MS);
    createInterface({ input: child.stdout }).on("line", (line) => {
      clearTimeout(timer);
      timer = setTimeout(kill, PATIENCE_MS);
      const said = JSON.parse(line);
      if (said.begins !== undefined) running = said.begins;
      else ends.set(said.ends, said);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(ends);
      else reject(new Error(`${running}: the process ended with ${code}`));
    });
    child.stdin.end(JSON.stringify(programs));
  });
}

describe("hostile programs", () => {
  it("about data and control end, and leave the engine working", { timeout: 600_000 }, async () => {
    const ends = await runAll(DATA);
    expect([...ends.keys()]).toEqual(Object.keys(DATA));
    for (const [name, end] of ends) {
      expect(end.next, name).toBe("3");
      if (end.status === "stopped") expect(["time", "memory"], name).toContain(end.reason);
      else if (end.status === "error") expect(end.code, `${name}: ${end.message}`).toMatch(CODES);
      else expect(end.status, name).toBe("completed");
    }
  });
});
