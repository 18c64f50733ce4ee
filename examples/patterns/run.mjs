// Runs one of the examples, `node examples/patterns/run.mjs vote`, on the replies of its rules; without a name, lists them.
import { readdirSync, readFileSync } from "node:fs";
import { createSkein, scripted } from "skein";
import { rulesOf } from "./rules.mjs";

const here = (name) => new URL(name, import.meta.url);
const [name] = process.argv.slice(2);
const examples = readdirSync(here(".")).filter((file) => file.endsWith(".scm"));

if (!examples.includes(`${name}.scm`)) {
  process.stderr.write(`which example? ${examples.map((file) => file.replace(".scm", "")).join(", ")}\n`);
  process.exitCode = 2;
} else {
  const skein = createSkein({
    provider: scripted(rulesOf(name)),
    output: (text) => process.stdout.write(text),
  });
  try {
    await skein.run(readFileSync(here(`${name}.scm`), "utf8"), { name: `${name}.scm` });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await skein.close();
  }
}
