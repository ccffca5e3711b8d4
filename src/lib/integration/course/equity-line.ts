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
  /** @param out as long as the line, to be written; made for the caller when left out */
  column(out?: Float64Array): Float64Array;
  /** What one reading tells. */
  summary(): EquitySummary;
  /** Powers of the distances of the returns from `centre`, added up in order. */
  powers(centre: number): ReturnPowers;
}

/** A return is each mark over the one before, less one. Sums are NaN once one was not a number. */
export interface EquitySummary {
  /** Returns, their squares, cubes and fourth powers, added up in order. */
  readonly returnSum: number;
  readonly squares: number;
  readonly cubes: number;
  readonly fourths: number;
  /** min(r, 0)^2 of each return, added up. */
  readonly losses: number;
  /** Fall from the highest value so far, the start capital included; a fraction of at least 0. */
  readonly deepestFall: number;
}

export interface ReturnPowers {
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

export function columnLine(equity: Float64Array, startCapital: number): EquityLine {
  return {
    length: equity.length,
    startCapital,
    last: equity.at(-1) ?? Number.NaN,
    at: (index) => equity[index]!,
    column: (out = new Float64Array(equity.length)) => {
      out.set(equity);
      return out;
    },
    summary: () => summaryOf(equity, startCapital),
    powers: (centre) => powersOf(equity, {startCapital, centre})
  };
}

function summaryOf(equity: Float64Array, startCapital: number): EquitySummary {
  let returnSum = 0;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  let losses = 0;
  let deepestFall = 0;
  let highest = startCapital;
  let last = startCapital;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    const change = value / last - 1;
    const square = change * change;
    // The smaller of the return and 0 without a branch, which no processor could foretell.
    const loss = 0.5 * (change - Math.abs(change));
    returnSum += change;
    squares += square;
    cubes += square * change;
    fourths += square * square;
    losses += loss * loss;
    last = value;
    if (value > highest) highest = value;
    // Compared before it is divided: most marks set no new depth.
    else if (highest - value > deepestFall * highest) deepestFall = (highest - value) / highest;
  }
  return {returnSum, squares, cubes, fourths, losses, deepestFall};
}

function powersOf(
  equity: Float64Array,
  {startCapital, centre}: {readonly startCapital: number; readonly centre: number}
): ReturnPowers {
  let before = startCapital;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < equity.length; i++) {
    const mark = equity[i]!;
    const value = mark / before - 1;
    before = mark;
    const distance = value - centre;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  return {second, third, fourth};
}
