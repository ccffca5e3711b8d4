/**
 * What a usual day of an instrument is like, from whole UTC days of closed candles: median traded value and the
 * volatility of a day's return over at most 30 days. Null until one whole day was seen. Constant work a candle.
 */
import {DAY_MS} from "../../core/time.js";

export interface MarketEstimate {
  /** Median value traded a day, quote units. */
  dailyVolume: number | null;
  /** Root of the mean daily sum of squared log returns. */
  dailyVolatility: number | null;
  /** The newest last, at most 30. */
  readonly days: {readonly volume: number; readonly variance: number}[];
  close: number | null;
  day: number;
  dayVolume: number;
  dayVariance: number;
  /** Whether the day at hand was seen from its beginning. */
  isWholeDay: boolean;
}

const KEPT_DAYS = 30;

export function newEstimate(): MarketEstimate {
  return {
    dailyVolume: null,
    dailyVolatility: null,
    days: [],
    close: null,
    day: Number.NaN,
    dayVolume: 0,
    dayVariance: 0,
    isWholeDay: false
  };
}

export interface SeenCandle {
  readonly openTime: number;
  readonly closeTime: number;
  readonly close: number;
  /** Base units. */
  readonly volume: number;
}

/** A candle has closed. Longer ones than a day count as so many equal days. */
export function observeCandle(estimate: MarketEstimate, {openTime, closeTime, close, volume}: SeenCandle): void {
  const day = Math.floor(openTime / DAY_MS);
  const step = estimate.close === null ? 0 : Math.log(close / estimate.close);
  const days = (closeTime - openTime) / DAY_MS;
  if (day !== estimate.day) beginDay(estimate, day, openTime);
  estimate.close = close;
  estimate.dayVolume += close * volume;
  estimate.dayVariance += step * step;
  if (days >= 1) {
    keepDay(estimate, {volume: (close * volume) / days, variance: (step * step) / days});
    estimate.isWholeDay = false;
  } else if (closeTime % DAY_MS === 0 && estimate.isWholeDay) {
    keepDay(estimate, {volume: estimate.dayVolume, variance: estimate.dayVariance});
    estimate.isWholeDay = false;
  }
}

function beginDay(estimate: MarketEstimate, day: number, openTime: number): void {
  estimate.day = day;
  estimate.dayVolume = 0;
  estimate.dayVariance = 0;
  estimate.isWholeDay = openTime % DAY_MS === 0;
}

function keepDay(estimate: MarketEstimate, day: {readonly volume: number; readonly variance: number}): void {
  const {days} = estimate;
  days.push(day);
  if (days.length > KEPT_DAYS) days.shift();
  const volumes = days.map(({volume}) => volume).sort((a, b) => a - b);
  const half = volumes.length >> 1;
  const upper = volumes[half] ?? 0;
  estimate.dailyVolume = volumes.length % 2 === 1 ? upper : ((volumes[half - 1] ?? 0) + upper) / 2;
  const sum = days.reduce((total, {variance}) => total + variance, 0);
  estimate.dailyVolatility = Math.sqrt(sum / days.length);
}
