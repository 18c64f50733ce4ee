// A persistent hash trie: `set` and `delete` give a new trie that shares all but one path with the old one.
import { COMPOUND, sameCompound } from "./hash-key.ts";
import type { Value } from "./types.ts";

/** One key with its value; never changed once it is in a trie. */
export interface TrieEntry {
  readonly hash: number;
  /** See `standIn`. */
  readonly id: unknown;
  readonly key: Value;
  readonly value: Value;
  /** Its place in the order of insertion. */
  readonly order: number;
}

/** Entries whose whole hash is the same. */
class Leaf {
  readonly hash: number;
  readonly entries: readonly TrieEntry[];
  constructor(hash: number, entries: readonly TrieEntry[]) {
    this.hash = hash;
    this.entries = entries;
  }
}

/** Up to 32 children, present where `bitmap` has a bit, in the order of the bits. */
class Branch {
  readonly bitmap: number;
  readonly children: readonly Node[];
  constructor(bitmap: number, children: readonly Node[]) {
    this.bitmap = bitmap;
    this.children = children;
  }
}

type Node = Leaf | Branch;
export type Trie = Node | undefined;

const BITS = 5;

export function trieGet(trie: Trie, hash: number, id: unknown, key: Value): TrieEntry | undefined {
  let node = trie;
  for (let shift = 0; node instanceof Branch; shift += BITS) {
    const bit = 1 << ((hash >>> shift) & 31);
    node = (node.bitmap & bit) === 0 ? undefined : node.children[below(node.bitmap, bit)];
  }
  if (node === undefined || node.hash !== hash) return undefined;
  return node.entries.find((entry) => same(entry, id, key));
}

/** With `entry` in place of the one of the same key, or added. */
export function trieSet(trie: Trie, entry: TrieEntry, shift = 0): Node {
  if (trie === undefined) return new Leaf(entry.hash, [entry]);
  if (trie instanceof Leaf) {
    if (trie.hash !== entry.hash) return trieSet(branchOver(trie, shift), entry, shift);
    const at = trie.entries.findIndex((e) => same(e, entry.id, entry.key));
    return new Leaf(entry.hash, at < 0 ? [...trie.entries, entry] : trie.entries.with(at, entry));
  }
  const bit = 1 << ((entry.hash >>> shift) & 31);
  const at = below(trie.bitmap, bit);
  if ((trie.bitmap & bit) === 0) {
    return new Branch(trie.bitmap | bit, trie.children.toSpliced(at, 0, new Leaf(entry.hash, [entry])));
  }
  return new Branch(trie.bitmap, trie.children.with(at, trieSet(trie.children[at], entry, shift + BITS)));
}

/** Without a key that is there. */
export function trieDelete(trie: Node, hash: number, id: unknown, key: Value, shift = 0): Trie {
  if (trie instanceof Leaf) {
    const entries = trie.entries.filter((e) => !same(e, id, key));
    return entries.length === 0 ? undefined : new Leaf(trie.hash, entries);
  }
  const bit = 1 << ((hash >>> shift) & 31);
  const at = below(trie.bitmap, bit);
  const child = trieDelete(trie.children[at], hash, id, key, shift + BITS);
  if (child !== undefined) return new Branch(trie.bitmap, trie.children.with(at, child));
  return trie.children.length === 1 ? undefined : new Branch(trie.bitmap & ~bit, trie.children.toSpliced(at, 1));
}

/** All entries, in no useful order. */
export function trieEntries(trie: Trie): TrieEntry[] {
  const found: TrieEntry[] = [];
  const todo: Node[] = trie === undefined ? [] : [trie];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node instanceof Leaf) for (const entry of node.entries) found.push(entry);
    else for (const child of node.children) todo.push(child);
  }
  return found;
}

function branchOver(leaf: Leaf, shift: number): Branch {
  return new Branch(1 << ((leaf.hash >>> shift) & 31), [leaf]);
}

/** How many children stand before the one of `bit`. */
function below(bitmap: number, bit: number): number {
  let x = bitmap & (bit - 1);
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function same(entry: TrieEntry, id: unknown, key: Value): boolean {
  // Object.is, because NaN stands for itself; -0 never stands for anything.
  return id === COMPOUND ? entry.id === COMPOUND && sameCompound(entry.key, key) : Object.is(entry.id, id);
}
