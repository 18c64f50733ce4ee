// Runs every program under test/language in three builds, and compares what it shows with its `; expect:` lines.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Build } from "../../src/engine/engine.ts";
import { createSkein, nodeHost, SkeinError } from "../../src/index.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const builds: Build[] = ["fast", "closures", "stress"];

interface Expected {
  output: string[];
  /** Part of the error's message, and the line on which the comment stands: the error's line. */
  error: { text: string; line: number } | undefined;
  /** `; only: fast` names the builds that a program is for. */
  builds: Build[];
}

function expectedOf(source: string): Expected {
  const expected: Expected = { output: [], error: undefined, builds };
  source.split("\n").forEach((line, i) => {
    const output = /; expect: ?(.*)$/.exec(line);
    const error = /; expect error: (.*)$/.exec(line);
    const only = /^; only: (.*)$/.exec(line);
    if (output) expected.output.push(output[1]);
    if (error) expected.error = { text: error[1], line: i + 1 };
    if (only) expected.builds = only[1].split(" ") as Build[];
  });
  return expected;
}

const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".scm") && file !== "checks.scm")
  .sort();

describe.each(builds)("in the %s build", (build) => {
  for (const file of programs) {
    const source = readFileSync(join(folder, file), "utf8");
    const expected = expectedOf(source);
    test.skipIf(!expected.builds.includes(build))(relative(".", file), async () => {
      const skein = createSkein({ build, host: nodeHost({ read: [join(folder, "checks.scm")] }) });
      try {
        let failure: unknown;
        const result = await skein.run(source, { name: relative(".", join(folder, file)) }).catch((error: unknown) => {
          failure = error;
          return undefined;
        });
        if (expected.error !== undefined) {
          expect(failure).toBeInstanceOf(SkeinError);
          const error = failure as SkeinError;
          expect(error.message).toContain(expected.error.text);
          expect(error.location?.line).toBe(expected.error.line);
          return;
        }
        if (failure !== undefined) throw failure;
        const shown = result?.output.replace(/\n$/, "").split("\n") ?? [];
        expect(shown).toEqual(expected.output);
      } finally {
        await skein.close();
      }
    });
  }
});
