// Hash tables, Racket's names: making, changing and listing them, as far as no procedure is called.
import type { Machine } from "../machine/machine.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { type HashKind, HashTable } from "../values/hash-table.ts";
import { arrayFrom, listFrom, Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { charge, checkAllocation, PAIR_BYTES } from "./allocation.ts";
import type { Row, Section } from "./row.ts";

/** What an entry of a JS Map and its slot take, about. */
const ENTRY_BYTES = 100;

/** A table that may be changed in place: made so, or from outside (primitives.md: those take both ways of changing). */
export function changeable(t: HashTable, who: string): HashTable {
  if (!t.mutable && !t.foreign) {
    fail(
      "wrong-type",
      `${who}: expected a mutable hash table as argument 1, got ${printShort(t)}`,
      [],
      `tables of hash and make-immutable-hash never change: use ${who.replace("!", "")}, which gives a new table, or make the table with make-hash`,
    );
  }
  return t;
}

/** A table of which changed versions may be made. */
export function persistent(t: HashTable, who: string): HashTable {
  if (t.mutable && !t.foreign) {
    fail(
      "wrong-type",
      `${who}: expected an immutable hash table as argument 1, got ${printShort(t)}`,
      [],
      `this table can be changed in place: use ${who}!`,
    );
  }
  return t;
}

/** The error of a key that is not there: the keys that are help to find a misspelling. */
export function missingKey(who: string, t: HashTable, key: Value): never {
  const keys = t.keys();
  const shown = keys
    .slice(0, 8)
    .map((k) => printShort(k, 40))
    .join(" ");
  const hint = keys.length === 0 ? "the hash table is empty" : `its keys are ${shown}${keys.length > 8 ? " …" : ""}`;
  fail("no-key", `${who}: no value found for key ${printShort(key)}`, [], hint);
}

/** Puts `key value …` into a table, functionally when it is immutable. */
function putAll(m: Machine, t: HashTable, items: Value[], index: number): HashTable {
  if (items.length % 2 === 1)
    wrongArgument(index + items.length - 1, "a key with a value after it", items[items.length - 1]);
  charge(m, items.length * 8);
  for (let i = 0; i < items.length; i += 2) t.set(items[i], items[i + 1]);
  return t;
}

function fromAlist(m: Machine, kind: HashKind, mutable: boolean, alist: Value): HashTable {
  const t = new HashTable(kind, { mutable });
  const entries = arrayFrom(alist) ?? wrongArgument(1, "a list of pairs", alist);
  checkAllocation(m, entries.length, ENTRY_BYTES);
  for (const entry of entries) {
    if (!(entry instanceof Pair)) wrongArgument(1, "a list of pairs", alist);
    t.set(entry.car, entry.cdr);
  }
  return t;
}

const SUFFIXES: readonly (readonly [suffix: string, kind: HashKind, by: string])[] = [
  ["", "equal", "equal?"],
  ["eqv", "eqv", "eqv?"],
  ["eq", "eq", "eq?"],
];

const making = (m: Machine): Row[] =>
  SUFFIXES.flatMap(([suffix, kind, by]) => [
    {
      signature: `(hash${suffix} key-or-value ...)`,
      doc: `An immutable hash table of the keys and values given in turn; keys are compared by ${by}.`,
      example: `(hash${suffix} 'a 1 'b 2) => #hash${suffix}((a . 1) (b . 2))`,
      run: (items: Value[]) => putAll(m, new HashTable(kind, { mutable: false }), items, 1),
    },
    ...["make-hash", "make-weak-hash"].map((name) => ({
      signature: `(${name}${suffix} [alist])`,
      doc: `A mutable hash table, with the entries of an association list; keys are compared by ${by}.`,
      example: `(hash-ref (${name}${suffix} '((a . 1))) 'a) => 1`,
      run: (alist?: Value) => (alist === undefined ? new HashTable(kind) : fromAlist(m, kind, true, alist)),
    })),
    {
      signature: `(make-immutable-hash${suffix} [alist])`,
      doc: `An immutable hash table with the entries of an association list; keys are compared by ${by}.`,
      example: `(make-immutable-hash${suffix} '((a . 1))) => #hash${suffix}((a . 1))`,
      run: (alist?: Value) =>
        alist === undefined ? new HashTable(kind, { mutable: false }) : fromAlist(m, kind, false, alist),
    },
  ]);

const asking = (): Row[] => {
  const test = (name: string, doc: string, shows: string, run: (t: HashTable) => boolean): Row => ({
    signature: `(${name} table:hash)`,
    doc,
    example: `(${name} (hash 'a 1)) => ${shows}`,
    run,
  });
  return [
    {
      signature: "(hash? x)",
      doc: "Whether x is a hash table.",
      example: "(hash? '((a . 1))) => #f",
      run: (x: Value) => x instanceof HashTable,
    },
    test("hash-equal?", "Whether the keys are compared by equal?.", "#t", (t) => t.kind === "equal"),
    test("hash-eqv?", "Whether the keys are compared by eqv?.", "#f", (t) => t.kind === "eqv"),
    test("hash-eq?", "Whether the keys are compared by eq?.", "#f", (t) => t.kind === "eq"),
    test("hash-empty?", "Whether a hash table has no entries.", "#f", (t) => t.size === 0),
    {
      signature: "(hash-count table:hash)",
      doc: "How many entries a hash table has.",
      example: "(hash-count (hash 'a 1 'b 2)) => 2",
      run: (t: HashTable) => t.size,
    },
    {
      signature: "(hash-has-key? table:hash key)",
      doc: "Whether a hash table has an entry for key.",
      example: "(hash-has-key? (hash 'a 1) 'b) => #f",
      run: (t: HashTable, key: Value) => t.has(key),
    },
  ];
};

const listing = (m: Machine): Row[] => {
  const row = (name: string, doc: string, shows: string, pick: (t: HashTable) => Value[]): Row => ({
    signature: `(${name} table:hash [try-order?])`,
    doc,
    example: `(${name} (hash 'a 1 'b 2)) => ${shows}`,
    run(t: HashTable) {
      checkAllocation(m, t.size, 2 * PAIR_BYTES);
      return listFrom(pick(t));
    },
  });
  const pairsOf = (t: HashTable): Value[] => t.entries().map(([key, value]) => new Pair(key, value));
  return [
    row("hash-keys", "The keys of a hash table, in order of insertion.", "(a b)", (t) => t.keys()),
    row("hash-values", "The values of a hash table, in order of insertion.", "(1 2)", (t) => t.values()),
    row("hash->list", "The entries of a hash table as pairs, in order of insertion.", "((a . 1) (b . 2))", pairsOf),
  ];
};

const changing = (m: Machine): Row[] => [
  {
    signature: "(hash-set! table:hash key value)",
    doc: "Puts an entry into a mutable hash table.",
    example: "(let ((t (make-hash))) (hash-set! t 'a 1) t) => #hash((a . 1))",
    run(t: HashTable, key: Value, value: Value) {
      changeable(t, "hash-set!").set(key, value);
      return UNSPECIFIED;
    },
  },
  {
    signature: "(hash-set table:hash key value)",
    doc: "A hash table like the given one, with an entry more or changed.",
    example: "(hash-set (hash 'a 1) 'b 2) => #hash((a . 1) (b . 2))",
    run: (t: HashTable, key: Value, value: Value) => persistent(t, "hash-set").with(key, value),
  },
  {
    signature: "(hash-set*! table:hash key-or-value ...)",
    doc: "Puts several entries, given as keys and values in turn, into a mutable hash table.",
    example: "(let ((t (make-hash))) (hash-set*! t 'a 1 'b 2) t) => #hash((a . 1) (b . 2))",
    run(t: HashTable, items: Value[]) {
      putAll(m, changeable(t, "hash-set*!"), items, 2);
      return UNSPECIFIED;
    },
  },
  {
    signature: "(hash-set* table:hash key-or-value ...)",
    doc: "A hash table like the given one, with several entries, given as keys and values in turn.",
    example: "(hash-set* (hash 'a 1) 'b 2 'c 3) => #hash((a . 1) (b . 2) (c . 3))",
    run(t: HashTable, items: Value[]) {
      if (items.length % 2 === 1)
        wrongArgument(1 + items.length, "a key with a value after it", items[items.length - 1]);
      let result = persistent(t, "hash-set*");
      for (let i = 0; i < items.length; i += 2) result = result.with(items[i], items[i + 1]);
      return result;
    },
  },
  {
    signature: "(hash-remove! table:hash key)",
    doc: "Takes an entry out of a mutable hash table, if it is there.",
    example: "(let ((t (make-hash '((a . 1))))) (hash-remove! t 'a) t) => #hash()",
    run(t: HashTable, key: Value) {
      changeable(t, "hash-remove!").delete(key);
      return UNSPECIFIED;
    },
  },
  {
    signature: "(hash-remove table:hash key)",
    doc: "A hash table like the given one, without the entry for key.",
    example: "(hash-remove (hash 'a 1 'b 2) 'a) => #hash((b . 2))",
    run: (t: HashTable, key: Value) => persistent(t, "hash-remove").without(key),
  },
  {
    signature: "(hash-clear! table:hash)",
    doc: "Takes all entries out of a mutable hash table.",
    example: "(let ((t (make-hash '((a . 1))))) (hash-clear! t) t) => #hash()",
    run(t: HashTable) {
      changeable(t, "hash-clear!").clear();
      return UNSPECIFIED;
    },
  },
  {
    signature: "(hash-clear table:hash)",
    doc: "An empty hash table of the same kind.",
    example: "(hash-clear (hash 'a 1)) => #hash()",
    run: (t: HashTable) => new HashTable(t.kind, { mutable: t.mutable, foreign: t.foreign }),
  },
  {
    signature: "(hash-copy table:hash)",
    doc: "A mutable hash table with the same entries.",
    example: "(let ((t (hash-copy (hash 'a 1)))) (hash-set! t 'b 2) t) => #hash((a . 1) (b . 2))",
    run(t: HashTable) {
      checkAllocation(m, t.size, ENTRY_BYTES);
      return t.copy({ mutable: true });
    },
  },
  {
    signature: "(hash-copy-clear table:hash)",
    doc: "An empty hash table of the same kind.",
    example: "(hash-copy-clear (hash 'a 1)) => #hash()",
    run: (t: HashTable) => new HashTable(t.kind, { mutable: t.mutable, foreign: t.foreign }),
  },
  {
    signature: "(hash-ref-key table:hash key [default])",
    doc: "The key of an entry as it was put in, or default.",
    example: '(hash-ref-key (hash "a" 1) "a") => "a"',
    run: (t: HashTable, key: Value, otherwise?: Value) =>
      t.keyOf(key) ?? otherwise ?? missingKey("hash-ref-key", t, key),
  },
  {
    signature: "(%hash-like table:hash mutable?)",
    doc: "For the library: an empty table of the same kind.",
    example: "(%hash-like (hash 'a 1) #f) => #hash()",
    run: (t: HashTable, mutable: Value) => new HashTable(t.kind, { mutable: mutable !== false, foreign: t.foreign }),
  },
  {
    signature: "(%hash-freeze! table:hash like:hash)",
    doc: "For the library: a finished table that can be changed just like another one.",
    example: "(%hash-freeze! (make-hash '((a . 1))) (hash)) => #hash((a . 1))",
    run: (t: HashTable, like: HashTable) => (like.mutable === t.mutable ? t : t.copy({ mutable: like.mutable })),
  },
];

export const hashTables: Section = (m) => [...making(m), ...asking(), ...listing(m), ...changing(m)];
