/**
 * Highest and lowest of the last n values in constant time: as in `WindowSum` the window is the tail of one block and
 * the head of the next (van Herk 1992).
 */
import {windowLength} from "./window-length.js";

export class WindowMaximum {
  private readonly tails: Float64Array;
  private position = 0;
  private head = Number.NEGATIVE_INFINITY;

  /** @param from "full": undefined while there are fewer than n values; "first": then that of those there are */
  constructor(length: number, from: "full" | "first" = "full") {
    this.tails = new Float64Array(windowLength(length)).fill(from === "full" ? Number.NaN : Number.NEGATIVE_INFINITY);
  }

  /** Takes the newest value; gives the highest of the last n, NaN while there are fewer or one of them is NaN. */
  update(value: number): number {
    const tails = this.tails;
    const position = this.position;
    tails[position] = value;
    const next = position + 1;
    if (next === tails.length) return this.turn();
    // Not Math.max: the comparison keeps an earlier NaN, and a new NaN is caught by the inequality with itself.
    if (value > this.head || Number.isNaN(value)) this.head = value;
    this.position = next;
    const tail = tails[next] as number;
    return tail > this.head || Number.isNaN(tail) ? tail : this.head;
  }

  /** `update` for each of many values, written to `out`: the same comparisons, in local variables. */
  run(values: Float64Array, out: Float64Array): void {
    const tails = this.tails;
    const length = tails.length;
    let position = this.position;
    let head = this.head;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      tails[position] = value;
      position++;
      if (position < length) {
        if (value > head || Number.isNaN(value)) head = value;
        const tail = tails[position] as number;
        out[i] = tail > head || Number.isNaN(tail) ? tail : head;
        continue;
      }
      out[i] = this.turn();
      position = 0;
      head = Number.NEGATIVE_INFINITY;
    }
    this.position = position;
    this.head = head;
  }

  private turn(): number {
    const tails = this.tails;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = tails.length - 1; i >= 0; i--) {
      const value = tails[i] as number;
      if (value > highest || Number.isNaN(value)) highest = value;
      tails[i] = highest;
    }
    this.position = 0;
    this.head = Number.NEGATIVE_INFINITY;
    return highest;
  }
}

export class WindowMinimum {
  private readonly tails: Float64Array;
  private position = 0;
  private head = Number.POSITIVE_INFINITY;

  /** @param from "full": undefined while there are fewer than n values; "first": then that of those there are */
  constructor(length: number, from: "full" | "first" = "full") {
    this.tails = new Float64Array(windowLength(length)).fill(from === "full" ? Number.NaN : Number.POSITIVE_INFINITY);
  }

  /** Takes the newest value; gives the lowest of the last n, NaN while there are fewer or one of them is NaN. */
  update(value: number): number {
    const tails = this.tails;
    const position = this.position;
    tails[position] = value;
    const next = position + 1;
    if (next === tails.length) return this.turn();
    if (value < this.head || Number.isNaN(value)) this.head = value;
    this.position = next;
    const tail = tails[next] as number;
    return tail < this.head || Number.isNaN(tail) ? tail : this.head;
  }

  /** `update` for each of many values, written to `out`: the same comparisons, in local variables. */
  run(values: Float64Array, out: Float64Array): void {
    const tails = this.tails;
    const length = tails.length;
    let position = this.position;
    let head = this.head;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      tails[position] = value;
      position++;
      if (position < length) {
        if (value < head || Number.isNaN(value)) head = value;
        const tail = tails[position] as number;
        out[i] = tail < head || Number.isNaN(tail) ? tail : head;
        continue;
      }
      out[i] = this.turn();
      position = 0;
      head = Number.POSITIVE_INFINITY;
    }
    this.position = position;
    this.head = head;
  }

  private turn(): number {
    const tails = this.tails;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = tails.length - 1; i >= 0; i--) {
      const value = tails[i] as number;
      if (value < lowest || Number.isNaN(value)) lowest = value;
      tails[i] = lowest;
    }
    this.position = 0;
    this.head = Number.POSITIVE_INFINITY;
    return lowest;
  }
}

/** Highest of each value and the n-1 before it, written to `out`; NaN at the first n-1. */
export function windowMaximum(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new WindowMaximum(length).run(values, out);
  return out;
}

/** Lowest of each value and the n-1 before it, written to `out`; NaN at the first n-1. */
export function windowMinimum(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new WindowMinimum(length).run(values, out);
  return out;
}
