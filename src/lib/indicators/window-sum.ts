/**
 * Sum of the last n values in constant time without ever subtracting: the window is the tail of one block and the head
 * of the next, and both are only added up. So an outlier leaves no rounding error behind when it leaves the window,
 * and a NaN makes just the windows undefined that hold it.
 */
import {windowLength} from "./window-length.js";

export class WindowSum {
  /** Up to `position` the values of the block being filled; from there on sums of the last block to its end. */
  private readonly tails: Float64Array;
  private position = 0;
  private head = 0;

  /** @param from "full": undefined while there are fewer than n values; "first": then the sum of those there are */
  constructor(length: number, from: "full" | "first" = "full") {
    // What stands for the block before the first makes its sums: undefined, or nothing.
    this.tails = new Float64Array(windowLength(length)).fill(from === "full" ? Number.NaN : 0);
  }

  /** Takes the newest value; gives the sum of the last n. */
  update(value: number): number {
    const tails = this.tails;
    const position = this.position;
    tails[position] = value;
    const next = position + 1;
    if (next === tails.length) return this.turn();
    const head = this.head + value;
    this.head = head;
    this.position = next;
    return (tails[next] as number) + head;
  }

  /**
   * `update` for each of many values, written to `out`, which must not be `values`: the same additions in the same
   * order, a block at a time in local variables.
   * @param divisor of each sum: a mean in the same pass
   */
  run(values: Float64Array, out: Float64Array, divisor = 1): void {
    const tails = this.tails;
    const last = tails.length - 1;
    const size = values.length;
    let i = 0;
    for (; i < size && this.position > 0; i++) out[i] = this.update(values[i] as number) / divisor;
    for (; i + last < size; i += last + 1) {
      let head = 0;
      let k = 1;
      let at = i;
      // Two to a turn of the loop, since a turn costs more than an addition.
      for (; k < last; k += 2, at += 2) {
        const first = head + (values[at] as number);
        head = first + (values[at + 1] as number);
        out[at] = ((tails[k] as number) + first) / divisor;
        out[at + 1] = ((tails[k + 1] as number) + head) / divisor;
      }
      if (k === last) {
        head += values[at] as number;
        out[at] = ((tails[k] as number) + head) / divisor;
        at++;
      }
      let sum = 0;
      for (k = last; k > 0; k -= 2, at -= 2) {
        const first = sum + (values[at] as number);
        sum = first + (values[at - 1] as number);
        tails[k] = first;
        tails[k - 1] = sum;
      }
      if (k === 0) {
        sum += values[at] as number;
        tails[0] = sum;
      }
      out[i + last] = sum / divisor;
    }
    for (; i < size; i++) out[i] = this.update(values[i] as number) / divisor;
  }

  /** The block is full and is the window: add it up from its end. */
  private turn(): number {
    const tails = this.tails;
    let sum = 0;
    for (let i = tails.length - 1; i >= 0; i--) {
      sum += tails[i] as number;
      tails[i] = sum;
    }
    this.position = 0;
    this.head = 0;
    return sum;
  }
}
