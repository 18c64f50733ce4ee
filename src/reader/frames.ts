// What the reader is inside of: an explicit stack of these takes the place of recursion.
import type { Pair } from "../values/pair.ts";
import type { Value } from "../values/types.ts";

/** `#0=`: what it names, once that is read. */
export class Label {
  value: Value | undefined = undefined;
  /** Puts the value where `#0#` was met before it was known. */
  readonly patches: ((value: Value) => void)[] = [];

  resolve(value: Value): void {
    for (const patch of this.patches) patch(value);
  }
}

/** Stands for a labelled datum inside itself, until that is complete. */
export class Pending {
  readonly label: Label;
  constructor(label: Label) {
    this.label = label;
  }
}

export type FrameKind = "list" | "vector" | "bytes" | "hash" | "prefix" | "comment" | "label";

/** A datum that has begun. */
export class Frame {
  readonly kind: FrameKind;
  /** The text that opened it: `(`, `#u8(`, `'`, `#;` … */
  readonly open: string;
  readonly start: number;
  readonly line: number;
  readonly column: number;
  /** Whether the datum is within a quotation, where labels may be referred to. */
  quoted: boolean;
  readonly label: Label | undefined;
  /** Of a list: the pairs so far, linked as they come, since an array a list would double the memory. */
  first: Pair | undefined = undefined;
  last: Pair | undefined = undefined;
  /** Of a list: what a dot has led to. */
  dot: "none" | "open" | "filled" = "none";
  /** Of the other containers. */
  items: Value[] | undefined = undefined;

  constructor(
    kind: FrameKind,
    open: string,
    start: number,
    line: number,
    column: number,
    quoted: boolean,
    label?: Label,
  ) {
    this.kind = kind;
    this.open = open;
    this.start = start;
    this.line = line;
    this.column = column;
    this.quoted = quoted;
    this.label = label;
  }

  get isContainer(): boolean {
    return this.kind !== "prefix" && this.kind !== "comment" && this.kind !== "label";
  }
}

/** The closer that goes with an opener. */
export function closerOf(open: string): string {
  const bracket = open[open.length - 1];
  return bracket === "(" ? ")" : bracket === "[" ? "]" : "}";
}

export function kindOf(open: string): FrameKind {
  if (open.length === 1) return "list";
  if (open.length === 2) return "vector";
  return open[1] === "h" ? "hash" : "bytes";
}

/** What each prefix stands for as the first element of a list. */
export const PREFIX_NAMES: { readonly [prefix: string]: string } = {
  "'": "quote",
  "`": "quasiquote",
  ",": "unquote",
  ",@": "unquote-splicing",
  "#'": "syntax",
  "#`": "quasisyntax",
  "#,": "unsyntax",
  "#,@": "unsyntax-splicing",
};
