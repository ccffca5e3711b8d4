/** Ultimate oscillator (Williams 1985): buying pressure over true range in three windows. */
import type {HighLowClose} from "./candle-arrays.js";
import {inPieces, PIECE} from "./pieces.js";
import {TrueRange, trueRangeOf} from "./true-range.js";
import {hasUndefined} from "./undefined-values.js";
import {WindowSum} from "./window-sum.js";

/** Buying pressure over true range of the last n candles. */
class Pressure {
  private readonly pressure: WindowSum;
  private readonly range: WindowSum;

  constructor(length: number) {
    this.pressure = new WindowSum(length);
    this.range = new WindowSum(length);
  }

  update(pressure: number, range: number): number {
    return this.pressure.update(pressure) / this.range.update(range);
  }
}

export class UltimateOscillator {
  private readonly range = new TrueRange();
  private readonly short: Pressure;
  private readonly middle: Pressure;
  private readonly long: Pressure;
  private previousClose = Number.NaN;

  constructor(lengths: readonly [number, number, number]) {
    const [short, middle, long] = [...lengths].sort((a, b) => a - b);
    this.short = new Pressure(short as number);
    this.middle = new Pressure(middle as number);
    this.long = new Pressure(long as number);
  }

  /** 0..100; NaN for as many candles as the longest window. */
  update(high: number, low: number, close: number): number {
    const range = this.range.update(high, low, close);
    const previous = this.previousClose;
    this.previousClose = close;
    if (Number.isNaN(previous)) return Number.NaN;
    const pressure = close - Math.min(low, previous);
    const short = this.short.update(pressure, range);
    const middle = this.middle.update(pressure, range);
    return (100 * (4 * short + 2 * middle + this.long.update(pressure, range))) / 7;
  }
}

/** ULTOSC of each candle, 0..100, written to `out`; NaN at the first n of the longest window. */
export function ultimateOscillator(
  candles: HighLowClose,
  lengths: readonly [number, number, number],
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  const {high, low, close} = candles;
  if (!hasUndefined(high, low, close)) return overPieces(candles, lengths, out);
  const kernel = new UltimateOscillator(lengths);
  for (let i = 0; i < out.length; i++) {
    out[i] = kernel.update(high[i] as number, low[i] as number, close[i] as number);
  }
  return out;
}

/** What the kernel gives where every price is a number. */
function overPieces(
  candles: HighLowClose,
  lengths: readonly [number, number, number],
  out: Float64Array
): Float64Array {
  const kernels = [...lengths]
    .sort((a, b) => a - b)
    .flatMap((length) => [new WindowSum(length), new WindowSum(length)]);
  const [pressures, ranges] = [new Float64Array(PIECE), new Float64Array(PIECE)];
  // Pressure and range of the short, the middle and the long window.
  const sums = Array.from({length: 6}, () => new Float64Array(PIECE));
  out.fill(Number.NaN, 0, 1);
  // The first candle only gives the next its last close.
  inPieces(out.length - 1, (from, to) => {
    const [some, others] = [pressures.subarray(0, to - from), ranges.subarray(0, to - from)];
    pressuresAndRanges(candles, from + 1, {pressures: some, ranges: others});
    kernels.forEach((kernel, k) => {
      kernel.run(k % 2 === 0 ? some : others, sums[k] as Float64Array);
    });
    combine(sums, out.subarray(from + 1, to + 1));
  });
  return out;
}

function combine(sums: readonly Float64Array[], out: Float64Array): void {
  const [short, shortRange, middle, middleRange, long, longRange] = sums as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array
  ];
  for (let k = 0; k < out.length; k++) {
    const first = (short[k] as number) / (shortRange[k] as number);
    const second = (middle[k] as number) / (middleRange[k] as number);
    const third = (long[k] as number) / (longRange[k] as number);
    out[k] = (100 * (4 * first + 2 * second + third)) / 7;
  }
}

/** Buying pressure and true range of the candles from `from` on. */
function pressuresAndRanges(
  {high, low, close}: HighLowClose,
  from: number,
  {pressures, ranges}: {readonly pressures: Float64Array; readonly ranges: Float64Array}
): void {
  for (let k = 0, i = from; k < pressures.length; k++, i++) {
    const previous = close[i - 1] as number;
    const bottom = low[i] as number;
    pressures[k] = (close[i] as number) - Math.min(previous, bottom);
    ranges[k] = trueRangeOf(high[i] as number, bottom, previous);
  }
}
