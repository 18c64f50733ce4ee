// Hash tables: keys by equal?, eqv? or eq?, insertion order kept, changed in place or persistently.
import { COMPOUND, type HashKind, hashOf, hashValue, sameCompound, standIn } from "./hash-key.ts";
import { Structured } from "./structured.ts";
import { type Trie, type TrieEntry, trieDelete, trieEntries, trieGet, trieSet } from "./trie.ts";
import type { Value } from "./types.ts";

export type { HashKind } from "./hash-key.ts";

export interface HashTableOptions {
  /** Whether scripts may change it in place; the builtins ask, `set` itself does not. Default true. */
  mutable?: boolean;
  /** Came from JSON, Python or the host: a string and the symbol of that name are one key. */
  foreign?: boolean;
}

interface Slot {
  key: Value;
  value: Value;
}

/**
 * Two ways of keeping the same thing. A table starts as a JS Map. The first functional update makes a trie from it,
 * remembered for the next one, and all tables that come from there are tries: a loop of `with` copies once, not each time.
 */
export class HashTable extends Structured {
  readonly kind: HashKind;
  readonly mutable: boolean;
  readonly foreign: boolean;
  /** Counts changes in place; Python's cache of sent values looks at it. */
  version = 0;
  /** By stand-in, or by the slot itself for compound keys; undefined in a trie table. */
  #slots: Map<unknown, Slot> | undefined = new Map();
  /** Compound keys by hash. */
  #buckets: Map<number, Slot[]> | undefined;
  #trie: Trie;
  #trieSize = 0;
  #nextOrder = 0;
  /** Of a Map table: the trie of version `#trieVersion`. Of a trie table: its entries in order, once asked for. */
  #trieVersion = -1;
  #sorted: TrieEntry[] | undefined;

  constructor(kind: HashKind = "equal", options: HashTableOptions = {}) {
    super();
    this.kind = kind;
    this.mutable = options.mutable ?? true;
    this.foreign = options.foreign ?? false;
  }

  get size(): number {
    return this.#slots === undefined ? this.#trieSize : this.#slots.size;
  }

  get(key: Value): Value | undefined {
    const id = standIn(key, this.kind, this.foreign);
    if (this.#slots === undefined) return trieGet(this.#trie, hashOf(id, key), id, key)?.value;
    return (id === COMPOUND ? this.#findCompound(key) : this.#slots.get(id))?.value;
  }

  has(key: Value): boolean {
    return this.get(key) !== undefined;
  }

  /** The key as it was first put in, or undefined. */
  keyOf(key: Value): Value | undefined {
    const id = standIn(key, this.kind, this.foreign);
    if (this.#slots === undefined) return trieGet(this.#trie, hashOf(id, key), id, key)?.key;
    return (id === COMPOUND ? this.#findCompound(key) : this.#slots.get(id))?.key;
  }

  /** Changes in place; a key that is there keeps its position and its first spelling. */
  set(key: Value, value: Value): void {
    this.version++;
    const id = standIn(key, this.kind, this.foreign);
    if (this.#slots === undefined) {
      this.#trieSet(id, key, value);
      return;
    }
    const slot = id === COMPOUND ? this.#findCompound(key) : this.#slots.get(id);
    if (slot !== undefined) slot.value = value;
    else this.#insert(id, { key, value });
  }

  /** Changes in place; whether the key was there. */
  delete(key: Value): boolean {
    const id = standIn(key, this.kind, this.foreign);
    if (this.#slots === undefined) return this.#trieDelete(id, key);
    let at = id;
    if (id === COMPOUND) {
      const slot = this.#findCompound(key);
      if (slot === undefined) return false;
      this.#forgetCompound(slot);
      at = slot;
    }
    if (!this.#slots.delete(at)) return false;
    this.version++;
    return true;
  }

  clear(): void {
    this.version++;
    this.#slots = new Map();
    this.#buckets = undefined;
    this.#trie = this.#sorted = undefined;
    this.#trieSize = 0;
    this.#trieVersion = -1;
  }

  /** A table that differs in one key; this one stays as it is. */
  with(key: Value, value: Value): HashTable {
    const next = this.#persistent();
    next.#trieSet(standIn(key, this.kind, this.foreign), key, value);
    return next;
  }

  /** A table without the key; this one when it is not there. */
  without(key: Value): HashTable {
    if (!this.has(key)) return this;
    const next = this.#persistent();
    next.#trieDelete(standIn(key, this.kind, this.foreign), key);
    return next;
  }

  copy(options: HashTableOptions = {}): HashTable {
    const { mutable = this.mutable, foreign = this.foreign } = options;
    const copy = new HashTable(this.kind, { mutable, foreign });
    for (const [key, value] of this.entries()) copy.set(key, value);
    copy.version = 0;
    return copy;
  }

  /** A snapshot, in order of insertion. */
  entries(): [Value, Value][] {
    return this.#list((slot) => [slot.key, slot.value]);
  }

  keys(): Value[] {
    return this.#list((slot) => slot.key);
  }

  values(): Value[] {
    return this.#list((slot) => slot.value);
  }

  override equalParts(other: Structured, later: (a: Value, b: Value) => void): boolean {
    if (!(other instanceof HashTable) || other.size !== this.size) return false;
    // Only the foreign one finds a name under both spellings.
    if (this.foreign && !other.foreign) return other.equalParts(this, later);
    if (this.kind !== other.kind) return false;
    const found = new Set<Value>();
    for (const [key, value] of this.entries()) {
      const match = other.get(key);
      if (match === undefined) return false;
      if (other.foreign) found.add(other.keyOf(key) as Value);
      later(value, match);
    }
    // Two keys of this one may be one key there.
    return !other.foreign || found.size === this.size;
  }

  override hashSeed(): number {
    return 31 + this.size;
  }

  #list<T>(pick: (slot: Slot | TrieEntry) => T): T[] {
    if (this.#slots !== undefined) return Array.from(this.#slots.values(), pick);
    this.#sorted ??= trieEntries(this.#trie).sort((a, b) => a.order - b.order);
    return this.#sorted.map(pick);
  }

  #insert(id: unknown, slot: Slot): void {
    if (id === COMPOUND) {
      const hash = hashValue(slot.key);
      this.#buckets ??= new Map();
      const bucket = this.#buckets.get(hash);
      if (bucket === undefined) this.#buckets.set(hash, [slot]);
      else bucket.push(slot);
    }
    this.#slots?.set(id === COMPOUND ? slot : id, slot);
  }

  #findCompound(key: Value): Slot | undefined {
    return this.#buckets?.get(hashValue(key))?.find((slot) => sameCompound(slot.key, key));
  }

  #forgetCompound(slot: Slot): void {
    const bucket = this.#buckets?.get(hashValue(slot.key));
    const at = bucket?.indexOf(slot) ?? -1;
    if (bucket !== undefined && at >= 0) bucket.splice(at, 1);
  }

  /** A trie table with this one's contents. */
  #persistent(): HashTable {
    const next = new HashTable(this.kind, { mutable: this.mutable, foreign: this.foreign });
    next.#slots = undefined;
    if (this.#slots !== undefined && this.#trieVersion !== this.version) {
      this.#trie = undefined;
      this.#nextOrder = 0;
      for (const [at, slot] of this.#slots) {
        const id = at === slot ? COMPOUND : at;
        const { key, value } = slot;
        this.#trie = trieSet(this.#trie, { hash: hashOf(id, key), id, key, value, order: this.#nextOrder++ });
      }
      this.#trieVersion = this.version;
    }
    next.#trie = this.#trie;
    next.#trieSize = this.size;
    next.#nextOrder = this.#nextOrder;
    return next;
  }

  #trieSet(id: unknown, key: Value, value: Value): void {
    const hash = hashOf(id, key);
    const old = trieGet(this.#trie, hash, id, key);
    const order = old?.order ?? this.#nextOrder++;
    this.#trie = trieSet(this.#trie, { hash, id, key: old?.key ?? key, value, order });
    if (old === undefined) this.#trieSize++;
    this.#sorted = undefined;
  }

  #trieDelete(id: unknown, key: Value): boolean {
    const hash = hashOf(id, key);
    if (this.#trie === undefined || trieGet(this.#trie, hash, id, key) === undefined) return false;
    this.#trie = trieDelete(this.#trie, hash, id, key);
    this.#trieSize--;
    this.#sorted = undefined;
    this.version++;
    return true;
  }
}
