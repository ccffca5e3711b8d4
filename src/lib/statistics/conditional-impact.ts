// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Impact under conditions and beside other factors (METHODS I14): regimes, double sorts, incremental coefficients. */
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, finiteValues, orNull} from "./column.js";
import {neutralised} from "./cross-section-transforms.js";
import {correlationMatrix} from "./deflated-sharpe.js";
import {type CoefficientSummary, informationCoefficients, summarizeCoefficients} from "./information-coefficient.js";
import {inverse, type Matrix} from "./matrix.js";
import {mean} from "./moments.js";
import {hacRegression, waldStatistic} from "./newey-west.js";
import {type Panel, withValues} from "./panel.js";
import {assignBuckets} from "./quantile-assignment.js";

export interface RegimeImpact {
  readonly regimes: readonly {readonly regime: string; readonly summary: CoefficientSummary}[];
  /** HAC Wald test that all regimes have one mean; null with fewer than two regimes. */
  readonly equality: {readonly statistic: number | null; readonly df: number; readonly p: number | null} | null;
}

/** @param coefficients one a date @param regimes name of each date's regime, null = none @param lag of the HAC test */
export function regimeImpact(coefficients: Column, regimes: readonly (string | null)[], lag: number): RegimeImpact {
  const names = [...new Set(regimes.filter((name) => name !== null))].sort();
  const usable = Array.from(regimes, (_, i) => i).filter(
    (i) => regimes[i] !== null && Number.isFinite(coefficients[i]!)
  );
  const present = names.filter((name) => usable.some((i) => regimes[i] === name));
  const summaries = names.map((regime) => ({
    regime,
    summary: summarizeCoefficients(usable.filter((i) => regimes[i] === regime).map((i) => coefficients[i]!))
  }));
  if (present.length < 2) return {regimes: summaries, equality: null};
  const dummies = present.slice(1).map((name) => usable.map((i) => (regimes[i] === name ? 1 : 0)));
  const fitted = hacRegression(
    usable.map((i) => coefficients[i]!),
    dummies,
    {lag}
  );
  const df = present.length - 1;
  const statistic =
    fitted === null ? null : waldStatistic(fitted.fit.coefficients.subarray(1), inverse(lowerBlock(fitted.covariance)));
  return {regimes: summaries, equality: {statistic, df, p: statistic === null ? null : chiSquaredUpper(statistic, df)}};
}

/** The covariance without its first row and column. */
function lowerBlock(source: Matrix): Matrix {
  const n = source.rows - 1;
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) values[i * n + j] = source.values[(i + 1) * source.columns + j + 1]!;
  return {rows: n, columns: n, values};
}

export interface DoubleSort {
  readonly buckets: number;
  /** Mean over dates of the cell's mean return, first factor by second factor, null = never filled. */
  readonly means: readonly (readonly (number | null)[])[];
}

/** Independent: both sorts over all symbols. Dependent: the second sort within each bucket of the first. */
export function doubleSort(
  factors: readonly [Panel, Panel],
  forward: Panel,
  {buckets = 3, kind = "independent"}: {buckets?: number; kind?: "independent" | "dependent"} = {}
): DoubleSort {
  const how = {kind: "quantiles", quantiles: buckets, policy: "rank-bins"} as const;
  const first = assignBuckets(factors[0], how).labels;
  const second =
    kind === "independent" ? assignBuckets(factors[1], how).labels : withinLabels(factors[1], first, buckets);
  const width = forward.symbols.length;
  const cells = Array.from({length: buckets * buckets}, (): number[] => []);
  for (let row = 0; row < forward.times.length; row++) {
    const members = cells.map((): number[] => []);
    for (let j = 0; j < width; j++) {
      const i = row * width + j;
      if (first[i] === 0 || second[i] === 0 || Number.isNaN(forward.values[i]!)) continue;
      members[(first[i]! - 1) * buckets + second[i]! - 1]!.push(forward.values[i]!);
    }
    members.forEach((values, cell) => {
      if (values.length > 0) cells[cell]!.push(mean(values));
    });
  }
  return {
    buckets,
    means: Array.from({length: buckets}, (_, a) =>
      Array.from({length: buckets}, (_b, b) => orNull(mean(cells[a * buckets + b]!)))
    )
  };
}

function withinLabels(factor: Panel, outer: Int16Array, buckets: number): Int16Array {
  const labels = new Int16Array(outer.length);
  for (let bucket = 1; bucket <= buckets; bucket++) {
    const inside = withValues(
      factor,
      factor.values.map((value, i) => (outer[i] === bucket ? value : Number.NaN))
    );
    const {labels: own} = assignBuckets(inside, {kind: "quantiles", quantiles: buckets, policy: "rank-bins"});
    for (let i = 0; i < own.length; i++) if (own[i]! > 0) labels[i] = own[i]!;
  }
  return labels;
}

/** Coefficient of what the library does not already explain: of the residual after neutralising to it. */
export function incrementalCoefficient(factor: Panel, library: readonly Panel[], forward: Panel): CoefficientSummary {
  return summarizeCoefficients(informationCoefficients(neutralised(factor, {exposures: library}), forward).values);
}

/** Correlations of coefficient series on the dates that all have. */
export function coefficientCorrelations(series: readonly Column[]): Matrix {
  const n = series[0]?.length ?? 0;
  const complete = Array.from({length: n}, (_, t) => t).filter((t) =>
    series.every((column) => Number.isFinite(column[t]!))
  );
  return correlationMatrix(series.map((column) => complete.map((t) => column[t]!)));
}

export interface CoefficientStability {
  readonly byYear: ReadonlyMap<number, number>;
  /** Changes of sign between neighbouring years' means. */
  readonly signFlips: number;
  /** Largest |CUSUM| of the standardised series over sqrt(n): above 1.36 the mean has moved (5 %, Ploberger-Kramer). */
  readonly cusum: number | null;
}

/** Is it one effect, or one good year? (METHODS I17) @param times epoch milliseconds of the coefficients */
export function coefficientStability(coefficients: Column, times: Column): CoefficientStability {
  const years = new Map<number, number[]>();
  for (let i = 0; i < coefficients.length; i++) {
    if (!Number.isFinite(coefficients[i]!)) continue;
    const year = new Date(times[i]!).getUTCFullYear();
    const values = years.get(year);
    if (values === undefined) years.set(year, [coefficients[i]!]);
    else values.push(coefficients[i]!);
  }
  const byYear = new Map(Array.from(years, ([year, values]) => [year, mean(values)]));
  const means = [...byYear.values()];
  const kept = finiteValues(coefficients);
  const centre = mean(kept);
  const std = Math.sqrt(mean(kept.map((value) => (value - centre) ** 2)));
  let running = 0;
  let largest = 0;
  for (const value of kept) {
    running += (value - centre) / std;
    largest = Math.max(largest, Math.abs(running));
  }
  return {
    byYear,
    signFlips: means.slice(1).filter((value, i) => Math.sign(value) !== Math.sign(means[i]!)).length,
    cusum: std > 0 ? orNull(largest / Math.sqrt(kept.length)) : null
  };
}
