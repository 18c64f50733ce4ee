// The library's own Scheme: taken from what the build compiled, or compiled once per process from `lib/`.
import type { Emitted } from "../compiler/emit/js-backend.ts";
import type { PortableUnit } from "../compiler/portable.ts";

/** What a prelude is: one unit per file of `lib/`, in the order in which they are loaded, and what `,doc` knows of it. */
export interface Prelude {
  readonly units: readonly PreludeUnit[];
  readonly docs: readonly PreludeDoc[];
}

export interface PreludeUnit {
  readonly file: string;
  /** The names that it defines. */
  readonly defines: readonly string[];
  /** Loaded when one of them is first used. Such a unit holds definitions only, in whatever order units are loaded. */
  readonly lazy: boolean;
  code(): PreludeCode;
}

export interface PreludeCode {
  readonly unit: PortableUnit;
  readonly emitted: Emitted;
}

export interface PreludeDoc {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly examples: readonly string[];
  readonly file: string;
}

/** The doc comments of a file: `;;> (signature)`, `;;> one line`, `;;> example => value`, right before a definition. */
export function docsOf(text: string, file: string): PreludeDoc[] {
  const docs: PreludeDoc[] = [];
  for (const [block] of text.matchAll(/(?:^;;> .*\n)+/gm)) {
    const [signature, doc = "", ...examples] = block
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(4));
    const name = /^\(?([^\s()]+)/.exec(signature)?.[1];
    if (name !== undefined) docs.push({ name, signature, doc, examples, file });
  }
  return docs;
}
