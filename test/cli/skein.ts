// Runs the built command as a user does, in a folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { cli } from "./terminal.ts";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export class Folder {
  readonly path = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "skein-cli-")));

  write(name: string, content: string | Uint8Array): string {
    const file = path.join(this.path, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    return name;
  }

  read(name: string): string {
    return fs.readFileSync(path.join(this.path, name), "utf8");
  }

  has(name: string): boolean {
    return fs.existsSync(path.join(this.path, name));
  }

  /** Runs a command line to its end. */
  async skein(
    args: string[],
    { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
  ): Promise<Ended> {
    const { child, ended } = this.start(args, env);
    child.stdin?.end(input);
    return await ended;
  }

  start(args: string[], env: Record<string, string> = {}): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, [cli, ...args], { cwd: this.path, env: { ...process.env, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    // A hang, not a slow machine.
    const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code) => {
        clearTimeout(timer);
        resolve({ code, stdout, stderr });
      });
    });
    return { child, ended };
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}
