// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A stretch of closes at which nothing changes, valued in one go. */
import type {EquityPass} from "../course/equity-pass.js";

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
  /** Reads the marks as they are written. */
  readonly pass: EquityPass;
}

export interface Held {
  readonly cash: number;
  /** Base units, signed. */
  readonly held: number;
}

/** Writes the equity at each close. @returns at how many of them positions were worth something */
export function markStretch(marks: Marks, {cash, held}: Held, {from, to}: Stretch): number {
  const {equity, offset, pass} = marks;
  if (held !== 0) return markHeld(marks, {cash, held}, {from, to});
  equity.fill(cash, from - offset, to - offset + 1);
  pass.takeLevel(cash, to - from + 1);
  return 0;
}

/** `EquityPass.take` and the marks themselves in one loop. */
function markHeld({equity, close, offset, pass}: Marks, {cash, held}: Held, {from, to}: Stretch): number {
  let {returnSum, deepestFall, highest, last} = pass;
  let idle = 0;
  for (let i = from; i <= to; i++) {
    const worth = held * close[i]!;
    if (worth === 0) idle++;
    const value = cash + worth;
    equity[i - offset] = value;
    returnSum += value / last - 1;
    last = value;
    if (value > highest) highest = value;
    else if (highest - value > deepestFall * highest) deepestFall = (highest - value) / highest;
  }
  pass.returnSum = returnSum;
  pass.deepestFall = deepestFall;
  pass.highest = highest;
  pass.last = last;
  return to - from + 1 - idle;
}
