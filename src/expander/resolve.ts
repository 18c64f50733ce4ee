// From an identifier to its binding: of all bindings whose scopes the identifier has, the one with the most.

import type { Sym } from "../values/symbol.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Binding } from "./bindings.ts";
import type { ScopedBinding, ScopeSet } from "./scopes.ts";
import { type Identifier, sameIdentifier, scopesOf } from "./syntax-view.ts";

/** What the identifier stands for, or undefined where nothing binds it. */
export function resolve(id: Identifier): Binding | undefined {
  const set = scopesOf(id);
  const best = bestCandidate(id, set);
  return best === undefined ? lookUp(id.datum.name, set) : best.binding;
}

function bestCandidate(id: Identifier, set: ScopeSet): ScopedBinding | undefined {
  const symbol: Sym = id.datum;
  let best: ScopedBinding | undefined;
  let others: ScopedBinding[] | undefined;
  if (set.size > 0) set.scopes[0].meter.work += set.size;
  // Newest scopes first: there the innermost bindings are.
  for (let i = set.scopes.length - 1; i >= 0; i--) {
    const candidates = set.scopes[i].candidates(symbol);
    if (candidates === undefined) continue;
    for (const candidate of candidates) {
      if (candidate.symbol !== symbol || !candidate.set.isSubsetOf(set)) continue;
      if (best === undefined) best = candidate;
      else {
        others ??= [];
        others.push(candidate.set.size > best.set.size ? best : candidate);
        if (candidate.set.size > best.set.size) best = candidate;
      }
    }
  }
  if (best !== undefined && others !== undefined) checkUnambiguous(id, best, others);
  return best;
}

function checkUnambiguous(id: Identifier, best: ScopedBinding, others: ScopedBinding[]): void {
  if (others.every((other) => other.set.isSubsetOf(best.set))) return;
  throw new SyntaxFailure(
    `${id.datum.name}: it is ambiguous which of several bindings is meant`,
    id.span,
    "macros have brought two variables of this name together: rename one of them",
  );
}

function lookUp(name: string, set: ScopeSet): Binding | undefined {
  for (let i = set.scopes.length - 1; i >= 0; i--) {
    const { table } = set.scopes[i];
    if (table !== undefined) return table.lookup(name);
  }
  return undefined;
}

/** Binds the identifier, with exactly its scopes; whether it had no binding with just these before. */
export function bind(id: Identifier, binding: Binding): boolean {
  const set = scopesOf(id);
  const newest = set.scopes[set.scopes.length - 1];
  const known = newest.candidates(id.datum)?.find((entry) => entry.symbol === id.datum && entry.set.equals(set));
  if (known === undefined) newest.add({ symbol: id.datum, set, binding });
  else known.binding = binding;
  return known === undefined;
}

/** Whether two identifiers mean the same: R7RS's rule for literals such as `else`. */
export function sameMeaning(a: Identifier, b: Identifier): boolean {
  const first = resolve(a);
  const second = resolve(b);
  if (first === undefined && second === undefined) return a.datum === b.datum;
  return first === second || (first?.kind === "global" && second?.kind === "global" && first.cell === second.cell);
}

/** Whether the identifier is the auxiliary keyword of that name: bound to it, or bound to nothing. */
export function isAuxiliary(id: Identifier, name: string): boolean {
  const binding = resolve(id);
  if (binding === undefined) return id.datum.name === name;
  return binding.kind === "auxiliary" && binding.name === name;
}

/** The first identifier that occurs twice, if any. `_` may: it names nothing. */
export function findDuplicate(ids: readonly Identifier[]): Identifier | undefined {
  const seen = new Map<Sym, Identifier[]>();
  for (const id of ids) {
    if (id.datum.name === "_") continue;
    const same = seen.get(id.datum);
    if (same === undefined) seen.set(id.datum, [id]);
    else if (same.some((other) => sameIdentifier(other, id))) return id;
    else same.push(id);
  }
  return undefined;
}
