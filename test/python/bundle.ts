// Bundles the Python child into dist/python, as the build does, when its sources are newer than the bundle.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const target = path.join(root, "dist", "python", "child.js");

/** Makes sure that the bundle is there and not older than its sources. */
export async function bundleChild(): Promise<void> {
  if (fs.existsSync(target) && fs.statSync(target).mtimeMs >= newest(path.join(root, "src", "python"))) return;
  const bundle = await rolldown({
    input: path.join(root, "src", "python", "child", "main.ts"),
    platform: "node",
    moduleTypes: { ".py": "text" },
  });
  const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // Test files run side by side: a bundle appears whole or not at all.
  const temporary = `${target}.${process.pid}`;
  fs.writeFileSync(temporary, output[0].code);
  fs.renameSync(temporary, target);
}

function newest(folder: string): number {
  return Math.max(
    ...fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs),
  );
}
