/** The value of some candles ago. */
import {assert} from "../core/assert.js";

export class Lag {
  private readonly values: Float64Array;
  private position = 0;

  /** @param length how many values back, at least 1 */
  constructor(length: number) {
    assert(Number.isInteger(length) && length >= 1, `a lag is a whole number of at least 1, not ${length}`);
    this.values = new Float64Array(length).fill(Number.NaN);
  }

  /** Takes the newest value; gives the one `length` values before it, NaN while there is none. */
  update(value: number): number {
    const position = this.position;
    const before = this.values[position] as number;
    this.values[position] = value;
    this.position = position + 1 === this.values.length ? 0 : position + 1;
    return before;
  }
}
