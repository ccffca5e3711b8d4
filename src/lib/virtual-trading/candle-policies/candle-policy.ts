/**
 * How candles fill a strategy's orders under a rule set other than papertape-1. Orders, lifecycle, books, fees, links and
 * children are those of the matching core; a policy only says when and at what price.
 */
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {Venue} from "../matching/venue.js";
import type {WorkingOrder} from "../order.js";
import type {HeldTrade} from "../rule-sets/freqtrade-trade.js";

/** What a policy remembers of one instrument; part of the broker's snapshot. */
export interface PolicyMemory {
  /** freqtrade-like: the position and its stop. */
  trade: HeldTrade | null;
}

export interface CandlePolicy {
  /** An order has reached the venue between two candles. */
  arrived(venue: Venue, order: WorkingOrder, time: number): void;
  /** A candle has closed. */
  candle(venue: Venue, candle: MatchedCandle, memory: PolicyMemory): void;
}
