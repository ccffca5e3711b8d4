/**
 * Whether a candle leaves every order of a venue as it is: a few comparisons of numbers, so that resting orders cost
 * next to nothing on the many candles that do not reach them. In doubt it answers no, and the full matching decides.
 */
import {isTakeProfit, phase, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import type {MatchedCandle} from "./candle-matching.js";
import type {Venue} from "./venue.js";

export function isQuietCandle(venue: Venue, candle: MatchedCandle): boolean {
  for (const order of venue.orders.values()) if (!isUntouched(order, candle)) return false;
  return true;
}

function isUntouched(order: WorkingOrder, candle: MatchedCandle): boolean {
  const {expire, trail} = order.request;
  if (expire !== null && expire <= candle.openTime) return false;
  // A child that waits can only be moved by its parent, which is looked at too.
  if (!isOpen(order.state)) return order.state === "pending";
  if (!order.seen) return false;
  if (phase(order) === "limit") return isOutOfReach(order.limit, candle, order.side === "sell");
  if (phase(order) !== "watching") return false;
  if (trail !== null) return isTrailUnmoved(order, candle);
  return isOutOfReach(order.stop, candle, (order.side === "buy") !== isTakeProfit(order));
}

function isOutOfReach(price: number | null, {high, low}: MatchedCandle, isAbove: boolean): boolean {
  return price !== null && (isAbove ? high < price : low > price);
}

/** A bound that no distance can pass: the stop moves only if the best price leaves the one it was set from behind. */
function isTrailUnmoved(order: WorkingOrder, candle: MatchedCandle): boolean {
  const {trail} = order.request;
  const isSell = order.side === "sell";
  if (trail === null) return false;
  if (!order.awake) return isOutOfReach(trail.activation, candle, isSell);
  if (order.stop === null || trail.by === "ticks") return false;
  if (!isOutOfReach(order.stop, candle, !isSell)) return false;
  const best = isSell ? candle.high : candle.low;
  const distance = trail.by === "price" ? trail.value : (best * trail.value) / (trail.by === "percent" ? 100 : 10_000);
  // Rounding to the grid goes towards the price, by less than one increment; a relative margin covers float64.
  const margin = Math.abs(order.stop) * 1e-9;
  return isSell ? best - distance < order.stop - margin : best + distance > order.stop + margin;
}
