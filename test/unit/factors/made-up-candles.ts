/** Candles made up from a seed, with every field filled, for tests of factors. */
import {seededRandom} from "../../../src/lib/core/random.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {CandleClosed} from "../../../src/lib/events/market-data-event.js";
import type {Candle, CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {columnsOf} from "../../../src/lib/vocabulary/candle-rows.js";
import {type Timeframe, timeframeMs} from "../../../src/lib/vocabulary/timeframe.js";

export interface MadeUpMarket {
  readonly seed: number;
  readonly count: number;
  readonly timeframe?: Timeframe;
  readonly from?: number;
  /** Standard deviation of a candle's log return. */
  readonly deviation?: number;
}

export function madeUpCandles({seed, count, timeframe = "1h", from = 0, deviation = 0.01}: MadeUpMarket): Candle[] {
  const random = seededRandom(seed);
  const length = timeframeMs(timeframe);
  let last = 100 * Math.exp(random.normal());
  return Array.from({length: count}, (_, i) => {
    const open = last * Math.exp(0.1 * deviation * random.normal());
    const close = open * Math.exp(deviation * random.normal());
    const high = Math.max(open, close) * Math.exp(0.5 * deviation * random.next());
    const low = Math.min(open, close) * Math.exp(-0.5 * deviation * random.next());
    const volume = Math.exp(5 + random.normal());
    last = close;
    return {
      openTime: from + i * length,
      closeTime: from + (i + 1) * length,
      open,
      high,
      low,
      close,
      volume,
      quoteVolume: volume * ((open + close) / 2),
      tradeCount: 1 + random.below(1000),
      takerBuyVolume: volume * random.next()
    };
  });
}

export function madeUpColumns(market: MadeUpMarket): CandleColumns {
  return columnsOf(market.timeframe ?? "1h", madeUpCandles(market));
}

/** The candle as an event of the tape. */
export function candleClosed(
  instrument: string,
  candle: Candle,
  {
    timeframe = "1h",
    revision = 0,
    missingBefore = 0
  }: {timeframe?: Timeframe; revision?: number; missingBefore?: number}
): CandleClosed {
  const id = `candle:${instrument}:${timeframe}:${candle.closeTime}:r${revision}`;
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    id,
    type: "MarketDataEvent",
    fact: "CandleClosed",
    version: 1,
    occurredAt: candle.closeTime,
    recordedAt: candle.closeTime + 5,
    correlationId: id,
    causationId: null,
    source: "test",
    payload: {
      ...candle,
      quoteVolume: orNull(candle.quoteVolume),
      tradeCount: orNull(candle.tradeCount),
      takerBuyVolume: orNull(candle.takerBuyVolume),
      instrument,
      timeframe,
      revision,
      origin: "simulated",
      missingBefore
    }
  };
}

/** The watermark of a close time. */
export function sliceCompleted(closeTime: number, instruments: string[], timeframe: Timeframe = "1h"): PapertapeEvent {
  const id = `slice:${timeframe}:${closeTime}`;
  return {
    id,
    type: "MarketDataEvent",
    fact: "SliceCompleted",
    version: 1,
    occurredAt: closeTime,
    recordedAt: closeTime + 10,
    correlationId: id,
    causationId: null,
    source: "test",
    payload: {timeframe, closeTime, instruments, missing: []}
  };
}
