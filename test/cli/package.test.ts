// The package as npm would publish it, installed beside its declared dependencies and nothing else.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOpenAiServer } from "../support/openai-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
let packed: string[];

interface Locked {
  dev?: boolean;
  devOptional?: boolean;
}

beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "skein-package-")));
  // Declarations are no part of the build before the tests of a single file.
  execFileSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: root,
  });
  const report = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const parsed = JSON.parse(report);
  const { filename, files } = (Array.isArray(parsed) ? parsed[0] : Object.values(parsed)[0]) as {
    filename: string;
    files: { path: string }[];
  };
  packed = files.map((file) => file.path);
  const target = path.join(folder, "node_modules", "skein");
  fs.mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", path.join(folder, filename), "-C", target, "--strip-components=1"]);
  linkDependencies(path.join(folder, "node_modules"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What `npm install` of the package would put beside it, taken from here instead of from a registry. */
function linkDependencies(modules: string): void {
  const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
  for (const [place, entry] of Object.entries(lock.packages as Record<string, Locked>)) {
    const name = place.replace(/^node_modules\//, "");
    if (place === "" || name.includes("node_modules/") || entry.dev || entry.devOptional) continue;
    const source = path.join(root, place);
    if (!fs.existsSync(source)) continue;
    fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    // Copies, not links: what is linked would find its own dependencies here, declared or not.
    fs.cpSync(source, path.join(modules, name), { recursive: true });
  }
}

const node = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
const command = () => path.join(folder, "node_modules", "skein", "dist", "cli.js");

test("holds what it should and nothing else", () => {
  for (const file of [
    "dist/index.js",
    "dist/cli.js",
    "dist/prelude.js",
    "dist/python/child.js",
    "dist/types/index.d.ts",
    "LICENSE",
    "README.md",
  ]) {
    expect(packed).toContain(file);
  }
  expect(packed).toContain("dist/THIRD-PARTY-LICENSES.txt");
  const strays = packed.filter(
    (file) => !/^(dist\/|lib\/|(LICENSE|README\.md|CHANGELOG\.md|package\.json)$)/.test(file),
  );
  expect(strays).toEqual([]);
  expect(packed.filter((file) => /^dist\/(bench|build|children|scratch)/.test(file))).toEqual([]);
  const text = fs.readFileSync(path.join(root, "dist", "cli.js"), "utf8");
  expect(text.startsWith("#!/usr/bin/env node\n")).toBe(true);
});

test("names no machine and no registry", () => {
  for (const file of packed.filter((name) => /\.(js|ts|json|txt|md)$/.test(name))) {
    const text = fs.readFileSync(path.join(folder, "node_modules", "skein", file), "utf8");
    expect(text.includes(root), `${file} holds the path of the checkout`).toBe(false);
    expect(text.includes(os.homedir() === "/" ? root : `${os.homedir()}/`), `${file} holds a home folder`).toBe(false);
  }
  expect(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")).not.toMatch(/"resolved": "https?:/);
});

test("runs scripts, Python, models and the store with its declared dependencies alone", async () => {
  const server = await startOpenAiServer({ reply: () => "answer" });
  try {
    fs.writeFileSync(
      path.join(folder, "s.scm"),
      '(list (llm-query #:instruction "q") (py-eval "6 * 7") (string->json "[1.0]"))',
    );
    const asked = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
      // The server lives in this process, so that it must not be blocked.
      import("node:child_process").then(({ execFile }) =>
        execFile(
          process.execPath,
          [command(), "run", "s.scm", "--base-url", server.url, "--model", "gpt-4o-mini", "--budget", "1"],
          { cwd: folder, env: { ...process.env, OPENAI_API_KEY: "sk-test" } },
          (_error, stdout, stderr) => resolve({ stdout, stderr }),
        ),
      );
    });
    expect(asked.stdout, asked.stderr).toBe('("answer" 42 (1.0))\n');
  } finally {
    await server.close();
  }
  const listed = node([command(), "store", "ls"]);
  expect(listed.stdout, listed.stderr).toContain("answer");
  expect(node([command(), "--version"]).stdout).toBe(
    `${JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).version}\n`,
  );
});

test("is a library for embedders, whose types hold", () => {
  fs.writeFileSync(
    path.join(folder, "use.mjs"),
    `import { createSkein, scripted } from "skein";
const skein = createSkein({ provider: scripted(() => "scripted"), inputs: { documents: ["a", "b"] } });
const result = await skein.run('(map-async (lambda (d) (llm-query-async #:data d #:model "m")) documents)');
process.stdout.write(JSON.stringify(result.value));
await skein.close();
`,
  );
  const used = node(["use.mjs"]);
  expect(used.stdout, used.stderr).toBe('["scripted","scripted"]');
  fs.writeFileSync(
    path.join(folder, "use.mts"),
    `import { createSkein, type Skein, SkeinError, type SkeinResult } from "skein";
const skein: Skein = createSkein({ inputs: { documents: [] }, budget: { usd: 5 }, limits: { seconds: 1 } });
const result: SkeinResult = await skein.run("1", { name: "x.scm" });
export const text: string = result.text;
// @ts-expect-error: the option does not exist
createSkein({ bugdet: 1 });
export const isOurs = (error: unknown): error is SkeinError => error instanceof SkeinError;
`,
  );
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--lib",
    "es2023,dom,esnext.disposable",
  ];
  const checked = node([path.join(root, "node_modules/typescript/bin/tsc"), ...options, "use.mts"]);
  expect(checked.stdout).toBe("");
});

test("the lock file is whole: `npm ci` refuses one that lacks an optional package of another platform", () => {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !homesOf(place, name).some((home) => home in packages)),
  );
  expect(missing).toEqual([]);
});

/** Where Node would find a package from another one's folder. */
function homesOf(place: string, name: string): string[] {
  const parts = place.split("/node_modules/");
  return parts
    .map((_, i) => `${parts.slice(0, parts.length - i).join("/node_modules/")}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
}

test("nothing that it depends on needs an install script to work here", () => {
  const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const scripted = Object.entries(lock.packages as Record<string, { hasInstallScript?: boolean; optional?: boolean }>)
    .filter(([place, entry]) => place !== "" && entry.hasInstallScript && !entry.optional)
    .map(([place]) => place);
  // lmdb's only looks whether its prebuilt binary loads; the runs above did without.
  expect(scripted).toEqual(["node_modules/lmdb"]);
  for (const platform of ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]) {
    const needed = [`@lmdb/lmdb-${platform}`, `@biomejs/cli-${platform}`, `@lydell/node-pty-${platform}`];
    for (const name of needed) expect(lock.packages).toHaveProperty([`node_modules/${name}`]);
    const rolldown = Object.keys(lock.packages).filter((place) =>
      place.startsWith(`node_modules/@rolldown/binding-${platform}`),
    );
    expect(rolldown.length, platform).toBeGreaterThan(0);
  }
});
