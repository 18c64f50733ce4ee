// Dollars as integers: a picodollar is small enough for the price of one token, so sums are exact and caps hold to the last.

const perDollar = 1e12;

/** Rounded up to a whole picodollar: a bill is never booked as less than it is. */
export function toPico(usd: number): number {
  const pico = usd * perDollar;
  const near = Math.round(pico);
  // 0.1 + 0.2 must not become one more than 0.3 by the error of the doubles.
  return Math.abs(pico - near) <= Math.max(1e-3, Math.abs(pico) * 1e-15) ? near : Math.ceil(pico);
}

/** A cap with a nanodollar to spare: it was given as a double, perhaps as the sum of many. */
export function picoCap(usd: number): number {
  return usd === Number.POSITIVE_INFINITY ? usd : toPico(usd) + 1000;
}

export function fromPico(pico: number): number {
  return pico / perDollar;
}
