// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Value at risk and expected shortfall per bar, as returns (losses are negative) (METHODS 8.1). */
import {type Column, finiteValues, orNull} from "./column.js";
import {mean, rawKurtosis, skewness, standardDeviation} from "./moments.js";
import {normalDensity, normalQuantile} from "./normal-distribution.js";
import {quantileOfSorted} from "./quantile.js";

export interface TailRisk {
  readonly n: number;
  readonly alpha: number;
  /** Type-7 quantile of the returns at alpha. */
  readonly historical: number | null;
  /** Mean of the floor((n - 1) alpha) + 1 smallest returns (empyrical's CVaR). */
  readonly historicalShortfall: number | null;
  /** Acerbi-Tasche (2002): the n alpha smallest, the last one in part. */
  readonly expectedShortfall: number | null;
  readonly gaussian: number | null;
  readonly gaussianShortfall: number | null;
  /** Gaussian quantile corrected for skewness and kurtosis (Cornish-Fisher 1938). */
  readonly cornishFisher: number | null;
  /** From a generalised Pareto tail; null below 100 returns. */
  readonly paretoTail: number | null;
  readonly paretoShortfall: number | null;
}

/** @param alpha share of the tail, e.g. 0.05 */
export function tailRisk(returns: Column, alpha: number): TailRisk {
  const sorted = finiteValues(returns).slice().sort();
  const centre = mean(sorted);
  const std = standardDeviation(sorted);
  const z = normalQuantile(alpha);
  const pareto = paretoTail(sorted, alpha);
  return {
    n: sorted.length,
    alpha,
    historical: orNull(quantileOfSorted(sorted, alpha)),
    historicalShortfall: orNull(mean(sorted.subarray(0, Math.floor((sorted.length - 1) * alpha) + 1))),
    expectedShortfall: orNull(fractionalShortfall(sorted, alpha)),
    gaussian: orNull(centre + z * std),
    gaussianShortfall: orNull(centre - (std * normalDensity(z)) / alpha),
    cornishFisher: orNull(centre + cornishFisherQuantile(z, sorted) * std),
    paretoTail: pareto?.quantile ?? null,
    paretoShortfall: pareto?.shortfall ?? null
  };
}

/** z + (z^2-1)s/6 + (z^3-3z)k/24 - (2z^3-5z)s^2/36 with population skew s and excess kurtosis k. */
function cornishFisherQuantile(z: number, values: Column): number {
  const s = skewness(values);
  const k = rawKurtosis(values) - 3;
  return z + ((z * z - 1) * s) / 6 + ((z ** 3 - 3 * z) * k) / 24 - ((2 * z ** 3 - 5 * z) * s * s) / 36;
}

function fractionalShortfall(sorted: Float64Array, alpha: number): number {
  const weight = sorted.length * alpha;
  const whole = Math.floor(weight);
  let total = 0;
  for (let i = 0; i < whole; i++) total += sorted[i]!;
  if (whole < sorted.length) total += (weight - whole) * sorted[whole]!;
  return total / weight;
}

/** Peaks over the 10 % loss threshold, fitted by probability-weighted moments (Hosking and Wallis 1987). */
function paretoTail(sorted: Float64Array, alpha: number): {quantile: number; shortfall: number | null} | null {
  const n = sorted.length;
  const count = Math.floor(n * 0.1);
  if (n < 100 || alpha > 0.1) return null;
  const threshold = -sorted[count]!;
  const excesses = Float64Array.from(sorted.subarray(0, count), (value) => -value - threshold).sort();
  let weighted = 0;
  for (let i = 0; i < count; i++) weighted += (excesses[i]! * (count - 1 - i)) / (count - 1);
  const first = mean(excesses);
  const second = weighted / count;
  const shape = 2 - first / (first - 2 * second);
  const scale = (2 * first * second) / (first - 2 * second);
  if (!Number.isFinite(shape) || !(scale > 0)) return null;
  const ratio = alpha / (count / n);
  const beyond = Math.abs(shape) < 1e-9 ? -scale * Math.log(ratio) : (scale / shape) * (ratio ** -shape - 1);
  const loss = threshold + beyond;
  const shortfall = shape < 1 ? (loss + scale - shape * threshold) / (1 - shape) : null;
  return {quantile: -loss, shortfall: shortfall === null ? null : -shortfall};
}
