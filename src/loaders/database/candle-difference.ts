// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Which of the candles that arrive are new, which correct what is stored, and which say nothing new. */
import {assert} from "../../lib/core/assert.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../lib/vocabulary/candle.js";

export interface CandleDifference {
  /** Indices into the incoming columns. */
  readonly inserted: Uint32Array;
  readonly revised: Uint32Array;
  readonly unchanged: number;
}

const PRICES_AND_VOLUME = ["open", "high", "low", "close", "volume"] as const;
const OPTIONAL = ["quoteVolume", "tradeCount", "takerBuyVolume"] as const;

/**
 * One pass over two ascending sequences. An optional figure that the incoming candle does not give is no correction:
 * of a revised candle it is then filled in, in `incoming`, from the stored one, unless prices or volume differ too.
 */
export function compareCandles(incoming: CandleColumns, stored: CandleColumns): CandleDifference {
  const inserted = new Uint32Array(incoming.length);
  const revised = new Uint32Array(incoming.length);
  let insertedCount = 0;
  let revisedCount = 0;
  let s = 0;
  for (let i = 0; i < incoming.length; i++) {
    const openTime = incoming.openTime[i]!;
    while (s < stored.length && stored.openTime[s]! < openTime) s++;
    if (s === stored.length || stored.openTime[s]! !== openTime) inserted[insertedCount++] = i;
    else if (isCorrection({incoming, i, stored, s})) revised[revisedCount++] = i;
  }
  return {
    inserted: inserted.subarray(0, insertedCount),
    revised: revised.subarray(0, revisedCount),
    unchanged: incoming.length - insertedCount - revisedCount
  };
}

interface Pair {
  readonly incoming: CandleColumns;
  readonly i: number;
  readonly stored: CandleColumns;
  readonly s: number;
}

function isCorrection({incoming, i, stored, s}: Pair): boolean {
  for (let c = 0; c < PRICES_AND_VOLUME.length; c++) {
    const name = PRICES_AND_VOLUME[c]!;
    if (incoming[name][i]! !== stored[name][s]!) return true;
  }
  let saysMore = false;
  for (let c = 0; c < OPTIONAL.length; c++) {
    const name = OPTIONAL[c]!;
    const value = incoming[name][i]!;
    // NaN differs from everything: a figure given for the first time counts as said.
    if (!Number.isNaN(value) && value !== stored[name][s]!) saysMore = true;
  }
  if (saysMore)
    for (let c = 0; c < OPTIONAL.length; c++) {
      const name = OPTIONAL[c]!;
      if (Number.isNaN(incoming[name][i]!)) incoming[name][i] = stored[name][s]!;
    }
  return saysMore;
}

/** @throws InvariantError for times out of order or a price or volume that is no number: the quality check comes first. */
export function assertStorable(columns: CandleColumns): void {
  for (let i = 0; i < columns.length; i++) {
    const openTime = columns.openTime[i]!;
    assert(Number.isSafeInteger(openTime), `candle ${i} opens at a whole millisecond, not ${openTime}`);
    if (i > 0) assert(openTime > columns.openTime[i - 1]!, `candle ${i} opens after the one before it`);
    for (let c = 0; c < PRICES_AND_VOLUME.length; c++) {
      const name = PRICES_AND_VOLUME[c]!;
      assert(Number.isFinite(columns[name][i]!), `candle ${i} has a number as ${name}`);
    }
  }
}

/** Columns of their own memory: comparing may fill figures in, and the caller's columns are not ours to change. */
export function copyColumns(columns: CandleColumns): CandleColumns {
  const copy = {...columns};
  for (const name of CANDLE_COLUMN_NAMES) copy[name] = columns[name].slice(0, columns.length);
  return copy;
}
