// Builds a TypeScript file into one that Node 20 can run as a process of its own.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The path of the built file, under `dist/`, where its packages are found. */
export async function bundleFor(node: string): Promise<string> {
  const name = `${node.replace(/[^a-z0-9]+/gi, "-")}-${process.pid}`;
  const bundle = await rolldown({ input: join(root, node), platform: "node", external: (id) => !/^[./\0]/.test(id) });
  const dir = join(root, "dist", "children", name);
  await bundle.write({ dir, format: "esm", entryFileNames: "main.js" });
  await bundle.close();
  return join(dir, "main.js");
}
