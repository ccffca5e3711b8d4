// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The information coefficient of a factor date by date, and its summary (METHODS I3). */
import {type Column, finiteValues, orNull} from "./column.js";
import {pearson, spearman} from "./correlation.js";
import {independentMeanTest} from "./long-run-variance.js";
import {isDegenerate, mean, rawKurtosis, skewness, standardDeviation} from "./moments.js";
import {crossSection, type Groups, type Panel} from "./panel.js";

export type CorrelationKind = "rank" | "pearson";

export interface CoefficientSeries {
  readonly times: Float64Array;
  /** One coefficient a date, NaN = undefined. */
  readonly values: Float64Array;
  /** Symbols behind each. */
  readonly counts: Int32Array;
  /** Dates without a coefficient, by reason. */
  readonly undefinedDates: {readonly tooFew: number; readonly noSpread: number};
}

/** Fewest symbols of a date for a coefficient. */
export const MINIMUM_SYMBOLS = 3;

/** Correlation across symbols between factor and forward return, date by date; one group's symbols only when given. */
export function informationCoefficients(
  factor: Panel,
  forward: Panel,
  {kind = "rank", only}: {kind?: CorrelationKind; only?: {readonly groups: Groups; readonly group: string}} = {}
): CoefficientSeries {
  const rows = factor.times.length;
  const values = new Float64Array(rows).fill(Number.NaN);
  const counts = new Int32Array(rows);
  const undefinedDates = {tooFew: 0, noSpread: 0};
  const wanted = only === undefined ? -1 : only.groups.names.indexOf(only.group);
  const x = new Float64Array(factor.symbols.length);
  const y = new Float64Array(factor.symbols.length);
  for (let row = 0; row < rows; row++) {
    const f = crossSection(factor, row);
    const r = crossSection(forward, row);
    let n = 0;
    for (let j = 0; j < f.length; j++) {
      if (!Number.isFinite(f[j]!) || !Number.isFinite(r[j]!)) continue;
      if (only !== undefined && only.groups.ofSymbol[j] !== wanted) continue;
      x[n] = f[j]!;
      y[n] = r[j]!;
      n++;
    }
    counts[row] = n;
    if (n < MINIMUM_SYMBOLS) {
      undefinedDates.tooFew++;
      continue;
    }
    values[row] = (kind === "rank" ? spearman : pearson)(x.subarray(0, n), y.subarray(0, n));
    if (Number.isNaN(values[row]!)) undefinedDates.noSpread++;
  }
  return {times: factor.times, values, counts, undefinedDates};
}

export interface CoefficientSummary {
  readonly n: number;
  readonly dropped: number;
  readonly mean: number | null;
  readonly std: number | null;
  /** mean / std, not annualised. */
  readonly ratio: number | null;
  /** ratio * sqrt(P / h) when bars a year and horizon are given. */
  readonly ratioAnnual: number | null;
  /** iid t with n - 1 degrees of freedom: overstates for h > 1, see ic-inference.ts. */
  readonly t: number | null;
  readonly p: number | null;
  /** Share above 0. */
  readonly hitRate: number | null;
  /** Population moments. */
  readonly skewness: number | null;
  readonly excessKurtosis: number | null;
}

export function summarizeCoefficients(
  coefficients: Column,
  annual?: {readonly periods: number; readonly horizon: number}
): CoefficientSummary {
  const kept = finiteValues(coefficients);
  const centre = mean(kept);
  const std = standardDeviation(kept);
  const ratio = isDegenerate(std, centre) ? Number.NaN : centre / std;
  const test = independentMeanTest(kept);
  return {
    n: kept.length,
    dropped: coefficients.length - kept.length,
    mean: orNull(centre),
    std: orNull(std),
    ratio: orNull(ratio),
    ratioAnnual: annual === undefined ? null : orNull(ratio * Math.sqrt(annual.periods / annual.horizon)),
    t: test.t,
    p: test.pStudent,
    hitRate: orNull(kept.filter((value) => value > 0).length / kept.length),
    skewness: orNull(skewness(kept)),
    excessKurtosis: orNull(rawKurtosis(kept) - 3)
  };
}

/** Mean coefficient by calendar month, UTC, keyed "2022-06"; months without one are absent. */
export function coefficientsByMonth(series: CoefficientSeries): ReadonlyMap<string, number> {
  const sums = new Map<string, {total: number; n: number}>();
  series.values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    const month = new Date(series.times[i]!).toISOString().slice(0, 7);
    const entry = sums.get(month) ?? {total: 0, n: 0};
    entry.total += value;
    entry.n++;
    sums.set(month, entry);
  });
  return new Map(Array.from(sums, ([month, {total, n}]) => [month, total / n]));
}
