// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Does a factor foretell one instrument's return over time (METHODS I13)? For factors that cannot be ranked across. */
import {outOfSampleFit} from "../statistics/diebold-mariano.js";
import type {Panel} from "../statistics/panel.js";
import {predictiveRegression} from "../statistics/predictive-regression.js";
import type {OverTimeImpact} from "./factor-impact.js";

const LEAST_PAIRS = 100;

/** One entry an instrument with at least 100 pairs. @param horizon of the forward returns, in candles */
export function overTimeImpacts(factor: Panel, forward: Panel, horizon: number): readonly OverTimeImpact[] {
  const width = factor.symbols.length;
  const columnOf = ({values}: Panel, j: number) => values.filter((_, at) => at % width === j);
  return factor.symbols.flatMap((instrument, j) => {
    const x = columnOf(factor, j);
    const y = columnOf(forward, j);
    const fit = predictiveRegression(x, y, {horizon});
    if (fit === null || fit.n < LEAST_PAIRS) return [];
    const predicted = foretold(x, y, horizon);
    const half = Math.floor(x.length / 2);
    const outside = outOfSampleFit(y.subarray(half), predicted.subarray(half), Math.max(0, horizon - 1));
    return [
      {
        instrument,
        n: fit.n,
        slopeT: fit.slope.t,
        rSquared: fit.rSquared,
        outOfSampleR2: outside.rSquared,
        clarkWestP: outside.clarkWest.pGreater,
        isPersistent: fit.persistent
      }
    ];
  });
}

/** At each close what a line through all pairs whose outcome was known by then foretells; NaN before there are enough. */
function foretold(x: Float64Array, y: Float64Array, horizon: number): Float64Array {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  let squares = 0;
  let products = 0;
  return x.map((now, row) => {
    const known = row - horizon;
    if (known >= 0 && Number.isFinite(x[known]!) && Number.isFinite(y[known]!)) {
      n++;
      const step = x[known]! - meanX;
      meanX += step / n;
      meanY += (y[known]! - meanY) / n;
      squares += step * (x[known]! - meanX);
      products += step * (y[known]! - meanY);
    }
    return n < LEAST_PAIRS / 2 || !(squares > 0) ? Number.NaN : meanY + (products / squares) * (now - meanX);
  });
}
