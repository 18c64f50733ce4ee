// The patterns on models: caps hold in every one of them, and what is cancelled is hung up.
import { afterEach, describe, expect, test } from "vitest";
import { createSkein, denyHost, type Skein, scripted } from "../../../src/index.ts";
import type { Script } from "../../../src/llm/providers/scripted.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const open: Skein[] = [];
afterEach(async () => {
  for (const skein of open.splice(0)) await skein.close();
});

/** An engine under a virtual clock: waits take no time, and `clock.pending` counts the timers of calls that are open. */
function setUp(script: Script) {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const provider = scripted((request) => {
    asked.push(request.instruction ?? "");
    return script(request);
  });
  const skein = createSkein({ provider, host: { ...denyHost(), clock }, models: { default: "gpt-4o-mini" } });
  open.push(skein);
  return { clock, asked, run: (source: string) => clock.run(skein.run(source)) };
}

const ask = (name: string) => `(lambda () (llm-query-async #:instruction "${name}" #:max-tokens 10 #:temperature 1))`;

describe("what is cancelled is hung up", () => {
  test.each([
    ["race", `(race (list ${ask("slow")} ${ask("quick")} ${ask("slow")}))`],
    ["hedge", `(hedge (list ${ask("slow")} ${ask("quick")}) #:delay 1)`],
    ["anytime", `(anytime (list ${ask("quick")} ${ask("slow")}) #:deadline 5)`],
    ["memoized", `(race (lambda () ((memoized ${ask("slow")}))) ${ask("quick")})`],
    ["a handle", `(race (llm-query-async #:instruction "slow") ${ask("quick")})`],
  ])("%s", async (_name, program) => {
    const { clock, asked, run } = setUp(({ instruction }) => ({
      text: String(instruction),
      delay: instruction === "slow" ? 3_600_000 : 100,
    }));
    const { value } = await run(program);
    expect(value).toBe("quick");
    expect(asked.filter((name) => name === "slow").length).toBeGreaterThan(0);
    expect(clock.pending).toBe(0);
  });
});

describe("under a cap", () => {
  // 69 tokens are reserved for each call, and 20 are spent.
  const reply: Script = () => ({ text: "x".repeat(40), usage: { promptTokens: 10, completionTokens: 10 } });
  const capped = (body: string) => `(parameterize ([token-budget 100]) ${body})`;

  test.each([
    ["parallel", `(parallel (make-list 10 ${ask("p")}))`],
    ["fan-out-aggregate", `(fan-out-aggregate (lambda (x) (${ask("f")})) length (range 10))`],
    ["tree-reduce", `(tree-reduce (lambda (a b) (${ask("t")})) (range 10) #:branch-factor 2)`],
    ["ensemble", `(ensemble (make-list 10 ${ask("e")}))`],
    ["stream-fold", `(stream-fold list 0 (range 10) #:map (lambda (x) (${ask("s")})))`],
    ["iterate-until", `(iterate-until (lambda (x) (${ask("i")})) (lambda (x) #f) 0 #:max-iter 10)`],
  ])("%s stops, and the run says why", async (_name, body) => {
    const { asked, run } = setUp(reply);
    const end = await run(capped(body));
    expect([end.status, end.reason]).toEqual(["stopped", "budget"]);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length * 20).toBeLessThanOrEqual(100);
  });

  test("strategies that are all refused are a refusal", async () => {
    const { asked, run } = setUp(reply);
    const end = await run(`(parameterize ([token-budget 1]) (race (list ${ask("a")} ${ask("b")})))`);
    expect([end.status, end.reason]).toEqual(["stopped", "budget"]);
    expect(asked).toEqual([]);
  });

  test("a refusal may be fallen back from, and voters that are refused abstain", async () => {
    const { run } = setUp(reply);
    const fallback = await run(`(parameterize ([token-budget 1]) (try-fallback ${ask("a")} (lambda () 'free)))`);
    expect(fallback.text).toBe("free");
    const vote = await run(
      `(parameterize ([token-budget 1]) (hash-ref (vote (list ${ask("a")} (lambda () 'b)) #:report #t) 'failed))`,
    );
    expect(vote.value).toBe(1);
  });
});

test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [5, 3],
])("recursive-spawn of depth %i lets recursive calls nest %i deep", async (depth, nested) => {
  const deeper = '(guard (e (#t 0)) (+ 1 (llm-query #:instruction "go on" #:recursive #t)))';
  const { asked, run } = setUp(() => `(finish ${deeper})`);
  const { value } = await run(`(recursive-spawn (lambda (data) ${deeper}) "text" #:depth ${depth})`);
  expect(value).toBe(nested);
  expect(asked).toHaveLength(nested);
});

test("the best so far is what was there at the deadline", async () => {
  const { clock, run } = setUp(() => "unused");
  const steps = "(anytime (lambda (x) (sleep 10) (+ x 1)) 0 #:deadline 45)";
  expect((await run(steps)).value).toBe(4);
  const strategies = "(map (lambda (s) (lambda () (sleep s) s)) '(50 10 30 70))";
  expect((await run(`(anytime ${strategies} #:deadline 60)`)).value).toBe(30);
  expect((await run(`(anytime ${strategies} #:deadline 60 #:score identity)`)).value).toBe(50);
  expect(clock.pending).toBe(0);
});

test("a hedge starts the next at each delay, and at once after a failure", async () => {
  const { run } = setUp(() => "unused");
  const { value } = await run(`
    (define begin-at (current-jiffy))
    (define started '())
    (define (noting f)
      (lambda () (set! started (cons (quotient (- (current-jiffy) begin-at) (jiffies-per-second)) started)) (f)))
    (hedge (map noting (list (lambda () (sleep 1000)) (lambda () (sleep 3) (error "no")) (lambda () (sleep 1000)) (lambda () 'x)))
           #:delay 10)
    (define result (reverse started))
    result`);
  expect(value).toEqual([0, 10, 13, 23]);
});

test("time to live is measured by the host's clock", async () => {
  const { asked, run } = setUp(() => "yes");
  await run(`
    (define f (memoized (lambda (x) (llm-query-async #:instruction x #:temperature 1)) #:ttl 3600))
    (f "a") (sleep 3599) (f "a") (sleep 2) (f "a")`);
  expect(asked).toEqual(["a", "a"]);
});

test("a bandit goes on where the last run ended", async () => {
  const { run } = setUp(({ model }) => String(model));
  const program = `
    (define b (bandit '("gpt-4o" "gpt-4o-mini") #:key "k" #:reward (lambda (text) (equal? text "gpt-4o-mini")) #:exploration 0.1))
    (define answers (map b '("a" "b" "c")))
    answers`;
  expect((await run(program)).value).toEqual(["gpt-4o", "gpt-4o-mini", "gpt-4o-mini"]);
  expect((await run(program)).value).toEqual(["gpt-4o-mini", "gpt-4o-mini", "gpt-4o-mini"]);
});
