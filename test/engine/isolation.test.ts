// Two engines in one process share nothing that a script could see; and no script text becomes JavaScript.
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { loadPrelude } from "../../src/engine/load-prelude.ts";
import { denyHost } from "../../src/host/deny.ts";
import { createSkein, type Skein } from "../../src/index.ts";

const open: Skein[] = [];
const make = (): Skein => {
  const skein = createSkein();
  open.push(skein);
  return skein;
};
afterEach(async () => {
  for (const skein of open.splice(0)) await skein.close();
});

test("definitions, redefined builtins, mutated tables, gensyms and Python stay in their engine", async () => {
  const [a, b] = [make(), make()];
  await a.evaluate('(define secret 42) (define (car x) "mine") (define t (make-hash)) (hash-set! t "k" 1)');
  await a.evaluate('(py-exec "leak = 1")');
  expect(await a.evaluate("(car 1)")).toBe("mine");
  expect(await b.evaluate("(car '(1 2))")).toBe(1);
  await expect(b.evaluate("secret")).rejects.toThrow("secret: is not defined");
  await expect(b.evaluate("t")).rejects.toThrow("t: is not defined");
  await expect(b.evaluate('(py-eval "leak")')).rejects.toThrow("NameError");
  expect(await a.evaluate("(first '(7 8))")).toBe(7);
});

test("one engine's macros and parameters do not reach another", async () => {
  const [a, b] = [make(), make()];
  await a.evaluate("(define-syntax twice (syntax-rules () ((_ x) (begin x x)))) (define p (make-parameter 1)) (p 5)");
  await expect(b.evaluate("(twice 1)")).rejects.toThrow("twice");
});

// The alphabet of emitted code: keywords, generated identifiers, names of the ABI, decimal integers, punctuation.
const WORDS = new Set(
  (
    "use strict const let return function if else for continue break new void typeof instanceof undefined true false value v a b c n car cdr " +
    "fuel again push pause length A K N C R H X fr x " +
    "m S Frame Pair Flonum MString Sym Char NIL EOF UNSPECIFIED isArray isEqv callee unbound early arity wrongCount callKeywords adapt select values"
  ).split(" "),
);
const IDENTIFIER = /^(?:[vnkcgrhtfsJLI]\d+|skl?\d+\$r?\d+)$/;
const TOKEN =
  /\s+|[A-Za-z_$][\w$]*|\d+|"(?:use strict|function|number|boolean)"|=>|[{}()[\];,.?:=!<>+\-*/%&|]+|\/\/# sourceURL=skl?\d+(?:r\d+)?/y;

function foreignTokens(source: string): string[] {
  const foreign: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source)?.[0];
    if (token === undefined) return [...foreign, source.slice(at, at + 40)];
    if (/^[A-Za-z_$]/.test(token) && !WORDS.has(token) && !IDENTIFIER.test(token)) foreign.push(token);
  }
  return foreign;
}

test("emitted text has no word of the script in it, whatever symbols and strings it uses", async () => {
  const sources: string[] = [];
  const engine = await Engine.create({
    prelude: await loadPrelude(),
    host: denyHost(),
    output: () => {},
    emit: () => {},
    makeClient: () => {
      throw new Error("no model is asked here");
    },
    openPython: () => {
      throw new Error("no Python here");
    },
    build: "fast",
    inspect: (source) => sources.push(source),
  });
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      "*/alert(1)/*",
      `\`$${"{"}process.exit()}\``,
      '";process.exit();"',
      "\u2028process.exit()",
      "__proto__",
      "constructor",
      "</script>",
      "\n//x",
    ),
  );
  const symbol = (text: string): string =>
    `|${[...text].map((c) => `\\x${(c.codePointAt(0) as number).toString(16)};`).join("")}|`;
  const string = (text: string): string =>
    `"${[...text].map((c) => `\\x${(c.codePointAt(0) as number).toString(16)};`).join("")}"`;
  const seed = 20261122;
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (a, b, c) => {
      const name = symbol(`q${a}`);
      const program = `
        (define (${name} ${symbol(`p${b}`)} #:${"k"} [${symbol(`w${c}`)} '${symbol(c)}] . ${symbol(`r${a}`)})
          (let loop ([${symbol(`i${b}`)} 0])
            (if (< ${symbol(`i${b}`)} 3)
                (begin (string-append ${string(c)} (symbol->string '${symbol(a)})) (loop (+ ${symbol(`i${b}`)} 1)))
                (guard (e (#t ${string(b)})) (error ${string(a)} '(${symbol(c)} #\\x41 ${string(b)} #(1.5 "x")))))))
        (${name} ${string(b)} #:k ${string(a)} 12345678901234567890 1/3)`;
      const end = await engine.runText(program, string(a), {}, true);
      expect([program, end.type]).toEqual([program, "value"]);
    }),
    { numRuns: 60, seed },
  );
  expect(sources.length).toBeGreaterThan(100);
  for (const source of sources) expect(foreignTokens(source)).toEqual([]);
});
