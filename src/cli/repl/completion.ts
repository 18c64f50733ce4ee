// Completion at the cursor: names, keywords of the procedure that is being called, and commands.

export interface Completions {
  /** What may stand there instead of `word`, sorted. */
  candidates: string[];
  word: string;
}

export interface NameSource {
  complete(prefix: string): Promise<string[]>;
  describe(name: string): Promise<{ signature: string } | undefined>;
}

/** `before` is the text up to the cursor. */
export async function completionsFor(
  before: string,
  names: NameSource,
  commands: readonly string[],
): Promise<Completions> {
  const command = /^\s*(,[a-z]*)$/.exec(before)?.[1];
  if (command !== undefined) return { candidates: commands.filter((name) => name.startsWith(command)), word: command };
  const word = /[^\s()[\]{}"';`,]*$/.exec(before)?.[0] ?? "";
  if (word.startsWith("#:")) {
    const head = headOf(before.slice(0, before.length - word.length));
    const signature = head === undefined ? undefined : (await names.describe(head))?.signature;
    const keywords = [...new Set(signature?.match(/#:[^\s()[\]]+/g) ?? [])];
    return { candidates: keywords.filter((name) => name.startsWith(word)).sort(), word };
  }
  if (word === "" || /^[#\d]/.test(word)) return { candidates: [], word };
  return { candidates: await names.complete(word), word };
}

/** The name behind the parenthesis that encloses the end of `text`. */
function headOf(text: string): string | undefined {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const char = text[i] as string;
    if (")]}".includes(char)) depth++;
    else if ("([{".includes(char) && --depth < 0) return /^[^\s()[\]{}"';`,]+/.exec(text.slice(i + 1))?.[0];
  }
  return undefined;
}

/** What all candidates begin with. */
export function commonPrefix(candidates: readonly string[]): string {
  let prefix = candidates[0] ?? "";
  for (const candidate of candidates) while (!candidate.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
