// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * A day of one-minute candles of one instrument. Prices are whole increments, amounts whole lots; a minute opens where
 * the last one closed; a minute without a trade has zero volume and one price. Volume follows volatility.
 */
import type {Random} from "../../lib/core/random.js";
import {MINUTE_MS} from "../../lib/core/time.js";
import {type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import type {InstrumentDay} from "./daily-path.js";
import type {MarketProfile} from "./market-profile.js";
import {MINUTES_A_DAY, type MinutePath} from "./minute-path.js";

export interface MinuteBlockInput {
  readonly profile: MarketProfile;
  readonly day: InstrumentDay;
  readonly dayStart: number;
  readonly market: MinutePath;
  readonly own: MinutePath;
}

export interface MinuteBlock {
  /** 1 440 candles; `tradeCount` is exact. */
  readonly candles: CandleColumns;
  /** Id of each minute's first trade. */
  readonly firstTradeId: Float64Array;
}

export function minuteBlock(input: MinuteBlockInput, random: Random): MinuteBlock {
  const {profile, day, dayStart, market, own} = input;
  const candles = emptyCandleColumns("1m", MINUTES_A_DAY);
  const firstTradeId = new Float64Array(MINUTES_A_DAY);
  const counts = tradeCounts(input, random);
  const tick = 10 ** profile.priceDecimals;
  let logPrice = day.logOpen;
  let open = toTick(Math.exp(logPrice), tick);
  let tradeId = day.tradesBefore;
  for (let k = 0; k < MINUTES_A_DAY; k++) {
    const variance = profile.marketBeta ** 2 * market.variances[k]! + own.variances[k]!;
    const step = profile.marketBeta * market.returns[k]! + own.returns[k]!;
    logPrice += step;
    candles.openTime[k] = dayStart + k * MINUTE_MS;
    firstTradeId[k] = tradeId;
    tradeId += counts[k]!;
    // The path moves on below the surface; without a trade nobody sees it.
    const close = counts[k]! === 0 ? open : toTick(Math.exp(logPrice), tick);
    writePrices(candles, {index: k, open, close, count: counts[k]!, step, variance, tick}, random);
    writeAmounts(candles, {index: k, count: counts[k]!, profile}, random);
    open = close;
  }
  return {candles, firstTradeId};
}

/** The day's trades shared out: more where volatility is high and where the price moved. */
function tradeCounts({profile, day, market, own}: MinuteBlockInput, random: Random): Int32Array {
  const weights = new Float64Array(MINUTES_A_DAY);
  let total = 0;
  for (let k = 0; k < MINUTES_A_DAY; k++) {
    const variance = profile.marketBeta ** 2 * market.variances[k]! + own.variances[k]!;
    const step = profile.marketBeta * market.returns[k]! + own.returns[k]!;
    weights[k] = (Math.sqrt(variance) + 0.6 * Math.abs(step)) * (0.4 + 1.2 * random.next());
    total += weights[k]!;
  }
  const counts = new Int32Array(MINUTES_A_DAY);
  let passed = 0;
  let given = 0;
  for (let k = 0; k < MINUTES_A_DAY; k++) {
    passed += weights[k]!;
    const upTo = k === MINUTES_A_DAY - 1 ? day.trades : Math.floor((passed / total) * day.trades);
    counts[k] = upTo - given;
    given = upTo;
  }
  return counts;
}

interface PriceInput {
  readonly index: number;
  readonly open: number;
  readonly close: number;
  readonly count: number;
  readonly step: number;
  readonly variance: number;
  readonly tick: number;
}

/**
 * High and low: the extremes of a Brownian bridge from open to close (maximum by inversion of its distribution), as far
 * as there are trades to print them: one trade has one price, four can show open, high, low and close.
 */
function writePrices(candles: CandleColumns, input: PriceInput, random: Random): void {
  const {index, count, step, variance, tick} = input;
  const open = count === 1 ? input.close : input.open;
  const {close} = input;
  let high = Math.max(open, close);
  let low = Math.min(open, close);
  const up = bridgeExcess(step, variance, random);
  const down = bridgeExcess(step, variance, random);
  if (count >= 3) high = Math.max(high, toTick(high * (1 + up), tick));
  if (count >= 4) low = Math.min(low, Math.max(1 / tick, toTick(low * (1 - down), tick)));
  candles.open[index] = open;
  candles.high[index] = high;
  candles.low[index] = low;
  candles.close[index] = close;
}

/** How far, in log terms, the bridge's extreme lies beyond the further of its two ends. */
function bridgeExcess(step: number, variance: number, random: Random): number {
  return (Math.sqrt(step * step - 2 * variance * Math.log(1 - random.next())) - Math.abs(step)) / 2;
}

function writeAmounts(
  candles: CandleColumns,
  {index, count, profile}: {index: number; count: number; profile: MarketProfile},
  random: Random
): void {
  const lot = 10 ** profile.amountDecimals;
  const {open, high, low, close} = candles;
  const typical = (open[index]! + high[index]! + low[index]! + close[index]!) / 4;
  const size = 0.4 + 1.2 * random.next();
  const buyers = random.next();
  const lots =
    count === 0 ? 0 : Math.max(2 * count, Math.round((count * profile.tradeSizeQuote * size * lot) / typical));
  candles.tradeCount[index] = count;
  candles.volume[index] = lots / lot;
  candles.quoteVolume[index] = Math.round((lots / lot) * typical * 1e6) / 1e6;
  candles.takerBuyVolume[index] = buyLots({lots, count, share: 0.3 + 0.4 * buyers}) / lot;
}

/** Lots that takers bought; with two trades or more each side has room for at least one trade of one lot. */
function buyLots({lots, count, share}: {lots: number; count: number; share: number}): number {
  if (count === 0) return 0;
  if (count === 1) return share > 0.5 ? lots : 0;
  return Math.max(count, Math.min(lots - count, Math.round(lots * share)));
}

function toTick(price: number, tick: number): number {
  return Math.max(1, Math.round(price * tick)) / tick;
}
