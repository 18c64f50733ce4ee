// Cuts text into the words that the classifiers see.

/** Scripts that put no spaces between words. */
const unspaced = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}";
/** Runs of those, words of all others, and the two signs that carry meaning in mail. */
const run = new RegExp(`([${unspaced}]+)|(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}])+|[$!]`, "gu");

export function words(text: string): string[] {
  return cut(text, false);
}

/** Words and pairs of neighbouring words. */
export function wordsAndPairs(text: string): string[] {
  return cut(text, true);
}

/**
 * Runs without spaces come as overlapping pairs of characters. With single characters instead, the large tier gets .974
 * of the example's mails right, not .977.
 */
function cut(text: string, pairs: boolean): string[] {
  const tokens: string[] = [];
  let before: string | undefined;
  for (const [token, characters] of text.normalize("NFKC").toLowerCase().matchAll(run)) {
    if (characters === undefined) {
      tokens.push(token);
      if (pairs && before !== undefined) tokens.push(`${before} ${token}`);
      before = token;
    } else {
      const single = [...characters];
      if (single.length === 1) tokens.push(characters);
      for (let i = 1; i < single.length; i++) tokens.push(`${single[i - 1]}${single[i]}`);
      before = undefined;
    }
  }
  return tokens;
}
