// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** What is known of an equity line after reading it once, in order: the sum of its returns and its deepest fall. */

export interface MarkRange {
  readonly from: number;
  /** The first mark after it. */
  readonly to: number;
}

/** Every field begins as a number: one that began undefined would be made anew at each change. */
export class EquityPass {
  /** Each mark over the one before, less one, added up; NaN once a return was not a number. */
  returnSum = 0;
  /** Fall from the highest value so far, the start capital included; a fraction of at least 0. */
  deepestFall = 0;
  highest = 0;
  /** The newest mark. */
  last = 0;

  constructor(startCapital: number) {
    this.highest = startCapital;
    this.last = startCapital;
  }

  take(equity: Float64Array, {from, to}: MarkRange): void {
    let {returnSum, deepestFall, highest, last} = this;
    for (let i = from; i < to; i++) {
      const value = equity[i]!;
      returnSum += value / last - 1;
      last = value;
      if (value > highest) highest = value;
      // Compared before it is divided: most marks set no new depth.
      else if (highest - value > deepestFall * highest) deepestFall = (highest - value) / highest;
    }
    this.returnSum = returnSum;
    this.deepestFall = deepestFall;
    this.highest = highest;
    this.last = last;
  }

  /** So many marks of one value: after the first their return is 0, and they fall no deeper. */
  takeLevel(value: number, count: number): void {
    for (let i = 0; i < Math.min(2, count); i++) this.takeOne(value);
  }

  takeOne(value: number): void {
    this.returnSum += value / this.last - 1;
    this.last = value;
    if (value > this.highest) this.highest = value;
    else if (this.highest - value > this.deepestFall * this.highest)
      this.deepestFall = (this.highest - value) / this.highest;
  }
}

export function equityPass(equity: Float64Array, startCapital: number): EquityPass {
  const pass = new EquityPass(startCapital);
  pass.take(equity, {from: 0, to: equity.length});
  return pass;
}
