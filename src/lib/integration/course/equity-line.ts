// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A run's equity at each close, as figures read it: a column, or what it can be made of (stretch-line.ts). */

export interface EquityLine {
  /** Marks. */
  readonly length: number;
  /** Quote units, before the first mark. */
  readonly startCapital: number;
  /** NaN where there is none. */
  readonly last: number;
  /** Quickest for marks in order. */
  at(index: number): number;
  /** Made for the caller. */
  column(): Float64Array;
  /** What one reading tells. */
  summary(): EquitySummary;
  /** Powers of the distances of the returns from `centre`, added up in order. */
  powers(centre: number): ReturnPowers;
}

export interface EquitySummary {
  /** Each mark over the one before, less one, added up in order; NaN once a return was not a number. */
  readonly returnSum: number;
  /** Fall from the highest value so far, the start capital included; a fraction of at least 0. */
  readonly deepestFall: number;
}

export interface ReturnPowers {
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
  /** min(r, 0)^2 of each return, added up. */
  readonly losses: number;
}

export function columnLine(equity: Float64Array, startCapital: number): EquityLine {
  return {
    length: equity.length,
    startCapital,
    last: equity.at(-1) ?? Number.NaN,
    at: (index) => equity[index]!,
    column: () => equity.slice(),
    summary: () => summaryOf(equity, startCapital),
    powers: (centre) => powersOf(equity, {startCapital, centre})
  };
}

function summaryOf(equity: Float64Array, startCapital: number): EquitySummary {
  let returnSum = 0;
  let deepestFall = 0;
  let highest = startCapital;
  let last = startCapital;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    returnSum += value / last - 1;
    last = value;
    if (value > highest) highest = value;
    // Compared before it is divided: most marks set no new depth.
    else if (highest - value > deepestFall * highest) deepestFall = (highest - value) / highest;
  }
  return {returnSum, deepestFall};
}

function powersOf(
  equity: Float64Array,
  {startCapital, centre}: {readonly startCapital: number; readonly centre: number}
): ReturnPowers {
  let before = startCapital;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let losses = 0;
  for (let i = 0; i < equity.length; i++) {
    const mark = equity[i]!;
    const value = mark / before - 1;
    before = mark;
    // The smaller of the return and 0 without a branch, which no processor could foretell.
    const loss = 0.5 * (value - Math.abs(value));
    losses += loss * loss;
    const distance = value - centre;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  return {second, third, fourth, losses};
}
