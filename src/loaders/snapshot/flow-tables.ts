/** Trades, funding and books in the `.duckdb` file of a snapshot: the columns of each kind, and rows from and to them. */
import {DOUBLE, type DuckDBType, type DuckDBValue, LIST, listValue, VARCHAR} from "@duckdb/node-api";
import type {MarketFigure} from "../../lib/events/market-data-event.js";
import type {BookChangeRow, BookRow, FlowKind, FlowRows} from "../../lib/market-data/market-flow.js";

/** What a field of a row is as JSON: in this form it is hashed, so that hashes hang on nothing of DuckDB's. */
export type FlowField = string | number | null | readonly number[];

export interface FlowTable<K extends FlowKind> {
  readonly name: string;
  /** After `instrument`; the first is the time. */
  readonly columns: readonly (readonly [name: string, type: "varchar" | "double" | "double[]"])[];
  readonly toFields: (row: FlowRows[K]) => readonly FlowField[];
  readonly fromFields: (fields: readonly FlowField[]) => FlowRows[K];
}

const LEVEL_COLUMNS = [
  ["bid_prices", "double[]"],
  ["bid_amounts", "double[]"],
  ["ask_prices", "double[]"],
  ["ask_amounts", "double[]"]
] as const;

const trades: FlowTable<"trades"> = {
  name: "trades",
  columns: [
    ["time_ms", "double"],
    ["trade_id", "varchar"],
    ["price", "double"],
    ["amount", "double"],
    ["taker_side", "varchar"]
  ],
  toFields: ({time, tradeId, price, amount, takerSide}) => [time, tradeId, price, amount, takerSide],
  fromFields: ([time, tradeId, price, amount, side]) => ({
    ...{time: number(time), tradeId: String(tradeId), price: number(price), amount: number(amount)},
    takerSide: side === "buy" || side === "sell" ? side : null
  })
};

const funding: FlowTable<"funding"> = {
  name: "funding_rates",
  columns: [
    ["time_ms", "double"],
    ["rate", "double"],
    ["interval_hours", "double"]
  ],
  toFields: ({time, rate, intervalHours}) => [time, rate, intervalHours],
  fromFields: ([time, rate, hours]) => ({time: number(time), rate: number(rate), intervalHours: number(hours)})
};

const books: FlowTable<"books"> = {
  name: "book_snapshots",
  columns: [["time_ms", "double"], ["sequence", "double"], ...LEVEL_COLUMNS],
  toFields: ({time, sequence, ...book}) => [time, sequence, ...levelFields(book)],
  fromFields: ([time, sequence, ...levels]) => ({
    ...{time: number(time), sequence: optional(sequence)},
    ...levelsOf(levels)
  })
};

const bookChanges: FlowTable<"bookChanges"> = {
  name: "book_changes",
  columns: [
    ["time_ms", "double"],
    ["first_update", "double"],
    ["last_update", "double"],
    ["previous_update", "double"],
    ...LEVEL_COLUMNS
  ],
  toFields: ({time, firstUpdate, lastUpdate, previousUpdate, ...book}) => [
    ...[time, firstUpdate, lastUpdate, previousUpdate],
    ...levelFields(book)
  ],
  fromFields: ([time, first, last, previous, ...levels]) => ({
    ...{time: number(time), firstUpdate: optional(first), lastUpdate: number(last)},
    ...{previousUpdate: optional(previous), ...levelsOf(levels)}
  })
};

const quotes: FlowTable<"quotes"> = {
  name: "best_quotes",
  columns: [
    ["time_ms", "double"],
    ["sequence", "double"],
    ["bid", "double"],
    ["bid_amount", "double"],
    ["ask", "double"],
    ["ask_amount", "double"]
  ],
  toFields: ({time, sequence, bid, bidAmount, ask, askAmount}) => [time, sequence, bid, bidAmount, ask, askAmount],
  fromFields: ([time, sequence, bid, bidAmount, ask, askAmount]) => ({
    ...{time: number(time), sequence: number(sequence), bid: optional(bid), bidAmount: optional(bidAmount)},
    ...{ask: optional(ask), askAmount: optional(askAmount)}
  })
};

const figures: FlowTable<"figures"> = {
  name: "market_figures",
  columns: [
    ["time_ms", "double"],
    ["figure", "varchar"],
    ["value", "double"]
  ],
  toFields: ({time, figure, value}) => [time, figure, value],
  // Written by `toFields` alone, of names that are checked where they are read from the database.
  fromFields: ([time, figure, value]) => ({time: number(time), figure: figure as MarketFigure, value: number(value)})
};

export const FLOW_TABLES: {readonly [K in FlowKind]: FlowTable<K>} = {
  trades,
  funding,
  books,
  bookChanges,
  quotes,
  figures
};

const TYPES = {varchar: VARCHAR, double: DOUBLE, "double[]": LIST(DOUBLE)} as const;

export function tableTypes({columns}: Pick<FlowTable<FlowKind>, "columns">): readonly DuckDBType[] {
  return [VARCHAR, ...columns.map(([, type]) => TYPES[type])];
}

export function duckValue(field: FlowField): DuckDBValue {
  return typeof field === "object" && field !== null ? listValue([...field]) : field;
}

type Levels = Pick<BookRow | BookChangeRow, "bids" | "asks">;

function levelFields({bids, asks}: Levels): readonly FlowField[] {
  return [
    bids.map(([price]) => price),
    bids.map(([, amount]) => amount),
    asks.map(([price]) => price),
    asks.map(([, amount]) => amount)
  ];
}

function levelsOf([bidPrices, bidAmounts, askPrices, askAmounts]: readonly FlowField[]): Levels {
  return {bids: pairs(bidPrices, bidAmounts), asks: pairs(askPrices, askAmounts)};
}

function pairs(prices: FlowField | undefined, amounts: FlowField | undefined): Levels["bids"] {
  const [mine, other] = [list(prices), list(amounts)];
  return mine.map((price, index) => [price, other[index] ?? 0] as const);
}

function list(field: FlowField | undefined): readonly number[] {
  return typeof field === "object" && field !== null ? field : [];
}

function number(field: FlowField | undefined): number {
  return Number(field);
}

function optional(field: FlowField | undefined): number | null {
  return field === null || field === undefined ? null : Number(field);
}
