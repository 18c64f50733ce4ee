// with-usage: what a part of a script has asked, in fibers and recursive calls too, with replies from the store at list price.
import { expect, test } from "vitest";
import { createSkein, memoryStore, type Provider, scripted } from "../../src/index.ts";

const reply = { text: "yes", usage: { promptTokens: 1_000_000, completionTokens: 100_000 } };
const mini = 0.15 + 0.06;
const large = 2.5 + 1;

async function shown(program: string, provider: Provider, store = memoryStore()): Promise<string[]> {
  const skein = createSkein({ provider, store });
  try {
    const { output } = await skein.run(program);
    return output.trimEnd().split("\n");
  } finally {
    await skein.close();
  }
}

const show = `
(define (show name usage)
  (printf "~a: ~a calls, ~a cached, $~a, list $~a~%" name (hash-ref usage 'calls) (hash-ref usage 'cached)
    (hash-ref usage 'cost) (hash-ref usage 'list-cost)))`;

test("counts what runs inside, in all its fibers, and nothing else; nested ones count for those around them", async () => {
  const program = `${show}
    (define (ask model n) (llm-query-async #:instruction (format "~a" n) #:model model #:temperature 0))
    (await (ask "gpt-4o" 0))
    (define-values (inner outer)
      (let-values ([(inner outer)
                    (with-usage
                      (lambda ()
                        (map-async (lambda (n) (ask "gpt-4o-mini" n)) '(1 2 3))
                        (let-values ([(value usage) (with-usage (lambda () (await (ask "gpt-4o" 4))))]) usage)))])
        (values inner outer)))
    (await (ask "gpt-4o" 5))
    (show "inner" inner)
    (show "outer" outer)
    (for-each displayln (hash-keys (hash-ref outer 'by-model)))`;
  expect(
    await shown(
      program,
      scripted(() => reply),
    ),
  ).toEqual([
    `inner: 1 calls, 0 cached, $${large}, list $${large}`,
    `outer: 4 calls, 0 cached, $${3 * mini + large}, list $${3 * mini + large}`,
    "gpt-4o-mini",
    "gpt-4o",
  ]);
});

test("a reply from the store costs nothing and is listed at its model's price", async () => {
  const program = `${show}
    (define-values (value usage) (with-usage (lambda () (llm-query #:instruction "again" #:model "gpt-4o" #:temperature 0))))
    (show value usage)`;
  const store = memoryStore();
  const provider = scripted(() => reply);
  expect(await shown(program, provider, store)).toEqual([`yes: 1 calls, 0 cached, $${large}, list $${large}`]);
  expect(await shown(program, provider, store)).toEqual([`yes: 1 calls, 1 cached, $0.0, list $${large}`]);
});

test("the calls of a recursive call's program count for the meter around it", async () => {
  const inside = '(finish (llm-query #:instruction "inside" #:model "gpt-4o-mini"))';
  const provider = scripted(({ instruction }) => (instruction === "write" ? { ...reply, text: inside } : reply));
  const program = `${show}
    (define-values (value usage) (with-usage (lambda () (llm-query #:instruction "write" #:model "gpt-4o-mini" #:recursive #t))))
    (show value usage)`;
  const [line] = await shown(program, provider);
  expect(line).toContain("2 calls");
});
