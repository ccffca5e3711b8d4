// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A stretch of closes at which nothing changes, valued in one go. */
import type {EquityPass} from "../course/equity-pass.js";

export interface Stretch {
  readonly from: number;
  /** Its last close. */
  readonly to: number;
  readonly cash: number;
  /** Base units, signed. */
  readonly held: number;
}

export interface Marks {
  readonly equity: Float64Array;
  readonly close: Float64Array;
  /** Index of the candle that the first mark belongs to. */
  readonly offset: number;
  /** Reads the marks as they are written. */
  readonly pass: EquityPass;
}

/** Writes the equity at each close. @returns at how many of them positions were worth something */
export function markStretch(marks: Marks, stretch: Stretch): number {
  const {from, to, cash, held} = stretch;
  const {equity, offset, pass} = marks;
  if (held !== 0) return markHeld(marks, stretch);
  fillLevel(equity, cash, {from: from - offset, to: to - offset});
  pass.takeLevel(cash, to - from + 1);
  return 0;
}

/** Shorter stretches are sooner written than handed to the platform's own fill. */
const LONG_STRETCH = 64;

function fillLevel(equity: Float64Array, value: number, {from, to}: Pick<Stretch, "from" | "to">): void {
  if (to - from >= LONG_STRETCH) equity.fill(value, from, to + 1);
  else for (let i = from; i <= to; i++) equity[i] = value;
}

/** `EquityPass.take` and the marks themselves in one loop. */
function markHeld({equity, close, offset, pass}: Marks, {from, to, cash, held}: Stretch): number {
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
