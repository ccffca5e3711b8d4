/** Money flow index (Quong and Soudack 1989): an RSI of typical price times volume. */
import type {HighLowCloseVolume} from "./candle-arrays.js";
import {WindowSum} from "./window-sum.js";

export class MoneyFlowIndex {
  private readonly inflow: WindowSum;
  private readonly outflow: WindowSum;
  private previous = Number.NaN;

  constructor(length: number) {
    this.inflow = new WindowSum(length);
    this.outflow = new WindowSum(length);
  }

  /** 0..100; NaN for the first candle, the next n-1, and where nothing moved or traded. */
  update(candle: {high: number; low: number; close: number; volume: number}): number {
    const typical = (candle.high + candle.low + candle.close) / 3;
    const previous = this.previous;
    this.previous = typical;
    if (Number.isNaN(previous)) return Number.NaN;
    const flow = typical * candle.volume;
    const inflow = this.inflow.update(typical > previous ? flow : 0);
    return (100 * inflow) / (inflow + this.outflow.update(typical < previous ? flow : 0));
  }
}

/** MFI of each candle, 0..100; NaN at the first n. */
export function moneyFlowIndex({high, low, close, volume}: HighLowCloseVolume, length: number): Float64Array {
  const kernel = new MoneyFlowIndex(length);
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = kernel.update({
      high: high[i] as number,
      low: low[i] as number,
      close: close[i] as number,
      volume: volume[i] as number
    });
  }
  return out;
}
