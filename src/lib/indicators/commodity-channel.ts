/** Commodity channel index (Lambert 1980). */
import type {HighLowClose} from "./candle-arrays.js";
import {SimpleAverage} from "./simple-average.js";
import {WindowValues} from "./window-values.js";

/** Lambert's constant: puts most values between -100 and 100. */
const SCALE = 0.015;

export class CommodityChannelIndex {
  private readonly values: WindowValues;
  private readonly average: SimpleAverage;

  constructor(length: number) {
    this.values = new WindowValues(length);
    this.average = new SimpleAverage(length);
  }

  /** NaN for the first n-1 candles, and where the price stands still. */
  update(high: number, low: number, close: number): number {
    const typical = (high + low + close) / 3;
    const mean = this.average.update(typical);
    this.values.update(typical);
    if (Number.isNaN(mean)) return Number.NaN;
    const data = this.values.data();
    const from = this.values.from();
    const end = from + this.values.length;
    let deviations = 0;
    for (let i = from; i < end; i++) deviations += Math.abs((data[i] as number) - mean);
    return (typical - mean) / ((SCALE * deviations) / this.values.length);
  }
}

/** CCI of each candle, written to `out`; NaN at the first n-1. */
export function commodityChannelIndex(
  {high, low, close}: HighLowClose,
  length: number,
  out: Float64Array = new Float64Array(close.length)
): Float64Array {
  const kernel = new CommodityChannelIndex(length);
  for (let i = 0; i < out.length; i++) {
    out[i] = kernel.update(high[i] as number, low[i] as number, close[i] as number);
  }
  return out;
}
