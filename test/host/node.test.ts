// What a granted host opens and what it refuses, against a real folder with links, pipes and hostile names in it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { denyHost } from "../../src/host/deny.ts";
import { type Host, HostError } from "../../src/host/host.ts";
import { nodeHost } from "../../src/host/node.ts";

let root: string;
let host: Host;

beforeAll(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "skein-host-")));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
  for (const folder of ["in/sub", "out", "write"]) fs.mkdirSync(path.join(root, folder), { recursive: true });
  fs.writeFileSync(path.join(root, "in/a.txt"), "\ufeffdéjà");
  fs.writeFileSync(path.join(root, "out/secret.txt"), "canary");
  fs.writeFileSync(path.join(root, "write/w.txt"), "old");
  host = nodeHost({ read: ["in"], write: ["write"], base: root });
});

/** The code of the HostError that `work` throws. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof HostError) {
      // The machine's own paths are none of a script's business, unless it named them itself.
      expect(error.message.replaceAll(`"${root}/`, "")).not.toContain(root);
      return error.code;
    }
    throw error;
  }
  return "nothing was refused";
}

const link = (target: string, name: string) => fs.symlinkSync(path.join(root, target), path.join(root, name));

describe("reading", () => {
  test("gives a granted file, without its byte order mark", () => {
    expect(host.files.readText("in/a.txt")).toBe("déjà");
    expect(host.files.readText("in/sub/../a.txt")).toBe("déjà");
    expect(host.files.readText(path.join(root, "in/a.txt"))).toBe("déjà");
    expect(host.files.readBytes("in/a.txt").length).toBe(9);
  });

  test("refuses what is outside, by any spelling", () => {
    const names = [
      "out/secret.txt",
      "in/../out/secret.txt",
      path.join(root, "out/secret.txt"),
      "/etc/passwd",
      "inside",
      ".",
    ];
    for (const name of names)
      expect(
        refusal(() => host.files.readText(name)),
        name,
      ).toBe("denied");
  });

  test("refuses links that lead out, to a file or through a folder", () => {
    link("out/secret.txt", "in/file-link");
    link("out", "in/folder-link");
    link("in/file-link", "in/link-to-link");
    for (const name of ["in/file-link", "in/folder-link/secret.txt", "in/link-to-link"]) {
      expect(
        refusal(() => host.files.readText(name)),
        name,
      ).toBe("denied");
      expect(
        refusal(() => host.files.exists(name)),
        name,
      ).toBe("denied");
    }
  });

  test("follows links that stay inside", () => {
    link("in/a.txt", "in/sub/link");
    expect(host.files.readText("in/sub/link")).toBe("déjà");
  });

  test("is not granted by write", () => {
    expect(refusal(() => host.files.readText("write/w.txt"))).toBe("denied");
  });

  test("says the same of a refused file whether it exists or not", () => {
    const message = (name: string) => {
      try {
        host.files.readText(name);
      } catch (error) {
        return (error as Error).message.replaceAll(name, "NAME");
      }
      return "nothing was refused";
    };
    expect(message("out/secret.txt")).toBe(message("out/absent.txt"));
    expect(message("out/secret.txt")).toContain("--allow-read");
  });

  test("names what is wrong with a granted path", () => {
    expect(refusal(() => host.files.readText("in/absent"))).toBe("not-found");
    expect(refusal(() => host.files.readText("in/sub"))).toBe("not-a-file");
    expect(refusal(() => host.files.readText(""))).toBe("bad-path");
    expect(refusal(() => host.files.readText("in/a.txt\0.png"))).toBe("bad-path");
  });

  test("does not wait for the other end of a named pipe", () => {
    expect(spawnSync("mkfifo", [path.join(root, "in/pipe")]).status).toBe(0);
    expect(refusal(() => host.files.readText("in/pipe"))).toBe("not-a-file");
  });

  test("a grant of one file is of that file only", () => {
    const one = nodeHost({ read: ["in/a.txt"], base: root });
    fs.writeFileSync(path.join(root, "in/a.txt2"), "x");
    expect(one.files.readText("in/a.txt")).toBe("déjà");
    expect(refusal(() => one.files.readText("in/a.txt2"))).toBe("denied");
  });

  test("bytes that are not text are named with their offset", () => {
    fs.writeFileSync(path.join(root, "in/latin"), Buffer.from("caf\xe9 noir", "latin1"));
    expect(() => host.files.readText("in/latin")).toThrow("in/latin: not UTF-8 at byte 3 (e9 20 6e 6f)");
    fs.writeFileSync(path.join(root, "in/cut"), Buffer.from([0x61, 0xe2, 0x82]));
    expect(() => host.files.readText("in/cut")).toThrow("at byte 1 (e2 82)");
    fs.writeFileSync(path.join(root, "in/late"), Buffer.concat([Buffer.from("é".repeat(5000)), Buffer.from([0xff])]));
    expect(() => host.files.readText("in/late")).toThrow("at byte 10000 (ff)");
  });
});

describe("writing", () => {
  test("truncates, appends and creates in a granted folder", () => {
    host.files.writeText("write/w.txt", "new", "truncate");
    host.files.writeText("write/w.txt", "er", "append");
    host.files.writeText("write/created.txt", "é", "append");
    expect(fs.readFileSync(path.join(root, "write/w.txt"), "utf8")).toBe("newer");
    expect(fs.readFileSync(path.join(root, "write/created.txt"), "utf8")).toBe("é");
  });

  test("is not granted by read", () => {
    expect(refusal(() => host.files.writeText("in/a.txt", "x", "truncate"))).toBe("denied");
    expect(refusal(() => host.files.remove("in/a.txt"))).toBe("denied");
    expect(fs.readFileSync(path.join(root, "in/a.txt"), "utf8")).toBe("\ufeffdéjà");
  });

  test("does not go through links, also to nothing", () => {
    link("out/secret.txt", "write/link");
    link("out/absent.txt", "write/dangling");
    link("out", "write/folder");
    for (const name of ["write/link", "write/dangling", "write/folder/new.txt"]) {
      expect(
        refusal(() => host.files.writeText(name, "x", "truncate")),
        name,
      ).toBe("denied");
    }
    expect(fs.readdirSync(path.join(root, "out"))).toEqual(["secret.txt"]);
    expect(fs.readFileSync(path.join(root, "out/secret.txt"), "utf8")).toBe("canary");
  });

  test("deletes the link, not what it leads to", () => {
    link("out/secret.txt", "write/link");
    host.files.remove("write/link");
    expect(fs.existsSync(path.join(root, "write/link"))).toBe(false);
    expect(fs.existsSync(path.join(root, "out/secret.txt"))).toBe(true);
    expect(refusal(() => host.files.remove("write/link"))).toBe("not-found");
    expect(refusal(() => host.files.remove("write"))).toBe("io");
  });
});

describe("grants", () => {
  test("are nothing by default", () => {
    for (const none of [denyHost(), nodeHost()]) {
      expect(refusal(() => none.files.readText("package.json"))).toBe("denied");
      expect(refusal(() => none.files.exists("package.json"))).toBe("denied");
      expect(none.environment.get("PATH")).toBeUndefined();
      expect(none.environment.all()).toEqual([]);
    }
  });

  test("show the named variables only", () => {
    const some = nodeHost({ env: ["PATH", "SURELY_ABSENT"] });
    expect(some.environment.get("PATH")).toBe(process.env.PATH);
    expect(some.environment.get("HOME")).toBeUndefined();
    expect(some.environment.all()).toEqual([["PATH", process.env.PATH]]);
  });

  test("of a wrong type are refused at once", () => {
    expect(() => nodeHost({ read: "in" as unknown as string[] })).toThrow(TypeError);
    expect(() => nodeHost({ env: [1] as unknown as string[] })).toThrow("array of strings as env");
  });

  test("of links hold for where they lead", () => {
    link("in", "alias");
    const aliased = nodeHost({ read: ["alias"], base: root });
    expect(aliased.files.readText("in/a.txt")).toBe("déjà");
    fs.rmSync(path.join(root, "alias"));
    link("out", "alias");
    expect(refusal(() => aliased.files.readText("alias/secret.txt"))).toBe("denied");
  });
});

test("timers longer than 24 days do not fire at once, and can be cancelled", async () => {
  let fired = 0;
  const { clock } = denyHost();
  const cancels = [2 ** 31, Number.POSITIVE_INFINITY].map((ms) => clock.after(ms, () => fired++));
  await new Promise<void>((resolve) => clock.after(20, resolve));
  for (const cancel of cancels) cancel();
  expect(fired).toBe(0);
});
