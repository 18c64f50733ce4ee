// What can be told of a pattern before it runs: where a match can begin, and whether it can be empty.
import { type CharRange, type CharSet, unionOf } from "./char-set.ts";
import type { Node } from "./parse.ts";

export function canBeEmpty(node: Node): boolean {
  switch (node.type) {
    case "set":
      return false;
    case "seq":
      return node.items.every(canBeEmpty);
    case "alt":
      return node.items.some(canBeEmpty);
    case "repeat":
      return node.min === 0 || canBeEmpty(node.node);
    case "group":
    case "atomic":
      return canBeEmpty(node.node);
    case "if":
      return canBeEmpty(node.yes) || canBeEmpty(node.no);
    default:
      return true;
  }
}

export function startsAnchored(node: Node): boolean {
  switch (node.type) {
    case "start":
      return !node.multi;
    case "seq":
      return node.items.length > 0 && startsAnchored(node.items[0]);
    case "alt":
      return node.items.every(startsAnchored);
    case "group":
    case "atomic":
      return startsAnchored(node.node);
    default:
      return false;
  }
}

/** The leading literal characters. */
export function prefixOf(root: Node): string {
  const items = root.type === "seq" ? root.items : [root];
  let prefix = "";
  for (const item of items) {
    const code = item.type === "set" ? item.set.single() : -1;
    // A lone surrogate as text could be found inside a pair.
    if (code < 0 || (code >= 0xd800 && code <= 0xdfff)) break;
    prefix += String.fromCodePoint(code);
  }
  return prefix;
}

/** What a match must begin with, when that is known: one of these sets. */
function firstSets(node: Node): CharSet[] | undefined {
  switch (node.type) {
    case "set":
      return [node.set];
    case "seq":
      return firstOfSequence(node.items);
    case "alt": {
      const all = node.items.map(firstSets);
      return all.every((sets) => sets !== undefined) ? all.flat() : undefined;
    }
    case "repeat":
    case "group":
    case "atomic":
      return firstSets(node.node);
    default:
      return undefined;
  }
}

function firstOfSequence(items: Node[]): CharSet[] | undefined {
  const sets: CharSet[] = [];
  for (const item of items) {
    // What matches only a place leaves the first character to what follows.
    if (item.type === "word" || item.type === "look" || item.type === "start") continue;
    const first = firstSets(item);
    if (first === undefined) return undefined;
    sets.push(...first);
    if (!canBeEmpty(item)) return sets;
  }
  return undefined;
}

/** The characters that a match can begin with; undefined when it may be empty or nothing is known. */
export function firstOf(root: Node): CharRange | undefined {
  const sets = canBeEmpty(root) ? undefined : firstSets(root);
  return sets === undefined || sets.length > 64 ? undefined : unionOf(sets);
}
