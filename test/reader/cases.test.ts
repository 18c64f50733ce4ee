// The text cases of cases.txt.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorOf, readAndWrite } from "./read.ts";

interface Case {
  line: number;
  source: string;
  value?: string;
  error?: string;
  hint?: string;
}

function parseCases(): Case[] {
  const cases: Case[] = [];
  const lines = readFileSync(new URL("cases.txt", import.meta.url), "utf8").split("\n");
  // The head of the file, up to the first empty line, explains it.
  for (let i = lines.indexOf("") + 1; i < lines.length; i++) {
    if (lines[i] === "") continue;
    if (lines[i].startsWith("?? ")) {
      (cases.at(-1) as Case).hint = lines[i].slice(3);
      continue;
    }
    const split = / (=>|!!) (.*)$/.exec(lines[i]);
    if (split === null) throw new Error(`cases.txt:${i + 1} has neither => nor !!`);
    const source = lines[i].slice(0, split.index).replaceAll("␤", "\n");
    cases.push({ line: i + 1, source, ...(split[1] === "=>" ? { value: split[2] } : { error: split[2] }) });
  }
  return cases;
}

const cases = parseCases();

describe("values", () => {
  it.each(cases.filter((c) => c.value !== undefined))("line $line: $source", ({ source, value }) => {
    expect(readAndWrite(source)).toBe(value);
  });
});

describe("errors", () => {
  it.each(cases.filter((c) => c.error !== undefined))("line $line: $source", ({ source, error, hint }) => {
    const { message, span, hint: given } = errorOf(source);
    expect(`${span.line}:${span.column} ${message}`).toBe(error);
    if (hint !== undefined) expect(given).toBe(hint);
    expect(span.file).toBe("test.scm");
    expect(span.start <= span.end && span.end <= source.length).toBe(true);
  });
});

it("has read the file", () => {
  expect(cases.length).toBeGreaterThan(90);
});
