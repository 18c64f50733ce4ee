// Scopes and sets of scopes: what makes two identifiers of one name different (Flatt, "Binding as Sets of Scopes", 2016).
import type { Sym } from "../values/symbol.ts";
import type { Binding } from "./bindings.ts";

/** A binding with the scopes that a reference must have. */
export interface ScopedBinding {
  readonly symbol: Sym;
  readonly set: ScopeSet;
  binding: Binding;
}

/** Where scopes of a top-level environment look for a name that no local binding explains. */
export interface NameTable {
  lookup(name: string): Binding | undefined;
}

/** Counts the work done on sets, which macros can make large: the expander charges it to its budget. */
export interface ScopeMeter {
  work: number;
}

/** More names than this in one scope are found through a map. */
const INDEX_FROM = 8;

/**
 * One scope. It holds the bindings whose newest scope it is, so that they live no longer than the syntax that could
 * refer to them; the scope of a top-level environment holds that environment instead.
 */
export class Scope {
  readonly id: number;
  readonly meter: ScopeMeter;
  readonly table: NameTable | undefined;
  #bindings: ScopedBinding[] | undefined;
  #index: Map<Sym, ScopedBinding[]> | undefined;

  constructor(id: number, meter: ScopeMeter, table?: NameTable) {
    this.id = id;
    this.meter = meter;
    this.table = table;
  }

  /** All bindings that may be of `symbol`; the caller looks at the symbol. */
  candidates(symbol: Sym): readonly ScopedBinding[] | undefined {
    return this.#index === undefined ? this.#bindings : this.#index.get(symbol);
  }

  add(entry: ScopedBinding): void {
    this.#bindings ??= [];
    this.#bindings.push(entry);
    if (this.#index === undefined && this.#bindings.length <= INDEX_FROM) return;
    if (this.#index === undefined) {
      this.#index = new Map();
      for (const each of this.#bindings) this.#addToIndex(each);
    } else {
      this.#addToIndex(entry);
    }
  }

  #addToIndex(entry: ScopedBinding): void {
    const same = this.#index?.get(entry.symbol);
    if (same === undefined) this.#index?.set(entry.symbol, [entry]);
    else same.push(entry);
  }
}

/** An immutable set, sorted by age; adding the same scopes to the same set again costs nothing. */
export class ScopeSet {
  readonly scopes: readonly Scope[];
  #lastOther: ScopeSet | undefined;
  #lastUnion: ScopeSet | undefined;

  constructor(scopes: readonly Scope[]) {
    this.scopes = scopes;
  }

  static of(scope: Scope): ScopeSet {
    return new ScopeSet([scope]);
  }

  get size(): number {
    return this.scopes.length;
  }

  has(scope: Scope): boolean {
    return this.scopes.includes(scope);
  }

  union(other: ScopeSet): ScopeSet {
    if (this.size === 0 || this === other) return other;
    if (other.size === 0) return this;
    // Neighbours in a form mostly share their set, so one remembered union answers nearly all of them.
    if (this.#lastOther === other) return this.#lastUnion as ScopeSet;
    const union = new ScopeSet(merge(this.scopes, other.scopes));
    this.scopes[0].meter.work += union.size;
    this.#lastOther = other;
    this.#lastUnion = union;
    return union;
  }

  without(removed: ReadonlySet<Scope>): ScopeSet {
    if (removed.size === 0 || !this.scopes.some((scope) => removed.has(scope))) return this;
    return new ScopeSet(this.scopes.filter((scope) => !removed.has(scope)));
  }

  isSubsetOf(other: ScopeSet): boolean {
    if (this === other) return true;
    const mine = this.scopes;
    const theirs = other.scopes;
    if (mine.length > theirs.length) return false;
    let at = 0;
    for (const scope of mine) {
      while (at < theirs.length && theirs[at].id < scope.id) at++;
      if (theirs[at] !== scope) return false;
      at++;
    }
    return true;
  }

  equals(other: ScopeSet): boolean {
    return this.size === other.size && this.isSubsetOf(other);
  }
}

export const NO_SCOPES = new ScopeSet([]);

function merge(a: readonly Scope[], b: readonly Scope[]): Scope[] {
  const merged: Scope[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) j++;
    else if (a[i].id > b[j].id) merged.push(b[j++]);
    else merged.push(a[i++]);
  }
  while (i < a.length) merged.push(a[i++]);
  while (j < b.length) merged.push(b[j++]);
  return merged;
}
