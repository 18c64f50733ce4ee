// Statistics as builtins: exact tails, what an audit allows, how good a confidence is, seeded shuffles.
import { wrongArgument } from "../../values/error.ts";
import { HashTable } from "../../values/hash-table.ts";
import { Flonum, isReal, type Real, toNumber } from "../../values/numbers.ts";
import { arrayFrom, listFrom } from "../../values/pair.ts";
import { type MString, str } from "../../values/string.ts";
import { intern } from "../../values/symbol.ts";
import type { Value } from "../../values/types.ts";
import { charge, checkAllocation } from "../allocation.ts";
import { calls, leaf } from "../leaf.ts";
import type { Row, Section } from "../row.ts";
import type { Services } from "../services.ts";
import { allowedErrors, auditAllowance, auditBound, auditSize } from "./audit.ts";
import { auroc, type Bin, calibrationError, isotonic, reliability } from "./calibration.ts";
import { binomialCdf, hypergeometricCdf } from "./distributions.ts";
import { picture } from "./picture.ts";
import { permutation, seededRandom } from "./sampling.ts";

/** Beyond it the sums take seconds, and doubles lose the digits. */
const MOST = 10_000_000;

export const statistics: Section = (m, services) => {
  // A bound is searched by halving, and each step sums up to `draws` terms that cost as much as some calls.
  const charged = (terms: number): void => charge(m, terms * 64);
  const distributions: Row[] = [
    leaf(
      "(hypergeometric-cdf x:integer population:index marked:index draws:index)",
      "P(X <= x) for the number X of marked items among draws taken without replacement; exact.",
      "(round (* 10000 (hypergeometric-cdf 0 20 3 11))) => 737.0",
      (x: number, population: number, marked: number, draws: number) => {
        size(population, 2);
        within(marked, population, 3);
        within(draws, population, 4);
        charged(draws);
        return new Flonum(hypergeometricCdf(Number(x), population, marked, draws));
      },
    ),
    leaf(
      "(binomial-cdf x:integer trials:index p:real)",
      "P(X <= x) for the number X of successes among independent trials of probability p; exact.",
      "(binomial-cdf 0 2 0.5) => 0.25",
      (x: number, trials: number, p: Real) => {
        size(trials, 2);
        charged(trials);
        return new Flonum(binomialCdf(Number(x), trials, share(p, 3)));
      },
    ),
  ];
  const audits: Row[] = [
    leaf(
      "(audit-size population:index target:real delta:real)",
      "How many items to audit at random before a share target of all can be promised; 0 when it would save nothing.",
      "(audit-size 20 0.9 0.1) => 11\n(audit-size 5000 0 0.1) => 0",
      (population: number, target: Real, delta: Real) => {
        size(population, 1);
        charged(population);
        return auditSize(population, share(target, 2), share(delta, 3));
      },
    ),
    leaf(
      "(allowed-errors population:index target:real)",
      "The most errors that leave a share target right: (1 - target) of the population, as the decimals say.",
      "(allowed-errors 20 0.9) => 2",
      (population: number, target: Real) => allowedErrors(size(population, 1), share(target, 2)),
    ),
    leaf(
      "(audit-allowance population:index allowed:index draws:index delta:real)",
      "How many errors an audit of draws items may find in a prefix so that at most allowed others are left; -1 for never.",
      "(audit-allowance 20 2 11 0.1) => 0\n(audit-allowance 20 2 5 0.1) => -1",
      (population: number, allowed: number, draws: number, delta: Real) => {
        size(population, 1);
        within(draws, population, 3);
        charged(draws);
        return auditAllowance(population, allowed, draws, share(delta, 4));
      },
    ),
    leaf(
      "(audit-bound population:index draws:index found:index delta:real)",
      "The most errors left outside an audit that found so many; exceeded with probability at most delta.",
      "(audit-bound 20 11 0 0.1) => 2\n(audit-bound 10 10 3 0.1) => 0",
      (population: number, draws: number, found: number, delta: Real) => {
        size(population, 1);
        within(draws, population, 2);
        within(found, draws, 3);
        charged(draws);
        return auditBound(population, draws, found, share(delta, 4));
      },
    ),
  ];
  const confidences: Row[] = [
    leaf(
      "(auroc scores right)",
      "The probability that a right answer scores above a wrong one; 0.5 says nothing. #f when all are right, or none.",
      "(auroc '(0.9 0.4 0.6) '(#t #f #f)) => 1.0\n(auroc '(1 2) '(#t #t)) => #f",
      (scores: Value, right: Value) => {
        const [x, y] = paired(reals(scores, 1), truths(right));
        charged(x.length);
        const area = auroc(x, y);
        return area === undefined ? false : new Flonum(area);
      },
    ),
    leaf(
      "(calibration-error confidences right [bins:index])",
      "Expected calibration error: how far confidences are from the share that was right, over bins (10).",
      "(calibration-error '(1.0 1.0 0.0) '(#t #t #f)) => 0.0",
      (scores: Value, right: Value, bins = 10) => {
        const [x, y] = paired(reals(scores, 1), truths(right));
        charged(x.length);
        return new Flonum(calibrationError(x, y, within(bins, 1000, 3)));
      },
    ),
    leaf(
      "(reliability-table confidences right [bins:index])",
      "Confidence against the share that was right, by bins (10): from, to, count, confidence, accuracy.",
      "(map (lambda (bin) (hash-ref bin 'count)) (reliability-table '(0.1 0.9 0.8) '(#f #t #t) 2)) => (1 2)",
      (scores: Value, right: Value, bins = 10) => {
        const [x, y] = paired(reals(scores, 1), truths(right));
        charged(x.length);
        return listFrom(reliability(x, y, within(bins, 1000, 3)).map(binTable));
      },
    ),
    leaf(
      "(isotonic-regression xs ys)",
      "The non-decreasing function of xs that is nearest to ys in squares: its value at each x.",
      "(isotonic-regression '(1 2 3) '(0 1 0)) => (0.0 0.5 0.5)",
      (xs: Value, ys: Value) => {
        const [x, y] = paired(reals(xs, 1), reals(ys, 2));
        charged(x.length);
        return listFrom(isotonic(x, y).map((fitted) => new Flonum(fitted)));
      },
    ),
    leaf(
      "(random-permutation count:index [seed:index])",
      "A vector of the integers below count in random order; the same for the same seed.",
      "(equal? (random-permutation 50 7) (random-permutation 50 7)) => #t",
      (count: number, seed?: number) => {
        checkAllocation(m, count);
        return permutation(count, seed === undefined ? () => services.random.next() : seededRandom(seed));
      },
    ),
  ];
  return [...distributions, ...audits, ...confidences, pictureRow(services)];
};

const pictureRow = ({ scheduler }: Services): Row =>
  calls(
    "(%active-learning-svg json:string)",
    "For the library: the picture of a report's numbers, given as JSON, as SVG text.",
    "(procedure? %active-learning-svg) => #t",
    (json: MString) =>
      scheduler.wait(scheduler.open("picture", async () => str(await picture(JSON.parse(json.toString()))))),
  );

function size(n: number, index: number): number {
  return within(n, MOST, index);
}

function within(n: number, most: number, index: number): number {
  return n <= most ? n : wrongArgument(index, `an exact integer from 0 to ${most}`, n);
}

function share(x: Real, index: number): number {
  const n = toNumber(x);
  return n >= 0 && n <= 1 ? n : wrongArgument(index, "a number from 0 to 1", x);
}

function elements(x: Value, index: number): readonly Value[] {
  const items = Array.isArray(x) ? x : arrayFrom(x);
  return items ?? wrongArgument(index, "a list or vector", x);
}

function reals(x: Value, index: number): number[] {
  return elements(x, index).map((item) => {
    const n = isReal(item) ? toNumber(item as Real) : Number.NaN;
    return Number.isNaN(n) ? wrongArgument(index, "a list of real numbers", x) : n;
  });
}

const truths = (x: Value): boolean[] => elements(x, 2).map((item) => item !== false);

function paired<T>(xs: number[], ys: T[]): [number[], T[]] {
  if (xs.length !== ys.length) wrongArgument(2, `as many elements as the first, ${xs.length}`, ys.length);
  return [xs, ys];
}

function binTable(bin: Bin): HashTable {
  const table = new HashTable("equal", { foreign: true });
  for (const [name, n] of Object.entries(bin)) table.set(intern(name), name === "count" ? n : new Flonum(n));
  return table;
}
