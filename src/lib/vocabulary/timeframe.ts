/** The length of a candle. Boundaries are UTC; weeks start on Monday. */
import {assert} from "../core/assert.js";
import {DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS} from "../core/time.js";

const LENGTHS = {
  "1s": SECOND_MS,
  "1m": MINUTE_MS,
  "3m": 3 * MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1h": HOUR_MS,
  "2h": 2 * HOUR_MS,
  "4h": 4 * HOUR_MS,
  "6h": 6 * HOUR_MS,
  "8h": 8 * HOUR_MS,
  "12h": 12 * HOUR_MS,
  "1d": DAY_MS,
  "3d": 3 * DAY_MS,
  "1w": WEEK_MS
} as const;

export type Timeframe = keyof typeof LENGTHS;

export const TIMEFRAMES = Object.keys(LENGTHS) as readonly Timeframe[];

/** 1970-01-05, the first Monday: the origin of weekly candles. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

export function isTimeframe(text: string): text is Timeframe {
  return Object.hasOwn(LENGTHS, text);
}

/** Length of one candle in milliseconds. */
export function timeframeMs(timeframe: Timeframe): number {
  return LENGTHS[timeframe];
}

/** Open time of the candle that covers `time`. Divides, never multiplies by a reciprocal: rounding would move hours. */
export function candleOpenTime(timeframe: Timeframe, time: number): number {
  const length = LENGTHS[timeframe];
  const origin = timeframe === "1w" ? FIRST_MONDAY_MS : 0;
  return Math.floor((time - origin) / length) * length + origin;
}

/** Candles in a year of 365 days (METHODS C6). */
export function candlesPerYear(timeframe: Timeframe): number {
  return (365 * DAY_MS) / LENGTHS[timeframe];
}

export function parseTimeframe(text: string): Timeframe {
  assert(isTimeframe(text), `a timeframe is one of ${TIMEFRAMES.join(", ")}, not ${text}`);
  return text;
}
