// The built package in a page, as it is: with Python in a worker, models by fetch, and where a policy forbids eval.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bundleForPage, chromium, runPage } from "../support/chromium.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, "..", "..", "dist", "browser");

test.skipIf(chromium === undefined).each([
  ["without a policy", undefined],
  ["where eval is forbidden", "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"],
])("scripts in a page %s", { timeout: 180_000 }, async (_, contentSecurityPolicy) => {
  const page = await bundleForPage(path.join(here, "browser-page.ts"));
  const { results, requested } = await runPage({
    scripts: { "/page.js": page },
    folders: { "/skein/": dist },
    ...(contentSecurityPolicy && { contentSecurityPolicy }),
    answer: (_, body) => {
      const { model, messages } = JSON.parse(body);
      const message = { role: "assistant", content: `${model} heard ${messages.at(-1).content}` };
      return {
        ...{ id: "1", object: "chat.completion", created: 1, model },
        choices: [{ index: 0, message, finish_reason: "stop" }],
        usage: { prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 },
      };
    },
  });
  expect(results).toEqual({
    language: "(100000 1180591620717411303424)",
    deep: 100_000,
    learned: [60, expect.any(Number)],
    python: (59 * 60) / 2,
    refused: expect.stringContaining('reading "/etc/passwd" is not granted'),
    http: "gpt-4o-mini heard hello",
    store: expect.stringContaining("a browser has no folder"),
  });
  expect(requested).toContain("/v1/chat/completions");
});
