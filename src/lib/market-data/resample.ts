// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Longer candles from shorter ones, the one place where it is done. Boundaries are UTC, weeks start on Monday. Amounts
 * are summed as decimals, so a complete range equals the exchange's own candle to the last digit. A range with missing
 * candles is given and marked; nothing is filled up.
 */
import {assert} from "../core/assert.js";
import {type CandleColumns, emptyCandleColumns} from "../vocabulary/candle.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import {decimalSum} from "./decimal-sum.js";
import {highestNear, highestOf, lowestNear, lowestOf, withinDouble} from "./extremes.js";

export interface Resampled {
  readonly columns: CandleColumns;
  /** 1 where every shorter candle was there, one byte a candle. */
  readonly isComplete: Uint8Array;
  /** Candles marked 0. */
  readonly incomplete: number;
}

/**
 * @param columns candles in strictly rising order of open time.
 * @throws InvariantError when `timeframe` is not a whole multiple of the candles' own.
 */
export function resample(columns: CandleColumns, timeframe: Timeframe): Resampled {
  const step = timeframeMs(columns.timeframe);
  const target = timeframeMs(timeframe);
  assert(target % step === 0, `${timeframe} candles cannot be made of ${columns.timeframe} candles`);
  const starts = rangeStarts(columns, timeframe);
  const count = starts.length - 1;
  const out = emptyCandleColumns(timeframe, count);
  const isComplete = new Uint8Array(count);
  let incomplete = 0;
  for (let k = 0; k < count; k++) {
    const from = starts[k]!;
    const to = starts[k + 1]!;
    out.openTime[k] = candleOpenTime(timeframe, columns.openTime[from]!);
    out.open[k] = columns.open[from]!;
    out.close[k] = columns.close[to - 1]!;
    if ((to - from) * step === target) isComplete[k] = 1;
    else incomplete++;
  }
  extremes(columns, starts, out);
  for (const name of ["volume", "quoteVolume", "tradeCount", "takerBuyVolume"] as const)
    sums(columns[name], starts, out[name]);
  return {columns: out, isComplete, incomplete};
}

/**
 * Index of the first candle of each range, and past the last. Divides once a range, and passes over a whole one at once:
 * where as many candles on as the range holds still open before its end, those between do too, because they rise.
 */
function rangeStarts({openTime, length, ...columns}: CandleColumns, timeframe: Timeframe): Int32Array {
  const target = timeframeMs(timeframe);
  const whole = target / timeframeMs(columns.timeframe);
  let starts = new Int32Array(1024);
  let count = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    if (openTime[i]! < end) continue;
    if (count + 1 >= starts.length) {
      const larger = new Int32Array(starts.length * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = i;
    end = candleOpenTime(timeframe, openTime[i]!) + target;
    const last = i + whole - 1;
    if (last < length && openTime[last]! < end) i = last;
  }
  starts[count] = length;
  return starts.subarray(0, count + 1);
}

/** High and low of each range. A low above its own high, which the checks at the door refuse, is not reckoned with. */
function extremes({high, low}: CandleColumns, starts: Int32Array, out: CandleColumns): void {
  for (let k = 0; k < out.length; k++) {
    const from = starts[k]!;
    const to = starts[k + 1]!;
    const highest = highestNear(high, from, to);
    const lowest = lowestNear(low, from, to);
    // All prices of the range lie between the two, so these tell whether the quick way was exact.
    const isExact = withinDouble(lowest, highest);
    out.high[k] = isExact ? highest : highestOf(high, from, to);
    out.low[k] = isExact ? lowest : lowestOf(low, from, to);
  }
}

function sums(values: Float64Array, starts: Int32Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = decimalSum(values, starts[k]!, starts[k + 1]!);
}
