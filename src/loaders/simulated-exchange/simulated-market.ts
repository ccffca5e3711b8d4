/**
 * The simulated market as a function of seed and time: candles, trades and order books of any moment since its first
 * day, the same whoever asks, whenever and in whichever order. Days are made when asked for and kept for a while.
 */
import {assert, present} from "../../lib/core/assert.js";
import {seededRandom, seedFor} from "../../lib/core/random.js";
import {DAY_MS, MINUTE_MS} from "../../lib/core/time.js";
import {resample} from "../../lib/market-data/resample.js";
import {CANDLE_COLUMN_NAMES, type Candle, type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import {candleAt, sliceColumns} from "../../lib/vocabulary/candle-rows.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {DailyPath, InstrumentPath} from "./daily-path.js";
import {DEFAULT_PROFILES, dayIndex, GENESIS_MS, type MarketProfile} from "./market-profile.js";
import {type MinuteBlock, minuteBlock} from "./minute-block.js";
import {type MinutePath, minutePath} from "./minute-path.js";
import {minuteTrades, type SimulatedTrade} from "./minute-trades.js";

export interface CandleRange {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Open times in [from, before). */
  readonly from: number;
  readonly before: number;
}

/** Days of one-minute candles kept, about 110 kB each. */
const KEPT_BLOCKS = 400;
const KEPT_MARKET_DAYS = 400;

export class SimulatedMarket {
  readonly seed: number;
  readonly profiles: readonly MarketProfile[];
  readonly #path: DailyPath;
  readonly #instruments = new Map<string, InstrumentPath>();
  readonly #blocks = new Map<string, MinuteBlock>();
  readonly #marketDays = new Map<number, MinutePath>();

  constructor({seed, profiles = DEFAULT_PROFILES}: {seed: number; profiles?: readonly MarketProfile[]}) {
    this.seed = seed;
    this.profiles = profiles;
    this.#path = new DailyPath(seed);
    for (const profile of profiles)
      this.#instruments.set(profile.symbol, new InstrumentPath(seed, profile, this.#path));
  }

  profile(symbol: string): MarketProfile | null {
    return this.profiles.find((profile) => profile.symbol === symbol) ?? null;
  }

  /** Whole candles, as if all of the range had passed. Nothing before the market's first day. */
  candles({symbol, timeframe, from, before}: CandleRange): CandleColumns {
    assert(timeframe !== "1s", "the simulated market's shortest candle is one minute");
    const length = timeframeMs(timeframe);
    const firstOpen = candleOpenTime(timeframe, Math.max(from, GENESIS_MS) + length - 1);
    const parts: CandleColumns[] = [];
    const dayLength: Timeframe = length > DAY_MS ? "1d" : timeframe;
    const end = candleOpenTime(timeframe, before + length - 1);
    for (let day = dayIndex(firstOpen); GENESIS_MS + day * DAY_MS < end; day++) {
      const {candles} = this.#block(symbol, day);
      parts.push(dayLength === "1m" ? candles : resample(candles, dayLength).columns);
    }
    const joined = joinColumns(dayLength, parts);
    const whole = dayLength === timeframe ? joined : resample(joined, timeframe).columns;
    return inRange(whole, firstOpen, before);
  }

  /** Trades of [from, before) in order. */
  trades({symbol, from, before}: {symbol: string; from: number; before: number}): SimulatedTrade[] {
    const trades: SimulatedTrade[] = [];
    for (let minute = candleOpenTime("1m", Math.max(from, GENESIS_MS)); minute < before; minute += MINUTE_MS)
      for (const trade of this.#minuteTrades(symbol, minute))
        if (trade.time >= from && trade.time < before) trades.push(trade);
    return trades;
  }

  /** Trades by id, from `firstId` on; ids count up from 0 without a hole. */
  tradesFromId({symbol, firstId, limit}: {symbol: string; firstId: number; limit: number}): SimulatedTrade[] {
    let minute = this.#minuteOfTrade(symbol, firstId);
    const trades: SimulatedTrade[] = [];
    for (; trades.length < limit; minute += MINUTE_MS)
      trades.push(...this.#minuteTrades(symbol, minute).filter(({id}) => id >= firstId));
    return trades.slice(0, limit);
  }

  /** The candle that covers `now`, from the trades before `now`; null when it has not begun to trade. */
  openCandle(symbol: string, timeframe: Timeframe, now: number): Candle | null {
    const openTime = candleOpenTime(timeframe, now);
    const minute = candleOpenTime("1m", now);
    const past = this.candles({symbol, timeframe: "1m", from: openTime, before: minute});
    const running = candleOfTrades(this.trades({symbol, from: minute, before: now}), minute);
    const minutes = joinColumns("1m", running === null ? [past] : [past, running]);
    return minutes.length === 0 ? null : candleAt(resample(minutes, timeframe).columns, 0);
  }

  /** Price of the last trade before `time`. */
  priceAt(symbol: string, time: number): number {
    const minute = candleOpenTime("1m", time);
    const {candles} = this.#block(symbol, dayIndex(minute));
    const index = (minute - GENESIS_MS - dayIndex(minute) * DAY_MS) / MINUTE_MS;
    const last = this.#minuteTrades(symbol, minute).findLast((trade) => trade.time < time);
    return last?.price ?? present(candles.open[index], "a minute of the block");
  }

  #minuteTrades(symbol: string, minute: number): SimulatedTrade[] {
    const day = dayIndex(minute);
    const block = this.#block(symbol, day);
    const index = (minute - GENESIS_MS - day * DAY_MS) / MINUTE_MS;
    const profile = present(this.profile(symbol), `profile of ${symbol}`);
    const random = seededRandom(seedFor(this.seed, `trades ${symbol} ${minute}`));
    const firstId = present(block.firstTradeId[index], "a minute of the block");
    return minuteTrades({candle: candleAt(block.candles, index), firstId, profile}, random);
  }

  #minuteOfTrade(symbol: string, id: number): number {
    const path = present(this.#instruments.get(symbol), symbol);
    let day = 0;
    while (path.at(day).tradesBefore + path.at(day).trades <= id) day++;
    const {firstTradeId} = this.#block(symbol, day);
    let index = 0;
    while (index + 1 < firstTradeId.length && (firstTradeId[index + 1] as number) <= id) index++;
    return GENESIS_MS + day * DAY_MS + index * MINUTE_MS;
  }

  #block(symbol: string, day: number): MinuteBlock {
    const key = `${symbol} ${day}`;
    return remembered({kept: this.#blocks, limit: KEPT_BLOCKS}, key, () => {
      const profile = present(this.profile(symbol), `the simulated exchange lists no ${symbol}: its profile`);
      const instrument = present(this.#instruments.get(symbol), symbol).at(day);
      const random = seededRandom(seedFor(this.seed, `minutes ${key}`));
      const own = minutePath({dayReturn: instrument.ownReturn, dayVariance: instrument.ownVariance}, random);
      const input = {profile, day: instrument, dayStart: GENESIS_MS + day * DAY_MS, market: this.#marketDay(day), own};
      return minuteBlock(input, random);
    });
  }

  #marketDay(day: number): MinutePath {
    return remembered({kept: this.#marketDays, limit: KEPT_MARKET_DAYS}, day, () => {
      const {marketReturn, marketVariance} = this.#path.at(day);
      const random = seededRandom(seedFor(this.seed, `market minutes ${day}`));
      return minutePath({dayReturn: marketReturn, dayVariance: marketVariance}, random);
    });
  }
}

/** The value kept under `key`, made if need be; the one unused for longest makes room. */
function remembered<Key, Value>(
  {kept, limit}: {readonly kept: Map<Key, Value>; readonly limit: number},
  key: Key,
  make: () => Value
): Value {
  const value = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > limit) kept.delete(kept.keys().next().value as Key);
  return value;
}

function joinColumns(timeframe: Timeframe, parts: readonly CandleColumns[]): CandleColumns {
  const only = parts[0];
  if (only !== undefined && parts.length === 1) return only;
  const joined = emptyCandleColumns(
    timeframe,
    parts.reduce((sum, {length}) => sum + length, 0)
  );
  let at = 0;
  for (const part of parts) {
    for (const name of CANDLE_COLUMN_NAMES) joined[name].set(part[name], at);
    at += part.length;
  }
  return joined;
}

/** Bounds by arithmetic: these candles have no holes. */
function inRange(columns: CandleColumns, from: number, before: number): CandleColumns {
  const length = timeframeMs(columns.timeframe);
  const first = columns.openTime[0] ?? 0;
  const start = Math.min(columns.length, Math.max(0, Math.ceil((from - first) / length)));
  const end = Math.min(columns.length, Math.max(start, Math.ceil((before - first) / length)));
  return sliceColumns(columns, start, end);
}

function candleOfTrades(trades: readonly SimulatedTrade[], openTime: number): CandleColumns | null {
  const first = trades[0];
  if (first === undefined) return null;
  const columns = emptyCandleColumns("1m", 1);
  const prices = trades.map(({price}) => price);
  const sum = (amounts: readonly number[]) => Math.round(amounts.reduce((all, amount) => all + amount, 0) * 1e8) / 1e8;
  columns.openTime[0] = openTime;
  columns.open[0] = first.price;
  columns.high[0] = Math.max(...prices);
  columns.low[0] = Math.min(...prices);
  columns.close[0] = trades.at(-1)?.price ?? first.price;
  columns.volume[0] = sum(trades.map(({amount}) => amount));
  columns.quoteVolume[0] = sum(trades.map(({amount, price}) => amount * price));
  columns.tradeCount[0] = trades.length;
  columns.takerBuyVolume[0] = sum(trades.filter(({isBuyerMaker}) => !isBuyerMaker).map(({amount}) => amount));
  return columns;
}
