// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The slices at which several instruments are decided together: every open time that one of them traded, once. */
import {timeframeMs} from "../../vocabulary/timeframe.js";
import type {ColumnarSeries} from "./columnar-market.js";

export interface SliceClock {
  /** Open times, in order. */
  readonly opens: Float64Array;
  /** Made when first asked for. */
  closes(): Float64Array;
}

export function sliceClock(series: readonly ColumnarSeries[]): SliceClock {
  const [first] = series;
  const opens = first !== undefined && series.length === 1 ? tradedTimes(first) : joinedTimes(series);
  const candleMs = first === undefined ? 0 : timeframeMs(first.columns.timeframe);
  let closes: Float64Array | null = null;
  return {
    opens,
    closes: () => {
      closes ??= shifted(opens, candleMs);
      return closes;
    }
  };
}

function shifted(times: Float64Array, by: number): Float64Array {
  const out = new Float64Array(times.length);
  for (let i = 0; i < out.length; i++) out[i] = times[i]! + by;
  return out;
}

function joinedTimes(series: readonly ColumnarSeries[]): Float64Array {
  const times = new Float64Array(series.reduce((sum, entry) => sum + tradedTimes(entry).length, 0));
  let filled = 0;
  for (const entry of series) {
    times.set(tradedTimes(entry), filled);
    filled += tradedTimes(entry).length;
  }
  times.sort();
  let kept = 0;
  for (let i = 0; i < times.length; i++) if (i === 0 || times[i] !== times[i - 1]) times[kept++] = times[i]!;
  return times.slice(0, kept);
}

function tradedTimes({columns, firstTraded}: ColumnarSeries): Float64Array {
  return columns.openTime.subarray(firstTraded, columns.length);
}
