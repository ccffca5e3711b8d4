/** A gap that was met while following an exchange: what is missing of it in the store is kept there with its reason. */
import type {Pool} from "pg";
import type {MarketDataGapFound} from "../../lib/events/market-data-event.js";
import {findGaps} from "../../lib/market-data/gaps.js";
import {timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {readCandles} from "./candle-store.js";
import {settleGaps} from "./gap-store.js";
import type {Series} from "./instrument-store.js";

/** Candles that came too late for the tape are stored: they are not missing here. Safe to run again. */
export async function recordGap(pool: Pool, series: Series, {payload, recordedAt}: MarketDataGapFound): Promise<void> {
  const range = {from: payload.from, to: payload.to + timeframeMs(series.timeframe)};
  const stored = await readCandles(pool, series, range);
  const reason = payload.reason === "late" ? "unknown" : payload.reason;
  const gaps = findGaps(stored, {from: range.from, before: range.to});
  await settleGaps(pool, {
    ...{series, range, at: recordedAt},
    gaps: gaps.map(({from, to, missing}) => ({from, to, missingCandles: missing, reason}))
  });
}
