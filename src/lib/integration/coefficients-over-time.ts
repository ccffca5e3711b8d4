// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Coefficients for what cannot be ranked across instruments: at each close the product of the standardised ranks (or
 * values) of factor and forward return, each instrument standardised over its whole series, averaged over instruments.
 * Their mean over time is the mean of the instruments' correlations; correlations of short stretches would be biased
 * downwards by about one over their length (Kendall 1954).
 */
import type {CoefficientSeries, CorrelationKind} from "../statistics/information-coefficient.js";
import {mean} from "../statistics/moments.js";
import type {Panel} from "../statistics/panel.js";
import {averageRanks} from "../statistics/ranks.js";

/** Fewest pairs of an instrument. */
const MINIMUM_PAIRS = 20;

/** One coefficient a close; counts are instruments. NaN where no instrument has a pair, or none has any spread. */
export function coefficientsOverTime(
  factor: Panel,
  forward: Panel,
  {kind = "rank"}: {readonly kind?: CorrelationKind} = {}
): CoefficientSeries {
  const rows = factor.times.length;
  const width = factor.symbols.length;
  const sums = new Float64Array(rows);
  const counts = new Int32Array(rows);
  for (let column = 0; column < width; column++) {
    const kept: number[] = [];
    for (let row = 0; row < rows; row++) {
      const at = row * width + column;
      if (Number.isFinite(factor.values[at]!) && Number.isFinite(forward.values[at]!)) kept.push(row);
    }
    if (kept.length < MINIMUM_PAIRS) continue;
    const valuesOf = ({values}: Panel) => Float64Array.from(kept, (row) => values[row * width + column]!);
    const x = standardised(valuesOf(factor), kind);
    const y = standardised(valuesOf(forward), kind);
    if (x === null || y === null) continue;
    kept.forEach((row, i) => {
      sums[row]! += x[i]! * y[i]!;
      counts[row]!++;
    });
  }
  const isAny = counts.some((count) => count > 0);
  const values = sums.map((sum, row) => (counts[row]! > 0 ? sum / counts[row]! : Number.NaN));
  const undefinedRows = values.reduce((total, value) => total + Number(Number.isNaN(value)), 0);
  return {
    times: factor.times,
    values,
    counts,
    undefinedDates: isAny ? {tooFew: undefinedRows, noSpread: 0} : {tooFew: 0, noSpread: undefinedRows}
  };
}

/** Mean 0, mean square 1; null without spread. */
function standardised(values: Float64Array, kind: CorrelationKind): Float64Array | null {
  const source = kind === "rank" ? averageRanks(values) : values;
  const centre = mean(source);
  const deviation = Math.sqrt(mean(source.map((value) => (value - centre) ** 2)));
  if (!(deviation > 1e-12 * Math.abs(centre))) return null;
  return source.map((value) => (value - centre) / deviation);
}
