/** A factor's calculation with all it asks for fed to it: candles, a reference, trades, books and funding. */

import {seededRandom} from "../../../src/lib/core/random.js";
import {MARKET_FIGURES} from "../../../src/lib/events/market-data-event.js";
import type {Factor, FactorCalculation} from "../../../src/lib/factors/factor.js";
import type {
  FactorBook,
  FactorFeeds,
  FactorFigure,
  FactorFunding,
  FactorTrade
} from "../../../src/lib/factors/factor-inputs.js";
import type {CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {candleAt} from "../../../src/lib/vocabulary/candle-rows.js";

export interface Feed {
  readonly columns: CandleColumns;
  readonly reference: CandleColumns;
  /** Candle to begin with. */
  readonly from?: number;
}

export interface FedCalculation {
  readonly calculation: FactorCalculation;
  next(): number;
  /** The values at all candles still to come. */
  all(): number[];
}

export function fedCalculation(factor: Factor, {columns, reference, from = 0}: Feed): FedCalculation {
  const calculation = factor.create();
  let index = from;
  const next = () => {
    const candle = candleAt(columns, index);
    feedFlows(calculation, candle.openTime, candle.close);
    const context = {timeframe: columns.timeframe, reference: candleAt(reference, index)};
    index++;
    const value = calculation.update(candle, context);
    // JSON has no negative zero.
    return value === 0 ? 0 : value;
  };
  return {
    calculation,
    next,
    all: () => Array.from({length: columns.length - index}, next)
  };
}

/** A few trades and books in the candle, and a settlement in each; all drawn from the candle's own time. */
function flowsOf(openTime: number, price: number) {
  const random = seededRandom(openTime + 1);
  const trades: FactorTrade[] = [];
  const books: FactorBook[] = [];
  for (let i = 0; i < 8; i++) {
    const time = openTime + i;
    const at = price * (1 + 0.001 * random.normal());
    trades.push({time, price: at, amount: random.next() + 0.1, takerSide: random.next() < 0.5 ? "buy" : "sell"});
    const level = (away: number) => [at * (1 + away), 0.1 + random.next()] as const;
    books.push({
      time,
      bids: [-0.0001, -0.0002, -0.0003, -0.0004, -0.0005].map(level),
      asks: [0.0001, 0.0002, 0.0003, 0.0004, 0.0005].map(level)
    });
  }
  const fundings: FactorFunding[] = [{time: openTime + 1, rate: 0.0001 * random.normal(), intervalHours: 8}];
  const figures: FactorFigure[] = MARKET_FIGURES.map((figure) => ({
    time: openTime + 2,
    figure,
    value: 1 + random.next()
  }));
  return {trades, books, fundings, figures};
}

function feedFlows({onTrade, onBook, onFunding, onFigure}: FactorCalculation, openTime: number, price: number): void {
  if (onTrade === null && onBook === null && onFunding === null && onFigure === null) return;
  const {trades, books, fundings, figures} = flowsOf(openTime, price);
  for (const trade of trades) onTrade?.(trade);
  for (const book of books) onBook?.(book);
  for (const funding of fundings) onFunding?.(funding);
  for (const figure of figures) onFigure?.(figure);
}

/** Flows of all candles, in order of time. */
export function madeUpFlows({openTime, close, length}: CandleColumns): Required<Omit<FactorFeeds, "reference">> {
  const all = Array.from({length}, (_, i) => flowsOf(openTime[i] as number, close[i] as number));
  return {
    trades: all.flatMap(({trades}) => trades),
    books: all.flatMap(({books}) => books),
    fundings: all.flatMap(({fundings}) => fundings),
    figures: all.flatMap(({figures}) => figures)
  };
}
