// The regular expressions of one engine.
import type { Section } from "../row.ts";
import { matchingRows } from "./matching.ts";
import { Patterns } from "./regexp.ts";
import { replacingRows } from "./replacing.ts";

export const regexps: Section = (m) => {
  const patterns = new Patterns();
  return [...matchingRows(m, patterns), ...replacingRows(m, patterns)];
};
