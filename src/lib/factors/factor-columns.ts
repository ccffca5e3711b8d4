/** Factors over many candles at once: folds of the same running calculations that the pipeline uses. */
import {assert} from "../core/assert.js";
import type {Candle, CandleColumns} from "../vocabulary/candle.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import type {ColumnCalculation, Factor, FactorCalculation} from "./factor.js";
import type {FactorFeeds} from "./factor-inputs.js";
import {emptyCandle, type MutableCandle} from "./factor-instrument.js";

/** A factor's values over columns, in order: as many candles at a time as are asked for. */
export interface FactorRun {
  /** Writes the factor at the next candles' closes, NaN where it is not defined. */
  next(out: Float64Array): void;
}

/**
 * The factor at each candle's close, NaN where it is not defined. A cross-sectional factor gives the instrument's own
 * value, before it is set against the others (`calculatePanel` does that).
 */
export function calculateColumns(factor: Factor, columns: CandleColumns, feeds: FactorFeeds = {}): Float64Array {
  const out = new Float64Array(columns.length);
  beginColumns(factor, columns, feeds).next(out);
  return out;
}

/** What `calculateColumns` gives, without a column as long as the candles. */
export function beginColumns(factor: Factor, columns: CandleColumns, feeds: FactorFeeds = {}): FactorRun {
  const {reference} = feeds;
  assert(
    reference === undefined || reference.timeframe === columns.timeframe,
    `the reference has the timeframe of the candles, ${columns.timeframe}`
  );
  if (factor.columns !== null) return columnRun(factor.columns(), columns);
  if (factor.reference !== null || reference === undefined) return foldedRun(factor.create(), columns, feeds);
  // Keeping another instrument's candles in step costs as much as a short factor; one that asks for none does not pay.
  const {reference: _, ...own} = feeds;
  return foldedRun(factor.create(), columns, own);
}

function columnRun(calculate: ColumnCalculation, columns: CandleColumns): FactorRun {
  let at = 0;
  return {
    next: (out) => {
      calculate(columns, at, out);
      at += out.length;
      setFiniteOnly(out);
    }
  };
}

function foldedRun(calculation: FactorCalculation, columns: CandleColumns, feeds: FactorFeeds): FactorRun {
  const {reference} = feeds;
  const feedFlows = flowFeed(calculation, feeds);
  const candle = emptyCandle();
  const referenceCandle = emptyCandle();
  const context: {timeframe: Timeframe; reference: Candle | null} = {timeframe: columns.timeframe, reference: null};
  const lengthMs = timeframeMs(columns.timeframe);
  let position = 0;
  let at = 0;
  const valueAt = (i: number): number => {
    readCandle(columns, i, candle);
    candle.closeTime = candle.openTime + lengthMs;
    if (reference !== undefined) {
      while (position < reference.length && (reference.openTime[position] as number) < candle.openTime) position++;
      const isThere = position < reference.length && reference.openTime[position] === candle.openTime;
      if (isThere) {
        readCandle(reference, position, referenceCandle);
        referenceCandle.closeTime = candle.closeTime;
      }
      context.reference = isThere ? referenceCandle : null;
    }
    if (feedFlows !== null) feedFlows(candle);
    const value = calculation.update(candle, context);
    return Number.isFinite(value) ? value : Number.NaN;
  };
  return {
    next: (out) => {
      for (let i = 0; i < out.length; i++) out[i] = valueAt(at++);
    }
  };
}

function setFiniteOnly(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    // 0 for any finite number, NaN for the others.
    if (value - value !== 0) values[i] = Number.NaN;
  }
}

/** Copies one candle out of the columns into `candle`, all but its close time. */
function readCandle(columns: CandleColumns, index: number, candle: MutableCandle): void {
  candle.openTime = columns.openTime[index] as number;
  candle.open = columns.open[index] as number;
  candle.high = columns.high[index] as number;
  candle.low = columns.low[index] as number;
  candle.close = columns.close[index] as number;
  candle.volume = columns.volume[index] as number;
  candle.quoteVolume = columns.quoteVolume[index] as number;
  candle.tradeCount = columns.tradeCount[index] as number;
  candle.takerBuyVolume = columns.takerBuyVolume[index] as number;
}

/** Hands on what is known at a close by the same rule as the pipeline: the candle's trades, books and settlements at it. */
function flowFeed(
  {onTrade, onBook, onFunding, onFigure}: FactorCalculation,
  {trades = [], books = [], fundings = [], figures = []}: FactorFeeds
): ((candle: Candle) => void) | null {
  if (onTrade === null && onBook === null && onFunding === null && onFigure === null) return null;
  const next = {trade: 0, book: 0, funding: 0, figure: 0};
  return ({openTime, closeTime}) => {
    for (; next.trade < trades.length; next.trade++) {
      const trade = trades[next.trade];
      if (trade === undefined || trade.time >= closeTime) break;
      if (trade.time >= openTime) onTrade?.(trade);
    }
    for (; next.book < books.length; next.book++) {
      const book = books[next.book];
      if (book === undefined || book.time > closeTime) break;
      onBook?.(book);
    }
    for (; next.funding < fundings.length; next.funding++) {
      const funding = fundings[next.funding];
      if (funding === undefined || funding.time > closeTime) break;
      onFunding?.(funding);
    }
    for (; next.figure < figures.length; next.figure++) {
      const figure = figures[next.figure];
      if (figure === undefined || figure.time > closeTime) break;
      onFigure?.(figure);
    }
  };
}
