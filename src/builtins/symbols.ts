// Symbols and keywords (R7RS 6.5): to and from text, joining, fresh ones.
import type { Machine } from "../machine/machine.ts";
import { wrongArgument } from "../values/error.ts";
import { MString, str } from "../values/string.ts";
import { intern, internKeyword, Keyword, Sym } from "../values/symbol.ts";
import type { Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import type { Row, Section } from "./row.ts";
import { compareTexts } from "./strings.ts";
import { checkTextLength } from "./text.ts";

function symbolRows(m: Machine): Row[] {
  return [
    leaf("(symbol? x)", "Whether x is a symbol.", "(symbol? 'a) => #t", (x: Value) => x instanceof Sym),
    leaf(
      "(symbol=? s:symbol t:symbol ...)",
      "Whether all symbols are the same.",
      "(symbol=? 'a 'a 'a) => #t",
      (s: Sym, rest: Sym[]) => rest.every((t) => t === s),
    ),
    leaf(
      "(symbol<? s:symbol t:symbol ...)",
      "Whether the symbols' names are in increasing order.",
      "(symbol<? 'a 'b) => #t",
      (s: Sym, rest: Sym[]) => rest.every((t, i) => compareTexts((i === 0 ? s : rest[i - 1]).name, t.name) < 0),
    ),
    // Fresh, as in Racket; R7RS would allow a constant.
    leaf("(symbol->string s:symbol)", "The symbol's name.", '(symbol->string \'abc) => "abc"', (s: Sym) => str(s.name)),
    leaf(
      "(symbol->immutable-string s:symbol)",
      "The symbol's name.",
      '(symbol->immutable-string \'abc) => "abc"',
      (s: Sym) => new MString(s.name, true),
    ),
    leaf("(string->symbol s:string)", "The symbol of this name.", '(string->symbol "abc") => abc', (s: MString) =>
      intern(s.toString()),
    ),
    leaf("(intern s:string)", "The symbol of this name.", '(intern "abc") => abc', (s: MString) =>
      intern(s.toString()),
    ),
    leaf(
      "(string->uninterned-symbol s:string)",
      "A fresh symbol of this name, equal to no other.",
      '(eq? (string->uninterned-symbol "a") \'a) => #f',
      (s: MString) => new Sym(s.toString(), false),
    ),
    leaf(
      "(symbol-append s:symbol ...)",
      "The symbol whose name is the names joined.",
      "(symbol-append 'foo 'bar) => foobar",
      (parts: Sym[]) => {
        checkTextLength(
          m,
          parts.reduce((length, s) => length + s.name.length, 0),
        );
        return intern(parts.map((s) => s.name).join(""));
      },
    ),
    leaf(
      "(symbol-interned? s:symbol)",
      "Whether the symbol is the one that the reader gives for its name.",
      "(symbol-interned? 'a) => #t",
      (s: Sym) => s.interned,
    ),
  ];
}

/** Fresh symbols, numbered within one engine. */
function freshRows(): Row[] {
  let count = 0;
  const fresh = (base: Value | undefined): Sym => {
    const name =
      base === undefined
        ? "g"
        : base instanceof Sym
          ? base.name
          : base instanceof MString
            ? base.toString()
            : undefined;
    if (name === undefined) return wrongArgument(1, "a symbol or a string", base as Value);
    return new Sym(`${name}${++count}`, false);
  };
  return ["gensym", "generate-uninterned-symbol", "generate-symbol"].map((name) =>
    leaf(`(${name} [base])`, "A fresh symbol, equal to no other.", `(eq? (${name}) (${name})) => #f`, fresh),
  );
}

function keywordRows(): Row[] {
  return [
    leaf("(keyword? x)", "Whether x is a keyword.", "(keyword? '#:a) => #t", (x: Value) => x instanceof Keyword),
    leaf(
      "(keyword->string k:keyword)",
      "The keyword's name, without #:.",
      '(keyword->string \'#:a) => "a"',
      (k: Keyword) => str(k.name),
    ),
    leaf(
      "(string->keyword s:string)",
      "The keyword of this name, given without #:.",
      '(string->keyword "a") => #:a',
      (s: MString) => internKeyword(s.toString()),
    ),
    leaf(
      "(keyword<? k:keyword l:keyword ...)",
      "Whether the keywords' names are in increasing order.",
      "(keyword<? '#:a '#:b) => #t",
      (k: Keyword, rest: Keyword[]) => rest.every((l, i) => compareTexts((i === 0 ? k : rest[i - 1]).name, l.name) < 0),
    ),
  ];
}

export const symbols: Section = (m) => [...symbolRows(m), ...freshRows(), ...keywordRows()];
