// Hash tables under the names of SRFI 69 and 125: what is not in the library in Scheme.

import type { Result } from "../machine/frame.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { type HashKind, HashTable } from "../values/hash-table.ts";
import { arrayFrom, listFrom, Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import type { MString } from "../values/string.ts";
import { isProcedure, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { missingKey } from "./hash-tables.ts";
import { kindOf } from "./list-arranging.ts";
import { makeCall } from "./loops.ts";
import type { Row, Section } from "./row.ts";

/** The kind from the equivalence among the arguments, if one is given; hash functions and sizes are ignored. */
function kindFrom(args: Value[], index: number): HashKind {
  const [same] = args;
  if (same === undefined || !isProcedure(same)) return "equal";
  const kind = kindOf(same);
  if (kind !== undefined) return kind;
  return fail("wrong-type", `expected equal?, eqv?, eq? or string=? as argument ${index}, got ${printShort(same)}`);
}

const making = (): Row[] => [
  {
    signature: "(make-hash-table x ...)",
    doc: "A mutable hash table; an equivalence (equal?, eqv?, eq?, string=?) may be given.",
    example: "(hash-table? (make-hash-table)) => #t",
    run: (args: Value[]) => new HashTable(kindFrom(args, 1)),
  },
  {
    signature: "(alist->hash-table alist:list x ...)",
    doc: "A mutable hash table of an association list; the first entry of a key counts.",
    example: "(hash-table-ref (alist->hash-table '((a . 1) (a . 2))) 'a) => 1",
    run(alist: Value, args: Value[]) {
      const t = new HashTable(kindFrom(args, 2));
      for (const entry of arrayFrom(alist) ?? []) {
        if (!(entry instanceof Pair)) wrongArgument(1, "a list of pairs", alist);
        if (!t.has(entry.car)) t.set(entry.car, entry.cdr);
      }
      return t;
    },
  },
  {
    signature: "(hash-table? x)",
    doc: "Whether x is a hash table.",
    example: "(hash-table? '()) => #f",
    run: (x: Value) => x instanceof HashTable,
  },
  {
    signature: "(string-hash s:string [bound:index])",
    doc: "A hash of a string, below bound when it is given.",
    example: '(= (string-hash "ab") (string-hash "ab")) => #t',
    run(s: MString, bound?: number) {
      let hash = 0;
      for (const c of s.toString()) hash = (hash * 31 + (c.codePointAt(0) as number)) % 0x1fffffff;
      return bound ? hash % bound : hash;
    },
  },
];

const changed = (t: HashTable): HashTable => (t.mutable || t.foreign ? t : wrongArgument(1, "a mutable hash table", t));

const changing = (): Row[] => [
  {
    signature: "(hash-table-set! table:hash key-or-value ...)",
    doc: "Puts entries, given as keys and values in turn, into a hash table.",
    example: "(let ((t (make-hash-table))) (hash-table-set! t 'a 1) (hash-table->alist t)) => ((a . 1))",
    run(t: HashTable, items: Value[]) {
      if (items.length % 2 === 1)
        wrongArgument(items.length + 1, "a key with a value after it", items[items.length - 1]);
      changed(t);
      for (let i = 0; i < items.length; i += 2) t.set(items[i], items[i + 1]);
      return UNSPECIFIED;
    },
  },
  {
    signature: "(hash-table-delete! table:hash key ...)",
    doc: "Takes the entries of keys out of a hash table; gives how many were there.",
    example: "(hash-table-delete! (alist->hash-table '((a . 1))) 'a 'b) => 1",
    run: (t: HashTable, keys: Value[]) => keys.filter((key) => changed(t).delete(key)).length,
  },
  {
    signature: "(hash-table-clear! table:hash)",
    doc: "Takes all entries out of a hash table.",
    example: "(let ((t (alist->hash-table '((a . 1))))) (hash-table-clear! t) (hash-table-size t)) => 0",
    run(t: HashTable) {
      changed(t).clear();
      return UNSPECIFIED;
    },
  },
  {
    signature: "(hash-table-copy table:hash [mutable?])",
    doc: "A hash table with the same entries.",
    example: "(hash-table->alist (hash-table-copy (hash 'a 1))) => ((a . 1))",
    run: (t: HashTable) => t.copy({ mutable: true }),
  },
  {
    signature: "(hash-table-empty-copy table:hash)",
    doc: "An empty hash table of the same kind.",
    example: "(hash-table-size (hash-table-empty-copy (hash 'a 1))) => 0",
    run: (t: HashTable) => new HashTable(t.kind, { foreign: t.foreign }),
  },
];

const asking = (): Row[] => [
  {
    signature: "(hash-table-size table:hash)",
    doc: "How many entries a hash table has.",
    example: "(hash-table-size (hash 'a 1)) => 1",
    run: (t: HashTable) => t.size,
  },
  {
    signature: "(hash-table-empty? table:hash)",
    doc: "Whether a hash table has no entries.",
    example: "(hash-table-empty? (hash 'a 1)) => #f",
    run: (t: HashTable) => t.size === 0,
  },
  ...["hash-table-contains?", "hash-table-exists?"].map((name) => ({
    signature: `(${name} table:hash key)`,
    doc: "Whether a hash table has an entry for key.",
    example: `(${name} (hash 'a 1) 'a) => #t`,
    run: (t: HashTable, key: Value) => t.has(key),
  })),
  {
    signature: "(hash-table-ref/default table:hash key default)",
    doc: "The value for key, or default.",
    example: "(hash-table-ref/default (hash 'a 1) 'b 0) => 0",
    run: (t: HashTable, key: Value, otherwise: Value) => t.get(key) ?? otherwise,
  },
  {
    signature: "(hash-table-keys table:hash)",
    doc: "The keys of a hash table, in order of insertion.",
    example: "(hash-table-keys (hash 'a 1 'b 2)) => (a b)",
    run: (t: HashTable) => listFrom(t.keys()),
  },
  {
    signature: "(hash-table-values table:hash)",
    doc: "The values of a hash table, in order of insertion.",
    example: "(hash-table-values (hash 'a 1 'b 2)) => (1 2)",
    run: (t: HashTable) => listFrom(t.values()),
  },
  {
    signature: "(hash-table->alist table:hash)",
    doc: "The entries of a hash table as pairs, in order of insertion.",
    example: "(hash-table->alist (hash 'a 1 'b 2)) => ((a . 1) (b . 2))",
    run: (t: HashTable) => listFrom(t.entries().map(([key, value]) => new Pair(key, value))),
  },
];

interface Entry {
  readonly t: HashTable;
  readonly key: Value;
}

export const srfi69: Section = (m) => {
  const store = makeCall<Entry>(m, (value, { t, key }) => {
    t.set(key, value);
    return UNSPECIFIED;
  });
  const keep = makeCall<Entry>(m, (value, { t, key }) => {
    t.set(key, value);
    return value;
  });
  const update = makeCall<{ entry: Entry; f: Procedure }>(m, (value, { entry, f }) => store(f, value, entry));
  return [
    ...making(),
    ...changing(),
    ...asking(),
    {
      signature: "(hash-table-ref table:hash key [missing:procedure] [found:procedure])",
      doc: "The value for key, given to found when there is one; without an entry, what missing gives, or an error.",
      example: "(hash-table-ref (hash 'a 1) 'a) => 1\n(hash-table-ref (hash) 'a (lambda () 0)) => 0",
      kind: "calls",
      run(t: HashTable, key: Value, missing?: Procedure, found?: Procedure): Result {
        const value = t.get(key);
        if (value !== undefined) return found === undefined ? value : (found(value) as Result);
        return missing === undefined ? missingKey("hash-table-ref", t, key) : (missing() as Result);
      },
    },
    {
      signature: "(hash-table-update! table:hash key f:procedure [missing:procedure] [found:procedure])",
      doc: "Puts what f gives for the value of key in its place; missing gives the value when there is no entry.",
      example:
        "(let ((t (make-hash-table))) (hash-table-update! t 'a add1 (lambda () 0)) (hash-table->alist t)) => ((a . 1))",
      kind: "calls",
      run(t: HashTable, key: Value, f: Procedure, missing?: Procedure, found?: Procedure) {
        changed(t);
        const value = t.get(key);
        if (value === undefined) {
          return missing === undefined
            ? missingKey("hash-table-update!", t, key)
            : update(missing, undefined, { entry: { t, key }, f });
        }
        return found === undefined ? store(f, value, { t, key }) : update(found, value, { entry: { t, key }, f });
      },
    },
    {
      signature: "(hash-table-update!/default table:hash key f:procedure default)",
      doc: "Puts what f gives for the value of key, or for default, in its place.",
      example:
        "(let ((t (make-hash-table))) (hash-table-update!/default t 'a add1 0) (hash-table->alist t)) => ((a . 1))",
      kind: "calls",
      run: (t: HashTable, key: Value, f: Procedure, otherwise: Value) =>
        store(f, changed(t).get(key) ?? otherwise, { t, key }),
    },
    {
      signature: "(hash-table-intern! table:hash key default:procedure)",
      doc: "The value for key; without an entry, what default gives, which is put into the table.",
      example: "(hash-table-intern! (make-hash-table) 'a (lambda () 5)) => 5",
      kind: "calls",
      run: (t: HashTable, key: Value, otherwise: Procedure) =>
        t.get(key) ?? keep(otherwise, undefined, { t: changed(t), key }),
    },
  ];
};
