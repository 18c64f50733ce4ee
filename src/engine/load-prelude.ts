// Where an engine's prelude comes from: the file that the build wrote, or `lib/` compiled once per process.
import type { Prelude } from "./prelude.ts";

let loaded: Promise<Prelude> | undefined;

/** Plain data, the same for every engine: sharing it shares nothing that a script could see. */
export function loadPrelude(): Promise<Prelude> {
  loaded ??= fromBuild() ?? fromSources();
  return loaded;
}

/** In the package, `prelude.js` lies in `dist`, beside the entry or above its chunks. */
function fromBuild(): Promise<Prelude> | undefined {
  const { url } = import.meta;
  if (url.endsWith(".ts")) return undefined;
  const file = new URL(url.includes("/chunks/") ? "../prelude.js" : "./prelude.js", url).href;
  return import(/* @vite-ignore */ file).then((module: { prelude: Prelude }) => module.prelude);
}

async function fromSources(): Promise<Prelude> {
  const { compilePrelude } = await import("./compile-prelude.ts");
  return compilePrelude(new URL("../../lib/", import.meta.url));
}
