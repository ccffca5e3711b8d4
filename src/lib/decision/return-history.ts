/** An instrument's recent returns: its volatility now, and how alike two instruments move. */
export interface ReturnHistory {
  /** The newest close; 0 before the first. */
  lastClose(): number;
  /** Takes the next close; a candle after a gap starts anew, since its return spans more than one candle. */
  add(candle: {closeTime: number; close: number; missingBefore: number}, halfLife: number): void;
  /** Standard deviation of one candle's log return, recent ones weighing more; null before 8 of them. */
  volatility(): number | null;
  snapshot(): ReturnHistoryState;
  restore(state: ReturnHistoryState): void;
  /** Return by close time, for the newest candles up to `capacity`. NaN where there is none. */
  returnAt(closeTime: number): number;
}

export interface ReturnHistoryState {
  readonly lastClose: number;
  readonly count: number;
  readonly variance: number;
  readonly times: readonly number[];
  readonly returns: readonly number[];
}

export const RETURN_HISTORY_CAPACITY = 512;
const LEAST_RETURNS = 8;

export function createReturnHistory(candleMs: number): ReturnHistory {
  const times = new Float64Array(RETURN_HISTORY_CAPACITY).fill(-1);
  const returns = new Float64Array(RETURN_HISTORY_CAPACITY);
  let lastClose = 0;
  let count = 0;
  let variance = 0;
  /** Weight of the newest return by the half-life that was last asked for. */
  let fadingHalfLife = Number.NaN;
  let newestShare = 0;
  const place = (closeTime: number) => Math.floor(closeTime / candleMs) % RETURN_HISTORY_CAPACITY;
  return {
    lastClose: () => lastClose,
    add: ({closeTime, close, missingBefore}, halfLife) => {
      const previous = lastClose;
      lastClose = close;
      if (!(previous > 0) || !(close > 0) || missingBefore > 0) return;
      const change = Math.log(close / previous);
      count++;
      // A plain mean of squares first, then exponential: no single early return dominates.
      if (halfLife !== fadingHalfLife) {
        fadingHalfLife = halfLife;
        newestShare = 1 - 2 ** (-1 / halfLife);
      }
      const share = Math.max(newestShare, 1 / count);
      variance += share * (change * change - variance);
      const slot = place(closeTime);
      times[slot] = closeTime;
      returns[slot] = change;
    },
    volatility: () => (count < LEAST_RETURNS ? null : Math.sqrt(variance)),
    returnAt: (closeTime) => {
      const slot = place(closeTime);
      return times[slot] === closeTime ? (returns[slot] as number) : Number.NaN;
    },
    snapshot: () => {
      const kept = Array.from(times.keys()).filter((slot) => (times[slot] as number) >= 0);
      return {
        lastClose,
        count,
        variance,
        times: kept.map((slot) => times[slot] as number),
        returns: kept.map((slot) => returns[slot] as number)
      };
    },
    restore: (state) => {
      ({lastClose, count, variance} = state);
      times.fill(-1);
      state.times.forEach((time, i) => {
        times[place(time)] = time;
        returns[place(time)] = state.returns[i] as number;
      });
    }
  };
}
