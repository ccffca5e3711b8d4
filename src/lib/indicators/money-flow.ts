/** Money flow index (Quong and Soudack 1989): an RSI of typical price times volume. */
import type {HighLowCloseVolume} from "./candle-arrays.js";
import {inPieces, PIECE} from "./pieces.js";
import {hasUndefined} from "./undefined-values.js";
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

/** MFI of each candle, 0..100, written to `out`; NaN at the first n. */
export function moneyFlowIndex(
  candles: HighLowCloseVolume,
  length: number,
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  const {high, low, close, volume} = candles;
  if (!hasUndefined(high, low, close)) return overPieces(candles, length, out);
  const kernel = new MoneyFlowIndex(length);
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

/** What the kernel gives where every price is a number. */
function overPieces({high, low, close, volume}: HighLowCloseVolume, length: number, out: Float64Array): Float64Array {
  const [inflow, outflow] = [new WindowSum(length), new WindowSum(length)];
  const [bought, sold, outflows] = [new Float64Array(PIECE), new Float64Array(PIECE), new Float64Array(PIECE)];
  out.fill(Number.NaN, 0, 1);
  inPieces(out.length - 1, (from, to) => {
    const size = to - from;
    let previous = ((high[from] as number) + (low[from] as number) + (close[from] as number)) / 3;
    for (let k = 0, i = from + 1; k < size; k++, i++) {
      const typical = ((high[i] as number) + (low[i] as number) + (close[i] as number)) / 3;
      const flow = typical * (volume[i] as number);
      bought[k] = typical > previous ? flow : 0;
      sold[k] = typical < previous ? flow : 0;
      previous = typical;
    }
    const inflows = out.subarray(from + 1, to + 1);
    inflow.run(bought.subarray(0, size), inflows);
    outflow.run(sold.subarray(0, size), outflows);
    for (let k = 0; k < size; k++) {
      const sum = inflows[k] as number;
      inflows[k] = (100 * sum) / (sum + (outflows[k] as number));
    }
  });
  return out;
}
