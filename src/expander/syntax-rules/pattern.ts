// Patterns of syntax-rules: compiled when the macro is defined, then matched against its uses.
import { isEqual } from "../../values/equality.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Value } from "../../values/types.ts";
import { sameMeaning } from "../resolve.ts";
import {
  datumOf,
  elementsOf,
  type Identifier,
  isIdentifier,
  makeList,
  sameIdentifier,
  viewOf,
} from "../syntax-view.ts";

/** What a pattern variable matched: syntax, or for each ellipsis around it an array of such. */
export type Match = Syntax | Match[];

export interface PatternVariable {
  readonly id: Identifier;
  /** Where its match is kept. */
  readonly slot: number;
  /** The ellipses that it stands under, the outermost first. */
  readonly path: readonly Ellipsis[];
}

/** One ellipsis of a pattern; what matters is which one it is. */
export type Ellipsis = object;

export type Pattern =
  | { kind: "variable"; slot: number }
  | { kind: "any" }
  | { kind: "literal"; id: Identifier }
  | { kind: "datum"; datum: Value }
  | { kind: "list"; parts: Sequence; tail: Pattern | undefined }
  | { kind: "vector"; parts: Sequence };

/** `before … repeated ellipsis after …`; without an ellipsis all are `before`. */
interface Sequence {
  readonly before: readonly Pattern[];
  readonly repeated: { readonly pattern: Pattern; readonly slots: readonly number[] } | undefined;
  readonly after: readonly Pattern[];
}

/** Deeper patterns are refused, so that matching can not overflow the stack. */
const MAX_DEPTH = 100;

export class PatternCompiler {
  readonly variables: PatternVariable[] = [];
  readonly #literals: readonly Identifier[];
  readonly #isEllipsis: (stx: Syntax | undefined) => boolean;

  constructor(literals: readonly Identifier[], isEllipsis: (stx: Syntax | undefined) => boolean) {
    this.#literals = literals;
    this.#isEllipsis = isEllipsis;
  }

  compile(stx: Syntax, path: readonly Ellipsis[] = [], nesting = 0): Pattern {
    if (nesting > MAX_DEPTH)
      throw new SyntaxFailure(`syntax-rules: a pattern is nested more than ${MAX_DEPTH} deep`, stx.span);
    if (isIdentifier(stx)) return this.#identifier(stx, path);
    const elements = elementsOf(stx);
    if (elements !== undefined) return { kind: "vector", parts: this.#sequence(elements, path, nesting) };
    const view = viewOf(stx);
    if (view === undefined) return { kind: "datum", datum: datumOf(stx) };
    const tail = view.tail === undefined ? undefined : this.compile(view.tail, path, nesting + 1);
    return { kind: "list", parts: this.#sequence(view.items, path, nesting), tail };
  }

  #identifier(id: Identifier, path: readonly Ellipsis[]): Pattern {
    if (this.#literals.some((literal) => sameIdentifier(literal, id))) return { kind: "literal", id };
    if (id.datum.name === "_") return { kind: "any" };
    if (this.#isEllipsis(id)) throw new SyntaxFailure("syntax-rules: an ellipsis without a pattern before it", id.span);
    if (this.variables.some((v) => sameIdentifier(v.id, id))) {
      throw new SyntaxFailure(`syntax-rules: the pattern variable ${id.datum.name} occurs twice`, id.span);
    }
    const slot = this.variables.length;
    this.variables.push({ id, slot, path });
    return { kind: "variable", slot };
  }

  #sequence(items: readonly Syntax[], path: readonly Ellipsis[], nesting: number): Sequence {
    const before: Pattern[] = [];
    const after: Pattern[] = [];
    let repeated: Sequence["repeated"];
    for (let i = 0; i < items.length; i++) {
      if (!this.#isEllipsis(items[i + 1])) {
        (repeated === undefined ? before : after).push(this.compile(items[i], path, nesting + 1));
        continue;
      }
      if (repeated !== undefined) throw new SyntaxFailure("syntax-rules: two ellipses in one list", items[i + 1].span);
      const first = this.variables.length;
      const pattern = this.compile(items[i], [...path, {}], nesting + 1);
      repeated = { pattern, slots: this.variables.slice(first).map((v) => v.slot) };
      i++;
    }
    return { before, repeated, after };
  }
}

/** Whether `stx` matches; what the variables matched goes to `slots`. */
export function matchPattern(pattern: Pattern, stx: Syntax, slots: Match[]): boolean {
  switch (pattern.kind) {
    case "variable":
      slots[pattern.slot] = stx;
      return true;
    case "any":
      return true;
    case "literal":
      return isIdentifier(stx) && sameMeaning(stx, pattern.id);
    case "datum":
      return viewOf(stx) === undefined && !isIdentifier(stx) && isEqual(datumOf(stx), pattern.datum);
    case "vector": {
      const elements = elementsOf(stx);
      return elements !== undefined && matchSequence(pattern.parts, elements, elements.length, slots);
    }
    case "list":
      return matchList(pattern, stx, slots);
  }
}

function matchList(pattern: Extract<Pattern, { kind: "list" }>, stx: Syntax, slots: Match[]): boolean {
  const view = viewOf(stx);
  const { parts, tail } = pattern;
  if (view === undefined) {
    // An atom matches `(p … . tail)` with nothing before the dot.
    return tail !== undefined && matchSequence(parts, [], 0, slots) && matchPattern(tail, stx, slots);
  }
  const { items } = view;
  if (tail === undefined) return view.tail === undefined && matchSequence(parts, items, items.length, slots);
  const count = parts.repeated === undefined ? parts.before.length : items.length;
  if (items.length < count || !matchSequence(parts, items, count, slots)) return false;
  const rest = count === items.length && view.tail !== undefined ? view.tail : restOf(stx, items, count, view.tail);
  return matchPattern(tail, rest, slots);
}

/** The list behind the first `count` elements. */
function restOf(stx: Syntax, items: readonly Syntax[], count: number, tail: Syntax | undefined): Syntax {
  return makeList(items.slice(count), items[count]?.span ?? stx.span, tail);
}

function matchSequence(
  { before, repeated, after }: Sequence,
  items: readonly Syntax[],
  count: number,
  slots: Match[],
): boolean {
  const fixed = before.length + after.length;
  if (repeated === undefined ? count !== fixed : count < fixed) return false;
  for (let i = 0; i < before.length; i++) if (!matchPattern(before[i], items[i], slots)) return false;
  const end = count - after.length;
  if (repeated !== undefined && !matchRepeated(repeated, items, before.length, end, slots)) return false;
  for (let i = 0; i < after.length; i++) if (!matchPattern(after[i], items[end + i], slots)) return false;
  return true;
}

function matchRepeated(
  { pattern, slots: own }: NonNullable<Sequence["repeated"]>,
  items: readonly Syntax[],
  from: number,
  to: number,
  slots: Match[],
): boolean {
  if (pattern.kind === "variable") {
    slots[pattern.slot] = items.slice(from, to);
    return true;
  }
  const matches: Match[][] = own.map(() => []);
  for (let i = from; i < to; i++) {
    if (!matchPattern(pattern, items[i], slots)) return false;
    own.forEach((slot, k) => {
      matches[k].push(slots[slot]);
    });
  }
  own.forEach((slot, k) => {
    slots[slot] = matches[k];
  });
  return true;
}
