/** The last n values themselves, for calculations that must look at each of them. */
import {windowLength} from "./window-length.js";

export class WindowValues {
  /** Written twice, n apart, so that the last n always lie side by side. */
  private readonly twice: Float64Array;
  readonly length: number;
  private start = 0;
  private count = 0;

  constructor(length: number) {
    this.length = windowLength(length);
    this.twice = new Float64Array(2 * length).fill(Number.NaN);
  }

  /** True once n values have come. */
  get isFull(): boolean {
    return this.count === this.length;
  }

  /** How many values have come, at most n. */
  get size(): number {
    return this.count;
  }

  update(value: number): void {
    const start = this.start;
    this.twice[start] = value;
    this.twice[start + this.length] = value;
    this.start = start + 1 === this.length ? 0 : start + 1;
    if (this.count < this.length) this.count++;
  }

  /** The value `age` values back: 0 is the newest, n-1 the oldest; NaN where none has come. */
  ago(age: number): number {
    return this.twice[this.start + this.length - 1 - age] as number;
  }

  /** Array in which the oldest value is at `from()` and the newest at `from() + n - 1`. Not to be written to. */
  data(): Float64Array {
    return this.twice;
  }

  from(): number {
    return this.start;
  }
}
