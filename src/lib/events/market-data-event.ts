/** What the market did, and what we know to be missing. Published by data collection. */
import Type from "typebox";
import {factSchema, NullableNumber, oneOf, payloadOf, type Static, Time} from "./envelope.js";

const Level = Type.Tuple([Type.Number(), Type.Number()]);
const type = "MarketDataEvent";

export const CandleClosedSchema = factSchema(type, {
  fact: "CandleClosed",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    timeframe: Type.String(),
    openTime: Time,
    closeTime: Time,
    open: Type.Number(),
    high: Type.Number(),
    low: Type.Number(),
    close: Type.Number(),
    volume: Type.Number({minimum: 0}),
    quoteVolume: NullableNumber,
    tradeCount: NullableNumber,
    takerBuyVolume: NullableNumber,
    /** 0 as first published; 1 and up for each later correction by the exchange. */
    revision: Type.Number({minimum: 0}),
    /** Where the numbers come from. */
    origin: Type.Union([Type.Literal("simulated"), Type.Literal("exchange"), Type.Literal("archive")]),
    /** Candles missing directly before this one; 0 where the series is whole. */
    missingBefore: Type.Number({minimum: 0})
  })
});

/** The watermark: every candle of this close time that will come has come. It follows them on the tape. */
export const SliceCompletedSchema = factSchema(type, {
  fact: "SliceCompleted",
  version: 1,
  payload: payloadOf({
    timeframe: Type.String(),
    closeTime: Time,
    instruments: Type.Array(Type.String()),
    missing: Type.Array(Type.String())
  })
});

export const TradePrintedSchema = factSchema(type, {
  fact: "TradePrinted",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    tradeId: Type.String(),
    time: Time,
    price: Type.Number(),
    amount: Type.Number(),
    takerSide: Type.Union([Type.Literal("buy"), Type.Literal("sell"), Type.Null()])
  })
});

export const BookUpdatedSchema = factSchema(type, {
  fact: "BookUpdated",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    time: Time,
    sequence: NullableNumber,
    /** [price, amount], best first; a full snapshot. */
    bids: Type.Array(Level),
    asks: Type.Array(Level)
  })
});

export const FundingSettledSchema = factSchema(type, {
  fact: "FundingSettled",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    time: Time,
    /** Fraction of the position's value per interval; positive: longs pay shorts. */
    rate: Type.Number(),
    intervalHours: Type.Number({exclusiveMinimum: 0})
  })
});

/** What a venue tells of a market's positions besides prices, trades and books. */
export const MARKET_FIGURES = [
  /** Base units, and quote units. */
  "open-interest",
  "open-interest-value",
  /** Accounts (or positions) that are long for each that is short. */
  "long-short-ratio",
  /** Base units of positions that were closed by force since the figure before. */
  "long-liquidations",
  "short-liquidations"
] as const;

export const FigureReportedSchema = factSchema(type, {
  fact: "FigureReported",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    time: Time,
    figure: oneOf(MARKET_FIGURES),
    value: Type.Number()
  })
});

export const GAP_REASONS = [
  "exchange-down",
  "not-listed",
  "delisted",
  "fetch-failed",
  "late",
  "quarantined",
  "no-trades",
  "unknown"
] as const;

export const MarketDataGapFoundSchema = factSchema(type, {
  fact: "MarketDataGapFound",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    timeframe: Type.String(),
    /** Open time of the first and of the last missing candle. */
    from: Time,
    to: Time,
    missingCandles: Type.Number({minimum: 1}),
    reason: oneOf(GAP_REASONS)
  })
});

export type CandleClosed = Static<typeof CandleClosedSchema>;
export type SliceCompleted = Static<typeof SliceCompletedSchema>;
export type TradePrinted = Static<typeof TradePrintedSchema>;
export type BookUpdated = Static<typeof BookUpdatedSchema>;
export type FundingSettled = Static<typeof FundingSettledSchema>;
export type FigureReported = Static<typeof FigureReportedSchema>;
export type MarketFigure = (typeof MARKET_FIGURES)[number];
export type MarketDataGapFound = Static<typeof MarketDataGapFoundSchema>;
export type GapReason = (typeof GAP_REASONS)[number];

export type MarketDataEvent =
  | CandleClosed
  | SliceCompleted
  | TradePrinted
  | BookUpdated
  | FundingSettled
  | FigureReported
  | MarketDataGapFound;
