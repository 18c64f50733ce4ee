// Finds top-level definitions in a text that has been read without error, for `,source`.

/** Name and text of each, in order. */
export function* definitionsIn(source: string): Generator<[string, string]> {
  for (const form of topLevelForms(source)) {
    const name =
      /^\(\s*(?:define|define-syntax|define-syntax-rule|struct|define-record-type)\s+\(*([^\s()[\]{}]+)/.exec(
        form,
      )?.[1];
    if (name !== undefined) yield [name, form];
  }
}

/** Whether the last form defines something: it has a value, but nobody asked to see that. */
export function endsInDefinition(source: string): boolean {
  const last = [...topLevelForms(source)].at(-1);
  return last !== undefined && /^\(\s*(define|struct)/.test(last) && source.trimEnd().endsWith(last);
}

/** The forms in parentheses; strings, characters and comments do not confuse it. */
function* topLevelForms(source: string): Generator<string> {
  const token = /"(?:[^"\\]|\\[\s\S])*"|;[^\n]*|#\|[\s\S]*?\|#|#\\[\s\S][^\s()[\]{}]*|\|[^|]*\||[([{]|[)\]}]/g;
  let depth = 0;
  let start = 0;
  for (const match of source.matchAll(token)) {
    if ("([{".includes(match[0])) {
      if (depth++ === 0) start = match.index;
    } else if (")]}".includes(match[0]) && --depth === 0) {
      yield source.slice(start, match.index + 1);
    }
  }
}
