// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Transforms of a factor date by date, over the symbols present (METHODS F8). What cannot be computed becomes NaN. */
import {symmetricEigen} from "./eigenvalues.js";
import {leastSquares} from "./least-squares.js";
import {type Matrix, matrix, multiply, transpose} from "./matrix.js";
import {isDegenerate, mean, standardDeviation} from "./moments.js";
import {normalQuantile} from "./normal-distribution.js";
import {crossSection, type Groups, type Panel, withValues} from "./panel.js";
import {quantileOfSorted, sortedValues} from "./quantile.js";
import {averageRanks} from "./ranks.js";

/** Values beyond the p and 1 - p quantiles of their date are moved to them. */
export function winsorised(factor: Panel, p: number): Panel {
  return byDate(factor, (section) => {
    const sorted = sortedValues(section);
    const low = quantileOfSorted(sorted, p);
    const high = quantileOfSorted(sorted, 1 - p);
    return section.map((value) => (Number.isNaN(value) ? value : Math.min(high, Math.max(low, value))));
  });
}

/** (x - mean) / std, ddof 1; a date without spread becomes NaN. */
export function zScored(factor: Panel): Panel {
  return byDate(factor, (section) => {
    const present = section.filter(Number.isFinite);
    const centre = mean(present);
    const std = standardDeviation(present);
    return section.map((value) => (isDegenerate(std, centre) ? Number.NaN : (value - centre) / std));
  });
}

/** (average rank - 0.5) / n, in (0, 1). */
export function rankScaled(factor: Panel): Panel {
  return byDate(factor, (section) => {
    const n = section.filter((value) => !Number.isNaN(value)).length;
    return averageRanks(section).map((rank) => (rank - 0.5) / n);
  });
}

/** Standard normal quantile of the scaled rank. */
export function rankNormal(factor: Panel): Panel {
  const scaled = rankScaled(factor);
  return withValues(
    scaled,
    scaled.values.map((value) => (Number.isNaN(value) ? value : normalQuantile(value)))
  );
}

export interface NeutralTo {
  readonly groups?: Groups;
  /** Size, beta, other factors. */
  readonly exposures?: readonly Panel[];
}

/** Residual of a regression of each date on group dummies and exposures; a date with too few symbols becomes NaN. */
export function neutralised(factor: Panel, {groups, exposures = []}: NeutralTo): Panel {
  const values = new Float64Array(factor.values.length).fill(Number.NaN);
  const width = factor.symbols.length;
  for (let row = 0; row < factor.times.length; row++) {
    const section = crossSection(factor, row);
    const others = exposures.map((panel) => crossSection(panel, row));
    const kept = Array.from(section, (_, j) => j).filter(
      (j) =>
        Number.isFinite(section[j]!) &&
        others.every((other) => Number.isFinite(other[j]!)) &&
        (groups === undefined || groups.ofSymbol[j]! >= 0)
    );
    const columns = others.map((other) => kept.map((j) => other[j]!));
    const fit =
      kept.length <= columns.length + 1
        ? null
        : leastSquares(
            kept.map((j) => section[j]!),
            [...dummies(kept, groups), ...columns]
          );
    if (fit === null || fit.n <= fit.k) continue;
    kept.forEach((j, i) => {
      values[row * width + j] = fit.residuals[i]!;
    });
  }
  return withValues(factor, values);
}

/** One column a group that is present, except the first: the intercept stands for it. */
function dummies(kept: readonly number[], groups: Groups | undefined): number[][] {
  if (groups === undefined) return [];
  const present = [...new Set(kept.map((j) => groups.ofSymbol[j]!))].sort((a, b) => a - b);
  return present.slice(1).map((group) => kept.map((j) => (groups.ofSymbol[j] === group ? 1 : 0)));
}

/** Exponentially weighted mean over the past of each symbol; an absent value leaves its symbol NaN at that time. */
export function decayWeighted(factor: Panel, halfLife: number): Panel {
  const keep = 0.5 ** (1 / halfLife);
  const width = factor.symbols.length;
  const totals = new Float64Array(width);
  const weights = new Float64Array(width);
  const values = factor.values.map((value, i) => {
    const j = i % width;
    totals[j]! *= keep;
    weights[j]! *= keep;
    if (Number.isNaN(value)) return Number.NaN;
    totals[j]! += value;
    weights[j]! += 1;
    return totals[j]! / weights[j]!;
  });
  return withValues(factor, values);
}

/** Each factor less what the ones before it explain, date by date: the order is the caller's and matters. */
export function sequentiallyOrthogonal(factors: readonly Panel[]): readonly Panel[] {
  return factors.map((factor, k) => (k === 0 ? factor : neutralised(factor, {exposures: factors.slice(0, k)})));
}

/** Lowdin's F (F'F)^{-1/2} of each date over the symbols that have every factor: no factor comes first. */
export function symmetricallyOrthogonal(factors: readonly Panel[]): readonly Panel[] {
  const made = factors.map((factor) => withValues(factor, new Float64Array(factor.values.length).fill(Number.NaN)));
  const first = factors[0];
  if (first === undefined) return made;
  const width = first.symbols.length;
  for (let row = 0; row < first.times.length; row++) {
    const sections = factors.map((factor) => crossSection(factor, row));
    const kept = Array.from({length: width}, (_, j) => j).filter((j) =>
      sections.every((section) => Number.isFinite(section[j]!))
    );
    const f = matrix(kept.length, factors.length);
    kept.forEach((j, i) => {
      sections.forEach((section, k) => {
        f.values[i * factors.length + k] = section[j]!;
      });
    });
    const root = inverseRoot(multiply(transpose(f), f));
    if (root === null) continue;
    const rotated = multiply(f, root);
    kept.forEach((j, i) => {
      made.forEach((panel, k) => {
        panel.values[row * width + j] = rotated.values[i * factors.length + k]!;
      });
    });
  }
  return made;
}

/** A^{-1/2} of a symmetric positive matrix; null when it is singular. */
function inverseRoot(a: Matrix): Matrix | null {
  const {values, vectors} = symmetricEigen(a);
  if (!(values[values.length - 1]! > 1e-12 * values[0]!)) return null;
  const scaled = {...vectors, values: vectors.values.map((value, i) => value / Math.sqrt(values[i % a.columns]!))};
  return multiply(scaled, transpose(vectors));
}

function byDate(factor: Panel, change: (section: Float64Array) => Float64Array): Panel {
  const values = new Float64Array(factor.values.length);
  for (let row = 0; row < factor.times.length; row++)
    values.set(change(crossSection(factor, row)), row * factor.symbols.length);
  return withValues(factor, values);
}
