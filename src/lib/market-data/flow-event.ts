/** Trades, books and funding as events of the tape. Ids derive from what the event says, so no delivery counts twice. */
import type {BookUpdated, FigureReported, FundingSettled, TradePrinted} from "../events/market-data-event.js";
import {COLLECTION_SOURCE} from "./candle-event.js";
import type {BookRow, FigureRow, FundingRow, TradeRow} from "./market-flow.js";

export type FlowEvent = TradePrinted | BookUpdated | FundingSettled | FigureReported;

export function tradePrinted(instrument: string, {time, tradeId, price, amount, takerSide}: TradeRow): TradePrinted {
  return {
    ...envelope(`trade:${instrument}:${time}:${tradeId}`, time),
    fact: "TradePrinted",
    payload: {instrument, tradeId, time, price, amount, takerSide}
  };
}

export function fundingSettled(instrument: string, {time, rate, intervalHours}: FundingRow): FundingSettled {
  return {
    ...envelope(`funding:${instrument}:${time}`, time),
    fact: "FundingSettled",
    payload: {instrument, time, rate, intervalHours}
  };
}

export function figureReported(instrument: string, {time, figure, value}: FigureRow): FigureReported {
  return {
    ...envelope(`figure:${instrument}:${figure}:${time}`, time),
    fact: "FigureReported",
    payload: {instrument, time, figure, value}
  };
}

/** @param place tells books of one instrument and time apart */
export function bookUpdated(instrument: string, {time, sequence, bids, asks}: BookRow, place: string): BookUpdated {
  return {
    ...envelope(`book:${instrument}:${time}:${place}`, time),
    fact: "BookUpdated",
    payload: {
      instrument,
      time,
      sequence,
      bids: bids.map(([price, amount]) => [price, amount]),
      asks: asks.map(([price, amount]) => [price, amount])
    }
  };
}

function envelope(id: string, time: number) {
  return {
    id,
    type: "MarketDataEvent",
    version: 1,
    occurredAt: time,
    recordedAt: time,
    correlationId: id,
    causationId: null,
    source: COLLECTION_SOURCE
  } as const;
}
