/**
 * Holes that all instruments of a venue share. One instrument may lack candles for many reasons; where every one that was
 * being followed lacks the same ones, the venue itself was down.
 */

export interface Hole {
  readonly id: number;
  /** Open time of the first and of the last missing candle. */
  readonly from: number;
  readonly to: number;
}

/** Candles of one instrument; all of one call are of one venue and timeframe. */
export interface FollowedSeries {
  readonly instrument: string;
  /** Open times of the first and last candle that is there. */
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
  /** In order of time, not overlapping. */
  readonly holes: readonly Hole[];
}

/** Fewer instruments than this are no evidence. */
export const FEWEST_INSTRUMENTS = 3;

/**
 * Ids of the holes during which every instrument was silent that had candles before and after them, when these were at
 * least `FEWEST_INSTRUMENTS`, the hole's own among them.
 */
export function silentTogether(series: readonly FollowedSeries[]): number[] {
  const found: number[] = [];
  for (const own of series)
    for (const hole of own.holes) {
      const following = series.filter(
        ({firstOpenTime, lastOpenTime}) => firstOpenTime < hole.from && lastOpenTime > hole.to
      );
      if (following.length >= FEWEST_INSTRUMENTS && following.every(({holes}) => isInside(hole, holes)))
        found.push(hole.id);
    }
  return found;
}

/** True when one of the holes holds all of this one. */
function isInside({from, to}: Hole, holes: readonly Hole[]): boolean {
  let low = 0;
  let high = holes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((holes[middle]?.from ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const before = holes[low - 1];
  return before !== undefined && before.to >= to;
}
