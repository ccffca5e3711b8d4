/**
 * What a market says besides candles, as it is stored and frozen: trades, funding, books, changes to books and best
 * quotes. Times are epoch milliseconds in the market, prices quote units, amounts base units.
 */
import type {MarketFigure} from "../events/market-data-event.js";

type Levels = readonly (readonly [number, number])[];

export interface TradeRow {
  readonly time: number;
  readonly tradeId: string;
  readonly price: number;
  readonly amount: number;
  readonly takerSide: "buy" | "sell" | null;
}

export interface FundingRow {
  readonly time: number;
  /** Fraction of the position's value; positive: longs pay shorts. */
  readonly rate: number;
  readonly intervalHours: number;
}

export interface BookRow {
  readonly time: number;
  readonly sequence: number | null;
  /** [price, amount], best first. */
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface BookChangeRow {
  readonly time: number;
  /** Ids of the first and last change it holds, and the one before it; null where the venue does not say. */
  readonly firstUpdate: number | null;
  readonly lastUpdate: number;
  readonly previousUpdate: number | null;
  /** An amount of 0 takes the price away. */
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface QuoteRow {
  readonly time: number;
  readonly sequence: number;
  /** Null for an empty side. */
  readonly bid: number | null;
  readonly bidAmount: number | null;
  readonly ask: number | null;
  readonly askAmount: number | null;
}

/** Open interest, ratios of longs and shorts, liquidations: what a venue tells of positions, from `time` on known. */
export interface FigureRow {
  readonly time: number;
  readonly figure: MarketFigure;
  readonly value: number;
}

export interface FlowRows {
  readonly trades: TradeRow;
  readonly funding: FundingRow;
  readonly books: BookRow;
  readonly bookChanges: BookChangeRow;
  readonly quotes: QuoteRow;
  readonly figures: FigureRow;
}

export type FlowKind = keyof FlowRows;

/** In the order in which they are frozen. */
export const FLOW_KINDS = [
  "trades",
  "funding",
  "books",
  "bookChanges",
  "quotes",
  "figures"
] as const satisfies readonly FlowKind[];

/** How much there is of a kind for an instrument. */
export interface FlowExtent {
  readonly instrument: string;
  readonly kind: FlowKind;
  /** Times of the first and the last row. */
  readonly first: number;
  readonly last: number;
}

/** What a tape is to carry besides candles. */
export interface FlowNeeds {
  readonly trades: boolean;
  readonly books: boolean;
  readonly funding: boolean;
  readonly figures: boolean;
}
