/** Quote volume of a candle. */
import type {Candle} from "../vocabulary/candle.js";

/** Quote units; where the source does not say, the typical price times the volume stands in (stated per factor). */
export function tradedValue({quoteVolume, high, low, close, volume}: Candle): number {
  return Number.isNaN(quoteVolume) ? ((high + low + close) / 3) * volume : quoteVolume;
}
