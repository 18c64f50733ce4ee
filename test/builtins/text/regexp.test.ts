// Regular expressions: Racket's syntax and results, errors with their place, hostile patterns, re-entrancy of replacements.
import { describe, expect, it } from "vitest";
import { makeRegexp } from "../../../src/builtins/regexp/regexp.ts";
import { regexps } from "../../../src/builtins/regexp/section.ts";
import { listLength, type Pair } from "../../../src/values/pair.ts";
import { write } from "../../../src/values/printer.ts";
import { MString } from "../../../src/values/string.ts";
import type { Value } from "../../../src/values/types.ts";
import { bench } from "./driver.ts";

const b = bench([regexps]);
const px = (source: string) => makeRegexp("px", source);
const rx = (source: string) => makeRegexp("rx", source);

describe("matching", () => {
  const cases: [kind: "rx" | "px", pattern: string, text: string, result: string][] = [
    ["rx", "x*", "12x4x6", '("")'],
    ["rx", "(a)|(b)", "b", '("b" #f "b")'],
    ["rx", "a.c", "a\nc", '("a\\nc")'],
    ["rx", "(?m:a.c)", "a\nc", "#f"],
    ["rx", "(?m:^b$)", "a\nb\nc", '("b")'],
    ["rx", "^b$", "a\nb\nc", "#f"],
    ["rx", "a{2}", "a{2}", '("a{2}")'],
    ["px", "a{2}", "aaa", '("aa")'],
    ["px", "a{,2}", "aaa", '("aa")'],
    ["px", "a{2,}?", "aaaa", '("aa")'],
    ["px", "\\{(.*)}", "x {1} y", '("{1}" "1")'],
    ["rx", "\\d", "5d", '("d")'],
    ["px", "\\d+", "a٣12", '("12")'],
    ["px", "[[:alpha:]_]+", "12ab_c", '("ab_c")'],
    ["px", "\\p{Lu}", "aÉ", '("É")'],
    ["px", "\\P{L}", "éa1", '("1")'],
    ["px", "[^\\p{L}]", "éa1", '("1")'],
    ["px", "(?i:straße)", "STRAßE", '("STRAßE")'],
    ["rx", "(?i:ÉA)", "éa", '("éa")'],
    ["px", "(.)\\1", "abccd", '("cc" "c")'],
    ["px", "(?<=\\$)\\d+", "12 $34", '("34")'],
    ["px", "(?<!\\$)\\b\\d+", "$12 34", '("34")'],
    ["px", "(?<=(a+))b", "xaab", '("b" "aa")'],
    ["rx", "a(?=b)", "acab", '("a")'],
    ["rx", "a(?!c)", "acab", '("a")'],
    ["px", "(?>a+)ab", "aaab", "#f"],
    ["px", "(a)?(?(1)b|c)", "ab", '("ab" "a")'],
    ["px", "^(a)?(?(1)b|c)$", "c", '("c" #f)'],
    ["px", "(?(?=a)ab|cd)", "xcd", '("cd")'],
    ["rx", "[]a]+", "x]a]", '("]a]")'],
    ["rx", "[^]a]+", "]xb", '("xb")'],
    ["rx", "[a-]+", "b-a-", '("-a-")'],
    ["px", "[\\d-]+", "a1-2", '("1-2")'],
    ["rx", ".", "😀", '("😀")'],
    ["px", "[😀-😂]{2}", "a😀😂", '("😀😂")'],
    ["px", "(?<=😀)x", "😀x", '("x")'],
    ["px", "^(?:a|ab)(?:c|bcd)$", "abcd", '("abcd")'],
    ["px", "(a*)*", "aab", '("aa" "aa")'],
    ["px", "(?:a|b)*?c", "abac", '("abac")'],
    ["px", "\\bfoo\\b", "a foo.", '("foo")'],
    ["px", "\\Boo", "foo", '("oo")'],
    ["px", "a\\nb", "a\nb", '("a\\nb")'],
    ["px", "(?i)AB(?-i)C", "abC", '("abC")'],
    ["px", "", "abc", '("")'],
    ["px", "a||b", "b", '("")'],
  ];
  it.each(cases)("#%s%j on %j gives %s", (kind, pattern, text, result) => {
    expect(b.show("regexp-match", makeRegexp(kind, pattern), text)).toBe(result);
  });

  it("counts positions in code points and obeys start and end", () => {
    expect(b.show("regexp-match-positions", px("b+"), "😀😀abb")).toBe("((3 . 5))");
    expect(b.show("regexp-match-positions", px("."), "😀😀abb", 1)).toBe("((1 . 2))");
    expect(b.show("regexp-match", px("^b"), "ab", 1)).toBe('("b")');
    expect(b.show("regexp-match", px("b$"), "abc", 0, 2)).toBe('("b")');
    expect(b.show("regexp-match", px("b"), "abc", 4)).toBe(
      "error: regexp-match: expected a start from 0 to 3 as argument 3, got 4",
    );
    expect(b.show("regexp-match", px("b"), "abc", 2, 1)).toBe(
      "error: regexp-match: expected an end from 2 to 3 as argument 4, got 1",
    );
  });

  it("takes bytes on either side", () => {
    const bytes = new TextEncoder().encode("aéb");
    expect(b.show("regexp-match", px("é"), bytes)).toBe("(#u8(195 169))");
    expect(b.show("regexp-match-positions", px("b"), bytes)).toBe("((3 . 4))");
    expect(b.show("regexp-match", makeRegexp("rx", "\u00c3", true), "aé")).toBe("(#u8(195))");
    expect(b.show("regexp-replace*", px("é|ÿ"), bytes, "e")).toBe("#u8(97 101 98)");
    expect(b.show("regexp-replace*", px("b"), Uint8Array.of(0xc3, 0xa9, 0xff, 98), "ü")).toBe(
      "#u8(195 169 255 195 188)",
    );
  });

  it("finds all, as Racket does with empty matches", () => {
    expect(b.show("regexp-match*", rx("x*"), "12x4x6")).toBe('("" "" "x" "" "x" "" "")');
    expect(b.show("regexp-match*", rx("|x"), "x")).toBe('("" "x" "")');
    expect(b.show("regexp-split", rx(" *"), "12  34")).toBe('("" "1" "2" "" "3" "4" "")');
    expect(b.show("regexp-split", rx(""), "12  34")).toBe('("" "1" "2" " " " " "3" "4" "")');
    expect(b.show("regexp-split", "[, ]+", "a, b c")).toBe('("a" "b" "c")');
    expect(b.show("regexp-match*", rx("^a"), "aaa")).toBe('("a")');
    expect(b.show("regexp-match-positions*", rx("b"), "abcb")).toBe("((1 . 2) (3 . 4))");
  });

  it("selects groups and shows gaps", () => {
    const second = (groups: Pair): Value => (groups.cdr as Pair).car;
    const show = (keywords: { [name: string]: unknown }): string =>
      write(b.callWith("regexp-match*", keywords, px("(\\w)=(\\d)"), "-a=1-b=2"));
    expect(show({ "match-select": second })).toBe('("a" "b")');
    expect(show({ "match-select": (x: Value) => x })).toBe('(("a=1" "a" "1") ("b=2" "b" "2"))');
    expect(show({ "gap-select?": true })).toBe('("-" "a=1" "-" "b=2" "")');
    expect(show({ "gap-select?": true, "match-select": second })).toBe('("-" "a" "-" "b" "")');
  });
});

describe("replacing", () => {
  it("expands templates", () => {
    expect(b.show("regexp-replace", rx("mi"), "mi casa mi", "su")).toBe('"su casa mi"');
    expect(b.show("regexp-replace*", rx("([Mm])i ([a-zA-Z]*)"), "mi cerveza Mi Mi Mi", "\\1y \\2")).toBe(
      '"my cerveza My Mi Mi"',
    );
    expect(b.show("regexp-replace*", rx("a"), "banana", "[&]")).toBe('"b[a]n[a]n[a]"');
    expect(b.show("regexp-replace*", rx("a"), "ba", "\\&\\\\\\0\\$1")).toBe('"b&\\\\a1"');
    expect(b.show("regexp-replace*", rx("(x)|a"), "ba", "<\\1\\7>")).toBe('"b<>"');
    expect(b.show("regexp-replace*", rx(""), "abc", "-")).toBe('"-a-b-c-"');
  });

  it("calls a procedure for each match", () => {
    const twice = (match: MString, group: MString) => new MString(`${match}${group}`);
    expect(b.show("regexp-replace*", rx("b(.)"), "abcbd", twice)).toBe('"abccbdd"');
    expect(b.show("regexp-replace", rx("b"), "abcb", () => 5)).toBe(
      "error: regexp-replace: expected the procedure to give a string, got 5",
    );
  });
});

describe("mistakes", () => {
  const cases: [kind: "rx" | "px", source: string, message: string][] = [
    ["rx", "a(b", "this `(` is never closed, at character 2 of the pattern: a «here» (b"],
    ["rx", "ab)", "unmatched `)`, at character 3 of the pattern: ab «here» )"],
    ["rx", "*a", "`*` follows nothing, at character 1 of the pattern:  «here» *a"],
    ["rx", "a**", "nested `*`, at character 3 of the pattern: a* «here» *"],
    ["rx", "x[a-", "this `[` is never closed, at character 2 of the pattern: x «here» [a-"],
    ["px", "[z-a]", "the range has its ends in the wrong order, at character 2 of the pattern: [ «here» z-a]"],
    ["px", "\\y", "\\y means nothing, at character 1 of the pattern:  «here» \\y"],
    ["px", "(a)\\2", "\\2 refers to a group, but there is 1, at character 4 of the pattern: (a) «here» \\2"],
    ["px", "a\\", "a backslash at the end escapes nothing, at character 2 of the pattern: a «here» \\"],
    ["px", "\\p{Foo}", "expected a Unicode category after \\p, at character 1 of the pattern:  «here» \\p{Foo}"],
    [
      "px",
      "a{3,2}",
      "the repetition {3,2} has its bounds in the wrong order, at character 2 of the pattern: a «here» {3,2}",
    ],
    ["rx", "(?<n>a)", "this `(?` is followed by nothing known, at character 1 of the pattern:  «here» (?<n>a)"],
    ["px", "[[:foo:]]", "[:foo:] is no class, at character 2 of the pattern: [ «here» [:foo:]]"],
    ["px", `${"(".repeat(600)}`, "more than 500 groups within groups"],
    ["px", "(?:(?:a{1000}){1000}){1000}", "the pattern is too large once its repetitions are written out"],
  ];
  it.each(cases)("#%s%j: %s", (kind, source, message) => {
    const make = kind === "rx" ? "regexp" : "pregexp";
    expect(b.show(make, source)).toContain(message);
  });

  it("names what is no pattern or no text", () => {
    expect(b.show("regexp-match", 5, "a")).toBe(
      "error: regexp-match: expected a regexp or a string as argument 1, got 5",
    );
    expect(b.show("regexp-match", "a", 5)).toBe(
      "error: regexp-match: expected a string or a bytevector as argument 2, got 5",
    );
    expect(b.show("regexp-replace", "a", "a", 5)).toBe(
      "error: regexp-replace: expected a string or a procedure as argument 3, got 5",
    );
  });
});

describe("hostile patterns", () => {
  /** The search's own steps, counted by the fuel that it charged. */
  const stepsOf = (pattern: string, text: string): number => {
    const fresh = bench([regexps]);
    const before = fresh.m.steps;
    expect(fresh.show("regexp-match?", makeRegexp("px", pattern), text)).toBe("#f");
    return fresh.m.steps + (fresh.m.fuelPerTurn - fresh.m.fuel) - before;
  };
  it.each([
    "(a*)*b",
    "(a|aa)+b",
    "(a+)+b",
    "(x+x+)+y|(a+a+)+b",
    ".*.*.*=.*",
    "(?:a?){30}a{30}b",
    "(a|a|a|a)*b",
    "([a-z]+)*=",
    "(?:a*?)*?b",
    "(?=a)(a+)+b",
  ])("%s takes time in proportion to the text", (pattern) => {
    const small = stepsOf(pattern, "a".repeat(2000));
    const large = stepsOf(pattern, "a".repeat(8000));
    expect(large).toBeLessThan(small * 6);
  });

  it("lets go of the machine in a search without end", () => {
    const fresh = bench([regexps]);
    let polls = 0;
    fresh.m.poll = () => ++polls > 4;
    fresh.m.pending = () =>
      fresh.m.apply(fresh.builtins.get("regexp-match?")?.procedure as never, [
        px("(?:(a+)+)\\1b"),
        new MString("a".repeat(40)),
      ]);
    expect(fresh.m.run().type).toBe("slice");
  });

  it("gives the same answers when it must let go at every step", () => {
    const stress = bench([regexps], {}, 0);
    expect(stress.show("regexp-match*", px("\\w+"), "ab cd ef")).toBe('("ab" "cd" "ef")');
    expect(stress.show("regexp-replace*", px("\\w+"), "ab cd", "<&>")).toBe('"<ab> <cd>"');
    expect(stress.show("regexp-replace*", px("\\w+"), "ab cd", (s: object) => s)).toBe('"ab cd"');
  });

  it("handles tens of thousands of matches", () => {
    const text = "ab".repeat(50_000);
    expect(listLength(b.call("regexp-match*", "a", text))).toBe(50_000);
    expect(String(b.call("regexp-replace*", "a", text, (s: object) => s))).toBe(text);
  });
});
