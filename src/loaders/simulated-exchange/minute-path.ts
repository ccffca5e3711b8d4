// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * A day's log returns by minute that add up to the day's return. Within the day volatility clusters (its logarithm is
 * an autoregression), follows the hour (most at the American opening) and throws a large shock now and then.
 */
import type {Random} from "../../lib/core/random.js";

export const MINUTES_A_DAY = 1440;

export interface MinutePath {
  /** Log returns. */
  readonly returns: Float64Array;
  readonly variances: Float64Array;
}

export interface DayTotals {
  readonly dayReturn: number;
  readonly dayVariance: number;
}

/** Volatility is drawn anew every so many minutes. */
const VOLATILITY_MINUTES = 5;
const VOLATILITY_MEMORY = 0.85;
const VOLATILITY_NOISE = 0.25;
const LARGE_SHOCK_CHANCE = 0.015;
const LARGE_SHOCK = 3.5;

/** Share of the day's usual volatility at each minute; quiet at 4 UTC, busy at 15 UTC. */
const DIURNAL = Float64Array.from({length: MINUTES_A_DAY}, (_, minute) => {
  const hour = minute / 60;
  return 1 + 0.35 * Math.cos(((hour - 15.5) / 24) * 2 * Math.PI);
});

export function minutePath({dayReturn, dayVariance}: DayTotals, random: Random): MinutePath {
  const returns = new Float64Array(MINUTES_A_DAY);
  const variances = new Float64Array(MINUTES_A_DAY);
  let logVolatility = (VOLATILITY_NOISE / Math.sqrt(1 - VOLATILITY_MEMORY ** 2)) * random.normal();
  let level = 1;
  let total = 0;
  for (let k = 0; k < MINUTES_A_DAY; k++) {
    if (k % VOLATILITY_MINUTES === 0) {
      logVolatility = VOLATILITY_MEMORY * logVolatility + VOLATILITY_NOISE * random.normal();
      level = Math.exp(logVolatility);
    }
    const volatility = DIURNAL[k]! * level;
    variances[k] = volatility * volatility;
    total += variances[k]!;
  }
  let sum = 0;
  const unit = dayVariance / total;
  for (let k = 0; k < MINUTES_A_DAY; k++) {
    variances[k]! *= unit;
    const isLarge = random.next() < LARGE_SHOCK_CHANCE;
    returns[k] = Math.sqrt(variances[k]!) * random.normal() * (isLarge ? LARGE_SHOCK : 1);
    sum += returns[k]!;
  }
  // A bridge: what the shocks miss of the day's return is spread by variance.
  const missing = (dayReturn - sum) / dayVariance;
  for (let k = 0; k < MINUTES_A_DAY; k++) returns[k]! += variances[k]! * missing;
  return {returns, variances};
}
