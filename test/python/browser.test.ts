// The same bridge in a browser worker, in headless Chromium where there is one.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

const here = path.dirname(fileURLToPath(import.meta.url));
const pyodide = path.dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));

function findChromium(): string | undefined {
  return ["chromium", "chromium-browser", "google-chrome"].find((name) => {
    try {
      execFileSync(name, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

const chromium = findChromium();
if (chromium === undefined) process.stdout.write("skipped: no Chromium is installed (apt-get install chromium)\n");

async function bundle(input: string): Promise<string> {
  const build = await rolldown({ input, platform: "browser", moduleTypes: { ".py": "text" } });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  return output[0].code;
}

const TYPES: { [ending: string]: string } = {
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".zip": "application/zip",
};

let server: http.Server;
let browser: ChildProcess | undefined;
let results: Promise<{ [name: string]: unknown }>;
const requested: string[] = [];
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "skein-browser-"));

beforeAll(async () => {
  if (chromium === undefined) return;
  const files: { [url: string]: string } = {
    "/page.js": await bundle(path.join(here, "browser-page.ts")),
    "/worker.js": await bundle(path.join(here, "..", "..", "src", "python", "child", "worker-main.ts")),
  };
  let done: (results: { [name: string]: unknown }) => void = () => {};
  results = new Promise((resolve) => {
    done = resolve;
  });
  server = http.createServer((request, response) => {
    const url = request.url ?? "/";
    requested.push(url);
    // Shared memory is for pages that are isolated from other origins.
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    const code = files[url];
    if (request.method === "POST") {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => done(JSON.parse(text)));
      response.end();
    } else if (code !== undefined) response.setHeader("Content-Type", "text/javascript").end(code);
    else if (url.startsWith("/pyodide/")) {
      response.setHeader("Content-Type", TYPES[path.extname(url)] ?? "application/octet-stream");
      fs.createReadStream(path.join(pyodide, path.basename(url))).pipe(response);
    } else response.setHeader("Content-Type", "text/html").end('<script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const flags = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    `--user-data-dir=${profile}`,
  ];
  browser = spawn(chromium, [...flags, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
});

afterAll(async () => {
  if (browser !== undefined && browser.exitCode === null) {
    const gone = new Promise((resolve) => browser?.once("exit", resolve));
    browser.kill();
    await gone;
  }
  server?.closeAllConnections();
  server?.close();
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

test.skipIf(chromium === undefined)(
  "values, live names, errors, limits and restarts",
  { timeout: 180_000 },
  async () => {
    expect(await results).toEqual({
      value: [1, "é", { a: null }, true],
      text: "a\nb\n",
      names: [50_000, "document 49999 with some text in it: naïve 😀"],
      again: 50_000,
      asked: ["documents"],
      error: "exception: KeyError: 'k'",
      big: 5_000_000,
      soft: "deadline: the Python code ran longer than 2 s",
      kept: 5_000_000,
      heap: "exception: MemoryError",
      js: "exception: ModuleNotFoundError: No module named 'js'",
      socket: expect.stringMatching(/^exception: OSError/),
      hard: expect.stringMatching(/^deadline: .*did not stop, so Python was ended/),
      afterwards: [2, false],
      quit: "stopped: Python ended: it ended itself with status 3",
      finally: "alive",
    });
    expect(requested.filter((url) => url.startsWith("/leak"))).toEqual([]);
  },
);
