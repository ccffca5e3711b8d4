/**
 * How many values ago the highest and the lowest of the last n came. Only values that may yet be the highest are kept,
 * each higher than those after it; so every value is put in and taken out once (Lemire 2006).
 */
import {windowLength} from "./window-length.js";

/** Which of equal values counts: the newest (Aroon) or the oldest (position of a maximum in qlib). */
export type TieRule = "newest" | "oldest";

export class WindowMaximumAge {
  private readonly length: number;
  private readonly isNewestOfTies: boolean;
  /** A ring of candidates: their values and at which update they came. */
  private readonly values: Float64Array;
  private readonly cameAt: Float64Array;
  private first = 0;
  private count = 0;
  private updates = 0;

  constructor(length: number, ties: TieRule) {
    this.length = windowLength(length);
    this.isNewestOfTies = ties === "newest";
    this.values = new Float64Array(length);
    this.cameAt = new Float64Array(length);
  }

  get isFull(): boolean {
    return this.updates >= this.length;
  }

  /** Takes the newest value; gives the age of the highest, 0 the newest, among the last n or as many as there are. */
  update(value: number): number {
    const {values, cameAt, length} = this;
    const updates = this.updates + 1;
    this.updates = updates;
    let first = this.first;
    let count = this.count;
    if (count > 0 && updates - (cameAt[first] as number) >= length) {
      first = first + 1 === length ? 0 : first + 1;
      count--;
    }
    let last = first + count - 1;
    if (last >= length) last -= length;
    while (count > 0 && this.isBeaten(values[last] as number, value)) {
      count--;
      last = last === 0 ? length - 1 : last - 1;
    }
    const place = count === 0 ? first : last + 1 === length ? 0 : last + 1;
    values[place] = value;
    cameAt[place] = updates;
    this.first = first;
    this.count = count + 1;
    return updates - (cameAt[first] as number);
  }

  private isBeaten(earlier: number, value: number): boolean {
    return this.isNewestOfTies ? earlier <= value : earlier < value;
  }
}

export class WindowMinimumAge {
  private readonly negated: WindowMaximumAge;

  constructor(length: number, ties: TieRule) {
    this.negated = new WindowMaximumAge(length, ties);
  }

  update(value: number): number {
    return this.negated.update(-value);
  }
}

/**
 * `WindowMaximumAge` for each of many values without a NaN, the newest of ties, written to `out`; NaN at the first n-1. It
 * looks through a window anew when its highest leaves it, which costs less than keeping what may follow it.
 */
export function maximumAges(values: Float64Array, length: number, out: Float64Array): void {
  out.fill(Number.NaN, 0, windowLength(length) - 1);
  let at = 0;
  let highest = values[0] ?? Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value >= highest) {
      at = i;
      highest = value;
    } else if (i - at >= length) {
      at = i - length + 1;
      highest = values[at] as number;
      for (let j = at + 1; j <= i; j++) {
        const other = values[j] as number;
        if (other >= highest) {
          at = j;
          highest = other;
        }
      }
    }
    if (i >= length - 1) out[i] = i - at;
  }
}

/**
 * `WindowMinimumAge` for each of many values without a NaN, the newest of ties, written to `out`; NaN at the first n-1. It
 * looks through a window anew when its lowest leaves it, which costs less than keeping what may follow it.
 */
export function minimumAges(values: Float64Array, length: number, out: Float64Array): void {
  out.fill(Number.NaN, 0, windowLength(length) - 1);
  let at = 0;
  let lowest = values[0] ?? Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value <= lowest) {
      at = i;
      lowest = value;
    } else if (i - at >= length) {
      at = i - length + 1;
      lowest = values[at] as number;
      for (let j = at + 1; j <= i; j++) {
        const other = values[j] as number;
        if (other <= lowest) {
          at = j;
          lowest = other;
        }
      }
    }
    if (i >= length - 1) out[i] = i - at;
  }
}
