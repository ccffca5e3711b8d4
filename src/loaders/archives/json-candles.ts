/**
 * Candles out of JSON: lists as ccxt and freqtrade write them (time, open, high, low, close, volume), Bitfinex v2 (time,
 * open, CLOSE, high, low, volume) and Coinbase's objects.
 */
import {OperatingError} from "../../lib/core/operating-error.js";
import {toMilliseconds} from "./candle-layout.js";

/** Field of a list for each of time, open, high, low, close, volume. */
const CCXT_ORDER = [0, 1, 2, 3, 4, 5];
const BITFINEX_ORDER = [0, 1, 3, 4, 2, 5];

/** The six columns time (ms), open, high, low, close, volume, in the file's order. */
export function candlesOfJson(text: string, path: string): Float64Array[] {
  const columns = columnsOfValue(parsed(text, path));
  if (columns === null)
    throw new OperatingError(
      `${path}: no candles are recognised in this JSON. Known are lists of [time, open, high, low, close, volume] (ccxt, freqtrade), of Bitfinex v2, and Coinbase's {candles: [...]}.`,
      {code: "ARCHIVE_UNKNOWN_FORMAT", details: {path}}
    );
  toMilliseconds(columns[0] as Float64Array);
  return columns;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OperatingError(`${path} is no JSON: ${(cause as Error).message}.`, {code: "ARCHIVE_BROKEN", cause});
  }
}

function columnsOfValue(value: unknown): Float64Array[] | null {
  if (Array.isArray(value)) return columnsOfLists(value);
  const candles = (value as {candles?: unknown} | null)?.candles;
  if (!Array.isArray(candles)) return null;
  const names = ["start", "open", "high", "low", "close", "volume"];
  return names.map((name) => Float64Array.from(candles, (candle) => Number((candle as Record<string, unknown>)[name])));
}

function columnsOfLists(rows: readonly unknown[]): Float64Array[] | null {
  if (!rows.every((row) => Array.isArray(row) && row.length >= 6)) return null;
  const lists = rows as readonly unknown[][];
  // The order that keeps high above and low below all others on more rows; flat rows fit both.
  const order = fitting(lists, BITFINEX_ORDER) > fitting(lists, CCXT_ORDER) ? BITFINEX_ORDER : CCXT_ORDER;
  return order.map((field) =>
    Float64Array.from(lists, (row) => (row[field] === null ? Number.NaN : Number(row[field])))
  );
}

function fitting(rows: readonly unknown[][], order: readonly number[]): number {
  let count = 0;
  for (const row of rows) {
    const [, open = 0, high = 0, low = 0, close = 0] = order.map((field) => Number(row[field]));
    if (low <= Math.min(open, close) && high >= Math.max(open, close)) count++;
  }
  return count;
}
