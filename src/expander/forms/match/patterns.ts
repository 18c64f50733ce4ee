// Patterns of `match`, as Racket writes them, read once into a small tree.
import type { Core } from "../../../core/ast.ts";
import { constant } from "../../../core/build.ts";
import type { Syntax } from "../../../values/syntax.ts";
import { SyntaxFailure } from "../../../values/syntax-failure.ts";
import { NIL, type Value } from "../../../values/types.ts";
import type { Context } from "../../context.ts";
import { expand, showForm } from "../../expand.ts";
import { expectIdentifier } from "../../form-parts.ts";
import { isAuxiliary, resolve } from "../../resolve.ts";
import type { StructShape } from "../../struct-shape.ts";
import {
  datumOf,
  elementsOf,
  headOf,
  type Identifier,
  isIdentifier,
  itemsOf,
  keywordOf,
  sameIdentifier,
  viewOf,
} from "../../syntax-view.ts";
import { shapeOf } from "../structs.ts";

/** A name that a pattern binds; one that occurs several times is one variable, whose occurrences must be `equal?`. */
export interface PatternName {
  readonly id: Identifier;
}

export type Pattern =
  | { kind: "any" }
  | { kind: "name"; name: PatternName }
  | { kind: "datum"; datum: Value }
  /** `(== value)`. */
  | { kind: "equal"; value: Core }
  | { kind: "list"; items: Pattern[]; repeated: Repeated | undefined; tail: Pattern }
  | { kind: "vector"; list: Extract<Pattern, { kind: "list" }> }
  | { kind: "predicate"; predicate: Core; pattern: Pattern }
  | { kind: "app"; procedure: Core; pattern: Pattern }
  | { kind: "regexp"; regexp: Core; pattern: Pattern }
  | { kind: "box"; pattern: Pattern }
  | { kind: "and" | "or"; patterns: Pattern[] }
  | { kind: "not"; pattern: Pattern }
  | { kind: "struct"; shape: StructShape; fields: Pattern[]; at: Syntax }
  | { kind: "hash"; entries: { key: Core; pattern: Pattern }[]; closed: boolean; pairs: Pattern | undefined };

/** `pattern ...` inside a list, at least `min` times, then `after`. */
interface Repeated {
  readonly pattern: Pattern;
  readonly min: number;
  readonly after: Pattern[];
}

export class PatternReader {
  /** In the order met. */
  readonly names: PatternName[] = [];
  readonly #ctx: Context;
  readonly #namesOnly: boolean;

  /** With `namesOnly`, expressions inside patterns are left alone: it may be too early to expand them. */
  constructor(ctx: Context, namesOnly = false) {
    this.#ctx = ctx;
    this.#namesOnly = namesOnly;
  }

  read(stx: Syntax): Pattern {
    const { expansion } = this.#ctx;
    expansion.enter(stx.span);
    expansion.charge(1, stx.span);
    const pattern = this.#read(stx);
    expansion.leave();
    return pattern;
  }

  #read(stx: Syntax): Pattern {
    if (isIdentifier(stx)) return this.#identifier(stx);
    const view = viewOf(stx);
    if (view === undefined || view.items.length === 0) return { kind: "datum", datum: datumOf(stx) };
    const head = headOf(stx);
    if (head === undefined || view.tail !== undefined) return this.#bad(stx);
    const args = view.items.slice(1);
    const { name } = head.datum;
    const compound = COMPOUND.get(name);
    if (compound !== undefined) return compound(this, args, stx);
    const binding = resolve(head);
    if (binding?.kind === "struct") return this.struct(binding.shape, args, stx);
    return this.#bad(stx);
  }

  #identifier(id: Identifier): Pattern {
    const { name } = id.datum;
    if (name === "_" || isAuxiliary(id, "else")) return { kind: "any" };
    if (repetitionOf(id) !== undefined) throw new SyntaxFailure(`match: ${name} without a pattern before it`, id.span);
    const known = this.names.find((other) => sameIdentifier(other.id, id));
    if (known !== undefined) return { kind: "name", name: known };
    const fresh = { id };
    this.names.push(fresh);
    return { kind: "name", name: fresh };
  }

  #bad(stx: Syntax): never {
    const head = headOf(stx)?.datum.name;
    const hint =
      head === undefined
        ? "a list is matched by (list pattern …) or by a quasiquotation, `(a ,b)"
        : `known patterns are list, list*, cons, vector, hash-table, ?, and, or, not, app, quote and structs; a list that begins with ${head} is (list '${head} pattern …)`;
    throw new SyntaxFailure(`match: ${showForm(stx)} is no pattern`, stx.span, hint);
  }

  expression(stx: Syntax): Core {
    return this.#namesOnly ? constant(false) : expand(stx, this.#ctx);
  }

  many(stxs: readonly Syntax[]): Pattern[] {
    return stxs.map((stx) => this.read(stx));
  }

  /** All of several patterns, as `?` and `and` have them. */
  all(stxs: readonly Syntax[]): Pattern {
    const patterns = this.many(stxs);
    return patterns.length === 1 ? patterns[0] : { kind: "and", patterns };
  }

  /** A list of patterns with at most one ellipsis. `read` reads one element. */
  sequence(stxs: readonly Syntax[], tail: Pattern, read = (stx: Syntax): Pattern => this.read(stx)) {
    const items: Pattern[] = [];
    const after: Pattern[] = [];
    let repeated: { pattern: Pattern; min: number; after: Pattern[] } | undefined;
    for (let i = 0; i < stxs.length; i++) {
      const min = repetitionOf(stxs[i + 1]);
      if (min === undefined) {
        (repeated === undefined ? items : after).push(read(stxs[i]));
        continue;
      }
      if (repeated !== undefined) throw new SyntaxFailure("match: two ellipses in one list", stxs[i + 1].span);
      repeated = { pattern: read(stxs[i]), min, after };
      i++;
    }
    return { kind: "list" as const, items, repeated, tail };
  }

  quasi(stx: Syntax): Pattern {
    const { expansion } = this.#ctx;
    expansion.enter(stx.span);
    const pattern = this.#quasi(stx);
    expansion.leave();
    return pattern;
  }

  #quasi(stx: Syntax): Pattern {
    const elements = elementsOf(stx);
    if (elements !== undefined) {
      return { kind: "vector", list: this.sequence(elements, EMPTY, (x) => this.quasi(x)) };
    }
    const view = viewOf(stx);
    if (view === undefined || view.items.length === 0) return { kind: "datum", datum: datumOf(stx) };
    const isUnquote = (x: Syntax | undefined): boolean =>
      x !== undefined && isIdentifier(x) && isAuxiliary(x, "unquote");
    const { items } = view;
    const spliced = items.findIndex((x) => splicedIn(x) !== undefined);
    if (spliced >= 0) {
      if (spliced < items.length - 1 || view.tail !== undefined) {
        const hint = "several elements in the middle are written ,name ...";
        throw new SyntaxFailure("match: ,@ stands only at the end of a list", items[spliced].span, hint);
      }
      return this.sequence(items.slice(0, -1), this.read(splicedIn(items[spliced]) as Syntax), (x) => this.quasi(x));
    }
    if (items.length === 2 && isUnquote(items[0])) return this.read(items[1]);
    if (items.length > 2 && isUnquote(items[items.length - 2])) {
      return this.sequence(items.slice(0, -2), this.read(items[items.length - 1]), (x) => this.quasi(x));
    }
    const tail = view.tail === undefined ? EMPTY : this.quasi(view.tail);
    return this.sequence(items, tail, (x) => this.quasi(x));
  }

  struct(shape: StructShape, args: readonly Syntax[], stx: Syntax): Pattern {
    if (args.length !== shape.fields.length) {
      const fields = shape.fields.map((field) => field.name).join(" ");
      throw new SyntaxFailure(
        `match: ${shape.name} has ${shape.fields.length} fields, got ${args.length} patterns`,
        stx.span,
        `its fields are ${fields}`,
      );
    }
    return { kind: "struct", shape, fields: this.many(args), at: stx };
  }

  /** `(hash-table (key pattern) …)`, open as a script that picks members of a reply means it. */
  hashTable(stxs: readonly Syntax[]): Pattern {
    const entries: { key: Core; pattern: Pattern }[] = [];
    let pairs: Pattern | undefined;
    for (let i = 0; i < stxs.length; i++) {
      const entry = itemsOf(stxs[i]);
      const more = repetitionOf(stxs[i + 1]) !== undefined;
      if (more && isIdentifier(stxs[i]) && i === stxs.length - 2) break;
      if (entry?.length !== 2) {
        throw new SyntaxFailure(`match: expected (key pattern), got ${showForm(stxs[i])}`, stxs[i].span);
      }
      if (!more) {
        entries.push({ key: this.#key(entry[0]), pattern: this.read(entry[1]) });
        continue;
      }
      if (stxs.length !== 2) {
        throw new SyntaxFailure("match: (key value) ... stands alone in hash-table", stxs[i].span);
      }
      const pair: Pattern = {
        kind: "list",
        items: [this.read(entry[0])],
        repeated: undefined,
        tail: this.read(entry[1]),
      };
      pairs = { kind: "list", items: [], repeated: { pattern: pair, min: 0, after: [] }, tail: EMPTY };
      break;
    }
    return { kind: "hash", entries, closed: false, pairs };
  }

  /** `(hash key pattern …)`: exactly these keys, or more with `#:open`. */
  hash(stxs: readonly Syntax[]): Pattern {
    const entries: { key: Core; pattern: Pattern }[] = [];
    let closed = true;
    for (let i = 0; i < stxs.length; i++) {
      const keyword = keywordOf(stxs[i]);
      if (keyword === "open" || keyword === "closed") {
        closed = keyword === "closed";
        continue;
      }
      if (stxs[i + 1] === undefined) throw new SyntaxFailure("match: a key without a pattern in hash", stxs[i].span);
      entries.push({ key: this.#key(stxs[i]), pattern: this.read(stxs[i + 1]) });
      i++;
    }
    return { kind: "hash", entries, closed, pairs: undefined };
  }

  #key(stx: Syntax): Core {
    return isIdentifier(stx) || viewOf(stx) !== undefined ? this.expression(stx) : constant(datumOf(stx));
  }
}

/** The pattern of `,@pattern`. */
function splicedIn(stx: Syntax): Syntax | undefined {
  const [head, pattern, ...more] = itemsOf(stx) ?? [];
  const isSplice = pattern !== undefined && more.length === 0 && isIdentifier(head);
  return isSplice && isAuxiliary(head, "unquote-splicing") ? pattern : undefined;
}

export const EMPTY: Pattern = { kind: "datum", datum: NIL };

type Read = (reader: PatternReader, args: readonly Syntax[], stx: Syntax) => Pattern;

const count = (args: readonly Syntax[], stx: Syntax, min: number, max = min): void => {
  if (args.length >= min && args.length <= max) return;
  throw new SyntaxFailure(`match: ${showForm(stx)} is not how this pattern is written`, stx.span);
};

const readListStar: Read = (reader, args, stx) => {
  count(args, stx, 1, Number.POSITIVE_INFINITY);
  return reader.sequence(args.slice(0, -1), reader.read(args[args.length - 1]));
};

const COMPOUND: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["list", (reader, args) => reader.sequence(args, EMPTY)],
  ["list*", readListStar],
  ["list-rest", readListStar],
  [
    "cons",
    (reader, args, stx) => {
      count(args, stx, 2);
      return { kind: "list", items: [reader.read(args[0])], repeated: undefined, tail: reader.read(args[1]) };
    },
  ],
  ["vector", (reader, args) => ({ kind: "vector", list: reader.sequence(args, EMPTY) })],
  ["hash-table", (reader, args) => reader.hashTable(args)],
  ["hash*", (reader, args) => reader.hashTable(args)],
  ["hash", (reader, args) => reader.hash(args)],
  [
    "quote",
    (_, args, stx) => {
      count(args, stx, 1);
      return { kind: "datum", datum: datumOf(args[0]) };
    },
  ],
  [
    "quasiquote",
    (reader, args, stx) => {
      count(args, stx, 1);
      return reader.quasi(args[0]);
    },
  ],
  [
    "?",
    (reader, [predicate, ...args], stx) => {
      if (predicate === undefined) count([], stx, 1);
      return { kind: "predicate", predicate: reader.expression(predicate), pattern: reader.all(args) };
    },
  ],
  [
    "app",
    (reader, [procedure, ...args], stx) => {
      count(args, stx, 1, Number.POSITIVE_INFINITY);
      return { kind: "app", procedure: reader.expression(procedure), pattern: reader.all(args) };
    },
  ],
  ["and", (reader, args) => reader.all(args)],
  ["or", (reader, args) => ({ kind: "or", patterns: reader.many(args) })],
  ["not", (reader, args) => ({ kind: "not", pattern: { kind: "or", patterns: reader.many(args) } })],
  [
    "==",
    (reader, args, stx) => {
      count(args, stx, 1);
      return { kind: "equal", value: reader.expression(args[0]) };
    },
  ],
  [
    "box",
    (reader, args, stx) => {
      count(args, stx, 1);
      return { kind: "box", pattern: reader.read(args[0]) };
    },
  ],
  ["regexp", readRegexp],
  ["pregexp", readRegexp],
  [
    "var",
    (reader, args, stx) => {
      count(args, stx, 1);
      return reader.read(expectIdentifier(args[0], "match", "a name"));
    },
  ],
  ["struct", readStruct],
  ["$", (reader, [name, ...fields], stx) => reader.struct(shapeOf(name ?? stx, "match"), fields, stx)],
]);

function readRegexp(reader: PatternReader, args: readonly Syntax[], stx: Syntax): Pattern {
  count(args, stx, 1, 2);
  return {
    kind: "regexp",
    regexp: reader.expression(args[0]),
    pattern: args.length === 1 ? { kind: "any" } : reader.read(args[1]),
  };
}

/** `(struct name (pattern …))`. */
function readStruct(reader: PatternReader, args: readonly Syntax[], stx: Syntax): Pattern {
  count(args, stx, 2);
  const fields = itemsOf(args[1]);
  if (fields === undefined)
    throw new SyntaxFailure(`match: expected patterns (pattern …), got ${showForm(args[1])}`, args[1].span);
  return reader.struct(shapeOf(args[0], "match"), fields, stx);
}

/** How often at least the pattern before this is repeated: `...`, `___`, `..1`, `__2`; undefined for anything else. */
function repetitionOf(stx: Syntax | undefined): number | undefined {
  if (stx === undefined || !isIdentifier(stx)) return undefined;
  const { name } = stx.datum;
  if (name === "___" || isAuxiliary(stx, "...")) return 0;
  const counted = /^(?:\.\.|__)(\d{1,6})$/.exec(name);
  return counted === null ? undefined : Number(counted[1]);
}
