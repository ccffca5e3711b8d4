// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Tests of calibration: Spiegelhalter, Cox, calibration in the large, Hosmer-Lemeshow (METHODS S6). */
import {equalMassBins} from "./calibration-bins.js";
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, mapColumn, orNull} from "./column.js";
import {clippedLogit, logisticRegression} from "./logistic-regression.js";
import {normalTwoSided} from "./normal-distribution.js";
import {logLosses} from "./proper-scores.js";

export interface CalibrationTest {
  readonly n: number;
  readonly statistic: number | null;
  readonly p: number | null;
}

/** z = sum (y - p)(1 - 2p) / sqrt(sum (1 - 2p)^2 p (1 - p)), standard normal (Spiegelhalter 1986). */
export function spiegelhalterTest(p: Column, y: Column): CalibrationTest {
  let above = 0;
  let below = 0;
  for (let i = 0; i < p.length; i++) {
    const tilt = 1 - 2 * p[i]!;
    above += (y[i]! - p[i]!) * tilt;
    below += tilt * tilt * p[i]! * (1 - p[i]!);
  }
  const z = below > 0 ? above / Math.sqrt(below) : Number.NaN;
  return {n: p.length, statistic: orNull(z), p: orNull(normalTwoSided(z))};
}

export interface CoxCalibration {
  readonly n: number;
  readonly intercept: number;
  readonly slope: number;
  readonly interceptError: number;
  readonly slopeError: number;
  /** Likelihood ratio of intercept 0 and slope 1, chi-squared with 2 degrees of freedom. */
  readonly jointStatistic: number;
  readonly jointP: number;
}

/** logit P(y) = a + b logit p (Cox 1958); null when it cannot be fitted. */
export function coxCalibration(p: Column, y: Column): CoxCalibration | null {
  const fit = logisticRegression(y, [mapColumn(p, (value) => clippedLogit(value))]);
  if (fit === null) return null;
  const calibrated = -logLosses(p, y).reduce((total, loss) => total + loss, 0);
  const jointStatistic = Math.max(0, 2 * (fit.logLikelihood - calibrated));
  return {
    n: p.length,
    intercept: fit.coefficients[0]!,
    slope: fit.coefficients[1]!,
    interceptError: fit.standardErrors[0]!,
    slopeError: fit.standardErrors[1]!,
    jointStatistic,
    jointP: chiSquaredUpper(jointStatistic, 2)
  };
}

/** Intercept with logit p as an offset: 0 when the mean probability fits; null when it cannot be fitted. */
export function calibrationInTheLarge(p: Column, y: Column): number | null {
  const fit = logisticRegression(y, [], {offset: mapColumn(p, (value) => clippedLogit(value))});
  return fit === null ? null : orNull(fit.coefficients[0]!);
}

/** sum (O - E)^2 / (E (1 - E/n)) over groups of equal mass; df = groups for forecasts not fitted on these data. */
export function hosmerLemeshowTest(
  p: Column,
  y: Column,
  {groups = 10, df = groups}: {groups?: number; df?: number} = {}
): CalibrationTest & {readonly df: number} {
  let statistic = 0;
  for (const {count, meanProbability, frequency} of equalMassBins(p, y, groups).bins)
    statistic += (count * (frequency - meanProbability) ** 2) / (meanProbability * (1 - meanProbability));
  return {n: p.length, df, statistic: orNull(statistic), p: orNull(chiSquaredUpper(statistic, df))};
}
