// Runs the README's snippets from where they stand.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createSkein, scripted } from "../../src/index.ts";

const root = new URL("../../", import.meta.url);
const readme = readFileSync(fileURLToPath(new URL("README.md", root)), "utf8");
const snippets = (language: string): string[] =>
  [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].filter((m) => m[1] === language).map((m) => m[2]);

test("the Scheme snippets run", async () => {
  expect(snippets("scheme")).toHaveLength(2);
  const provider = scripted(({ data }) =>
    JSON.stringify({ category: data === "spam" ? "junk" : "mail", confidence: 1 }),
  );
  const skein = createSkein({ provider, inputs: { documents: ["spam", "hello", "spam"] } });
  try {
    expect((await skein.run(snippets("scheme")[0])).value).toEqual({ junk: 2, mail: 1 });
    expect((await skein.run(snippets("scheme")[1])).output).toContain("3 items: 0 kept from the cheap model");
  } finally {
    await skein.close();
  }
});

test("the embedding snippets run as a host would run them", () => {
  expect(snippets("ts")).toHaveLength(1);
  // In the package's own folder, where its name leads to the build.
  const file = fileURLToPath(new URL("dist/readme-snippet.mjs", root));
  writeFileSync(file, snippets("ts")[0]);
  try {
    execFileSync(process.execPath, [file], { stdio: "pipe" });
  } finally {
    rmSync(file);
  }
});

test("the embedding snippets are TypeScript, as strict as it gets", () => {
  const at = (path: string) => fileURLToPath(new URL(path, root));
  const tsc = at("node_modules/typescript/bin/tsc");
  // Declarations are no part of the build before the tests of a single file.
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: at(".") });
  const file = at("dist/readme-snippet.mts");
  writeFileSync(file, snippets("ts")[0]);
  try {
    const flags = ["--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--types", "node"];
    execFileSync(process.execPath, [tsc, ...flags, "--ignoreConfig", file], { cwd: at("."), stdio: "pipe" });
  } finally {
    rmSync(file);
  }
});
