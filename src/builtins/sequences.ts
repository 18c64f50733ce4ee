// Sequences of unknown kind, for the `for` forms and for procedures that take "anything with elements".
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { charOf } from "../values/char.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { HashTable } from "../values/hash-table.ts";
import { BinaryInputPort, TextInputPort } from "../values/input-port.ts";
import { isList, listFrom, Pair } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { MString, str } from "../values/string.ts";
import { EOF, isProcedure, NIL, type Procedure, type Value } from "../values/types.ts";
import { checkAllocation, PAIR_BYTES } from "./allocation.ts";
import { makeCall, makeLoop } from "./loops.ts";
import type { Section } from "./row.ts";

/** A place among elements that are all there. Immutable, so that a loop can be entered again at any of them. */
class Indexed {
  readonly opaqueName = "sequence";
  readonly at: (i: number) => Value;
  readonly count: number;
  readonly index: number;
  constructor(at: (i: number) => Value, count: number, index = 0) {
    this.at = at;
    this.count = count;
    this.index = index;
  }
}

/**
 * A place in what a generator or a port gives. An element that was asked for is kept by the place before it, so that a
 * loop that is entered again sees the same ones; what no loop holds any more is garbage.
 */
class Produced {
  readonly opaqueName = "sequence";
  readonly produce: Procedure;
  readonly item: Value;
  next: Value | undefined;
  constructor(produce: Procedure, item: Value) {
    this.produce = produce;
    this.item = item;
  }
}

/** What gives the elements of a port one after the other; undefined for anything else. */
function reader(x: Value): Procedure | undefined {
  if (x instanceof TextInputPort) {
    return () => {
      const line = x.readLine();
      return line === undefined ? EOF : str(line);
    };
  }
  if (x instanceof BinaryInputPort) {
    return () => {
      const byte = x.read();
      return byte < 0 ? EOF : byte;
    };
  }
  return undefined;
}

const pairsOf = (t: HashTable): Value[] => t.entries().map(([key, value]) => new Pair(key, value));

/** A cursor over what needs no call to look at; undefined for generators, ports and what is no sequence. */
function indexed(x: Value): Value | undefined {
  if (x === NIL || x instanceof Pair) return isList(x) ? x : undefined;
  if (Array.isArray(x)) return new Indexed((i) => x[i], x.length);
  if (typeof x === "number") return x >= 0 ? new Indexed((i) => i, x) : undefined;
  if (x instanceof HashTable) {
    const entries = x.entries();
    return new Indexed((i) => new Pair(entries[i][0], entries[i][1]), entries.length);
  }
  if (x instanceof MString) {
    const text = new MString(x.toString(), true);
    return new Indexed((i) => charOf(text.codeAt(i)), text.length);
  }
  if (x instanceof Uint8Array) return new Indexed((i) => x[i], x.length);
  return undefined;
}

function notSequence(who: string, x: Value): never {
  const hint = x instanceof Pair ? "a pair that is no list has no elements to go through" : undefined;
  fail(
    "wrong-type",
    `${who}: expected a sequence (a list, vector, string, number, hash table, port or generator), got ${printShort(x)}`,
    [],
    hint,
  );
}

interface Cursors {
  readonly start: (who: string, x: Value) => Result;
  readonly next: (cursor: Value) => Result;
}

function makeCursors(m: Machine): Cursors {
  const first = makeCall(m, (item: Value, produce: Procedure) => new Produced(produce, item));
  const following = makeCall(m, (item: Value, cursor: Produced) => {
    cursor.next ??= new Produced(cursor.produce, item);
    return cursor.next;
  });
  return {
    start(who, x) {
      const cursor = indexed(x);
      if (cursor !== undefined) return cursor;
      const produce = reader(x) ?? (isProcedure(x) ? x : undefined);
      return produce === undefined ? notSequence(who, x) : first(produce, undefined, produce);
    },
    next(cursor) {
      if (cursor instanceof Pair) return cursor.cdr;
      if (cursor instanceof Indexed) return new Indexed(cursor.at, cursor.count, cursor.index + 1);
      const at = cursor as Produced;
      return at.next ?? following(at.produce, undefined, at);
    },
  };
}

function isDone(cursor: Value): boolean {
  if (cursor instanceof Indexed) return cursor.index >= cursor.count;
  return cursor instanceof Produced ? cursor.item === EOF : cursor === NIL;
}

function itemOf(cursor: Value): Value {
  if (cursor instanceof Indexed) return cursor.at(cursor.index);
  return cursor instanceof Produced ? cursor.item : (cursor as Pair).car;
}

interface Collecting {
  produce: Procedure;
  done: Value;
  count: number;
  over: boolean;
}

export const sequences: Section = (m) => {
  const { start, next } = makeCursors(m);
  const collect = makeLoop<Collecting>(m, {
    call: ({ produce, over }) => (over ? undefined : (produce() as Result)),
    next(s, value) {
      if ((s.count & 0xfff) === 0xfff) checkAllocation(m, 0x1000, PAIR_BYTES);
      return value === EOF ? { ...s, over: true } : { ...s, done: new Pair(value, s.done), count: s.count + 1 };
    },
    done({ done, count }) {
      const items = new Array<Value>(count);
      for (let i = count - 1; done instanceof Pair; i--, done = done.cdr) items[i] = done.car;
      return listFrom(items);
    },
  });
  return [
    {
      signature: "(sequence? x)",
      doc: "Whether for can go through x: a list, vector, string, bytevector, number, hash table or input port.",
      example: "(sequence? '(1 2)) => #t",
      run: (x: Value) => indexed(x) !== undefined || reader(x) !== undefined,
    },
    {
      signature: "(sequence->list x)",
      doc: "A list of the elements of a list, vector, string, number, hash table (pairs), port (lines) or generator.",
      example: '(sequence->list "ab") => (#\\a #\\b)\n(sequence->list 3) => (0 1 2)',
      kind: "calls",
      run(x: Value) {
        const cursor = indexed(x);
        if (cursor instanceof Indexed) {
          checkAllocation(m, cursor.count, PAIR_BYTES);
          return listFrom(Array.from({ length: cursor.count }, (_, i) => cursor.at(i)));
        }
        if (cursor !== undefined) return cursor;
        const produce = reader(x) ?? (isProcedure(x) ? x : notSequence("sequence->list", x));
        return collect({ produce, done: NIL, count: 0, over: false });
      },
    },
    {
      signature: "(%sequence-start x)",
      doc: "For the for forms: the first place in a sequence.",
      example: "(%sequence-item (%sequence-start #(7 8))) => 7",
      kind: "calls",
      run: (x: Value) => start("for", x),
    },
    {
      signature: "(%sequence-next cursor)",
      doc: "For the for forms: the place after a place.",
      example: "(%sequence-item (%sequence-next (%sequence-start #(7 8)))) => 8",
      kind: "calls",
      run: next,
    },
    {
      signature: "(%sequence-done? cursor)",
      doc: "For the for forms: whether a place is behind the last element.",
      example: "(%sequence-done? (%sequence-start #())) => #t",
      run: isDone,
    },
    {
      signature: "(%sequence-item cursor)",
      doc: "For the for forms: the element at a place.",
      example: '(%sequence-item (%sequence-start "ab")) => #\\a',
      run: itemOf,
    },
    {
      signature: "(%sequence-pairs table)",
      doc: "For the for forms: the keys and values of a hash table, as a list of pairs.",
      example: "(%sequence-pairs (hash 'a 1)) => ((a . 1))",
      run(t: Value) {
        if (!(t instanceof HashTable)) wrongArgument(1, "a hash table", t);
        return listFrom(pairsOf(t));
      },
    },
  ];
};
