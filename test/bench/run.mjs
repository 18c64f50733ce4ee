// Builds one benchmark, test/bench/NAME.ts, into dist/bench and runs it: `node test/bench/run.mjs NAME [argument …]`.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const [name, ...rest] = process.argv.slice(2);
const input = join(here, `${name}.ts`);

if (name === undefined || !existsSync(input)) {
  const names = readdirSync(here).filter((file) => file.endsWith(".ts"));
  console.error(
    `usage: node test/bench/run.mjs NAME, where NAME is one of: ${names.map((n) => n.slice(0, -3)).join(", ")}`,
  );
  process.exit(2);
}

const bundle = await rolldown({
  input,
  platform: "node",
  external: (id) => !/^[./\0]/.test(id),
  moduleTypes: { ".py": "text" },
});
await bundle.write({ dir: join(root, "dist", "bench"), format: "esm", entryFileNames: "[name].js" });
await bundle.close();
const { status } = spawnSync(process.execPath, ["--expose-gc", join(root, "dist", "bench", `${name}.js`), ...rest], {
  stdio: "inherit",
});
process.exit(status ?? 1);
