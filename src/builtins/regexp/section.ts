// The regular expressions of one engine, and the string procedures that take patterns too: they share compiled patterns.
import type { Row, Section } from "../row.ts";
import { stringLibraryRows } from "../string-library.ts";
import { matchingRows } from "./matching.ts";
import { Patterns } from "./regexp.ts";
import { replacingRows } from "./replacing.ts";

export const regexps: Section = (m) => {
  const patterns = new Patterns();
  const replacing = replacingRows(m, patterns);
  const find = (name: string): Row => replacing.find((row) => row.signature.startsWith(`(${name} `)) as Row;
  return [
    ...matchingRows(m, patterns),
    ...replacing,
    ...stringLibraryRows(m, patterns, find("regexp-replace*"), find("regexp-replace")),
  ];
};
