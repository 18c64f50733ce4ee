// The build: the library and the command in one graph of chunks, the Python child as one file, and the prelude's compiler.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = join(root, "dist");

/**
 * Packages that become part of our files, with what they themselves need. All are ESM of many small files that every start
 * (or every read, for chevrotain: 300 ms unbundled) would have to open one by one. Everything else stays a dependency: it
 * has native code or data files (lmdb, pyodide), must be the host's own instance (@opentelemetry/api), or is large and
 * loaded on first use only, where a security fix of theirs should not wait for a release of ours (openai, undici …).
 */
const bundled = ["chevrotain", "@chevrotain/", "lodash-es", "commander", "p-limit", "yocto-queue", "csv-parse"];

const isBundled = (id) => bundled.some((name) => id === name || id.startsWith(name.endsWith("/") ? name : `${name}/`));
const external = (id) => !/^[./\0]|^[A-Za-z]:/.test(id) && !isBundled(id);

const common = {
  cwd: root,
  platform: "node",
  external,
  transform: { target: "node20" },
  moduleTypes: { ".py": "text" },
};

const main = {
  ...common,
  input: existing({ index: "src/index.ts", cli: "src/cli/main.ts" }),
  plugins: [dropOldChunks(), thirdPartyLicenses(), executable("cli.js")],
  output: {
    dir: dist,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    banner: (chunk) => (chunk.isEntry && chunk.name === "cli" ? "#!/usr/bin/env node" : ""),
  },
};

/** One file, since its process may read nothing but what it is given. */
const pythonChild = {
  ...common,
  external: [/^node:/],
  input: existing({ child: "src/python/child/main.ts" }),
  output: { dir: join(dist, "python"), format: "esm", entryFileNames: "[name].js", codeSplitting: false },
};

/** For pages as they are, without a bundler: all packages within, in chunks that are loaded when they are needed. */
const browser = {
  cwd: root,
  platform: "browser",
  // Not there in a page, and not needed: telemetry is left out, and requests go by fetch.
  external: ["@opentelemetry/api", "undici"],
  // The other entry needs Node's Buffer.
  resolve: { alias: { "csv-parse/sync": "csv-parse/browser/esm/sync" } },
  moduleTypes: common.moduleTypes,
  input: existing({ index: "src/browser.ts", "python-worker": "src/python/child/worker-main.ts" }),
  plugins: [compiledPrelude(), thirdPartyLicenses()],
};
const browserOutput = {
  dir: join(dist, "browser"),
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "chunks/[name]-[hash].js",
};

/**
 * The prelude in `lib/` is compiled ahead of time by the engine itself: `src/engine/build-prelude.ts` exports
 * `buildPrelude(folder)`, which writes what the engine loads at start into `folder`.
 */
const prelude = {
  ...common,
  input: existing({ "build-prelude": "src/engine/build-prelude.ts" }),
  plugins: [
    {
      name: "build-prelude",
      async writeBundle(options) {
        const { buildPrelude } = await import(`${pathToFileURL(join(options.dir, "build-prelude.js"))}?${Date.now()}`);
        await buildPrelude(dist);
        // Pages have the prelude within their bundle, so that it comes last.
        const bundle = await rolldown(browser);
        await bundle.write(browserOutput);
        await bundle.close();
      },
    },
  ],
  output: { dir: join(dist, "build"), format: "esm", entryFileNames: "[name].js", codeSplitting: false },
};

const configs = [main, pythonChild, prelude].filter((config) => Object.keys(config.input).length > 0);

export default configs;

function existing(inputs) {
  return Object.fromEntries(Object.entries(inputs).filter(([, file]) => existsSync(join(root, file))));
}

/**
 * Chunks of earlier builds go, but not at once: a process that began with them may load some only now, such as a test
 * beside which somebody builds. Their names hold a hash, so that old and new ones are never mixed.
 */
function dropOldChunks() {
  const folder = join(dist, "chunks");
  return {
    name: "drop-old-chunks",
    writeBundle(_options, bundle) {
      for (const name of existsSync(folder) ? readdirSync(folder) : []) {
        const age = Date.now() - statSync(join(folder, name)).mtimeMs;
        if (!(`chunks/${name}` in bundle) && age > 600_000) rmSync(join(folder, name), { force: true });
      }
    },
  };
}

function compiledPrelude() {
  return {
    name: "compiled-prelude",
    resolveId: (id) => (id === "virtual:prelude" ? join(dist, "prelude.js") : undefined),
  };
}

function executable(file) {
  return {
    name: "executable",
    writeBundle() {
      if (existsSync(join(dist, file))) chmodSync(join(dist, file), 0o755);
    },
  };
}

/** What was bundled keeps its licence, in one file beside the bundle. */
function thirdPartyLicenses() {
  return {
    name: "third-party-licenses",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => chunk.moduleIds ?? []);
      const folders = new Set(modules.filter((id) => id.includes(`node_modules${sep}`)).map(packageFolder));
      const source = ["Skein contains code of these packages.\n", ...[...folders].map(licenseOf).sort()].join("\n");
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY-LICENSES.txt", source });
    },
  };
}

function packageFolder(id) {
  for (let folder = dirname(id); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    // A nested package.json without a version only says which module system a folder uses.
    if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json above ${id}`);
  }
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined && license === undefined) throw new Error(`${name} has no licence and can not be bundled`);
  const text = file === undefined ? `Licensed under ${license}.` : readFileSync(join(folder, file), "utf8").trim();
  return `${name} ${version} (${license})\n${"-".repeat(72)}\n${text}\n`;
}
