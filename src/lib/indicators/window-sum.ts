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
   * `update` for each of many values, written to `out`: the same additions in the same order, in local variables.
   * @param divisor of each sum: a mean in the same pass
   */
  run(values: Float64Array, out: Float64Array, divisor = 1): void {
    const tails = this.tails;
    const length = tails.length;
    let position = this.position;
    let head = this.head;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      tails[position] = value;
      position++;
      if (position < length) {
        head += value;
        out[i] = ((tails[position] as number) + head) / divisor;
        continue;
      }
      out[i] = this.turn() / divisor;
      position = 0;
      head = 0;
    }
    this.position = position;
    this.head = head;
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
