// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * What is not there: runs of grid points without a candle. A gap stays a gap. Where a venue leaves out candles in which
 * nothing traded (METHODS T15), holes are not losses and are named as such.
 */
import type {CandleColumns} from "../vocabulary/candle.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";

export interface Gap {
  /** Open time of the first and of the last missing candle. */
  readonly from: number;
  readonly to: number;
  readonly missing: number;
}

export interface GapSummary {
  readonly missing: number;
  readonly runs: number;
  /** Candles in the longest run; 0 without gaps. */
  readonly longest: number;
}

export interface GapRange {
  /** First open time that should be there; from the first candle on by default. */
  readonly from?: number;
  /** The candles asked for open before this time; up to the last candle by default. */
  readonly before?: number;
}

/** Gaps between candles in strictly rising order of open time, and at the ends of `range` when it is given. */
export function findGaps({timeframe, openTime, length}: CandleColumns, range: GapRange = {}): Gap[] {
  const step = timeframeMs(timeframe);
  const gaps: Gap[] = [];
  const bounds = boundsOf(timeframe, range);
  let expected = bounds.from ?? (length > 0 ? openTime[0]! : Number.POSITIVE_INFINITY);
  for (let i = 0; i < length; i++) {
    const time = openTime[i]!;
    if (time > expected) gaps.push(gapBetween(expected, time, step));
    expected = time + step;
  }
  if (bounds.before !== null && bounds.before > expected) gaps.push(gapBetween(expected, bounds.before, step));
  return gaps;
}

export function summarizeGaps(gaps: readonly Gap[]): GapSummary {
  let missing = 0;
  let longest = 0;
  for (const gap of gaps) {
    missing += gap.missing;
    longest = Math.max(longest, gap.missing);
  }
  return {missing, runs: gaps.length, longest};
}

/** Venues whose public documentation says that candles without a trade are left out. */
const SPARSE_VENUES = ["bitfinex", "coinbase", "kraken"];

/** True where a missing candle can mean that nothing traded, so that a hole is not evidence of lost data. */
export function leavesOutEmptyCandles(exchange: string): boolean {
  return SPARSE_VENUES.some((venue) => exchange === venue || exchange.startsWith(`${venue}-`));
}

/** First and past-the-end grid points of a range: both are moved up to the grid. */
function boundsOf(timeframe: Timeframe, {from, before}: GapRange): {from: number | null; before: number | null} {
  const upToGrid = (time: number) => {
    const open = candleOpenTime(timeframe, time);
    return open === time ? time : open + timeframeMs(timeframe);
  };
  return {
    from: from === undefined ? null : upToGrid(from),
    before: before === undefined ? null : upToGrid(before)
  };
}

function gapBetween(expected: number, next: number, step: number): Gap {
  return {from: expected, to: next - step, missing: (next - expected) / step};
}
