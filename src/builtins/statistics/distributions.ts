// Exact tails of the hypergeometric and the binomial distribution, summed in log space.

const TABLE = 256;
const small = logFactorialsTo(TABLE);

function logFactorialsTo(end: number): readonly number[] {
  const table = [0];
  for (let k = 1; k < end; k++) table.push(table[k - 1] + Math.log(k));
  return table;
}

/** ln(k!): from a table, then by Stirling's series, whose next term is below 10⁻²⁰ there. */
function logFactorial(k: number): number {
  if (k < TABLE) return small[k];
  const inverse = 1 / k;
  const series = inverse * (1 / 12 - inverse * inverse * (1 / 360 - (inverse * inverse) / 1260));
  return k * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI * k) + series;
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/**
 * P(X ≤ x), where X counts the marked among `draws` items drawn without replacement from `population` items of which
 * `marked` are marked. All are whole numbers with `marked`, `draws` ≤ `population`.
 */
export function hypergeometricCdf(x: number, population: number, marked: number, draws: number): number {
  const least = Math.max(0, draws + marked - population);
  const most = Math.min(draws, marked);
  if (x < least) return 0;
  if (x >= most) return 1;
  const total = logChoose(population, draws);
  const term = (k: number) => Math.exp(logChoose(marked, k) + logChoose(population - marked, draws - k) - total);
  return tail(x, least, most, term);
}

/** P(X ≤ x), where X counts the successes among `trials` independent trials of probability `p`. */
export function binomialCdf(x: number, trials: number, p: number): number {
  if (x < 0) return 0;
  if (x >= trials || p <= 0) return 1;
  if (p >= 1) return 0;
  const [success, failure] = [Math.log(p), Math.log1p(-p)];
  return tail(x, 0, trials, (k) => Math.exp(logChoose(trials, k) + k * success + (trials - k) * failure));
}

/** The sum from `least` to `x`, taken over the shorter side, so that a small tail keeps its digits. */
function tail(x: number, least: number, most: number, term: (k: number) => number): number {
  const lower = x - least <= most - x;
  let sum = 0;
  if (lower) for (let k = x; k >= least; k--) sum += term(k);
  else for (let k = x + 1; k <= most; k++) sum += term(k);
  return Math.min(1, lower ? sum : Math.max(0, 1 - sum));
}
