// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Scores of interval, Gaussian and ensemble forecasts (METHODS S10). */
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, mapColumn, orNull} from "./column.js";
import {leastSquares} from "./least-squares.js";
import {mean} from "./moments.js";
import {normalCdf, normalDensity, normalQuantile} from "./normal-distribution.js";

export interface Gaussian {
  readonly mu: number;
  readonly sigma: number;
}

/** max(tau (y - q), (tau - 1)(y - q)). */
export function pinballLoss(quantile: number, realised: number, tau: number): number {
  const gap = realised - quantile;
  return Math.max(tau * gap, (tau - 1) * gap);
}

/** (u - l) + 2/alpha (l - y)+ + 2/alpha (y - u)+ (Winkler 1972). @param alpha share outside, e.g. 0.2 */
export function intervalScore(interval: readonly [low: number, high: number], realised: number, alpha: number): number {
  const [low, high] = interval;
  return high - low + (2 / alpha) * Math.max(low - realised, 0) + (2 / alpha) * Math.max(realised - high, 0);
}

/** CRPS of N(mu, sigma): sigma [z(2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)] (Gneiting and Raftery 2007). */
export function gaussianCrps({mu, sigma}: Gaussian, realised: number): number {
  const z = (realised - mu) / sigma;
  return sigma * (z * (2 * normalCdf(z) - 1) + 2 * normalDensity(z) - 1 / Math.sqrt(Math.PI));
}

/** -ln density of N(mu, sigma). */
export function gaussianLogScore({mu, sigma}: Gaussian, realised: number): number {
  return 0.5 * Math.log(2 * Math.PI) + Math.log(sigma) + ((realised - mu) / sigma) ** 2 / 2;
}

/** E|X - y| - E|X - X'|/2 over members; "fair" divides the second term by m(m-1) (Ferro 2014). NaN for no members. */
export function ensembleCrps(members: Column, realised: number, form: "plain" | "fair" = "plain"): number {
  const m = members.length;
  let distance = 0;
  let spread = 0;
  for (let i = 0; i < m; i++) {
    distance += Math.abs(members[i]! - realised);
    for (let j = 0; j < m; j++) spread += Math.abs(members[i]! - members[j]!);
  }
  return distance / m - spread / (2 * (form === "plain" ? m * m : m * (m - 1)));
}

export interface GaussianScores {
  readonly n: number;
  /** Triples with an absent value or sigma <= 0. */
  readonly dropped: number;
  readonly crps: number | null;
  readonly logScore: number | null;
  readonly pinballLow: number | null;
  readonly pinballHigh: number | null;
  readonly intervalScore: number | null;
  readonly coverage: number | null;
  /** Probability integral transforms Phi((y - mu) / sigma). */
  readonly transforms: Float64Array;
}

/** @param alpha share outside the central interval; its ends are the alpha/2 and 1 - alpha/2 quantiles */
export function scoreGaussians(
  columns: {readonly mu: Column; readonly sigma: Column; readonly realised: Column},
  alpha = 0.2
): GaussianScores {
  const {mu, sigma, realised} = columns;
  const usable = Array.from({length: mu.length}, (_, i) => i).filter(
    (i) => Number.isFinite(mu[i]!) && sigma[i]! > 0 && Number.isFinite(realised[i]!)
  );
  const average = (score: (forecast: Gaussian, y: number) => number) =>
    orNull(mean(usable.map((i) => score({mu: mu[i]!, sigma: sigma[i]!}, realised[i]!))));
  const z = normalQuantile(1 - alpha / 2);
  return {
    n: usable.length,
    dropped: mu.length - usable.length,
    crps: average(gaussianCrps),
    logScore: average(gaussianLogScore),
    pinballLow: average((f, y) => pinballLoss(f.mu - z * f.sigma, y, alpha / 2)),
    pinballHigh: average((f, y) => pinballLoss(f.mu + z * f.sigma, y, 1 - alpha / 2)),
    intervalScore: average((f, y) => intervalScore([f.mu - z * f.sigma, f.mu + z * f.sigma], y, alpha)),
    coverage: average((f, y) => (Math.abs(y - f.mu) <= z * f.sigma ? 1 : 0)),
    transforms: Float64Array.from(usable, (i) => normalCdf((realised[i]! - mu[i]!) / sigma[i]!))
  };
}

/** Counts of transforms in equal bins of [0, 1]: flat when the distributions are right. */
export function transformHistogram(transforms: Column, bins = 10): Int32Array {
  const counts = new Int32Array(bins);
  for (let i = 0; i < transforms.length; i++) counts[Math.min(bins - 1, Math.floor(transforms[i]! * bins))]!++;
  return counts;
}

/** Berkowitz (2001): z = Phi^-1(u) is iid N(0,1); likelihood ratio of mean 0, variance 1, AR(1) 0 with 3 df. */
export function berkowitzTest(transforms: Column): {
  readonly n: number;
  readonly statistic: number | null;
  readonly p: number | null;
} {
  const z = mapColumn(transforms, (value) => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, value))));
  const n = z.length - 1;
  const fit = n < 4 ? null : leastSquares(z.subarray(1), [z.subarray(0, n)]);
  if (fit === null) return {n: z.length, statistic: null, p: null};
  const variance = fit.residuals.reduce((total, e) => total + e * e, 0) / n;
  const free = -(n / 2) * (Math.log(2 * Math.PI * variance) + 1);
  const bound = -z.subarray(1).reduce((total, value) => total + 0.5 * Math.log(2 * Math.PI) + value ** 2 / 2, 0);
  const statistic = 2 * (free - bound);
  return {n: z.length, statistic: orNull(statistic), p: orNull(chiSquaredUpper(statistic, 3))};
}
