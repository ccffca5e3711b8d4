/**
 * Asks the exchange again for what is missing. A gap whose candles come is closed; one that stays is marked as retried,
 * and left alone after a number of times.
 */
import type {InstrumentId} from "../../lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {isDatabaseError} from "../database/database-failure.js";
import {classifyExchangeFailure} from "../exchange/exchange-failure.js";
import type {ExchangeConnection} from "../exchange/open-exchange.js";
import type {CandleSink, OpenGap} from "./candle-sink.js";
import {nothingTraded} from "./nothing-traded.js";
import {backfillSeries} from "./series-backfill.js";

export interface RetryGapsOptions {
  readonly connection: ExchangeConnection;
  readonly sink: CandleSink;
  readonly series: readonly {
    readonly instrument: InstrumentId;
    readonly symbol: string;
    readonly timeframe: Timeframe;
  }[];
  /** Gaps retried this often are left alone; 5 by default. */
  readonly mostRetries?: number;
  readonly signal?: AbortSignal;
}

export interface RetryGapsResult {
  readonly retried: number;
  readonly candles: number;
  /** Gaps that are still open. */
  readonly left: number;
}

/** Before the first candle there is nothing to come, nor where nothing traded. */
const NOTHING_TO_COME: ReadonlySet<string> = new Set(["not-listed", "no-trades"]);

export async function retryGaps({connection, sink, series, ...options}: RetryGapsOptions): Promise<RetryGapsResult> {
  let retried = 0;
  let candles = 0;
  let left = 0;
  for (const {instrument, symbol, timeframe} of series) {
    const gaps = await sink.openGaps(instrument, timeframe);
    const worth = gaps.filter(
      ({retries, reason}) => retries < (options.mostRetries ?? 5) && !NOTHING_TO_COME.has(reason)
    );
    for (const gap of worth) {
      if (options.signal?.aborted) break;
      retried++;
      candles += await retryGap({connection, sink, instrument, symbol, gap});
    }
    left += (await sink.openGaps(instrument, timeframe)).length;
  }
  return {retried, candles, left};
}

interface GapRetry {
  readonly connection: ExchangeConnection;
  readonly sink: CandleSink;
  readonly instrument: InstrumentId;
  readonly symbol: string;
  readonly gap: OpenGap;
}

/** Candles that came. */
async function retryGap({connection, sink, instrument, symbol, gap}: GapRetry): Promise<number> {
  const {timeframe, from} = gap;
  const before = gap.to + timeframeMs(timeframe);
  let candles = 0;
  try {
    await backfillSeries({
      ...{connection, sink, instrument, symbol, timeframe, from, before},
      hasEarlier: true,
      onStored: async ({result}) => {
        candles += result.inserted;
      }
    });
    const reason = gap.reason === "fetch-failed" ? "unknown" : gap.reason;
    const isQuiet = candles === 0 && reason === "unknown" && (await nothingTraded(connection, {symbol, from, before}));
    await sink.markRetried([gap], isQuiet ? "no-trades" : reason, connection.now());
  } catch (error) {
    if (isDatabaseError(error) || !classifyExchangeFailure(error).retryable) throw error;
    await sink.markRetried([gap], "fetch-failed", connection.now());
  }
  return candles;
}
