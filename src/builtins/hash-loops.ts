// Hash tables, Racket's names: what calls a procedure. Nothing is changed before the last call has come back.
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import type { HashTable } from "../values/hash-table.ts";
import { Pair } from "../values/pair.ts";
import { isProcedure, type Keywords, NIL, type Procedure, UNSPECIFIED, type Value } from "../values/types.ts";
import { changeable, missingKey, persistent } from "./hash-tables.ts";
import { reverseOnto } from "./lists.ts";
import { makeCall, makeLoop } from "./loops.ts";
import type { Row, Section } from "./row.ts";

/** What stands for a missing value: a procedure is called (in tail position), anything else is the value. */
const failure = (who: string, t: HashTable, key: Value, otherwise: Value | undefined): Result => {
  if (otherwise === undefined) missingKey(who, t, key);
  return isProcedure(otherwise) ? (otherwise() as Result) : otherwise;
};

/** An entry to be stored once a procedure has given its value. */
interface Entry {
  readonly t: HashTable;
  readonly key: Value;
}

const referring = (m: Machine): Row[] => {
  const keep = makeCall<Entry>(m, (value, { t, key }) => {
    t.set(key, value);
    return value;
  });
  return [
    {
      signature: "(hash-ref table:hash key [default])",
      doc: "The value for key; without an entry, default, or what it gives when it is a procedure; without that, an error.",
      example:
        "(hash-ref (hash 'a 1) 'a) => 1\n(hash-ref (hash 'a 1) 'b 0) => 0\n(hash-ref (hash) 'b (lambda () 'none)) => none",
      kind: "calls",
      run: (t: HashTable, key: Value, otherwise?: Value) => t.get(key) ?? failure("hash-ref", t, key, otherwise),
    },
    {
      signature: "(hash-ref! table:hash key default)",
      doc: "Like hash-ref, and the default is put into the table.",
      example: "(let ((t (make-hash))) (hash-ref! t 'a (lambda () 5)) t) => #hash((a . 5))",
      kind: "calls",
      run(t: HashTable, key: Value, otherwise: Value) {
        const known = t.get(key);
        if (known !== undefined) return known;
        changeable(t, "hash-ref!");
        if (isProcedure(otherwise)) return keep(otherwise, undefined, { t, key });
        t.set(key, otherwise);
        return otherwise;
      },
    },
  ];
};

const updating = (m: Machine): Row[] => {
  const row = (
    name: string,
    doc: string,
    example: string,
    store: (t: HashTable, key: Value, value: Value) => Value,
  ): Row => {
    const check = name.endsWith("!") ? changeable : persistent;
    const updated = makeCall<Entry>(m, (value, { t, key }) => store(t, key, value));
    const defaulted = makeCall<{ entry: Entry; f: Procedure }>(m, (value, { entry, f }) => updated(f, value, entry));
    return {
      signature: `(${name} table:hash key f:procedure [default])`,
      doc,
      example,
      kind: "calls",
      run(t: HashTable, key: Value, f: Procedure, otherwise?: Value) {
        check(t, name);
        const known = t.get(key);
        if (known === undefined && isProcedure(otherwise))
          return defaulted(otherwise, undefined, { entry: { t, key }, f });
        return updated(f, known ?? otherwise ?? missingKey(name, t, key), { t, key });
      },
    };
  };
  return [
    row(
      "hash-update!",
      "Puts what f gives for the value of key in its place; default (or what it gives) stands for a missing value.",
      "(let ((t (make-hash '((a . 1))))) (hash-update! t 'a add1) (hash-update! t 'b add1 0) t) => #hash((a . 2) (b . 1))",
      (t, key, value) => {
        t.set(key, value);
        return UNSPECIFIED;
      },
    ),
    row(
      "hash-update",
      "A hash table with what f gives for the value of key in its place; default stands for a missing value.",
      "(hash-update (hash 'a 1) 'a add1) => #hash((a . 2))",
      (t, key, value) => t.with(key, value),
    ),
  ];
};

interface Visit {
  f: Procedure;
  entries: [Value, Value][];
  at: number;
  done: Value;
}

const visiting = (m: Machine): Row[] => {
  const visit = (collect: (done: Value, value: Value) => Value, finish: (done: Value) => Value) =>
    makeLoop<Visit>(m, {
      call: ({ f, entries, at }) => (at < entries.length ? (f(entries[at][0], entries[at][1]) as Result) : undefined),
      next: ({ f, entries, at, done }, value) => ({ f, entries, at: at + 1, done: collect(done, value) }),
      done: ({ done }) => finish(done),
    });
  const each = visit(
    () => UNSPECIFIED,
    () => UNSPECIFIED,
  );
  const collect = visit(
    (done, value) => new Pair(value, done),
    (done) => reverseOnto(done, NIL),
  );
  const row = (name: string, doc: string, example: string, loop: (state: Visit) => Result): Row => ({
    signature: `(${name} table:hash f:procedure [try-order?] #:try-order? [try])`,
    doc,
    example,
    kind: "calls",
    run: (_: Keywords, t: HashTable, f: Procedure) => loop({ f, entries: t.entries(), at: 0, done: NIL }),
  });
  return [
    row(
      "hash-for-each",
      "Calls f with each key and value that the table has at the start, in order of insertion.",
      "(let ((n 0)) (hash-for-each (hash 'a 1 'b 2) (lambda (k v) (set! n (+ n v)))) n) => 3",
      each,
    ),
    row(
      "hash-map",
      "A list of what f gives for each key and value, in order of insertion.",
      "(hash-map (hash 'a 1 'b 2) (lambda (k v) (list v k))) => ((1 a) (2 b))",
      collect,
    ),
  ];
};

export const hashLoops: Section = (m) => [...referring(m), ...updating(m), ...visiting(m)];
