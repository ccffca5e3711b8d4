/**
 * Candles as events of the tape. Ids derive from what the event says, so the same candle gives the same id on every
 * machine and at every delivery. A figure that the source does not say (NaN in a candle) is null in an event.
 */
import {isoTime} from "../core/time.js";
import type {CandleClosed, GapReason, MarketDataGapFound, SliceCompleted} from "../events/market-data-event.js";
import type {Candle} from "../vocabulary/candle.js";
import type {InstrumentId} from "../vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";

/** The component that publishes market data. */
export const COLLECTION_SOURCE = "collection";

export type CandleOrigin = CandleClosed["payload"]["origin"];

export interface CandleEventInput {
  readonly instrument: InstrumentId;
  readonly timeframe: Timeframe;
  readonly candle: Candle;
  readonly origin: CandleOrigin;
  /** 0 as first published (the default); 1 and up for each later correction by the exchange. */
  readonly revision?: number;
  /** Candles missing directly before this one; 0 by default. */
  readonly missingBefore?: number;
  /** When this system could first use it; the close time by default, and never before it. */
  readonly recordedAt?: number;
  /** `candleEventHead` of the series, for who makes many. */
  readonly idHead?: string;
}

export interface CandleName {
  readonly instrument: string;
  readonly timeframe: Timeframe;
  readonly openTime: number;
  readonly revision?: number;
}

export function candleEventId({instrument, timeframe, openTime, revision = 0}: CandleName): string {
  return `${candleEventHead(instrument, timeframe)}${openTime}:r${revision}`;
}

/** What the ids of a series' candles begin with: put together once for all of them. */
export function candleEventHead(instrument: string, timeframe: Timeframe): string {
  return `candle:${instrument}:${timeframe}:`;
}

export function sliceEventId(timeframe: string, closeTime: number): string {
  return `slice:${timeframe}:${closeTime}`;
}

/** The fact that a candle closed. It begins a chain: its correlation id is its own id. */
export function candleClosed(input: CandleEventInput): CandleClosed {
  const {instrument, timeframe, candle, origin, revision = 0, missingBefore = 0} = input;
  const idHead = input.idHead ?? candleEventHead(instrument, timeframe);
  const id = idHead + candle.openTime + ":r" + revision;
  return {
    id,
    type: "MarketDataEvent",
    fact: "CandleClosed",
    version: 1,
    occurredAt: candle.closeTime,
    recordedAt: Math.max(candle.closeTime, input.recordedAt ?? candle.closeTime),
    correlationId: id,
    causationId: null,
    source: COLLECTION_SOURCE,
    payload: {
      instrument,
      timeframe,
      openTime: candle.openTime,
      closeTime: candle.closeTime,
      open: candle.open,
      high: candle.high,
      low: candle.low,
      close: candle.close,
      volume: candle.volume,
      quoteVolume: finiteOrNull(candle.quoteVolume),
      tradeCount: finiteOrNull(candle.tradeCount),
      takerBuyVolume: finiteOrNull(candle.takerBuyVolume),
      revision,
      origin,
      missingBefore
    }
  };
}

/** The candle that an event carries; null becomes NaN again. */
export function candleOfEvent({payload}: CandleClosed): Candle {
  return {
    openTime: payload.openTime,
    closeTime: payload.closeTime,
    open: payload.open,
    high: payload.high,
    low: payload.low,
    close: payload.close,
    volume: payload.volume,
    quoteVolume: payload.quoteVolume ?? Number.NaN,
    tradeCount: payload.tradeCount ?? Number.NaN,
    takerBuyVolume: payload.takerBuyVolume ?? Number.NaN
  };
}

export interface SliceInput {
  readonly timeframe: Timeframe;
  readonly closeTime: number;
  /** Instruments whose candle of this close time is on the tape, in the tape's order. */
  readonly instruments: readonly string[];
  /** Instruments whose candle will not come. */
  readonly missing: readonly string[];
  readonly recordedAt?: number;
}

export type OwnedSlice = Omit<SliceInput, "instruments" | "missing"> & SliceLists;

interface SliceLists {
  readonly instruments: string[];
  readonly missing: string[];
}

/** The watermark of a close time. It begins no candle's chain, so it correlates with itself. */
export function sliceCompleted({instruments, missing, ...slice}: SliceInput): SliceCompleted {
  return sliceOf({...slice, instruments: [...instruments], missing: [...missing]});
}

/** The same over lists that the event may keep: nobody changes them any more. */
export function sliceOf({timeframe, closeTime, instruments, missing, recordedAt}: OwnedSlice): SliceCompleted {
  const id = sliceEventId(timeframe, closeTime);
  return {
    id,
    type: "MarketDataEvent",
    fact: "SliceCompleted",
    version: 1,
    occurredAt: closeTime,
    recordedAt: Math.max(closeTime, recordedAt ?? closeTime),
    correlationId: id,
    causationId: null,
    source: COLLECTION_SOURCE,
    payload: {timeframe, closeTime, instruments, missing}
  };
}

export interface GapInput {
  readonly instrument: string;
  readonly timeframe: Timeframe;
  /** Open time of the first and of the last missing candle. */
  readonly from: number;
  readonly to: number;
  readonly reason: GapReason;
  readonly recordedAt?: number;
}

/** The fact that candles are missing: occurred when the last of them would have closed. */
export function gapFound({instrument, timeframe, from, to, reason, recordedAt}: GapInput): MarketDataGapFound {
  const length = timeframeMs(timeframe);
  const id = `gap:${instrument}:${timeframe}:${from}:${to}`;
  return {
    id,
    type: "MarketDataEvent",
    fact: "MarketDataGapFound",
    version: 1,
    occurredAt: to + length,
    recordedAt: Math.max(to + length, recordedAt ?? to + length),
    correlationId: id,
    causationId: null,
    source: COLLECTION_SOURCE,
    payload: {instrument, timeframe, from, to, missingCandles: (to - from) / length + 1, reason}
  };
}

/** One line for people, e.g. `BTC/USDT@binance 1h 2026-01-01T00:00:00.000Z`. */
export function describeCandle({instrument, timeframe, openTime}: CandleName): string {
  return `${instrument} ${timeframe} ${isoTime(openTime)}`;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
