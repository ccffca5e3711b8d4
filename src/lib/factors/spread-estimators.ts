/** Bid-ask spreads estimated from prices alone. */

/**
 * Corwin and Schultz (2012) for two following candles, as a fraction of the price; below 0 where the ranges say nothing
 * of a spread (the usual estimate then takes 0).
 */
export function corwinSchultz(
  first: {readonly high: number; readonly low: number},
  second: {readonly high: number; readonly low: number}
): number {
  const beta = Math.log(first.high / first.low) ** 2 + Math.log(second.high / second.low) ** 2;
  const gamma = Math.log(Math.max(first.high, second.high) / Math.min(first.low, second.low)) ** 2;
  const scale = 3 - 2 * Math.SQRT2;
  const alpha = (Math.sqrt(2 * beta) - Math.sqrt(beta)) / scale - Math.sqrt(gamma / scale);
  return (2 * (Math.exp(alpha) - 1)) / (1 + Math.exp(alpha));
}

/** Roll (1984): 2 sqrt(-c) of the first autocovariance c of price changes; 0 where it is positive. */
export function rollSpread(autocovariance: number): number {
  return autocovariance < 0 ? 2 * Math.sqrt(-autocovariance) : autocovariance * 0;
}
