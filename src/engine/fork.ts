// A copy of one engine's globals in another, for `fork`.
// Definitions are made again from their text, so that procedures see the variables of their own engine; data is copied, with
// its sharing; what belongs to the original alone says so when used.
import { Handle } from "../fibers/handle.ts";
import type { Action } from "../machine/machine.ts";
import { Box } from "../values/box.ts";
import { fail } from "../values/error.ts";
import { HashTable } from "../values/hash-table.ts";
import { Pair } from "../values/pair.ts";
import { Record, RecordType } from "../values/record.ts";
import { MString } from "../values/string.ts";
import { isProcedure, MultipleValues, type Procedure, type Value } from "../values/types.ts";
import type { Engine } from "./engine.ts";
import { runProgram } from "./program.ts";

/** Fills `child`, which is fresh, with what the script of `parent` has defined so far. */
export async function copyGlobals(child: Engine, parent: Engine): Promise<void> {
  const program = child.language.programOf(parent.language.definitions());
  for (const form of program.forms) {
    const again: Action = (m) => runProgram(m, { ...program, forms: [form] });
    // A definition that wants something which only the original has fails; its value is looked at below.
    await child.run(again, {}, true);
  }
  const copier = new Copier(child, parent);
  const names = [...parent.language.variables.names()];
  for (const name of names) copier.match(parent.language.variable(name), child.language.variable(name));
  for (const name of names) child.language.top.define(name, copier.copy(parent.language.variable(name) as Value));
  copier.finish();
}

/** Stands for something of the original engine that can not be in two. */
class Elsewhere {
  readonly opaqueName = "of-the-engine-that-was-forked";
}

/** Copies values without recursion, however deep they are. */
class Copier {
  readonly #child: Engine;
  readonly #parent: Engine;
  readonly #copies = new Map<Value, Value>();
  /** What is to be filled in: first everything but tables, whose keys must be whole before they are hashed. */
  readonly #fills: (() => void)[] = [];
  readonly #tables: (() => void)[] = [];

  constructor(child: Engine, parent: Engine) {
    this.#child = child;
    this.#parent = parent;
  }

  /** A procedure or record type that the child has under the same name, by the same definition, stands for the parent's. */
  match(theirs: Value | undefined, ours: Value | undefined): void {
    if (theirs === undefined || ours === undefined) return;
    if (theirs instanceof RecordType && ours instanceof RecordType) this.#copies.set(theirs, ours);
    if (!isProcedure(theirs) || !isProcedure(ours)) return;
    const [one, other] = [this.#parent.machine.units.infoOf(theirs), this.#child.machine.units.infoOf(ours)];
    if (one?.name === other?.name && one?.signature === other?.signature) this.#copies.set(theirs, ours);
  }

  copy(x: Value): Value {
    if (typeof x !== "object" && typeof x !== "function") return x;
    const known = this.#copies.get(x);
    if (known !== undefined) return known;
    const copy = isProcedure(x) ? this.#procedure(x) : this.#object(x);
    this.#copies.set(x, copy);
    return copy;
  }

  finish(): void {
    for (let fill = this.#fills.pop(); fill !== undefined; fill = this.#fills.pop()) fill();
    // Found from the outside inwards: the innermost first, since a table may be part of a key.
    for (let fill = this.#tables.pop(); fill !== undefined; fill = this.#tables.pop()) fill();
  }

  #object(x: object): Value {
    if (x instanceof MString) return x.immutable ? x : new MString(x.toString());
    if (x instanceof Uint8Array) return new Uint8Array(x);
    if (x instanceof Pair)
      return this.#filled(new Pair(false, false), (copy) => {
        copy.car = this.copy(x.car);
        copy.cdr = this.copy(x.cdr);
      });
    if (Array.isArray(x))
      return this.#filled([] as Value[], (copy) => {
        for (const item of x as Value[]) copy.push(this.copy(item));
      });
    if (x instanceof Box) return this.#filled(new Box(false), (copy) => (copy.value = this.copy(x.value)));
    if (x instanceof Record) {
      const type = (this.#copies.get(x.type) ?? x.type) as RecordType;
      return this.#filled(new Record(type, []), (copy) =>
        copy.values.push(...x.values.map((value) => this.copy(value))),
      );
    }
    if (x instanceof HashTable) return this.#table(x);
    if (x instanceof MultipleValues) return new MultipleValues(x.items.map((item) => this.copy(item)));
    if (x instanceof Handle) return this.#handle(x);
    // Numbers, symbols, characters, patterns, record types and singletons do not change; what has a name only when printed
    // may be anything.
    return "opaqueName" in x ? new Elsewhere() : (x as Value);
  }

  #filled<T extends object>(copy: T, fill: (copy: T) => void): T {
    this.#fills.push(() => fill(copy));
    return copy;
  }

  #table(x: HashTable): Value {
    const copy = new HashTable(x.kind, { mutable: x.mutable, foreign: x.foreign });
    const entries: [Value, Value][] = [];
    this.#fills.push(() => {
      for (const [key, value] of x.entries()) entries.push([this.copy(key), this.copy(value)]);
    });
    this.#tables.push(() => {
      for (const [key, value] of entries) copy.set(key, value);
    });
    return copy;
  }

  /** A reply that is there stays; what is under way is the original's. */
  #handle(x: Handle): Value {
    const copy = new Handle(x.kind);
    copy.details = x.details;
    if (x.state === "open") copy.cancel(new Elsewhere());
    else {
      const { state, value } = x;
      this.#fills.push(() => copy.settle(state, this.copy(value as Value)));
    }
    return copy;
  }

  /** The library's own has a twin in the child; any other closes over the original's variables. */
  #procedure(f: Procedure): Value {
    const name = this.#parent.machine.units.infoOf(f)?.name ?? "procedure";
    if (this.#parent.library.cell(name)?.value === f) return this.#child.library.cell(name)?.value as Value;
    const refuse = (): never =>
      fail(
        "fork",
        `${name}: this procedure belongs to the engine that was forked`,
        [],
        "define it again in the fork, or define it with a lambda at top level",
      );
    const stub: Procedure = () => refuse();
    stub.many = refuse;
    stub.kw = refuse;
    stub.info = { name, min: 0, max: Number.POSITIVE_INFINITY, kind: "lambda" };
    return stub;
  }
}
