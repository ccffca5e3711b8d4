/**
 * Shorter candles laid into a tape: each stands before the candle and the watermark that it is a part of, by close time
 * and then by instrument. They carry no watermark of their own: what they are for is the path inside the longer ones.
 */
import type {MarketDataEvent} from "../events/market-data-event.js";
import type {Timeframe} from "../vocabulary/timeframe.js";
import {candleTape, type TapeSeries} from "./candle-tape.js";

export interface FinerCandles {
  readonly timeframe: Timeframe;
  readonly series: readonly TapeSeries[];
}

/** The tape as it is when `finer` is null. */
export function withFinerCandles(
  tape: Iterable<MarketDataEvent>,
  finer: FinerCandles | null
): Iterable<MarketDataEvent> {
  return finer === null ? tape : merged(tape, finer);
}

function* merged(tape: Iterable<MarketDataEvent>, {timeframe, series}: FinerCandles): Generator<MarketDataEvent> {
  const inside = candlesOnly(candleTape(timeframe, series));
  let next = inside.next();
  for (const event of tape) {
    const until = closeTimeOf(event);
    while (!next.done && next.value.occurredAt <= until) {
      yield next.value;
      next = inside.next();
    }
    yield event;
  }
}

/** Gaps in the finer candles are not gaps of the strategy's own: nothing is decided on them. */
function* candlesOnly(tape: Iterable<MarketDataEvent>): Generator<MarketDataEvent> {
  for (const event of tape) if (event.fact === "CandleClosed") yield event;
}

function closeTimeOf(event: MarketDataEvent): number {
  return event.fact === "CandleClosed" || event.fact === "SliceCompleted"
    ? event.payload.closeTime
    : Number.NEGATIVE_INFINITY;
}
