// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Volatility per bar from open, high, low and close, in logarithms, not annualised (METHODS F4). */
import {type Column, orNull} from "./column.js";
import {mean, variance} from "./moments.js";

export interface OhlcColumns {
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
}

export interface RangeVolatility {
  readonly n: number;
  /** Standard deviation (ddof 1) of log returns close to close. */
  readonly closeToClose: number | null;
  readonly parkinson: number | null;
  readonly garmanKlass: number | null;
  readonly rogersSatchell: number | null;
  readonly yangZhang: number | null;
  /** Weight k of Yang and Zhang's open-to-close part, for n - 1 bars. */
  readonly yangZhangWeight: number | null;
}

/** Bars without gaps. Null where an estimator's variance comes out negative or there are too few bars. */
export function rangeVolatility({open, high, low, close}: OhlcColumns): RangeVolatility {
  const n = close.length;
  const bars = Array.from({length: n}, (_, i) => i);
  const log = (a: Column, b: Column, i: number) => Math.log(a[i]! / b[i]!);
  const since = (a: Column, i: number) => Math.log(a[i]! / close[i - 1]!);
  const ranges = bars.map((i) => log(high, low, i) ** 2);
  const parkinson = mean(ranges) / (4 * Math.LN2);
  const garmanKlass = mean(bars.map((i) => 0.5 * ranges[i]! - (2 * Math.LN2 - 1) * log(close, open, i) ** 2));
  const drifting = bars.map((i) => log(high, close, i) * log(high, open, i) + log(low, close, i) * log(low, open, i));
  const later = bars.slice(1);
  const m = later.length;
  const overnight = variance(later.map((i) => since(open, i)));
  const intraday = variance(later.map((i) => log(close, open, i)));
  const k = 0.34 / (1.34 + (m + 1) / (m - 1));
  const yangZhang = overnight + k * intraday + (1 - k) * mean(drifting.slice(1));
  return {
    n,
    closeToClose: orNull(Math.sqrt(variance(later.map((i) => since(close, i))))),
    parkinson: orNull(Math.sqrt(parkinson)),
    garmanKlass: orNull(Math.sqrt(garmanKlass)),
    rogersSatchell: orNull(Math.sqrt(mean(drifting))),
    yangZhang: orNull(Math.sqrt(yangZhang)),
    yangZhangWeight: m > 1 ? orNull(k) : null
  };
}
