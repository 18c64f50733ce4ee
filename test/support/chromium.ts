// One page in headless Chromium: serves it from 127.0.0.1 with all that it asks for, and waits for what it posts to /done.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { rolldown } from "rolldown";

const pyodide = path.dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));

export const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});
if (chromium === undefined) process.stdout.write("skipped: no Chromium is installed (apt-get install chromium)\n");

const TYPES: { [ending: string]: string } = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".zip": "application/zip",
};

/** A module of the tests as one file for a page. */
export async function bundleForPage(input: string): Promise<string> {
  const build = await rolldown({ input, platform: "browser", moduleTypes: { ".py": "text" } });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  await build.close();
  return output[0].code;
}

export interface PageOptions {
  /** By URL: scripts as text. `/page.js` is the page's own. */
  scripts: { [url: string]: string };
  /** By URL, ending in a slash: folders. Pyodide's files are always at `/pyodide/`. */
  folders?: { [url: string]: string };
  contentSecurityPolicy?: string;
  /** Replies as JSON to what the page posts elsewhere than to `/done`. */
  answer?: (url: string, body: string) => object;
}

/** What the page posted to /done, parsed, and the URLs that it asked for. Everything is gone afterwards. */
export async function runPage(options: PageOptions): Promise<{ results: unknown; requested: string[] }> {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "skein-browser-"));
  const requested: string[] = [];
  let done: (results: unknown) => void = () => {};
  const posted = new Promise<unknown>((resolve, reject) => {
    done = resolve;
    // Generous: this bounds a page that failed before it could say so.
    const hung = () => reject(new Error(`the page posted nothing; it asked for ${requested.join(", ")}`));
    setTimeout(hung, 120_000).unref();
  });
  const server = http.createServer((request, response) => {
    requested.push(request.url ?? "/");
    serve(request, response, options, done);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  const address = `http://127.0.0.1:${port}/`;
  const browser = spawn(chromium as string, [...flags, `--user-data-dir=${profile}`, address], {
    stdio: "ignore",
    // A group of its own: its helpers would go on writing into the profile for a moment after it.
    detached: true,
  });
  try {
    return { results: await posted, requested };
  } finally {
    await ended(browser);
    server.closeAllConnections();
    server.close();
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

function serve(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { scripts, folders, contentSecurityPolicy, answer }: PageOptions,
  done: (results: unknown) => void,
): void {
  const url = request.url ?? "/";
  // Shared memory is for pages that are isolated from other origins.
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  if (contentSecurityPolicy !== undefined) response.setHeader("Content-Security-Policy", contentSecurityPolicy);
  if (request.method === "POST") {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const reply = url === "/done" ? done(JSON.parse(text)) : answer?.(url, text);
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(reply ?? {}));
    });
    return;
  }
  const folder = Object.entries({ "/pyodide/": pyodide, ...folders }).find(([start]) => url.startsWith(start));
  const file = folder && path.join(folder[1], url.slice(folder[0].length));
  if (scripts[url] !== undefined) response.setHeader("Content-Type", "text/javascript").end(scripts[url]);
  else if (file !== undefined && fs.existsSync(file)) {
    response.setHeader("Content-Type", TYPES[path.extname(url)] ?? "application/octet-stream");
    fs.createReadStream(file).pipe(response);
  } else response.setHeader("Content-Type", "text/html").end('<script type="module" src="/page.js"></script>');
}

async function ended(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null) return;
  const gone = new Promise((resolve) => browser.once("exit", resolve));
  process.kill(-(browser.pid as number), "SIGKILL");
  await gone;
}
