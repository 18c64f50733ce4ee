// Builds dist once before the tests when it is missing or older than the sources.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default function setup(): void {
  if (isFresh()) return;
  const rolldown = join(root, "node_modules", "rolldown", "bin", "cli.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [rolldown, "-c", "rolldown.config.mjs"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status === 0) return;
  // Tests of single rooms need no build. Those that do need it must not run against an older one.
  for (const file of ["index.js", "cli.js"]) rmSync(join(root, "dist", file), { force: true });
  process.stderr.write(`the build failed; tests of dist will fail too\n${stdout}${stderr}\n`);
}

function isFresh(): boolean {
  const built = ["index.js", "cli.js", join("python", "child.js")].map((file) => join(root, "dist", file));
  if (!built.every(existsSync)) return false;
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return ["src", "lib", "rolldown.config.mjs", "package.json"].every((entry) => newest(join(root, entry)) <= oldest);
}

function newest(entry: string): number {
  const { mtimeMs } = statSync(entry);
  if (!statSync(entry).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(entry).map((name) => newest(join(entry, name))));
}
