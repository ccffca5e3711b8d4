/** Candles of a snapshot for a chart, oldest first. */
import type {ChartCandle} from "./candle-chart.js";
import type {Duck} from "./duck.js";

export interface CandleRange {
  readonly instrument: string;
  readonly timeframe: string;
  /** Epoch ms; the last candle opens at or before it. */
  readonly until: number;
  readonly count: number;
}

export async function lastCandles(
  duck: Duck,
  {instrument, timeframe, until, count}: CandleRange
): Promise<readonly ChartCandle[]> {
  const rows = await duck.rows<Record<string, number>>(
    `SELECT open_time_ms, open, high, low, close, volume FROM market.candles
     WHERE instrument = ? AND timeframe = ? AND open_time_ms <= ?
     ORDER BY open_time_ms DESC LIMIT ${Math.floor(count)}`,
    instrument,
    timeframe,
    until
  );
  return rows.reverse().map((row) => ({
    openTime: Number(row.open_time_ms),
    open: Number(row.open),
    high: Number(row.high),
    low: Number(row.low),
    close: Number(row.close),
    volume: Number(row.volume)
  }));
}
