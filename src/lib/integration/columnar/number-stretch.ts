// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A stretch of closes at which nothing changes, valued in one go. */

export interface Stretch {
  readonly from: number;
  /** Its last close. */
  readonly to: number;
}

export interface Marks {
  readonly equity: Float64Array;
  readonly close: Float64Array;
  /** Index of the candle that the first mark belongs to. */
  readonly offset: number;
}

export interface Held {
  readonly cash: number;
  /** Base units, signed. */
  readonly held: number;
}

/** Writes the equity at each close. @returns at how many of them positions were worth something */
export function markStretch({equity, close, offset}: Marks, {cash, held}: Held, {from, to}: Stretch): number {
  if (held === 0) {
    equity.fill(cash, from - offset, to - offset + 1);
    return 0;
  }
  let idle = 0;
  for (let i = from; i <= to; i++) {
    const worth = held * close[i]!;
    if (worth === 0) idle++;
    equity[i - offset] = cash + worth;
  }
  return to - from + 1 - idle;
}
