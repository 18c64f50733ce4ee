// Runs both scripts on real mails with the local provider; prints what they print, then a table of what it was worth.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cache, prepare, readLines } from "./prepare.mjs";
import { renderTable } from "./table.mjs";
import { alone, cascade } from "./ways.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const cli = here("../../dist/cli.js");

async function main(wanted = "1000") {
  // Nobody's key is ever spent by an example.
  for (const name of Object.keys(process.env)) if (name.startsWith("OPENAI_")) delete process.env[name];
  if (!existsSync(cli)) throw new Error("the package is not built yet: run npm run build first");
  if (!/^\d+$/.test(wanted)) throw new Error(`expected the number of expensive calls allowed, got ${wanted}`);
  say("reading the mails");
  const files = await prepare((done, total) => say(`reading the mails: ${done} of ${total}`));
  await onSample(files);
  await onAll(files, Number(wanted));
  print(
    "Accuracy is against the labels of the mails, which no script has seen. The local classifiers cost nothing; the last",
  );
  print("column is what the tokens would cost at the list prices of the models that the scripts name.");
}

/** The seed's script, byte for byte. What it prints as its cost are its author's constants. */
async function onSample(files) {
  print("active-learning.scm on 250 mails:\n");
  print(await skein("active-learning.scm", files, `documents=${files.sample}:text`));
  const documents = readLines(files.sample).map(({ text }) => text);
  say("the same again for the table, and each model alone");
  const source = readFileSync(here("active-learning.scm"), "utf8");
  const ways = [
    await alone("cheap", files, documents),
    await cascade(source, files, documents),
    await alone("expensive", files, documents),
  ];
  print(`\n${renderTable(ways, truthOf(files, documents))}\n`);
}

async function onAll(files, cap) {
  print(`active-learning-all.scm on 5,000 mails, at most ${cap} expensive calls:\n`);
  const capFile = join(cache, "cap.json");
  writeFileSync(capFile, JSON.stringify(cap));
  const inputs = [`documents=${files.unseen}:text`, `cap=${capFile}`];
  const { output, value, usage } = JSON.parse(await skein("active-learning-all.scm", files, ...inputs, "--json"));
  print(output.trimEnd());
  const documents = readLines(files.unseen).map(({ text }) => text);
  say("the expensive model alone");
  const both = { name: "cascade", labels: value.final, escalated: value.escalated, calls: usage };
  const ways = [await alone("cheap", files, documents), both, await alone("expensive", files, documents)];
  print(`\n${renderTable(ways, truthOf(files, documents))}\n`);
}

function truthOf(files, documents) {
  return JSON.parse(readFileSync(files.labels, "utf8")).slice(0, documents.length);
}

/** What `skein run` writes to stdout; its progress goes to our stderr. */
function skein(script, files, ...rest) {
  const inputs = rest.filter((word) => !word.startsWith("--")).flatMap((input) => ["--input", input]);
  const flags = rest.filter((word) => word.startsWith("--"));
  const train = ["--provider", "local", "--train", files.train, "--text", "text", "--label", "label"];
  const child = spawn(process.execPath, [cli, "run", here(script), ...inputs, ...train, "--no-store", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString("utf8").trimEnd());
      else reject(new Error(`skein run ${script} ended with exit code ${code}`));
    });
  });
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

main(...process.argv.slice(2)).catch((error) => {
  say(`example: ${error.message}`);
  process.exitCode = 1;
});
