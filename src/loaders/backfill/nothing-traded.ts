/** Whether candles are missing because nothing traded, told by the trades themselves. */
import {HOUR_MS} from "../../lib/core/time.js";
import {fetchTrades} from "../exchange/fetch-records.js";
import type {ExchangeConnection} from "../exchange/open-exchange.js";

export interface TradelessRange {
  readonly symbol: string;
  /** Times in [from, before). */
  readonly from: number;
  readonly before: number;
}

/** Trades are asked for by the hour: a longer range is not worth its requests. */
const LONGEST_MS = 12 * HOUR_MS;

/**
 * True when the exchange gives no trade of the range, though it gives some of the hours before and after it: it remembers
 * the time, and nothing happened in it. False where it cannot be known.
 */
export async function nothingTraded(connection: ExchangeConnection, range: TradelessRange): Promise<boolean> {
  const {symbol, from, before} = range;
  const offered = connection.client.has.fetchTrades;
  if (before - from > LONGEST_MS || (offered !== true && offered !== "emulated")) return false;
  if (await hasTrades(connection, range)) return false;
  const isRemembered = await hasTrades(connection, {symbol, from: from - HOUR_MS, before: from});
  return isRemembered && (await hasTrades(connection, {symbol, from: before, before: before + HOUR_MS}));
}

async function hasTrades(connection: ExchangeConnection, range: TradelessRange): Promise<boolean> {
  for await (const trades of fetchTrades(connection, range)) if (trades.length > 0) return true;
  return false;
}
