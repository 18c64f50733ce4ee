// The examples beside the builtins' rows and in lib: each runs in an engine, and shows what it says.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSkein, type Skein } from "../../src/index.ts";
import { scripted } from "../../src/llm/providers/scripted.ts";

interface Example {
  readonly name: string;
  readonly program: string;
  readonly shows: string;
}

/**
 * `(car '(1 2)) => 1`: the last arrow counts, because a program may have some of its own. Nothing behind it stands for
 * the unspecified value.
 */
function split(name: string, text: string): Example {
  const at = `${text} `.lastIndexOf(" => ");
  if (at < 0) throw new Error(`${name}: an example without an arrow: ${text}`);
  return { name, program: text.slice(0, at), shows: text.slice(at + 4) || "#<void>" };
}

let skein: Skein;
let examples: Example[];
const undocumented: string[] = [];

beforeAll(async () => {
  skein = createSkein({ provider: scripted(() => "ok"), random: () => 0.5, limits: { seconds: 60 } });
  examples = [];
  for (const name of await skein.complete("")) {
    const known = await skein.describe(name);
    // What has no value is a form of the expander.
    const isVariable = known !== undefined || (await shown(name))[0].startsWith("error:") === false;
    if (isVariable && !(known?.doc && known.examples.length > 0)) undocumented.push(name);
    for (const text of known?.examples ?? []) examples.push(split(name, text));
  }
});

afterAll(() => skein.close());

/** What a program shows, written, and displayed too: an example may leave out the quotes of a text. */
async function shown(program: string): Promise<string[]> {
  try {
    const { output } = await skein.run(`(let ([shown ${program}]) (write shown) (display #\\x1F) (display shown))`, {
      name: "example",
    });
    return output.split("\x1f");
  } catch (error) {
    return [`error: ${(error as Error).message}`];
  }
}

describe("examples", () => {
  it("stand beside every name", () => {
    expect(undocumented).toEqual([]);
  });

  it("stand under signatures that read as calls do", async () => {
    expect((await skein.describe("sort"))?.signature).toBe("(sort items less? #:key [key] #:cache-keys? [cache])");
    const odd: string[] = [];
    for (const name of await skein.complete("")) {
      const { signature = "" } = (await skein.describe(name)) ?? {};
      // Neither a bare # nor the type of an argument.
      if (/#[\s)\]]|[a-z]:[a-z]/.test(signature.slice(name.length + 1))) odd.push(signature);
    }
    expect(odd).toEqual([]);
  });

  it("show what they say", async () => {
    const wrong: string[] = [];
    for (const { name, program, shows } of examples) {
      const got = await shown(program);
      if (!got.includes(shows)) wrong.push(`${name}: ${program} => ${shows}, but it shows ${got[0]}`);
    }
    expect(wrong).toEqual([]);
    expect(examples.length).toBeGreaterThan(1000);
  });
});
