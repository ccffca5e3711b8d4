/** Balance of power (Livshin 2001): body over range. */
import type {OpenHighLowClose} from "./candle-arrays.js";

/** -1..1 for each candle, written to `out`; NaN where the candle has no range. */
export function balanceOfPower(
  {open, high, low, close}: OpenHighLowClose,
  out: Float64Array = new Float64Array(close.length)
): Float64Array {
  for (let i = 0; i < out.length; i++)
    out[i] = ((close[i] as number) - (open[i] as number)) / ((high[i] as number) - (low[i] as number));
  return out;
}
