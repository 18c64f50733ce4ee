// Cuts text into the words that the classifiers see.

/** Scripts written without spaces come one character at a time (2-grams do the rest); `$` and `!` carry meaning in mail. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+|[$!]/gu;

export function words(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(word) ?? [];
}

/** Words and pairs of neighbouring words. */
export function wordsAndPairs(text: string): string[] {
  const single = words(text);
  const all = single.slice();
  for (let i = 1; i < single.length; i++) all.push(`${single[i - 1]} ${single[i]}`);
  return all;
}
