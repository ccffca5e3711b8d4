/** Factors over many candles at once: folds of the same running calculations that the pipeline uses. */
import {assert} from "../core/assert.js";
import type {Candle, CandleColumns} from "../vocabulary/candle.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import type {Factor} from "./factor.js";
import type {FactorContext} from "./factor-inputs.js";
import {emptyCandle, type MutableCandle} from "./factor-instrument.js";

/**
 * The factor at each candle's close, NaN where it is not defined; a cross-sectional factor gives the instrument's own
 * value, before it is set against the others (see `calculatePanel`).
 * @param reference candles of the reference instrument, joined by open time; only candles present there are seen
 */
export function calculateColumns(factor: Factor, columns: CandleColumns, reference?: CandleColumns): Float64Array {
  assert(
    reference === undefined || reference.timeframe === columns.timeframe,
    `the reference has the timeframe of the candles, ${columns.timeframe}`
  );
  const calculation = factor.create();
  const candle = emptyCandle();
  const referenceCandle = emptyCandle();
  const context: {timeframe: Timeframe; reference: Candle | null} & FactorContext = {
    timeframe: columns.timeframe,
    reference: null
  };
  const out = new Float64Array(columns.length);
  const lengthMs = timeframeMs(columns.timeframe);
  let position = 0;
  for (let i = 0; i < columns.length; i++) {
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
    const value = calculation.update(candle, context);
    out[i] = Number.isFinite(value) ? value : Number.NaN;
  }
  return out;
}

/** Copies one candle out of the columns into `candle`, all but its close time. */
export function readCandle(columns: CandleColumns, index: number, candle: MutableCandle): void {
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
