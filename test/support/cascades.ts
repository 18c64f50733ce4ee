// Populations made to break the promise of active-learning, and a count of how often a run breaks it.
import { binomialCdf } from "../../src/builtins/statistics/distributions.ts";
import { createSkein } from "../../src/index.ts";

export const seed = 20261123;

// By item i of n: its confidence, and whether the cheap model is wrong about it. Each is right about some 85 %.
export const populations: { [name: string]: string } = {
  "confidence that orders well":
    "(define (score i) (/ i n)) (define (wrong? i) (< (modulo (* i 7919) n) (* 2 3/20 (- n i))))",
  "all confidences tied": "(define (score i) 1/2) (define (wrong? i) (< (modulo (* i 7919) n) (* 3/20 n)))",
  "errors sorted to the most confident": "(define (score i) (/ i n)) (define (wrong? i) (>= i (* 17/20 n)))",
  "errors in one block in the middle": "(define (score i) (/ i n)) (define (wrong? i) (<= (* 8/20 n) i (* 11/20 n)))",
  "just one error too many, at the least confident":
    "(define (score i) (/ i n)) (define (wrong? i) (< i (+ 1 (floor (* (- 1 (exact target)) n)))))",
  "two confidences, the sure one wrong more often":
    "(define (score i) (if (even? i) 0.9 0.5)) (define (wrong? i) (< (modulo (quotient i 2) 20) (if (even? i) 5 1)))",
};

const program = (population: string, form: string): string => `
  (define target ${form.includes("target") ? "0.9" : "0.8"})
  ${population}
  (define items (range n))
  (define (cheap i) (cons (if (wrong? i) 'wrong 'right) (score i)))
  (define (expensive i) 'right)
  (for/sum ([trial (in-range trials)])
    (define-values (labels report) (active-learning items #:cheap cheap #:expensive expensive ${form}
                                     #:delta 0.1 #:seed (+ start (* 2 trial)) #:progress #f))
    (define right (/ (count (lambda (label) (eq? label 'right)) labels) n))
    (if (< (+ right 1e-9) (hash-ref report 'agreement-certified)) 1 0))`;

export const forms: { [name: string]: string } = {
  target: "#:target 0.9",
  "number of calls": "#:max-expensive (quotient n 3)",
  "target and a cap": "#:target 0.9 #:max-expensive (quotient n 4)",
  threshold: "#:threshold 0.4",
};

/** So many runs on n items: how likely as many broken promises or more are, were each broken with probability 0.1. */
export async function luck(population: string, form: string, n: number, trials: number): Promise<number> {
  const skein = createSkein({ inputs: { n, trials, start: seed } });
  try {
    const { value } = await skein.run(program(population, form));
    return 1 - binomialCdf(Number(value) - 1, trials, 0.1);
  } finally {
    await skein.close();
  }
}
