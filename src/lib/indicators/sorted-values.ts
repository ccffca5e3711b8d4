/** The last n values in order of size, for ranks and quantiles: each value is put in its place and taken out of it. */
import {WindowValues} from "./window-values.js";

export class SortedValues {
  private readonly recent: WindowValues;
  private readonly sorted: Float64Array;

  constructor(length: number) {
    this.recent = new WindowValues(length);
    this.sorted = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  }

  get size(): number {
    return this.recent.size;
  }

  get isFull(): boolean {
    return this.recent.isFull;
  }

  /** Takes the newest value, which must be finite. */
  update(value: number): void {
    const sorted = this.sorted;
    // While the window fills, an infinity at the end leaves in place of an oldest value.
    let hole = this.recent.isFull ? this.countBelow(this.recent.ago(this.recent.length - 1)) : this.recent.size;
    this.recent.update(value);
    for (; hole > 0 && (sorted[hole - 1] as number) > value; hole--) sorted[hole] = sorted[hole - 1] as number;
    const last = this.recent.size - 1;
    for (; hole < last && (sorted[hole + 1] as number) < value; hole++) sorted[hole] = sorted[hole + 1] as number;
    sorted[hole] = value;
  }

  /** Type-7 quantile (linear between order statistics) of the values there are; NaN where there is none. */
  quantile(share: number): number {
    const at = (this.recent.size - 1) * share;
    const below = Math.floor(at);
    const low = this.sorted[below];
    if (low === undefined || this.recent.size === 0) return Number.NaN;
    const high = this.sorted[Math.min(below + 1, this.recent.size - 1)] as number;
    return low + (high - low) * (at - below);
  }

  /** Average rank of a value that is in the window, 1 for the smallest. */
  averageRank(value: number): number {
    const below = this.countBelow(value);
    let equal = 0;
    while (below + equal < this.recent.size && this.sorted[below + equal] === value) equal++;
    return below + (equal + 1) / 2;
  }

  /** How many values are smaller. */
  private countBelow(value: number): number {
    let low = 0;
    let high = this.recent.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
