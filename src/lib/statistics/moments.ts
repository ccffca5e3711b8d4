// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Mean, variance, skewness and kurtosis. Kernels: NaN when undefined, and one NaN in gives NaN out. */
import type {Column} from "./column.js";

export function sum(values: Column): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** NaN for an empty column. */
export function mean(values: Column): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length;
}

/** Sum of squared distances from the mean over n - ddof; ddof is 1 unless said otherwise (METHODS C4). */
export function variance(values: Column, ddof = 1): number {
  const n = values.length;
  if (n <= ddof) return Number.NaN;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - centre) ** 2;
  return squares / (n - ddof);
}

export function standardDeviation(values: Column, ddof = 1): number {
  return Math.sqrt(variance(values, ddof));
}

/** True when a spread is nothing but floating noise: std <= 1e-12 |mean| (METHODS C7). NaN counts as degenerate. */
export function isDegenerate(std: number, centre: number): boolean {
  return !(std > 1e-12 * Math.abs(centre)) || std === 0;
}

/** mean / std with ddof 1, in units of one observation; NaN when the spread is degenerate (METHODS C7, trap T9). */
export function meanOverDeviation(values: Column): number {
  const centre = mean(values);
  const std = standardDeviation(values);
  return isDegenerate(std, centre) ? Number.NaN : centre / std;
}

/** Population central moment of the given order: sum (x - mean)^order / n. */
export function centralMoment(values: Column, order: number): number {
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i]! - centre) ** order;
  return total / values.length;
}

/** Population skewness m3 / m2^1.5 (METHODS C4); NaN without spread. */
export function skewness(values: Column): number {
  const second = centralMoment(values, 2);
  return isDegenerate(Math.sqrt(second), mean(values)) ? Number.NaN : centralMoment(values, 3) / second ** 1.5;
}

/** Population kurtosis m4 / m2^2, RAW: 3 for a normal variable (METHODS C4, trap T7); NaN without spread. */
export function rawKurtosis(values: Column): number {
  const second = centralMoment(values, 2);
  return isDegenerate(Math.sqrt(second), mean(values)) ? Number.NaN : centralMoment(values, 4) / second ** 2;
}

/** Skewness corrected for small samples (Fisher-Pearson G1); n >= 3. */
export function sampleSkewness(values: Column): number {
  const n = values.length;
  return n < 3 ? Number.NaN : (Math.sqrt(n * (n - 1)) / (n - 2)) * skewness(values);
}

/** Excess kurtosis corrected for small samples (G2); n >= 4. */
export function sampleExcessKurtosis(values: Column): number {
  const n = values.length;
  if (n < 4) return Number.NaN;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (rawKurtosis(values) - 3) + 6);
}

/** Covariance with the given ddof. @returns NaN when there are not more than ddof pairs. */
export function covariance(x: Column, y: Column, ddof = 1): number {
  const n = Math.min(x.length, y.length);
  if (n <= ddof) return Number.NaN;
  const meanX = mean(x);
  const meanY = mean(y);
  let products = 0;
  for (let i = 0; i < n; i++) products += (x[i]! - meanX) * (y[i]! - meanY);
  return products / (n - ddof);
}
