// Engines that tests open: each is closed after its test.
import { afterEach } from "vitest";
import { createSkein, type Skein, type SkeinOptions } from "../../src/index.ts";

const open: Skein[] = [];
afterEach(async () => {
  for (const skein of open.splice(0)) await skein.close();
});

/** An engine that lives as long as its test. */
export function make(options: SkeinOptions = {}): Skein {
  return closing(createSkein(options));
}

export function closing(skein: Skein): Skein {
  open.push(skein);
  return skein;
}
