/** True range and its Wilder average (Wilder 1978). */
import {type HighLowClose, someCandles} from "./candle-arrays.js";
import {inPieces, PIECE} from "./pieces.js";
import {WilderAverage} from "./wilder-average.js";

/** The longest of high to low, high to the last close and low to the last close; NaN where one of them is. */
export function trueRangeOf(high: number, low: number, previousClose: number): number {
  const range = high - low;
  const up = Math.abs(high - previousClose);
  const down = Math.abs(low - previousClose);
  // The rule, but for gaps between candles. Whatever is NaN goes the other way.
  return up <= range && down <= range ? range : Math.max(range, up, down);
}

export class TrueRange {
  private previousClose = Number.NaN;

  /** `trueRangeOf` the newest candle; NaN at the first. */
  update(high: number, low: number, close: number): number {
    const previous = this.previousClose;
    this.previousClose = close;
    return trueRangeOf(high, low, previous);
  }

  /** `update` for each of many candles, written to `out`. */
  run({high, low, close}: HighLowClose, out: Float64Array): void {
    let previous = this.previousClose;
    for (let i = 0; i < out.length; i++) {
      out[i] = trueRangeOf(high[i] as number, low[i] as number, previous);
      previous = close[i] as number;
    }
    this.previousClose = previous;
  }
}

export class AverageTrueRange {
  private readonly range = new TrueRange();
  private readonly average: WilderAverage;

  constructor(length: number) {
    this.average = new WilderAverage(length);
  }

  update(high: number, low: number, close: number): number {
    return this.average.update(this.range.update(high, low, close));
  }

  /** `update` for each of many candles, written to `out`. */
  run(candles: HighLowClose, out: Float64Array): void {
    const piece = new Float64Array(Math.min(PIECE, out.length));
    inPieces(out.length, (from, to) => {
      const ranges = piece.subarray(0, to - from);
      this.range.run(someCandles(candles, from, to), ranges);
      this.average.run(ranges, out.subarray(from, to));
    });
  }
}

/** TRANGE of each candle, written to `out`; NaN at the first. */
export function trueRange(
  candles: HighLowClose,
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  new TrueRange().run(candles, out);
  return out;
}

/** ATR of each candle, price units, written to `out`; NaN at the first n. Settles within about 22 n candles to 1e-9. */
export function averageTrueRange(
  candles: HighLowClose,
  length: number,
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  new AverageTrueRange(length).run(candles, out);
  return out;
}

/** NATR: ATR in percent of the close, written to `out`; NaN at the first n. */
export function normalizedTrueRange(
  candles: HighLowClose,
  length: number,
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  averageTrueRange(candles, length, out);
  for (let i = 0; i < out.length; i++) out[i] = (100 * (out[i] as number)) / (candles.close[i] as number);
  return out;
}
