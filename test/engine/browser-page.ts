// Runs in headless Chromium, on the built package as a page would have it: what it found, posted back to the test.
import type * as Browser from "../../src/browser.ts";
import type { WorkerLike } from "../../src/python/worker.ts";

// TypeScript has a page's globals among the DOM's types only.
declare const Worker: new (url: string, options: object) => WorkerLike;
declare const location: { href: string; search: string };

const url = (path: string): string => new URL(path, location.href).href;
const { createSkein, openai, scripted }: typeof Browser = await import(url("/skein/index.js"));

const provider = scripted(({ data }) => JSON.stringify({ category: Number(data) % 3, confidence: 0.9 }));
const skein = createSkein({
  provider,
  inputs: { documents: Array.from({ length: 60 }, (_, i) => String(i)) },
  python: { worker: () => new Worker(url("/skein/python-worker.js"), { type: "module" }), pyodide: url("/pyodide/") },
});
const overHttp = createSkein({ provider: openai({ apiKey: "of the page", baseURL: url("/v1") }) });

const PROGRAMS: { [name: string]: () => Promise<unknown> } = {
  language: async () =>
    (
      await skein.run(
        "(let loop ([i 0]) (if (< i 100000) (loop (+ i 1)) (list (call/cc (lambda (k) (+ 1 (k i)))) (expt 2 70))))",
      )
    ).text,
  deep: async () => (await skein.run("(let deep ([n 100000]) (if (= n 0) 0 (+ 1 (deep (- n 1)))))")).value,
  learned: async () => {
    const { value } = await skein.run(`
      (define (ask model) (lambda (d) (llm-query-async #:data d #:model model #:json #t)))
      (define-values (labels report) (active-learning documents #:cheap (ask "gpt-4o-mini") #:expensive (ask "gpt-4o")))
      (list (length labels) (hash-ref report 'agreement-certified))`);
    return value;
  },
  python: async () => (await skein.run('(py-eval "sum(int(d) for d in documents)")')).value,
  refused: async () => skein.run('(open-input-file "/etc/passwd")').catch((error: Error) => error.message.slice(0, 60)),
  http: async () => (await overHttp.run('(llm-query #:instruction "hello" #:model "gpt-4o-mini" #:batch #f)')).value,
  store: async () => {
    try {
      createSkein({ store: "folder" as never });
      return "no error";
    } catch (error) {
      return (error as Error).message;
    }
  },
};

const results: { [name: string]: unknown } = {};
for (const [name, run] of Object.entries(PROGRAMS)) {
  results[name] = await run().catch((error: unknown) => `error: ${String(error)}`);
}
await skein.close();
await fetch("/done", { method: "POST", body: JSON.stringify(results) });
