/** How prices answer flow: least-squares lines over time buckets (METHODS F6). */
import {classicalErrors, leastSquares} from "../../statistics/least-squares.js";
import type {QuoteBuckets, TradeBuckets} from "./time-buckets.js";

export interface ImpactLine {
  readonly n: number;
  readonly intercept: number;
  /** Price units per base unit. */
  readonly slope: number;
  readonly tStatistic: number;
  readonly rSquared: number;
}

/** Mid change on order-flow imbalance; buckets without a mid before them left out. Null without spread in the flow. */
export function orderFlowImpact({flow, midChange}: QuoteBuckets): ImpactLine | null {
  return impactLine(flow, midChange);
}

/**
 * Kyle's lambda (1985): mid change on the takers' signed volume of the same bucket, 0 where there was no trade.
 * Null without spread in the volume.
 */
export function kyleLambda(quotes: QuoteBuckets, {bucket, volume, bought}: TradeBuckets): ImpactLine | null {
  const signed = new Map<number, number>();
  bucket.forEach((number, i) => {
    signed.set(number, 2 * (bought[i] as number) - (volume[i] as number));
  });
  return impactLine(
    quotes.bucket.map((number) => signed.get(number) ?? 0),
    quotes.midChange
  );
}

function impactLine(flow: Float64Array, change: Float64Array): ImpactLine | null {
  const kept = [...change.keys()].filter((i) => Number.isFinite(change[i]) && Number.isFinite(flow[i]));
  const x = Float64Array.from(kept, (i) => flow[i] as number);
  const fit = leastSquares(
    Float64Array.from(kept, (i) => change[i] as number),
    [x]
  );
  if (fit === null) return null;
  const [intercept = Number.NaN, slope = Number.NaN] = fit.coefficients;
  const error = classicalErrors(fit)[1] ?? Number.NaN;
  return {n: fit.n, intercept, slope, tStatistic: slope / error, rSquared: fit.rSquared};
}
