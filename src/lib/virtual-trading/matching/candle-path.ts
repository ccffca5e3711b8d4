/** In which order a candle's prices are taken to have come: the assumption behind every fill inside it. */
import {add, decimal, multiply, sign, subtract} from "../../core/decimal.js";
import {holdingOf} from "../portfolio.js";
import {openOrders, type Venue} from "./venue.js";

export interface CandleRange {
  readonly open: number;
  readonly high: number;
  readonly low: number;
}

/** The two extremes in the order of the path. */
export function extremes(venue: Venue, candle: CandleRange): [number, number] {
  switch (venue.model.candlePath) {
    case "ohlc":
      return [candle.high, candle.low];
    case "olhc":
      return [candle.low, candle.high];
    case "adaptive":
      return nearerFirst(candle);
    case "pessimistic":
      return worseFirst(venue, candle);
  }
}

/** The low where both are as near. */
function nearerFirst({open, high, low}: CandleRange): [number, number] {
  const twiceOpen = multiply(decimal(open), decimal(2));
  const isHighNearer = sign(subtract(add(decimal(high), decimal(low)), twiceOpen)) < 0;
  return isHighNearer ? [high, low] : [low, high];
}

/**
 * A long position sees the low first, a short one the high: a stop comes before a target. Without a position whatever
 * would be entered is entered as late as can be, so that its stop lies before it and its target behind it; orders of
 * both sides leave it at the nearer extreme.
 */
function worseFirst(venue: Venue, candle: CandleRange): [number, number] {
  const held = sign(holdingOf(venue.portfolio, venue.instrument.symbol));
  if (held > 0) return [candle.low, candle.high];
  if (held < 0) return [candle.high, candle.low];
  const sides = new Set(openOrders(venue).map(({side}) => side));
  if (sides.size !== 1) return nearerFirst(candle);
  return sides.has("buy") ? [candle.high, candle.low] : [candle.low, candle.high];
}
