/** Taker flow of a candle. */
import type {Candle} from "../vocabulary/candle.js";

/** Base units bought minus base units sold by takers; NaN where the source does not say who took. */
export function signedVolume({volume, takerBuyVolume}: Candle): number {
  return 2 * takerBuyVolume - volume;
}
